// The approval: the stored quote, word for word, and the shopper's decision on exactly these terms.
import { countdown, secondsLeft } from "./countdown.js";
import { fill, h, icon } from "./dom.js";
import { money } from "./money.js";
import { errorNotice, notice } from "./notices.js";
import { named, t } from "./strings.js";
import { fingerprint, quoteLines, short, sums } from "./terms.js";

export class ApprovalDialog {
  /** `actions`: decide(interrupt, decision) resolves when the server has answered; renew() asks for new terms. */
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
    const { quote, pictures } = this.interrupt.value;
    const { terms } = quote;
    const total = money(terms.total_minor, terms.currency);
    this.message = h("div", { class: "approval-message" });
    fill(
      this.dialog,
      h(
        "header",
        { class: "sheet-head" },
        h("div", {}, h("h2", { id: "approval-title", tabindex: "-1", autofocus: true }, t("approval.title")), h("p", { class: "faint" }, t("approval.intro"))),
        h("button", { type: "button", class: "icon-button", "data-testid": "approval-later", "aria-label": t("approval.later"), title: t("approval.later"), onclick: () => this.dialog.close() }, icon("close")),
      ),
      h("div", { class: "sheet-scroll" }, quoteLines(quote, pictures), sums(terms, "approval-total"), this.facts(quote), reviewerReasons(quote)),
      h("footer", { class: "sheet-foot" }, this.message, this.buttons(total)),
    );
    if (this.expired) this.sayExpired();
  }

  facts(quote) {
    const { terms } = quote;
    const fact = (name, value, hint) => h("div", {}, h("dt", { title: hint }, name), h("dd", {}, value));
    return h(
      "dl",
      { class: "facts" },
      fact(t("approval.payee"), terms.payee),
      fact(t("approval.shipTo"), h("code", { class: "code" }, short(terms.ship_to)), t("approval.shipToHint")),
      fact(t("approval.expires"), countdown(terms.expires_at, () => this.interrupt?.value.quote === quote && this.sayExpired())),
      fact(t("approval.digest"), fingerprint(quote.digest)),
    );
  }

  buttons(total) {
    this.approveButton = h("button", { type: "button", class: "button primary", "data-testid": "approve", onclick: () => this.decide("approve") }, icon("shield"), t("approval.approve", { total }));
    this.rejectButton = h("button", { type: "button", class: "button", "data-testid": "reject", onclick: () => this.decide("reject") }, t("approval.reject"));
    return h("div", { class: "sheet-buttons" }, this.rejectButton, this.approveButton);
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
    this.approveButton.disabled = this.rejectButton.disabled = true;
    fill(this.message, notice({ tone: "warning", text: t("approval.expired"), code: "quote_expired", action: { label: t("approval.renew"), run: () => this.actions.renew() } }));
  }
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
