// Time that runs out: "14:32", told every second to the eye and, when it gets short, to the ear.
import { serverNow } from "./api.js";
import { h } from "./dom.js";
import { locale, t } from "./strings.js";

export const SOON = 120; // seconds: from here on it is said that the time is short
const SAID_AT = [120, 60, 30, 10];

export function secondsLeft(iso) {
  return Math.max(0, Math.floor((Date.parse(iso) - serverNow()) / 1000));
}

export function clockText(seconds) {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = String(seconds % 60).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/** An element that counts down while it is in the page, and calls `over` once at zero. */
export function countdown(iso, over) {
  const element = h("span", { class: "countdown", role: "timer", "aria-live": "off", "data-testid": "countdown" });
  let shown = false;
  const tick = () => {
    if (shown && !element.isConnected) return clearInterval(timer);
    shown = element.isConnected;
    const left = secondsLeft(iso);
    element.textContent = left ? clockText(left) : t("console.over");
    element.classList.toggle("low", left <= SOON);
    if (left) return undefined;
    clearInterval(timer);
    return over?.();
  };
  const timer = setInterval(tick, 1000);
  queueMicrotask(tick);
  return element;
}

/** "Less than two minutes are left", said to screen readers at 120, 60, 30 and 10 seconds; visible from the first on. */
export function timeWarning(iso, words) {
  const seen = h("p", { class: "time-warning", "aria-hidden": "true", hidden: true, "data-testid": "time-warning" });
  const heard = h("p", { class: "sr", role: "status", "aria-live": "assertive", "data-testid": "time-spoken" });
  const element = h("div", {}, seen, heard);
  let shown = false;
  let said = Infinity;
  const tick = () => {
    if (shown && !element.isConnected) return clearInterval(timer);
    shown = element.isConnected;
    const left = secondsLeft(iso);
    seen.hidden = !left || left > SOON;
    if (seen.hidden) return undefined;
    seen.textContent = words(clockText(left));
    const step = SAID_AT.filter((each) => left <= each).at(-1);
    if (step < said) heard.textContent = words(clockText(left));
    said = step;
    return undefined;
  };
  const timer = setInterval(tick, 1000);
  queueMicrotask(tick);
  return element;
}

export function when(iso) {
  const at = new Date(iso);
  return Number.isNaN(at.getTime()) ? "—" : new Intl.DateTimeFormat(locale(), { dateStyle: "medium", timeStyle: "short" }).format(at);
}

export function timeOf(iso) {
  return new Intl.DateTimeFormat(locale(), { timeStyle: "short" }).format(new Date(iso));
}
