// The approval: the stored quote, word for word, and the shopper's decision on exactly these terms.
import { countdown, secondsLeft, timeWarning } from "./countdown.js";
import { fill, h, icon } from "./dom.js";
import { money } from "./money.js";
import { errorNotice, notice, violationNotices } from "./notices.js";
import { isRefund, standingNotice, wordOf } from "./standing.js";
import { named, t } from "./strings.js";
import { addressLines, fingerprint, quoteLines, refundLines, refundSums, short, sums } from "./terms.js";

export class ApprovalDialog {
  /**
   * `actions`: decide(interrupt, decision) resolves when the server has answered; renew(interrupt) asks for new terms;
   * address() resolves to {address, ship_to} of the shopper.
   */
  constructor(dialog, actions) {
    this.dialog = dialog;
    this.actions = actions;
    this.interrupt = null;
    this.deciding = false;
    dialog.addEventListener("cancel", (event) => this.deciding && event.preventDefault());
    dialog.addEventListener("click", (event) => event.target === dialog && !this.deciding && dialog.close());
  }

  get isOpen() {
    return this.dialog.open;
  }

  open(interrupt) {
    this.interrupt = interrupt;
    this.deciding = false;
    this.draw();
    if (!this.dialog.open) this.dialog.showModal();
    this.dialog.querySelector(".sheet-scroll").scrollTop = 0;
  }

  /** Forgets the terms: they were decided, replaced, or have run out. */
  dismiss() {
    this.interrupt = null;
    this.deciding = false;
    if (this.dialog.open) this.dialog.close();
  }

  get expired() {
    return secondsLeft(this.interrupt.value.quote.terms.expires_at) === 0;
  }

  draw() {
    const { interrupt } = this;
    const { quote, pictures, violations } = interrupt.value;
    const refund = isRefund(interrupt);
    this.dialog.dataset.kind = refund ? "refund" : "purchase";
    this.dialog.dataset.state = "open";
    this.dialog.dataset.digest = quote.digest;
    this.message = h("div", { class: "approval-message" }, whyAsked(violations));
    this.foot = h("div", { class: "sheet-buttons" }, this.buttons(money(quote.terms.total_minor, quote.terms.currency)));
    this.warning = timeWarning(quote.terms.expires_at, (left) => wordOf(interrupt, "soon", { left }));
    fill(
      this.dialog,
      h(
        "header",
        { class: "sheet-head" },
        h("div", {}, h("h2", { id: "approval-title", tabindex: "-1", autofocus: true }, wordOf(interrupt, "title")), h("p", { class: "faint" }, wordOf(interrupt, "intro"))),
        h("button", { type: "button", class: "icon-button", "data-testid": "approval-later", "aria-label": t("approval.later"), title: t("approval.later"), onclick: () => this.dialog.close() }, icon("close")),
      ),
      h(
        "div",
        { class: "sheet-scroll" },
        refund ? [refundLines(quote, pictures), refundSums(quote.terms, "approval-total")] : [quoteLines(quote, pictures), sums(quote.terms, "approval-total")],
        this.facts(quote, refund),
        reviewerReasons(quote),
      ),
      h("footer", { class: "sheet-foot" }, this.warning, this.message, this.foot),
    );
    if (this.expired) this.sayExpired();
  }

  facts(quote, refund) {
    const { terms } = quote;
    const fact = (name, value, hint) => h("div", {}, h("dt", { title: hint }, name), h("dd", {}, value));
    const over = () => this.interrupt?.value.quote === quote && this.sayExpired();
    return h(
      "dl",
      { class: "facts" },
      fact(t(refund ? "refund.payer" : "approval.payee"), terms.payee),
      refund ? fact(t("receipt.order"), h("code", { class: "code" }, terms.order_id)) : fact(t("approval.shipTo"), this.shipTo(terms), t("approval.shipToHint")),
      fact(t(refund ? "refund.expires" : "approval.expires"), countdown(terms.expires_at, over)),
      fact(t("approval.digest"), fingerprint(quote.digest)),
    );
  }

  /** The address itself when it is the one that the terms name; else their fingerprint of it, and a warning. */
  shipTo(terms) {
    const place = h("div", { "data-testid": "ship-to" }, h("code", { class: "code" }, short(terms.ship_to)));
    this.actions.address().then(
      (found) => {
        if (found.ship_to === terms.ship_to && found.address) fill(place, addressLines(found.address));
        else if (this.interrupt?.value.quote.terms === terms) this.sayMoved();
      },
      () => null, // the fingerprint stands there already
    );
    return place;
  }

  sayMoved() {
    if (this.dialog.dataset.state !== "open") return;
    this.close("changed", notice({ tone: "warning", text: t("approval.moved"), code: "address_changed" }), "renew");
  }

  buttons(total) {
    this.approveButton = h("button", { type: "button", class: "button primary", "data-testid": "approve", onclick: () => this.decide("approve") }, icon("shield"), wordOf(this.interrupt, "approve", { total }));
    this.rejectButton = h("button", { type: "button", class: "button", "data-testid": "reject", onclick: () => this.decide("reject") }, wordOf(this.interrupt, "reject"));
    return [this.rejectButton, this.approveButton];
  }

  async decide(decision) {
    if (this.deciding || !this.interrupt) return;
    this.deciding = true;
    this.approveButton.disabled = this.rejectButton.disabled = true;
    fill(this.message, h("p", { class: "working", role: "status" }, t("approval.working")));
    try {
      await this.actions.decide(this.interrupt, decision);
    } catch (problem) {
      this.deciding = false;
      this.approveButton.disabled = this.rejectButton.disabled = false;
      fill(this.message, errorNotice(problem));
    }
  }

  sayExpired() {
    if (this.deciding) return; // the answer that is on its way tells what became of it
    this.close("expired", notice({ tone: "warning", text: wordOf(this.interrupt, "expired"), code: "quote_expired", testid: "standing" }), "renew");
  }

  /** The terms were decided, replaced or ended elsewhere: the card says so and offers no decision any more. */
  tell(standing) {
    this.deciding = false;
    const again = standing.status === "expired" ? "renew" : "";
    this.close(standing.status, standingNotice(standing, { refund: isRefund(this.interrupt) }), again);
  }

  close(state, said, again) {
    const { interrupt } = this;
    const focused = this.foot.contains(document.activeElement);
    this.dialog.dataset.state = state;
    this.warning.remove();
    fill(this.message, said);
    fill(
      this.foot,
      h("button", { type: "button", class: "button", "data-testid": "approval-close", onclick: () => this.dialog.close() }, t("close")),
      again && h("button", { type: "button", class: "button primary", "data-testid": "retry", onclick: () => this.actions.renew(interrupt) }, wordOf(interrupt, "renew")),
    );
    if (focused) this.foot.querySelector("button").focus(); // what had the focus is gone
  }
}

/** Why the same question stands here again: the terms were changed meanwhile, or an answer was refused. */
function whyAsked(violations) {
  const changed = (violations || []).some((each) => each.code === "approval_superseded");
  const others = (violations || []).filter((each) => each.code !== "approval_superseded");
  return [changed && notice({ tone: "info", text: t("approval.changed"), code: "approval_superseded" }), violationNotices(others)];
}

/** Who else has to agree, and why. */
function reviewerReasons(quote) {
  const review = quote.required_approvals?.find((each) => each.role === "reviewer");
  if (!review) return null;
  return h(
    "section",
    { class: "notice review", "data-testid": "review-reasons" },
    icon("shield"),
    h("div", { class: "notice-body" }, h("p", {}, t("approval.reviewer")), h("ul", {}, review.reasons.map((code) => h("li", { "data-code": code }, named("reason", code))))),
  );
}
