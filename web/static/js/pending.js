// What stands in the conversation while a decision is open: the shopper's own, or a reviewer's.
import { countdown, secondsLeft } from "./countdown.js";
import { h, icon } from "./dom.js";
import { money } from "./money.js";
import { notice } from "./notices.js";
import { t } from "./strings.js";

const termsOf = (interrupt) => interrupt.value.quote.terms;
const totalOf = (interrupt) => money(termsOf(interrupt).total_minor, termsOf(interrupt).currency);

export const isReview = (interrupt) => interrupt.value.role === "reviewer";
export const isOver = (interrupt) => secondsLeft(termsOf(interrupt).expires_at) === 0;

/** A card that opens the approval again. */
export function ownDecision(interrupt, open) {
  const total = totalOf(interrupt);
  return h(
    "div",
    { class: "pending", "data-testid": "pending-approval" },
    icon("shield"),
    h("p", {}, h("strong", {}, t("approval.waiting", { total })), h("span", { class: "faint" }, t("approval.expires"), " ", countdown(termsOf(interrupt).expires_at))),
    h("button", { type: "button", class: "button small primary", "data-testid": "open-approval", onclick: open }, t("approval.open")),
  );
}

/** The wait for a reviewer; `over` is called when the quote's time is up. */
export function reviewersDecision(interrupt, over) {
  return h(
    "div",
    { class: "pending waiting", role: "status", "data-testid": "waiting-review" },
    h("span", { class: "pulse", "aria-hidden": "true" }),
    h(
      "p",
      {},
      h("strong", {}, t("review.waiting")),
      h("span", {}, t("review.waitingText", { total: totalOf(interrupt) })),
      h("span", { class: "faint" }, t("approval.expires"), " ", countdown(termsOf(interrupt).expires_at, over)),
    ),
  );
}

export function overNotice(interrupt, renew) {
  return notice({
    tone: "warning",
    text: t(isReview(interrupt) ? "review.expired" : "approval.expired"),
    code: "quote_expired",
    action: { label: t("approval.renew"), run: renew },
  });
}

export const replacedNotice = () => notice({ tone: "info", text: t("approval.replaced"), code: "approval_superseded" });

export const decidedWords = (interrupt, decision) => t(decision === "approve" ? "approval.youApproved" : "approval.youRejected", { total: totalOf(interrupt) });
