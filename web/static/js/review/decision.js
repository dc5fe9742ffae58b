// One request: the terms, what the pictures show beside what the listings say, the words behind each line, the decision.
import { ApiError } from "../api.js";
import { altOf, options } from "../cards.js";
import { swatch } from "../colours.js";
import { countdown, secondsLeft, when } from "../countdown.js";
import { fill, h, icon, picture } from "../dom.js";
import { finding, shares } from "../evidence.js";
import { lineageOf } from "../lineage.js";
import { money } from "../money.js";
import { errorNotice, notice } from "../notices.js";
import { decisionWords } from "../record.js";
import { named, t } from "../strings.js";
import { evidenceOf, fingerprint, short, sums } from "../terms.js";

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
        h("h1", {}, t("decision.title", { shopper: approval.shopper })),
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
      sums(terms, "review-total"),
      h(
        "dl",
        { class: "facts" },
        fact(t("approval.payee"), terms.payee),
        fact(t("approval.shipTo"), h("code", { class: "code" }, short(terms.ship_to))),
        fact(t("decision.issued"), when(terms.issued_at)),
        fact(t("console.left"), open ? countdown(terms.expires_at) : named("status", approval.status)),
        fact(t("approval.digest"), fingerprint(quote.digest)),
      ),
      h("div", {}, h("h4", { class: "eyebrow" }, t("decision.approvals")), h("ul", { class: "plain-list" }, this.found.approvals.map((each) => h("li", {}, decisionWords(each))))),
      this.message,
      open ? this.form(quote) : this.closed(approval),
    );
  }

  form(quote) {
    const note = h("textarea", { id: "note", maxlength: 2000, placeholder: t("decision.noteHint"), "data-testid": "review-note" });
    const decide = (decision) => () => this.decide(decision, quote.digest, note.value.trim());
    this.buttons = [
      h("button", { type: "button", class: "button danger", "data-testid": "review-reject", onclick: decide("reject") }, t("decision.reject")),
      h("button", { type: "button", class: "button primary", "data-testid": "review-approve", onclick: decide("approve") }, icon("shield"), t("decision.approve")),
    ];
    return h("form", { class: "verdict-form", onsubmit: (event) => event.preventDefault() }, h("label", { for: "note", class: "eyebrow" }, t("decision.note")), note, h("div", { class: "verdict-buttons" }, this.buttons));
  }

  closed(approval) {
    const status = named("status", approval.status);
    const text = approval.decided_by ? t("decision.closedBy", { status, who: approval.decided_by, when: when(approval.decided_at) }) : t("decision.closed", { status });
    return notice({ tone: "info", text });
  }

  async decide(decision, digest, note) {
    if (this.busy) return;
    this.busy = true;
    for (const each of this.buttons) each.disabled = true;
    try {
      const answer = await this.api.post(`/review/api/approvals/${encodeURIComponent(this.id)}/decision`, { decision, digest, ...(note && { note }) });
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

  recorded({ approval, order }) {
    const said = [t("decision.done", { status: named("status", approval.status) })];
    if (order) said.push(t("decision.orderMade", { order: order.order_id }));
    else if (approval.status === "approved") said.push(t("decision.waitsShopper"));
    return notice({ tone: "good", text: said.join(" ") });
  }
}

/** A decision that did not count: somebody was faster, the time ran out, or the terms are not these. */
function refused(problem) {
  const { status, decided_by: who, decided_at: at } = problem.details || {};
  if (problem.code !== "already_decided" || !who) return errorNotice(problem);
  return notice({ title: t("decision.taken"), text: t("decision.takenText", { who, when: when(at), status: named("status", status) }), code: problem.code });
}
