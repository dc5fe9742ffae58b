// A run told in words while it streams: what has been done and what is being done now.
import { fill, h, icon } from "./dom.js";
import { t } from "./strings.js";

// When a node has finished, this is what goes on next.
const NEXT = {
  begin_turn: "progress.start",
  screen_input: "progress.understand",
  retrieve: "progress.check",
  verify_attributes: "progress.rank",
  rank: "progress.write",
  update_cart: "progress.cart",
  check_cart: "progress.write",
  quote: "progress.price",
  check_quote: "progress.approval",
  record_approval: "progress.pay",
  record_review: "progress.pay",
  pay: "progress.write",
  run_skill: "progress.write",
};
const BY_KIND = {
  search: "progress.search",
  refine: "progress.search",
  add: "progress.cart",
  change: "progress.cart",
  remove: "progress.cart",
  view_cart: "progress.cart",
  clear_cart: "progress.cart",
  checkout: "progress.price",
  confirm: "progress.price",
  track: "progress.service",
  return: "progress.service",
  compare: "progress.service",
  ask: "progress.service",
  watch_price: "progress.service",
};

export class Progress {
  constructor(first = "progress.start") {
    this.steps = [];
    this.element = h("div", { class: "progress", role: "status", "data-testid": "progress" });
    this.step(first);
  }

  /** To be called with each finished node and what it wrote. */
  node(name, written) {
    const key = name === "parse_intent" ? BY_KIND[written?.intent?.kind] || "progress.write" : NEXT[name];
    if (key) this.step(key);
  }

  step(key) {
    if (this.steps.at(-1) === key) return;
    this.steps.push(key);
    const done = this.steps.slice(1, -1);
    fill(
      this.element,
      done.length > 0 && h("ul", { class: "progress-done", "aria-hidden": "true" }, done.map((each) => h("li", {}, icon("check"), t(each).replace(/…$/, "")))),
      h("p", { class: "progress-now", "data-step": key }, h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")), t(key)),
    );
  }
}
