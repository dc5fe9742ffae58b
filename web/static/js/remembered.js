// Cards and receipts of earlier turns: the server keeps a turn's results only until the next turn.
import { paymentOf } from "./payment.js";
import { load, save } from "./stored.js";

const MOST_TURNS = 24;
const PARTS = ["results", "contradicted", "violations", "degraded", "order", "payment", "refund"];

export function extrasOf(values) {
  const shown = { ...values, payment: paymentOf(values) };
  return Object.fromEntries(PARTS.map((part) => [part, shown[part] || null]).filter(([, value]) => (Array.isArray(value) ? value.length : value)));
}

export function remember(thread, message, extras) {
  if (!message || !Object.keys(extras).length) return;
  const others = load("turns", []).filter((each) => each.message !== message);
  save("turns", [...others, { thread, message, extras }].slice(-MOST_TURNS));
}

export function recall(thread, message) {
  return load("turns", []).find((each) => each.thread === thread && each.message === message)?.extras || {};
}
