// What a run's end says: whether it answered these words, whether a decision counted, and the words that ask once more.
import { unitsOf } from "./orders.js";
import { isReview } from "./pending.js";
import { isRefund } from "./standing.js";
import { t } from "./strings.js";
import { isShopper, wordsOf } from "./thread.js";

/** Does the state hold an answer to these words as its newest turn? */
export function answers(values, text) {
  const [asked, reply] = (values.messages || []).slice(-2);
  return Boolean(reply && isShopper(asked) && !isShopper(reply) && wordsOf(asked) === text);
}

/** Did the answer count? A server ignores one to an interrupt that is no longer open, and says nothing. */
export function counted({ values, interrupts }, { value }) {
  const { approval, order } = values;
  const decided = approval?.id === value.approval.id && (approval.status !== "pending" || values.violations?.length);
  return Boolean(decided || order?.quote_id === value.quote.quote_id || interrupts.some(isReview));
}

/** The words that ask for these terms once more. */
export function askAgain(interrupt) {
  if (!isRefund(interrupt)) return t("say.checkout");
  const { terms } = interrupt.value.quote;
  if (terms.why === "cancel") return t("say.cancelOrder", { order: terms.order_id });
  return t("say.returnOrder", { order: terms.order_id, lines: terms.lines.map((line) => unitsOf(line, line.quantity)).join(", ") });
}

export const pictureOfTurn = (values) => (values.image?.content_hash ? `/images/${values.image.content_hash}` : null);
