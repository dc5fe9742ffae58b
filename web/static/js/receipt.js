// The receipt: what was bought and paid, and why each line is there.
import { fill, h, icon } from "./dom.js";
import { options } from "./cards.js";
import { when } from "./countdown.js";
import { money } from "./money.js";
import { errorNotice } from "./notices.js";
import { counted, named, t } from "./strings.js";
import { row, sums } from "./terms.js";
import { fullRecord } from "./record.js";

export const BACK = ["refunded", "claimed", "unknown"]; // states of a refund: given back, or on its way

/** `why(orderId)` resolves to the full lineage. */
export function receipt(order, why) {
  return h(
    "section",
    { class: "receipt", "data-testid": "receipt", "data-order": order.order_id },
    h(
      "header",
      { class: "receipt-head" },
      h("span", { class: "seal" }, icon("check")),
      h("div", {}, h("h3", {}, order.status === "paid" ? t("receipt.title") : t("receipt.titleOther", { state: named("order", order.status) })), h("p", { class: "faint" }, when(order.created_at))),
      h("p", { class: "receipt-total" }, money(order.total_minor, order.currency)),
    ),
    h("ul", { class: "receipt-lines" }, order.lines.map((line) => receiptLine(line, order.currency))),
    sums(order, "receipt-total", order.refunded_minor > 0 && row(t("receipt.refunded"), money(-order.refunded_minor, order.currency), { class: "sum off", "data-testid": "receipt-refunded" })),
    refundWords(order),
    facts(order),
    whyLines(order),
    record(order, why),
  );
}

/** "$20.00 given back · 3 Nov": each refund that is done or under way. */
export function refundWords(order) {
  const shown = (order.refunds || []).filter((each) => BACK.includes(each.state));
  if (!shown.length) return null;
  return h(
    "ul",
    { class: "refund-words", "data-testid": "order-refunds" },
    shown.map((each) => h("li", { class: "faint" }, t(each.state === "refunded" ? "orders.refunded" : "orders.refunding", { amount: money(each.amount_minor, each.currency) }), each.settled_at && ` · ${when(each.settled_at)}`)),
  );
}

/** What was given back, or how that stands: the end of a turn that undid something. */
export function refundCard(refund) {
  const done = refund.state === "refunded";
  const open = ["claimed", "unknown"].includes(refund.state);
  if (!done && !open) return null; // why not is said by the turn's violations
  const amount = money(refund.amount_minor, refund.currency);
  return h(
    "section",
    { class: "receipt", "data-testid": "refund", "data-state": refund.state, "data-order": refund.order_id },
    h(
      "header",
      { class: "receipt-head" },
      h("span", { class: done ? "seal" : "seal waiting" }, icon(done ? "check" : "clock")),
      h("div", {}, h("h3", {}, t(done ? `refund.done.${refund.why}` : "refund.settling")), h("p", { class: "faint" }, done ? when(refund.settled_at) : t("refund.settlingText"))),
      h("p", { class: "receipt-total" }, amount),
    ),
    h("ul", { class: "receipt-lines" }, refund.lines.map((line) => h("li", {}, h("div", {}, h("strong", {}, line.title), options(line.options), h("span", { class: "faint" }, `${line.quantity} ×`)), h("span", { class: "price" }, money(line.minor, refund.currency))))),
    h("dl", { class: "facts" }, h("div", {}, h("dt", {}, t("receipt.order")), h("dd", {}, h("code", { class: "code" }, refund.order_id)))),
  );
}

function receiptLine(line, currency) {
  return h(
    "li",
    { "data-testid": "receipt-line", "data-variant": line.variant_id },
    h("div", {}, h("strong", {}, line.title), options(line.options), h("span", { class: "faint" }, `${line.quantity} × ${money(line.unit_minor, currency)}`, line.discount_minor > 0 && ` · ${t("receipt.off", { amount: money(line.discount_minor, currency) })}`)),
    h("span", { class: "price" }, money(line.line_minor, currency)),
  );
}

function facts(order) {
  const fact = (name, value, testid) => h("div", {}, h("dt", {}, name), h("dd", { "data-testid": testid }, value));
  return h(
    "dl",
    { class: "facts" },
    fact(t("receipt.order"), h("code", { class: "code" }, order.order_id), "order-id"),
    fact(t("receipt.payment"), named("payment", order.payment?.state || "unknown"), "payment-state"),
    order.delivery_days != null && fact(t("receipt.delivery"), counted("receipt.days", order.delivery_days)),
  );
}

function whyLines(order) {
  return h(
    "details",
    { class: "fold", "data-testid": "why" },
    h("summary", {}, t("receipt.why"), icon("chevron", "turn")),
    h(
      "dl",
      { class: "why-lines" },
      order.lines.map((line) => [h("dt", {}, line.title), (line.why?.length ? line.why : [t("receipt.noWhy")]).map((each) => h("dd", {}, each))]),
    ),
  );
}

function record(order, why) {
  const place = h("div", { class: "record" });
  let asked = false;
  const load = async () => {
    if (asked || !fold.open) return;
    asked = true;
    fill(place, h("p", { class: "faint", role: "status" }, t("approval.working")));
    try {
      fill(place, fullRecord(await why(order.order_id), order.currency));
    } catch (problem) {
      asked = false;
      fill(place, errorNotice(problem, load));
    }
  };
  const fold = h("details", { class: "fold", "data-testid": "record", ontoggle: load }, h("summary", {}, t("receipt.record"), icon("chevron", "turn")), place);
  return fold;
}
