// What a search found: numbered cards, what was left out, and the words that each button says.
import { h, icon, picture } from "./dom.js";
import { swatch } from "./colours.js";
import { badge } from "./evidence.js";
import { money } from "./money.js";
import { inWords } from "./reasons.js";
import { counted, named, t } from "./strings.js";

/** "the second one": the button says what the shopper could have typed. */
export function wordsFor(position) {
  const ordinals = t("say.ordinals").split(",");
  return position <= ordinals.length ? t("say.position", { ordinal: ordinals[position - 1] }) : t("say.number", { n: position });
}

export function productGrid(results, say) {
  return h(
    "ol",
    { class: "products", "aria-label": t("results.label"), "data-testid": "results" },
    results.map((each, index) => h("li", {}, productCard(each, index + 1, say))),
  );
}

function productCard(product, position, say) {
  const soldOut = product.stock === 0;
  return h(
    "article",
    { class: "product", "data-testid": "product-card", "data-position": position, "data-variant": product.variant_id },
    h(
      "div",
      { class: "product-picture" },
      picture(product.image_url, altOf(product)),
      h("span", { class: "product-number" }, h("span", { class: "sr" }, t("results.number", { n: position })), h("span", { "aria-hidden": "true" }, position)),
      restrictions(product.restrictions),
    ),
    h(
      "div",
      { class: "product-body" },
      h("div", { class: "product-head" }, h("h3", {}, product.title), h("p", { class: "price" }, money(product.price?.minor, product.price?.currency))),
      options(product.options),
      badge(product.evidence),
      delivery(product),
      reasons(product.why),
      h(
        "div",
        { class: "product-foot" },
        stock(product.stock),
        h(
          "button",
          {
            type: "button",
            class: "button small add",
            "data-testid": "add",
            "data-says": true,
            "aria-label": t("results.addLabel", { title: product.title }),
            disabled: soldOut,
            onclick: () => say(wordsFor(position)),
          },
          icon("plus"),
          t("results.add"),
        ),
      ),
    ),
  );
}

export function altOf(product) {
  const chosen = Object.values(product.options || {}).filter(Boolean).join(", ");
  return chosen ? `${product.title}, ${chosen}` : product.title;
}

/** "Colour navy · Size M", with a swatch where the value is a colour. */
export function options(chosen) {
  const entries = Object.entries(chosen || {}).filter(([, value]) => value);
  if (!entries.length) return null;
  return h(
    "ul",
    { class: "options" },
    entries.map(([name, value]) =>
      h("li", {}, name === "color" || name === "colour" ? swatch(value) : null, h("span", { class: "sr" }, `${named("option", name)} `), name === "size" ? `${t("option.size")} ${value}` : value),
    ),
  );
}

function delivery(product) {
  const parts = [];
  if (product.seller) parts.push(t("results.by", { seller: product.seller }));
  if (product.delivery_days === 0) parts.push(t("results.today"));
  else if (product.delivery_days) parts.push(counted("results.delivery", product.delivery_days));
  return parts.length ? h("p", { class: "delivery faint" }, parts.join(" · ")) : null;
}

/** What stands on the card already, in the badge, the stock or the delivery, is not said twice. */
const SAID = /^(picture (confirms|leaves) |no picture to check |only \d+ left$|sold out now$|arrives (in|today))/;

function reasons(why) {
  const beside = (why || []).filter((each) => !SAID.test(each));
  if (!beside.length) return null;
  return h("ul", { class: "reasons", "aria-label": t("results.why") }, beside.map((each) => h("li", {}, icon("check"), h("span", {}, inWords(each)))));
}

function stock(count) {
  if (count === 0) return h("span", { class: "stock out" }, t("results.soldOut"));
  if (count > 0 && count <= 5) return h("span", { class: "stock low" }, counted("results.left", count));
  return h("span", {});
}

export function restrictions(list) {
  if (!list?.length) return null;
  return h(
    "span",
    { class: "restrictions" },
    list.map((code) => h("span", { class: "tag strong", title: named("restrictionWhy", code), "data-testid": "restriction" }, named("restriction", code))),
  );
}

/** What left the list since its picture contradicts the claim: a line, the details on demand. */
export function leftOut(contradicted) {
  if (!contradicted?.length) return null;
  return h(
    "details",
    { class: "left-out", "data-testid": "contradicted" },
    h("summary", {}, icon("eye"), h("span", {}, counted("contradicted.count", contradicted.length)), icon("chevron", "turn")),
    h("ul", {}, contradicted.map(leftOutLine)),
  );
}

function leftOutLine(each) {
  const evidence = each.evidence?.find?.((one) => one.verdict === "contradicted") || each.evidence?.[0] || each;
  const seen = evidence.observed?.[0]?.value || (typeof evidence.observed === "string" ? evidence.observed : null);
  const claimed = evidence.claimed || each.value || "";
  return h(
    "li",
    {},
    each.image_url && picture(each.image_url, each.title || "", "frame tiny"),
    h("span", {}, h("strong", {}, each.title || each.product_id), " ", seen && !each.compared ? t("contradicted.line", { claimed, observed: seen }) : t("contradicted.plain", { claimed })),
    seen && swatch(seen),
  );
}
