// The shopper's orders: how each stands, what came back, and the words that ask for the rest to be undone.
import { closeBeside, fill, h, icon } from "./dom.js";
import { options } from "./cards.js";
import { when } from "./countdown.js";
import { money } from "./money.js";
import { BACK, receipt, refundWords } from "./receipt.js";
import { named, t } from "./strings.js";

/** Units of each line that have not come back yet, by variant. */
export function unitsLeft(order) {
  const back = {};
  for (const refund of order.refunds || []) {
    if (!BACK.includes(refund.state)) continue;
    for (const line of refund.lines || []) back[line.variant_id] = (back[line.variant_id] || 0) + line.quantity;
  }
  return Object.fromEntries(order.lines.map((line) => [line.variant_id, line.quantity - (back[line.variant_id] || 0)]));
}

const anyLeft = (order) => Object.values(unitsLeft(order)).some((left) => left > 0);
export const canCancel = (order) => order.status === "paid" && anyLeft(order);
export const canReturn = (order) => order.status === "delivered" && anyLeft(order);

/** "2 × Plain hoodie navy M": told apart by its options; signs that would part a list of lines are left out. */
export function unitsOf(line, n) {
  const name = [line.title, ...Object.values(line.options || {})].join(" ");
  return `${n} × ${name.replace(/[&,，、;]|\band\b/gi, " ").replace(/\s+/g, " ").trim()}`;
}

/** One order in the panel. `actions`: say(text), why(orderId), done() when words were said. */
export function orderRow(order, sheet, actions) {
  const say = (text) => {
    actions.done();
    actions.say(text);
  };
  return h(
    "article",
    { class: "order-row", "data-testid": "order-row", "data-order": order.order_id, "data-status": order.status },
    h(
      "button",
      { type: "button", class: "menu-row", "data-testid": "order-open", onclick: () => showOrder(sheet, order, actions.why) },
      h("span", {}, h("strong", {}, order.lines.map((line) => line.title).join(", ")), h("span", { class: "faint" }, when(order.created_at)), h("span", { class: `order-status ${order.status}`, "data-testid": "order-status" }, named("order", order.status))),
      h("span", { class: "price" }, money(order.total_minor, order.currency)),
    ),
    refundWords(order),
    (canCancel(order) || canReturn(order)) &&
      h(
        "div",
        { class: "order-buttons" },
        canCancel(order) && h("button", { type: "button", class: "button small", "data-says": true, "data-testid": "order-cancel", onclick: () => say(t("say.cancelOrder", { order: order.order_id })) }, t("orders.cancel")),
        canReturn(order) && h("button", { type: "button", class: "button small", "data-says": true, "data-testid": "order-return", onclick: () => chooseReturn(sheet, order, say) }, t("orders.return")),
      ),
  );
}

function sheetHead(sheet, title) {
  return h("header", { class: "sheet-head" }, h("h2", { id: "order-sheet-title", tabindex: "-1", autofocus: true }, title), h("button", { type: "button", class: "icon-button", "aria-label": t("close"), onclick: () => sheet.close() }, icon("close")));
}

export function showOrder(sheet, order, why) {
  fill(sheet, sheetHead(sheet, t("receipt.order")), h("div", { class: "sheet-scroll" }, receipt(order, why)));
  closeBeside(sheet);
  sheet.showModal();
}

/** Which lines, and how many of each: then the words are said as if they had been typed. */
function chooseReturn(sheet, order, say) {
  const left = unitsLeft(order);
  const lines = order.lines.filter((line) => left[line.variant_id] > 0);
  const chosen = () => lines.map((line) => ({ line, n: Number(form.elements[line.variant_id].value) })).filter(({ n }) => n > 0);
  const send = h("button", { type: "submit", class: "button primary", disabled: true, "data-testid": "return-ask" }, t("orders.askReturn"));
  const form = h(
    "form",
    {
      class: "return-form",
      onchange: () => {
        send.disabled = !chosen().length;
      },
      onsubmit: (event) => {
        event.preventDefault();
        const words = chosen().map(({ line, n }) => unitsOf(line, n)).join(", ");
        sheet.close();
        say(t("say.returnOrder", { lines: words, order: order.order_id }));
      },
    },
    sheetHead(sheet, t("orders.returnTitle")),
    h("div", { class: "sheet-scroll" }, h("p", { class: "faint" }, t("orders.returnHint")), h("ul", { class: "terms-lines" }, lines.map((line) => returnLine(line, left[line.variant_id], order.currency)))),
    h("footer", { class: "sheet-foot" }, h("div", { class: "sheet-buttons" }, h("button", { type: "button", class: "button", onclick: () => sheet.close() }, t("cancel")), send)),
  );
  fill(sheet, form);
  closeBeside(sheet);
  sheet.showModal();
}

function returnLine(line, left, currency) {
  const choice = h(
    "select",
    { name: line.variant_id, "aria-label": t("orders.howMany", { title: line.title }), "data-testid": "return-quantity" },
    Array.from({ length: left + 1 }, (_, n) => h("option", { value: n }, n === 0 ? t("orders.none") : n)),
  );
  return h("li", { class: "terms-line", "data-testid": "return-line", "data-variant": line.variant_id }, h("div", { class: "terms-what" }, h("h3", {}, line.title), options(line.options), h("p", { class: "faint" }, `${left} × ${money(line.unit_minor, currency)}`)), choice);
}
