// The cart panel: a column on a wide screen, a sheet from below on a phone. Its buttons say words, as typed ones would.
import { byId, fill, h, icon, picture, pictureOf } from "./dom.js";
import { altOf, options } from "./cards.js";
import { badge, verdictOf } from "./evidence.js";
import { money } from "./money.js";
import { counted, t } from "./strings.js";

const narrow = matchMedia("(max-width: 900px)");

export class CartPanel {
  constructor(place, say) {
    this.place = place;
    this.say = say;
    this.cart = null;
    this.opener = document.querySelector("[data-action=cart]");
    this.count = h("span", { class: "count", hidden: true, "data-testid": "cart-count" });
    this.opener.append(this.count);
    byId("shade").addEventListener("click", () => this.toggle(false));
    addEventListener("keydown", (event) => event.key === "Escape" && this.isOpen && !document.querySelector("dialog[open]") && this.toggle(false));
    narrow.addEventListener("change", () => this.toggle(false));
    this.draw();
    this.toggle(false);
  }

  get isOpen() {
    return this.place.classList.contains("open");
  }

  toggle(open = !this.isOpen) {
    const before = this.isOpen;
    this.place.classList.toggle("open", open);
    byId("shade").hidden = !(open && narrow.matches);
    this.opener.setAttribute("aria-expanded", String(open));
    this.place.inert = narrow.matches && !open;
    byId("talk").inert = narrow.matches && open;
    if (open) this.place.querySelector("button")?.focus();
    else if (before) this.opener.focus();
  }

  show(cart) {
    const before = this.units;
    this.cart = cart;
    this.draw();
    if (this.units > before) this.opener.classList.add("bump");
    setTimeout(() => this.opener.classList.remove("bump"), 500);
  }

  get units() {
    return (this.cart?.lines || []).reduce((sum, line) => sum + line.quantity, 0);
  }

  draw() {
    const focused = this.place.contains(document.activeElement) ? document.activeElement.dataset.keep : null;
    const lines = this.cart?.lines || [];
    this.count.hidden = !this.units;
    this.count.textContent = String(this.units);
    fill(
      this.place,
      h(
        "header",
        { class: "cart-head" },
        h("h2", {}, t("cart.title"), this.units > 0 && h("span", { class: "faint" }, counted("cart.items", this.units))),
        h("button", { type: "button", class: "icon-button narrow-only", "aria-label": t("cart.close"), "data-testid": "cart-close", onclick: () => this.toggle(false) }, icon("close")),
      ),
      lines.length ? h("ol", { class: "cart-lines" }, lines.map((line, index) => this.line(line, index + 1))) : emptyCart(),
      lines.length > 0 && this.foot(),
    );
    if (focused) (this.place.querySelector(`[data-keep="${CSS.escape(focused)}"]`) || this.place.querySelector("button"))?.focus();
  }

  line(line, number) {
    const { currency } = this.cart;
    const { title, quantity } = line;
    const doubtful = ["unsure", "contradicted"].includes(verdictOf(line.evidence));
    const step = (name, label, says, attributes) =>
      h("button", { type: "button", class: "icon-button tiny", "aria-label": t(label, { title }), "data-says": true, "data-keep": `${name}-${line.variant_id}`, "data-testid": `line-${name}`, onclick: () => this.say(says), ...attributes }, icon({ less: "minus", more: "plus", remove: "trash" }[name]));
    return h(
      "li",
      { class: "cart-line", "data-testid": "cart-line", "data-variant": line.variant_id, "data-quantity": quantity },
      picture(pictureOf(line.image), altOf(line), "frame thumb"),
      h(
        "div",
        { class: "cart-what" },
        h("h3", {}, title),
        options(line.options),
        doubtful && badge(line.evidence),
        h(
          "div",
          { class: "cart-row" },
          h(
            "div",
            { class: "stepper" },
            step("less", "cart.less", t("say.change", { line: number, n: quantity - 1 }), { disabled: quantity <= 1 }),
            h("output", { "aria-label": t("cart.quantity", { n: quantity }), "data-testid": "line-quantity" }, quantity),
            step("more", "cart.more", t("say.change", { line: number, n: quantity + 1 })),
          ),
          step("remove", "cart.remove", t("say.remove", { line: number })),
          h("p", { class: "cart-price" }, h("span", { class: "price" }, money(line.unit_minor * quantity, currency)), quantity > 1 && h("span", { class: "faint" }, t("cart.each", { price: money(line.unit_minor, currency) }))),
        ),
      ),
    );
  }

  foot() {
    return h(
      "footer",
      { class: "cart-foot" },
      h("p", { class: "cart-sum" }, h("span", {}, t("cart.subtotal")), h("strong", { "data-testid": "cart-total" }, money(this.cart.goods_minor, this.cart.currency))),
      (this.cart.discounts || []).map((each) =>
        h("p", { class: "cart-sum cart-discount", "data-testid": "cart-discount" }, h("span", {}, each.title), h("span", {}, money(-each.minor, this.cart.currency))),
      ),
      this.coupons(),
      h("p", { class: "faint" }, t("cart.note")),
      h("button", { type: "button", class: "button primary wide", "data-says": true, "data-keep": "checkout", "data-testid": "checkout", onclick: () => this.checkOut() }, t("cart.checkout")),
    );
  }

  /** A code is said like any other words; what it takes off stands in the quote. */
  coupons() {
    const field = h("input", { id: "coupon", name: "coupon", maxlength: 32, autocomplete: "off", autocapitalize: "characters", spellcheck: "false", required: true, "data-keep": "coupon", "data-testid": "coupon" });
    const use = (event) => {
      event.preventDefault();
      const code = field.value.trim();
      if (!code || document.body.hasAttribute("data-busy")) return;
      if (narrow.matches) this.toggle(false);
      this.say(t("say.coupon", { code }));
    };
    const held = this.cart.coupons || [];
    return h(
      "form",
      { class: "coupon", onsubmit: use },
      held.length > 0 && h("ul", { class: "coupon-list", "aria-label": t("cart.coupons") }, held.map((code) => this.held(code))),
      h("label", { for: "coupon", class: "sr" }, t("cart.coupon")),
      h("div", { class: "coupon-row" }, Object.assign(field, { placeholder: t("cart.coupon") }), h("button", { type: "submit", class: "button small", "data-says": true, "data-testid": "coupon-use" }, t("cart.couponUse"))),
    );
  }

  held(code) {
    const label = t("cart.couponRemove", { code });
    const remove = () => !document.body.hasAttribute("data-busy") && this.say(t("say.couponRemove", { code }));
    return h("li", { class: "tag", "data-testid": "coupon-held" }, code, h("button", { type: "button", class: "tag-remove", "data-says": true, "aria-label": label, title: label, "data-testid": "coupon-remove", onclick: remove }, icon("close")));
  }

  checkOut() {
    if (narrow.matches) this.toggle(false);
    this.say(t("say.checkout"));
  }
}

function emptyCart() {
  return h("div", { class: "cart-empty", "data-testid": "cart-empty" }, icon("box"), h("p", {}, h("strong", {}, t("cart.empty"))), h("p", { class: "faint" }, t("cart.emptyHint")));
}
