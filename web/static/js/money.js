// Amounts are integer minor units with an ISO 4217 code. They are never divided, only written with a point.
import { locale } from "./strings.js";

const formats = new Map();

function formatFor(currency) {
  const key = `${locale()}|${currency}`;
  if (!formats.has(key)) {
    formats.set(key, new Intl.NumberFormat(locale(), { style: "currency", currency }));
  }
  return formats.get(key);
}

/** 1999 with two places -> "19.99", -5 -> "-0.05", 1200 with none -> "1200". */
export function decimal(minor, places) {
  const digits = String(Math.abs(minor)).padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places);
  const fraction = digits.slice(digits.length - places);
  return `${minor < 0 ? "-" : ""}${whole}${places ? `.${fraction}` : ""}`;
}

export function money(minor, currency) {
  if (!Number.isSafeInteger(minor) || !currency) return "—";
  const format = formatFor(currency);
  return format.format(decimal(minor, format.resolvedOptions().maximumFractionDigits));
}
