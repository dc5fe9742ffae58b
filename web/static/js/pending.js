// What stands in the conversation while a decision is open: the shopper's own, or a reviewer's.
import { countdown, secondsLeft, timeWarning } from "./countdown.js";
import { h, icon } from "./dom.js";
import { money } from "./money.js";
import { notice } from "./notices.js";
import { isRefund, wordOf } from "./standing.js";
import { t } from "./strings.js";

const termsOf = (interrupt) => interrupt.value.quote.terms;
const totalOf = (interrupt) => money(termsOf(interrupt).total_minor, termsOf(interrupt).currency);

export const isReview = (interrupt) => interrupt.value.role === "reviewer";
export const isOver = (interrupt) => secondsLeft(termsOf(interrupt).expires_at) === 0;

/** A card that opens the approval again; `over` is called when its time is up. */
export function ownDecision(interrupt, open, over) {
  const total = totalOf(interrupt);
  return h(
    "div",
    { class: "pending", "data-testid": "pending-approval" },
    icon("shield"),
    h("p", {}, h("strong", {}, wordOf(interrupt, "waiting", { total })), h("span", { class: "faint" }, wordOf(interrupt, "expires"), " ", countdown(termsOf(interrupt).expires_at, over))),
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
      h("span", {}, t(isRefund(interrupt) ? "review.waitingRefund" : "review.waitingText", { total: totalOf(interrupt) })),
      h("span", { class: "faint" }, wordOf(interrupt, "expires"), " ", countdown(termsOf(interrupt).expires_at, over)),
      timeWarning(termsOf(interrupt).expires_at, (left) => t("review.soon", { left })),
    ),
  );
}

export function overNotice(interrupt, renew) {
  return notice({
    tone: "warning",
    text: isReview(interrupt) ? t("review.expired") : wordOf(interrupt, "expired"),
    code: "quote_expired",
    action: { label: wordOf(interrupt, "renew"), run: renew },
    testid: "standing",
  });
}

export const replacedNotice = () => notice({ tone: "info", text: t("approval.replaced"), code: "approval_superseded" });

export const decidedWords = (interrupt, decision) => wordOf(interrupt, decision === "approve" ? "youApproved" : "youRejected", { total: totalOf(interrupt) });
