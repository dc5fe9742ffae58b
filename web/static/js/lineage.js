// Where a line comes from: the shopper's words with the decisive ones marked, and what was made of them.
import { h } from "./dom.js";
import { money } from "./money.js";
import { named, t } from "./strings.js";

/** The utterance as a quotation; `spans` are half-open [start, end) in code points, as the server counts. */
export function utterance(text, spans) {
  const points = [...(text || "")];
  const marked = new Array(points.length).fill(false);
  for (const [start, end] of spans || []) marked.fill(true, Math.max(0, start), Math.max(0, end));
  const parts = [];
  let from = 0;
  for (let at = 1; at <= points.length; at += 1) {
    if (at < points.length && marked[at] === marked[from]) continue;
    const words = points.slice(from, at).join("");
    parts.push(marked[from] ? h("mark", {}, words) : words);
    from = at;
  }
  return h("blockquote", { class: "utterance" }, parts);
}

/** "Colour is navy", "Price at most $60.00". */
export function constraintWords(constraint) {
  return `${named("attribute", constraint.attribute)} ${named("op", constraint.op)} ${valueWords(constraint.value, constraint.op)}`;
}

function valueWords(value, op) {
  if (value && typeof value === "object" && "minor" in value) {
    const low = money(value.minor, value.currency);
    return op === "range" ? t("op.rangeAnd", { low, high: money(value.minor_max, value.currency) }) : low;
  }
  return Array.isArray(value) ? value.join(", ") : String(value);
}

/** One step of a line's history (tools.checkout.types.Lineage). `words` is the heading's key. */
export function lineageStep(step, words = "why.words") {
  const own = (step.constraints || []).filter((each) => !each.text || each.text === "" || step.utterance?.includes(each.text));
  const spans = [step.span, ...own.map((each) => each.span)].filter((span) => span?.length === 2);
  return h(
    "div",
    { class: "lineage" },
    step.utterance && h("h4", { class: "eyebrow" }, t(words)),
    step.utterance && utterance(step.utterance, spans.filter(([start, end]) => end > start)),
    step.constraints?.length > 0 && h("h4", { class: "eyebrow" }, t("why.constraints")),
    step.constraints?.length > 0 && h("ul", { class: "constraint-tags" }, step.constraints.map((each) => h("li", { class: "tag" }, constraintWords(each)))),
    step.rank != null && h("p", { class: "faint" }, `${t("why.rank")}: ${step.rank}`),
    step.why?.length > 0 && h("ul", { class: "plain-list" }, step.why.map((each) => h("li", {}, each))),
  );
}

export function lineageOf(steps, words) {
  if (!steps?.length) return h("p", { class: "faint" }, t("why.none"));
  return steps.map((step) => lineageStep(step, words));
}
