// The transcript: what the shopper and the shop said, with what the shop found, refused or sold.
import { fill, h, icon } from "./dom.js";
import { leftOut, productGrid } from "./cards.js";
import { choices, degradedNote, violationNotices } from "./notices.js";
import { receipt, refundCard } from "./receipt.js";
import { t } from "./strings.js";

export class Conversation {
  /** `actions`: say(text), why(orderId), payment(extras.payment) for a card that follows it. */
  constructor(place, announcer, actions) {
    this.place = place;
    this.announcer = announcer;
    this.actions = actions;
  }

  clear() {
    fill(this.place);
  }

  get empty() {
    return !this.place.querySelector(".turn");
  }

  welcome(suggestions) {
    const chips = (suggestions || []).map((each) =>
      h("button", { type: "button", class: "chip", "data-testid": "suggestion", "data-says": true, onclick: () => this.actions.say(each) }, each),
    );
    fill(
      this.place,
      h(
        "div",
        { class: "welcome", "data-testid": "welcome" },
        h("h1", {}, t("welcome.title")),
        h("p", { class: "lead" }, t("welcome.text")),
        chips.length > 0 && h("h2", { class: "eyebrow" }, t("welcome.try")),
        chips.length > 0 && h("div", { class: "chips" }, chips),
      ),
    );
  }

  shopper(text, image) {
    this.place.querySelector(".welcome")?.remove();
    for (const each of this.place.querySelectorAll("[data-testid=choices]")) each.remove(); // they answered an earlier question
    const said = h(
      "article",
      { class: "turn shopper", "data-testid": "shopper-message" },
      h("h2", { class: "sr" }, t("you")),
      image && h("img", { class: "sent-picture", src: image, alt: t("picture.yours") }),
      (text || !image) && h("p", { class: "bubble" }, text || t("picture.only")),
    );
    this.place.append(said);
    this.toEnd();
    return said;
  }

  /** A quiet line in the middle: "You approved $42.00". */
  event(text, name = "check") {
    this.place.append(h("p", { class: "event", "data-testid": "event" }, icon(name), text));
    this.toEnd();
  }

  agent() {
    const said = h("article", { class: "turn agent", "data-testid": "agent-message" }, h("h2", { class: "sr" }, t("agent")), h("div", { class: "agent-body" }));
    this.place.append(said);
    this.toEnd();
    return said;
  }

  hold(said, ...children) {
    fill(said.querySelector(".agent-body"), ...children);
    this.toEnd();
  }

  /** The finished answer of a turn. `extras`: results, contradicted, violations, degraded, order. */
  answer(said, text, extras, { announce = true } = {}) {
    const body = said.querySelector(".agent-body");
    const results = extras.results || [];
    if (results.length) this.retireGrids(said);
    fill(
      body,
      text && h("p", { class: "reply", "data-testid": "reply" }, text),
      violationNotices(extras.payment ? (extras.violations || []).filter((each) => each.path !== "payment") : extras.violations, text),
      choices(extras.violations, this.actions.say),
      results.length > 0 && productGrid(results, this.actions.say),
      leftOut(extras.contradicted),
      extras.order && receipt(extras.order, this.actions.why),
      extras.refund && refundCard(extras.refund),
      extras.payment && this.actions.payment(extras.payment),
      degradedNote(extras.degraded),
    );
    if (!body.childElementCount) said.remove();
    if (announce) this.announcer.textContent = [text, ...(extras.violations || []).map((each) => each.message)].join(" ");
    this.toStartOf(said);
  }

  /** Numbers belong to the newest list only: "the second one" would mean another product in an older one. */
  retireGrids(newest) {
    for (const grid of this.place.querySelectorAll(".products:not(.earlier)")) {
      if (newest.contains(grid)) continue;
      grid.classList.add("earlier");
      grid.before(h("p", { class: "earlier-note faint" }, t("results.earlier")));
      for (const button of grid.querySelectorAll(".add, .product-number")) button.remove();
      for (const card of grid.querySelectorAll("[data-testid=product-card]")) card.dataset.testid = "earlier-card";
    }
  }

  toEnd() {
    this.place.scrollTo({ top: this.place.scrollHeight });
  }

  /** A long answer is read from its start; a short one stays at the end. */
  toStartOf(said) {
    if (said.offsetHeight < this.place.clientHeight * 0.8) return this.toEnd();
    const asked = said.previousElementSibling?.classList.contains("shopper") ? said.previousElementSibling : said;
    this.place.scrollTo({ top: asked.offsetTop - 12 });
  }
}
