// A payment that has no order yet: declined, being settled, or waiting for its payer; it is followed until it ends.
import { ApiError } from "./api.js";
import { countdown } from "./countdown.js";
import { fill, h, icon } from "./dom.js";
import { money } from "./money.js";
import { notice } from "./notices.js";
import { t } from "./strings.js";

const FOLLOW_MS = 2000;
const OPEN = ["claimed", "authorized", "unknown", "requires_action"];

/** What is kept of a turn that ended in such a payment; null when there is none. */
export function paymentOf({ payment, order, quote, approval }) {
  if (!payment?.state || order || payment.state === "captured" || !quote || !approval) return null;
  const { total_minor: minor, currency, expires_at: until } = quote.terms;
  return { ...payment, quote_id: quote.quote_id, approval_id: approval.id, minor, currency, until };
}

export class Payments {
  /** `parts`: api, say(text), receipt(order), account(): opens the means of payment. */
  constructor(parts) {
    Object.assign(this, parts);
  }

  /** A card that shows the payment and changes by itself until it has ended. */
  card(payment) {
    const place = h("div", { class: "payment", "data-testid": "payment", "data-quote": payment.quote_id });
    this.draw(place, payment);
    if (OPEN.includes(payment.state)) this.follow(place, payment);
    return place;
  }

  draw(place, payment) {
    place.dataset.state = payment.state;
    const total = money(payment.minor, payment.currency);
    if (payment.state === "requires_action") return fill(place, this.asked(payment, total));
    if (OPEN.includes(payment.state)) return fill(place, waiting(t("payment.settling", { total })));
    return fill(place, this.ended(payment, total));
  }

  asked(payment, total) {
    const url = webAddress(payment.action?.url);
    return h(
      "div",
      { class: "pending", role: "status" },
      icon("shield"),
      h("p", {}, h("strong", {}, t("payment.asks", { total })), h("span", {}, t("payment.asksText")), h("span", { class: "faint" }, t("payment.until"), " ", countdown(payment.until))),
      url && h("a", { class: "button small primary", href: url, target: "_blank", rel: "noopener noreferrer", "data-testid": "payment-action" }, t("payment.open")),
    );
  }

  ended(payment, total) {
    const declined = payment.state === "declined";
    return [
      notice({ tone: "error", title: t(declined ? "payment.declinedTitle" : "payment.voidedTitle"), text: t(declined ? "payment.declinedText" : "payment.voidedText", { total }), code: declined ? "payment_declined" : "payment_voided", action: { label: t("payment.again"), run: () => this.say(t("say.checkout")) } }),
      declined && h("button", { type: "button", class: "button small", "data-action": "account", "data-testid": "payment-change" }, t("payment.change")),
    ];
  }

  async follow(place, payment) {
    let shown = payment;
    await pause();
    while (place.isConnected) {
      const now = document.hidden ? null : await this.read(payment.approval_id);
      if (now?.state === "captured") {
        const order = await this.order(payment.quote_id);
        if (order) return fill(place, this.receipt(order));
      } else if (now && now.state !== shown.state) {
        shown = { ...payment, ...now };
        this.draw(place, shown);
        if (!OPEN.includes(now.state)) return undefined;
      }
      await pause();
    }
    return undefined;
  }

  async read(approval) {
    const found = await this.quietly(`/shop/api/approvals/${encodeURIComponent(approval)}`);
    return found?.payment || null;
  }

  async order(quote) {
    const found = await this.quietly("/shop/api/orders");
    return found?.orders.find((each) => each.quote_id === quote) || null;
  }

  async quietly(path) {
    try {
      return await this.api.get(path);
    } catch (problem) {
      if (problem instanceof ApiError) return null; // asked again in a moment
      throw problem;
    }
  }
}

/** Only an address of the web is opened, this shop's own or another; null for anything else. */
function webAddress(url) {
  if (!url || !URL.canParse(url, location.href)) return null;
  const found = new URL(url, location.href);
  return ["https:", "http:"].includes(found.protocol) ? found.href : null;
}

const pause = () => new Promise((done) => setTimeout(done, FOLLOW_MS));

function waiting(text) {
  return h("div", { class: "pending waiting", role: "status" }, h("span", { class: "pulse", "aria-hidden": "true" }), h("p", {}, h("strong", {}, t("payment.settlingTitle")), h("span", {}, text)));
}
