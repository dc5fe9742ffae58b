// The full record behind an order: words, constraints, evidence, approvals, payment, audit entries.
import { when } from "./countdown.js";
import { h } from "./dom.js";
import { finding } from "./evidence.js";
import { lineageOf } from "./lineage.js";
import { named, t } from "./strings.js";

export function fullRecord(why, currency) {
  const lines = why.lines || why.order?.lines || [];
  return [lines.map((line) => recordLine(line, why)), approvals(why.approvals), payment(why.payment || why.order?.payment, currency), audit(why.audit)];
}

function recordLine(line, why) {
  const evidence = line.evidence || (why.evidence || []).filter((each) => each.variant_id === line.variant_id);
  const steps = line.lineage || why.lineage?.[line.variant_id] || [];
  return h(
    "section",
    { class: "record-line" },
    h("h4", { class: "record-title" }, line.title || line.variant_id),
    lineageOf(steps),
    evidence.length > 0 && h("h4", { class: "eyebrow" }, t("why.evidence")),
    evidence.map(finding),
  );
}

function approvals(list) {
  if (!list?.length) return null;
  return h(
    "section",
    { class: "record-line" },
    h("h4", { class: "eyebrow" }, t("why.approvals")),
    h("ul", { class: "plain-list" }, list.map((each) => h("li", {}, decisionWords(each), each.note && h("q", { class: "faint" }, each.note)))),
  );
}

/** "Reviewer: approved by rita, 3 Nov 2026, 10:12". */
export function decisionWords(approval) {
  const who = approval.decided_by ? ` · ${approval.decided_by}, ${when(approval.decided_at)}` : "";
  return `${named("role", approval.role)}: ${named("status", approval.status)}${who} `;
}

function payment(paid) {
  if (!paid) return null;
  return h(
    "section",
    { class: "record-line" },
    h("h4", { class: "eyebrow" }, t("why.payment")),
    h("p", {}, named("payment", paid.state), paid.gateway && ` · ${paid.gateway}`, paid.reference && [" · ", h("code", { class: "code" }, paid.reference)]),
  );
}

function audit(found) {
  const events = Array.isArray(found) ? found : found?.events;
  if (!events?.length) return null;
  return h(
    "section",
    { class: "record-line" },
    h("h4", { class: "eyebrow" }, t("why.audit")),
    h("ol", { class: "audit" }, events.map((each) => (typeof each === "object" ? h("li", { value: each.seq }, h("span", {}, each.event), h("span", { class: "faint" }, ` ${each.actor || ""} ${each.at ? when(each.at) : ""}`)) : h("li", { value: each })))),
  );
}
