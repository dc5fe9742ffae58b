// How an approval stands when it is no longer open: who decided, when, and what that means for the money.
import { when } from "./countdown.js";
import { notice } from "./notices.js";
import { named, t } from "./strings.js";

const PAST = { approve: "approved", reject: "rejected" };
const TONES = { approved: "good", rejected: "info", expired: "warning", superseded: "info" };
const CODES = { expired: "quote_expired", superseded: "approval_superseded" };

export const isRefund = (interrupt) => interrupt.value.quote?.terms?.kind === "refund";

/** "refund.x" for money that goes back where there is such a word, "approval.x" for a purchase. */
export const wordOf = (interrupt, key, values) => t(`${isRefund(interrupt) ? "refund" : "approval"}.${key}`, values);

/** Did this very decision count? `standing` is the shop's own record; `me` who decided here. */
export const wasMine = (standing, decision, me) => standing.status === PAST[decision] && standing.decided_by === me;

/** What was put aside because somebody else of those who must agree rejected it is told as that rejection. */
function cause(own) {
  const rejected = own.status === "superseded" && (own.approvals || []).find((each) => each.status === "rejected");
  return rejected || own;
}

/** "bo rejected this on 3 Nov 2026. Nothing was charged." `tried`: a decision made here that did not count. */
export function standingNotice(own, { refund = false, tried = "", action = null } = {}) {
  const standing = cause(own);
  const who = standing.decided_by;
  const key = who || !["approved", "rejected"].includes(standing.status) ? standing.status : "closed";
  const kind = refund && ["rejected", "expired", "superseded"].includes(key) ? `${key}Refund` : key;
  const at = standing.decided_at || standing.expires_at;
  const told = t(`standing.${kind}`, { who: who || "", when: when(at), status: named("status", standing.status) });
  return notice({
    tone: tried ? "error" : TONES[standing.status] || "info",
    title: tried ? t("standing.late") : "",
    text: [told, tried ? t("standing.notCounted") : ""].filter(Boolean).join(" "),
    code: CODES[standing.status] || (tried ? "already_decided" : ""),
    action,
    testid: "standing",
  });
}
