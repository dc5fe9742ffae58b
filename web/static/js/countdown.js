// Time that runs out: "14:32", told every second to the eye and at the end to the ear.
import { serverNow } from "./api.js";
import { h } from "./dom.js";
import { locale, t } from "./strings.js";

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
  const element = h("span", { class: "countdown", role: "timer", "data-testid": "countdown" });
  let shown = false;
  const tick = () => {
    if (shown && !element.isConnected) return clearInterval(timer);
    shown = element.isConnected;
    const left = secondsLeft(iso);
    element.textContent = left ? clockText(left) : t("console.over");
    element.classList.toggle("low", left < 60);
    if (left) return undefined;
    clearInterval(timer);
    return over?.();
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
