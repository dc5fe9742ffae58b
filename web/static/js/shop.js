// Leads the conversation: one run at a time, decisions by id and digest, and recovery when the line breaks.
import { ApiError } from "./api.js";
import { fill } from "./dom.js";
import { errorNotice, notice } from "./notices.js";
import { answers, askAgain, counted, pictureOfTurn } from "./outcome.js";
import { decidedWords, isOver, isReview, overNotice, ownDecision, replacedNotice, reviewersDecision } from "./pending.js";
import { Progress } from "./progress.js";
import { extrasOf, recall, remember } from "./remembered.js";
import { isRefund, standingNotice, wasMine } from "./standing.js";
import { t } from "./strings.js";
import { Thread, isShopper, wordsOf } from "./thread.js";

const POLL_OWN_MS = 3000;
const POLL_REVIEW_MS = 2000;
const RECOVER_TRIES = 20;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

export class Shop {
  /** `parts`: api, conversation, cart, composer, approval (set later), suggestions(). */
  constructor(parts) {
    Object.assign(this, parts);
    this.busy = false;
    this.pending = null; // {interrupt, said}: the decision that is open, and where it stands on the page
    this.visit = 0; // counts threads entered, so that late answers of an earlier one are dropped
    setInterval(() => this.poll(false), POLL_OWN_MS);
    setInterval(() => this.poll(true), POLL_REVIEW_MS);
    for (const back of ["focus", "online"]) addEventListener(back, () => this.pending && this.poll(isReview(this.pending.interrupt)));
  }

  async enter(owner, threadId = null) {
    this.visit += 1;
    this.owner = owner;
    this.setPending(null);
    this.approval.dismiss();
    this.setBusy(false);
    this.thread = new Thread(this.api, owner);
    if (threadId) this.thread.adopt(threadId);
    this.cart.show(null);
    this.conversation.clear();
    if (this.thread.id) await this.restore();
    else this.conversation.welcome(this.suggestions());
  }

  startAnew() {
    this.thread.adopt(null);
    return this.enter(this.owner);
  }

  async restore() {
    const visit = this.visit;
    try {
      const state = await this.thread.read();
      if (visit === this.visit) this.replay(state);
    } catch (problem) {
      if (!(problem instanceof ApiError)) throw problem;
      if (visit !== this.visit) return;
      if (problem.status === 404) {
        this.thread.adopt(null);
        this.conversation.welcome(this.suggestions());
        this.conversation.place.append(notice({ tone: "info", text: t("notice.newThread"), code: "not_found" }));
      } else fill(this.conversation.place, errorNotice(problem, () => this.restore()));
    }
  }

  replay(state) {
    this.conversation.clear();
    const messages = state.values.messages || [];
    if (!messages.length) this.conversation.welcome(this.suggestions());
    messages.forEach((message, index) => {
      const last = index === messages.length - 1;
      if (isShopper(message)) return this.conversation.shopper(wordsOf(message), last && pictureOfTurn(state.values));
      const extras = last ? { ...recall(this.thread.id, message.id), ...extrasOf(state.values) } : recall(this.thread.id, message.id);
      return this.conversation.answer(this.conversation.agent(), wordsOf(message), extras, { announce: false });
    });
    this.cart.show(state.values.cart);
    if (state.interrupts.length) this.hold(state.interrupts[0], this.conversation.agent());
    else if (state.busy) this.follow(this.conversation.agent());
    this.conversation.toEnd();
  }

  /** Sends words as the shopper's own, be they typed or said by a button. */
  async say(text, image = null) {
    if (this.busy) return;
    this.approval.dismiss();
    this.setAside();
    this.setBusy(true);
    const visit = this.visit;
    const asked = this.conversation.shopper(text, image);
    const said = this.conversation.agent();
    const progress = new Progress();
    this.conversation.hold(said, progress.element);
    const before = { started: false };
    try {
      const outcome = await this.thread.send(text, image, (node, written) => {
        before.started = true;
        progress.node(node, written);
      });
      this.composer.taken(text);
      if (visit === this.visit) this.settle(outcome, said);
    } catch (problem) {
      if (visit === this.visit) await this.broken(problem, { text, image, asked, said, started: before.started });
    } finally {
      if (visit === this.visit) this.setBusy(false);
    }
  }

  /** The run failed or the line broke: what the server made of it is looked up before anything is sent again. */
  async broken(problem, { text, image, asked, said, started }) {
    if (!(problem instanceof ApiError)) throw problem;
    if (problem.code === "network" && started) {
      const state = await this.recovered((each) => each.interrupts.length > 0 || answers(each.values, text));
      if (state) return this.settle(state, said);
    }
    if (problem.status === 404) this.thread.adopt(null);
    this.composer.giveBack(text);
    const again = () => {
      asked.remove();
      said.remove();
      this.composer.taken(text);
      this.say(text, image);
    };
    const shown = problem.code === "network" && started ? notice({ title: t("notice.network"), text: t("notice.interrupted"), code: "network", action: { label: t("retry"), run: again } }) : errorNotice(problem, again);
    return this.conversation.hold(said, shown);
  }

  /** Reads the state until `good(state)`, or answers null when it does not come to that. */
  async recovered(good) {
    for (let tried = 0; tried < RECOVER_TRIES; tried += 1) {
      await pause(400 + 150 * tried);
      try {
        const state = await this.thread.read();
        if (good(state)) return state;
        if (!state.busy && tried > 2) return null;
      } catch (problem) {
        if (!(problem instanceof ApiError) || tried > 4) return null;
      }
    }
    return null;
  }

  /** A run that goes on without us (a reload in its midst): wait for its end. */
  async follow(said) {
    const visit = this.visit;
    this.setBusy(true);
    this.conversation.hold(said, new Progress().element);
    const state = await this.recovered((each) => !each.busy);
    if (visit !== this.visit) return;
    this.setBusy(false);
    if (state) this.settle(state, said);
    else this.conversation.hold(said, errorNotice(new ApiError("network", ""), () => this.restore()));
  }

  /** Shows how a run ended: an answer, or a decision that it waits for. */
  settle({ values, interrupts }, said) {
    this.setPending(null);
    this.cart.show(values.cart);
    const [open] = interrupts;
    if (open && !open.standing) return this.hold(open, said);
    const extras = extrasOf(values);
    const last = (values.messages || []).at(-1);
    if (last && !isShopper(last)) remember(this.thread.id, last.id, extras);
    this.conversation.answer(said, values.reply || (last && !isShopper(last) ? wordsOf(last) : ""), extras);
    if (open) this.hold(open, this.conversation.agent());
  }

  hold(interrupt, said) {
    this.setPending({ interrupt, said });
    if (isOver(interrupt)) return this.runOut();
    if (isReview(interrupt)) return this.conversation.hold(said, reviewersDecision(interrupt, () => this.runOut()));
    this.conversation.hold(said, ownDecision(interrupt, () => this.approval.open(interrupt), () => this.runOut()));
    if (!interrupt.standing) this.approval.open(interrupt); // an answer was refused: its notice is read first
  }

  runOut() {
    if (!this.pending) return;
    const { interrupt, said } = this.pending;
    if (isReview(interrupt)) this.setPending(null);
    this.conversation.hold(said, overNotice(interrupt, () => this.renew(interrupt)));
    this.composer.warn("");
  }

  /** Asks for new terms in the place of those that ran out. */
  renew(interrupt) {
    this.approval.dismiss();
    return this.say(askAgain(interrupt));
  }

  setAside() {
    if (!this.pending) return;
    this.conversation.hold(this.pending.said, replacedNotice());
    this.setPending(null);
  }

  setPending(pending) {
    this.pending = pending;
    this.composer.warn(pending && !isOver(pending.interrupt) ? t("composer.supersedes") : "");
  }

  /** The shopper's decision. Rejects with ApiError when it is not known to have arrived; deciding again is safe. */
  async decide(interrupt, decision) {
    if (this.busy) return;
    this.setBusy(true);
    const visit = this.visit;
    try {
      const outcome = await this.answered(interrupt, decision);
      const standing = await this.standing(interrupt);
      if (visit !== this.visit) return;
      const place = this.pending?.said;
      this.approval.dismiss();
      place?.remove();
      if (outcome.refused || !(standing ? wasMine(standing, decision, this.owner) : counted(outcome, interrupt))) return this.notCounted(outcome, interrupt, standing, decision);
      if (outcome.values.approval?.status !== "pending") this.conversation.event(decidedWords(interrupt, decision), decision === "approve" ? "check" : "close");
      this.settle(outcome, this.conversation.agent());
    } finally {
      if (visit === this.visit) this.setBusy(false);
    }
  }

  /** The decision was not taken: still open, it is asked again with the reason; else it is told who decided, and when. */
  notCounted(outcome, interrupt, standing, decision) {
    const { refused, interrupts } = outcome;
    const own = (each) => each.value.approval.id === interrupt.value.approval.id;
    const closed = standing && standing.status !== "pending";
    this.setPending(null);
    this.replay({ ...outcome, interrupts: closed ? interrupts.filter((each) => !own(each)) : interrupts });
    if (refused && !closed) this.conversation.place.append(errorNotice(refused));
    else if (standing?.status !== "pending") this.conversation.place.append(standing ? standingNotice(standing, { refund: isRefund(interrupt), tried: decision }) : replacedNotice());
    this.conversation.toEnd();
  }

  /** The shop's own record of the approval: its status, who decided, when; null when it cannot be read now. */
  async standing(interrupt) {
    try {
      return await this.api.get(`/shop/api/approvals/${encodeURIComponent(interrupt.value.approval.id)}`);
    } catch (problem) {
      if (problem instanceof ApiError) return null;
      throw problem;
    }
  }

  async answered(interrupt, decision) {
    try {
      return await this.thread.answer(interrupt, decision);
    } catch (problem) {
      if (problem instanceof ApiError && problem.status === 409) return { ...(await this.thread.read()), refused: problem };
      if (!(problem instanceof ApiError) || problem.code !== "network") throw problem;
      const state = await this.recovered((each) => !each.busy && !each.interrupts.some((one) => one.id === interrupt.id));
      if (!state) throw problem;
      return state;
    }
  }

  /** Has the open decision been taken, replaced, or answered elsewhere meanwhile? Then the page follows by itself. */
  async poll(review) {
    if (!this.pending || this.busy || this.polling || document.hidden || isReview(this.pending.interrupt) !== review) return;
    this.polling = true;
    try {
      await this.follows(this.pending, this.visit);
    } catch (problem) {
      if (!(problem instanceof ApiError)) throw problem; // else asked again at the next tick
    } finally {
      this.polling = false;
    }
  }

  async follows(pending, visit) {
    const { interrupt } = pending;
    const here = () => visit === this.visit && this.pending === pending && !this.busy;
    const standing = await this.standing(interrupt);
    if (!here() || !standing || standing.status === "pending") return;
    if (standing.status === "expired") return isReview(interrupt) || this.approval.isOpen ? null : this.runOut();
    const state = await this.thread.read();
    if (!here() || state.busy) return;
    const gone = !state.interrupts.some((each) => each.id === interrupt.id);
    const told = standingNotice(standing, { refund: isRefund(interrupt) });
    if (!gone && isReview(interrupt)) return; // decided, and the conversation is just being continued
    if (!gone) {
      this.setPending(null);
      this.conversation.hold(pending.said, told);
      if (this.approval.interrupt === interrupt) this.approval.tell(standing);
      return;
    }
    this.approval.dismiss();
    if (isReview(interrupt) && standing.status === "approved") return this.settle(state, pending.said);
    this.setPending(null);
    this.replay(state);
    const newest = this.conversation.place.lastElementChild;
    if (state.interrupts.length && newest) newest.before(told);
    else this.conversation.place.append(told);
    this.conversation.toEnd();
  }

  setBusy(busy) {
    this.busy = busy;
    this.composer.setBusy(busy);
    document.body.toggleAttribute("data-busy", busy);
    this.conversation.place.setAttribute("aria-busy", String(busy));
  }
}
