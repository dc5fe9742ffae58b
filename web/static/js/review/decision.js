// One request: the terms, what the pictures show beside what the listings say, the words behind each line, the decision.
import { ApiError } from "../api.js";
import { altOf, options } from "../cards.js";
import { swatch } from "../colours.js";
import { countdown, secondsLeft, timeWarning, when } from "../countdown.js";
import { fill, h, icon, picture } from "../dom.js";
import { finding, shares } from "../evidence.js";
import { lineageOf } from "../lineage.js";
import { money } from "../money.js";
import { errorNotice, notice, violationNotices } from "../notices.js";
import { decisionWords } from "../record.js";
import { named, t } from "../strings.js";
import { evidenceOf, fingerprint, refundLines, refundSums, short, sums } from "../terms.js";
import { EditForm } from "./edit.js";

export class DecisionPage {
  constructor(desk, api, id) {
    Object.assign(this, { desk, api, id, busy: false, drawn: "" });
  }

  load() {
    return this.api.get(`/review/api/approvals/${encodeURIComponent(this.id)}`);
  }

  /** Redrawn only when a status changed: a note that is being written must not vanish. */
  draw(found, first) {
    const seen = JSON.stringify(found.approvals.map((each) => each.status));
    if (!first && seen === this.drawn) return;
    this.drawn = seen;
    this.found = found;
    const { approval, quote } = found;
    fill(
      this.desk,
      h(
        "div",
        { class: "desk-head" },
        h("a", { class: "button small", href: "#/", "data-testid": "back" }, icon("back"), t("console.back")),
        h("h1", {}, t(isRefund(quote) ? "decision.titleRefund" : "decision.title", { shopper: approval.shopper })),
      ),
      h("div", { class: "case" }, h("div", { class: "case-main" }, this.reasons(approval), this.lines(quote)), this.side(approval, quote)),
    );
  }

  reasons(approval) {
    return h(
      "section",
      {},
      h("h2", {}, t("decision.reasons")),
      h("ul", { class: "reason-list" }, approval.reasons.map((code) => h("li", { "data-code": code }, icon("alert"), h("span", {}, named("reason", code))))),
    );
  }

  lines(quote) {
    if (isRefund(quote)) return h("section", {}, h("h2", {}, t("decision.linesRefund")), refundLines(quote, this.found.pictures));
    return h("section", {}, h("h2", {}, t("decision.lines")), quote.terms.lines.map((line) => this.line(quote, line)));
  }

  line(quote, line) {
    const evidence = evidenceOf(quote, line);
    const { currency } = quote.terms;
    return h(
      "article",
      { class: "item", "data-testid": "review-line" },
      picture(this.found.pictures?.[line.variant_id], altOf(line)),
      h(
        "div",
        { class: "item-facts" },
        h("div", { class: "item-head" }, h("div", {}, h("h3", {}, line.title), options(line.options)), h("p", { class: "price" }, `${line.quantity} × ${money(line.unit_minor, currency)}`)),
        this.colours(line),
        h("div", {}, h("h4", { class: "eyebrow" }, t("decision.verdicts")), evidence.length ? evidence.map(finding) : h("p", { class: "faint" }, t("decision.noEvidence"))),
        h("details", { class: "fold" }, h("summary", {}, t("decision.lineage"), icon("chevron", "turn")), lineageOf(quote.lineage?.[line.variant_id], "why.wordsReview")),
      ),
    );
  }

  colours(line) {
    const listed = line.options.color || line.options.colour;
    const measured = this.found.measured?.[line.variant_id];
    return h(
      "dl",
      { class: "item-colours" },
      listed && [h("dt", { class: "eyebrow" }, t("decision.claimed")), h("dd", { class: "with-swatch" }, swatch(listed), listed)],
      h("dt", { class: "eyebrow" }, t("decision.measured")),
      h("dd", {}, measured?.length ? shares(measured.slice(0, 4)) : t("decision.notMeasured")),
    );
  }

  side(approval, quote) {
    const { terms } = quote;
    const open = approval.status === "pending" && secondsLeft(approval.expires_at) > 0;
    const fact = (name, value) => h("div", {}, h("dt", {}, name), h("dd", {}, value));
    this.message = h("div", {});
    return h(
      "aside",
      { class: "case-side", "data-testid": "decision" },
      isRefund(quote) ? refundSums(terms, "review-total") : sums(terms, "review-total"),
      h(
        "dl",
        { class: "facts" },
        fact(t("approval.payee"), terms.payee),
        isRefund(quote) ? fact(t("receipt.order"), h("code", { class: "code" }, terms.order_id)) : fact(t("approval.shipTo"), h("code", { class: "code" }, short(terms.ship_to))),
        fact(t("decision.issued"), when(terms.issued_at)),
        fact(t("console.left"), open ? countdown(terms.expires_at, () => this.runOut()) : named("status", approval.status)),
        fact(t("approval.digest"), fingerprint(quote.digest)),
      ),
      h("div", {}, h("h4", { class: "eyebrow" }, t("decision.approvals")), h("ul", { class: "plain-list" }, this.found.approvals.map((each) => h("li", {}, decisionWords(each), each.note && h("q", { class: "faint" }, each.note))))),
      open && timeWarning(terms.expires_at, (left) => t("decision.soon", { left })),
      this.message,
      open ? this.form(quote) : this.closed(approval, isRefund(quote)),
    );
  }

  form(quote) {
    const note = h("textarea", { id: "note", maxlength: 2000, placeholder: t("decision.noteHint"), "data-testid": "review-note" });
    const decide = (decision) => () => this.decide(decision, quote.digest, note.value.trim());
    this.buttons = [
      h("button", { type: "button", class: "button danger", "data-testid": "review-reject", onclick: decide("reject") }, t("decision.reject")),
      h("button", { type: "button", class: "button primary", "data-testid": "review-approve", onclick: decide("approve") }, icon("shield"), t("decision.approve")),
    ];
    const editor = isRefund(quote) ? null : new EditForm(quote, this.found.choices || {}, (edit) => this.decide("edit", quote.digest, note.value.trim(), edit));
    if (editor) this.buttons.push(editor.button);
    return h("form", { class: "verdict-form", onsubmit: (event) => event.preventDefault() }, h("label", { for: "note", class: "eyebrow" }, t("decision.note")), note, h("div", { class: "verdict-buttons" }, this.buttons.slice(0, 2)), editor?.element);
  }

  closed(approval, refund) {
    const status = named("status", approval.status);
    if (approval.decided_by) return notice({ tone: "info", text: t("decision.closedBy", { status, who: approval.decided_by, when: when(approval.decided_at) }), testid: "closed" });
    if (approval.status === "expired") return notice({ tone: "warning", text: t(refund ? "decision.expiredRefund" : "decision.expired", { when: when(approval.expires_at) }), code: "quote_expired", testid: "closed" });
    return notice({ tone: "info", text: t("decision.closed", { status }), testid: "closed" });
  }

  /** The time is up under our eyes: the buttons go, and it is said that nothing came of it. */
  runOut() {
    if (this.busy) return;
    const { approval } = this.found;
    this.draw({ ...this.found, approval: { ...approval, status: "expired" } }, true);
  }

  async decide(decision, digest, note, edit = null) {
    if (this.busy) return;
    this.busy = true;
    for (const each of this.buttons) each.disabled = true;
    try {
      const answer = await this.api.post(`/review/api/approvals/${encodeURIComponent(this.id)}/decision`, { decision, digest, ...(note && { note }), ...(edit && { edit }) });
      this.draw(await this.load(), true);
      fill(this.message, this.recorded(answer));
    } catch (problem) {
      if (!(problem instanceof ApiError)) throw problem;
      if (problem.status === 409) this.draw(await this.load(), true);
      else for (const each of this.buttons) each.disabled = false;
      fill(this.message, refused(problem));
    } finally {
      this.busy = false;
    }
  }

  recorded({ approval, order, quote, violations }) {
    if (quote !== undefined) return [notice({ tone: "good", text: quote ? t("decision.edited", { total: money(quote.terms.total_minor, quote.terms.currency) }) : t("decision.notEdited") }), violationNotices(violations)];
    const said = [t("decision.done", { status: named("status", approval.status) })];
    const own = this.found.approvals.find((each) => each.role === "shopper")?.status;
    if (order) said.push(t("decision.orderMade", { order: order.order_id }));
    else if (approval.status === "approved" && own === "pending") said.push(t(isRefund(this.found.quote) ? "decision.refundWaits" : "decision.waitsShopper"));
    else if (approval.status === "approved" && own === "superseded") said.push(t("decision.changedMeanwhile"));
    else if (approval.status === "approved") said.push(t(isRefund(this.found.quote) ? "decision.refundGoesOn" : "decision.settling"));
    return notice({ tone: own === "superseded" && approval.status === "approved" ? "warning" : "good", text: said.join(" ") });
  }
}

const isRefund = (quote) => quote.terms.kind === "refund";

/** A decision that did not count: somebody was faster, the time ran out, or the terms are not these. */
function refused(problem) {
  const { status, decided_by: who, decided_at: at } = problem.details || {};
  if (problem.code === "approval_superseded") return notice({ title: t("decision.taken"), text: t("decision.superseded"), code: problem.code });
  if (problem.code === "quote_expired") return notice({ tone: "warning", title: t("decision.late"), text: t("decision.lateText"), code: problem.code });
  if (problem.code === "digest_mismatch") return notice({ title: t("decision.otherTerms"), text: t("decision.otherTermsText"), code: problem.code });
  if (problem.code !== "already_decided" || !who) return errorNotice(problem);
  return notice({ title: t("decision.taken"), text: t("decision.takenText", { who, when: when(at), status: named("status", status) }), code: problem.code });
}
