// A quote's terms as a person reads them: lines, sums, payee, fingerprint. Shared by the approval and the console.
import { fill, h, icon, picture } from "./dom.js";
import { altOf, options } from "./cards.js";
import { badge } from "./evidence.js";
import { money } from "./money.js";
import { t } from "./strings.js";

export function evidenceOf(quote, line) {
  const cited = new Set(line.evidence_ids || []);
  const all = (quote.evidence || []).filter((each) => each.variant_id === line.variant_id);
  const found = all.filter((each) => cited.has(each.id));
  return found.length ? found : all;
}

export function quoteLines(quote, pictures) {
  const { lines, currency } = quote.terms;
  return h(
    "ul",
    { class: "terms-lines" },
    lines.map((line) =>
      h(
        "li",
        { class: "terms-line", "data-testid": "quote-line", "data-variant": line.variant_id },
        picture(pictures?.[line.variant_id], altOf(line), "frame thumb"),
        h(
          "div",
          { class: "terms-what" },
          h("h3", {}, line.title),
          options(line.options),
          h("p", { class: "faint" }, `${line.quantity} × ${money(line.unit_minor, currency)}`, line.seller && ` · ${t("results.by", { seller: line.seller })}`),
          badge(evidenceOf(quote, line)),
        ),
        h("p", { class: "price" }, money(line.line_minor, currency)),
      ),
    ),
  );
}

export const row = (name, amount, extra = {}) => h("div", { class: "sum", ...extra }, h("dt", {}, name), h("dd", {}, amount));

/** Goods, discounts, shipping, tax, total: of a quote's terms or of an order. `more`: rows after the total. */
export function sums(terms, testid, more = null) {
  const { currency } = terms;
  const goodsTax = terms.tax_minor - (terms.shipping_tax_minor || 0);
  return h(
    "dl",
    { class: "sums" },
    row(t("approval.goods"), money(terms.goods_minor, currency)),
    (terms.discounts || []).filter((each) => each.minor).map((each) => row(discountName(each), money(-Math.abs(each.minor), currency), { class: "sum off", "data-testid": "discount" })),
    row(t("approval.shipping"), terms.shipping_minor === 0 ? t("approval.free") : money(terms.shipping_minor, currency)),
    row(t("approval.tax"), money(goodsTax, currency), { "data-testid": "tax" }),
    terms.shipping_tax_minor > 0 && row(t("approval.shippingTax"), money(terms.shipping_tax_minor, currency), { "data-testid": "shipping-tax" }),
    row(t("approval.total"), money(terms.total_minor, currency), { class: "sum total", "data-testid": testid }),
    terms.included_tax_minor > 0 && row(t("approval.includedTax"), money(terms.included_tax_minor, currency), { class: "sum faint", "data-testid": "included-tax" }),
    more,
  );
}

function discountName({ code, title, coupon }) {
  return [title || t("approval.discount", { code }), coupon && h("span", { class: "tag" }, coupon)];
}

/** What comes back for which units. */
export function refundLines(quote, pictures) {
  const { lines, currency } = quote.terms;
  return h(
    "ul",
    { class: "terms-lines" },
    lines.map((line) =>
      h(
        "li",
        { class: "terms-line", "data-testid": "refund-line", "data-variant": line.variant_id },
        picture(pictures?.[line.variant_id], altOf(line), "frame thumb"),
        h("div", { class: "terms-what" }, h("h3", {}, line.title), options(line.options), h("p", { class: "faint" }, t("refund.units", { n: line.quantity }))),
        h("p", { class: "price" }, money(line.minor, currency)),
      ),
    ),
  );
}

export function refundSums(terms, testid) {
  const { currency } = terms;
  const goods = terms.total_minor - terms.shipping_minor;
  return h(
    "dl",
    { class: "sums" },
    row(t("refund.goods"), money(goods, currency)),
    row(t("refund.shipping"), terms.shipping_minor ? money(terms.shipping_minor, currency) : t("refund.noShipping")),
    row(t("refund.total"), money(terms.total_minor, currency), { class: "sum total", "data-testid": testid }),
  );
}

/** An address as it is written on a parcel. */
export function addressLines(address) {
  const town = [address.city, [address.region, address.postal_code].filter(Boolean).join(" ")].filter(Boolean).join(", ");
  return h("address", { class: "address" }, [address.name, address.street, `${town}, ${address.country}`].map((each) => h("span", {}, each)));
}

export const short = (hash) => (hash && hash.length > 14 ? `${hash.slice(0, 6)}…${hash.slice(-6)}` : hash || "—");

/** A fingerprint, shortened to the eye and copied whole. */
export function fingerprint(digest) {
  const label = h("span", {}, icon("copy"));
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(digest);
    } catch {
      getSelection().selectAllChildren(code); // no permission: at least it lies ready for Ctrl+C
      return;
    }
    fill(label, icon("check"), h("span", { class: "sr", role: "status" }, t("copied")));
    setTimeout(() => fill(label, icon("copy")), 1600);
  };
  const code = h("code", { class: "code", title: digest }, short(digest));
  return h(
    "span",
    { class: "fingerprint" },
    code,
    h("button", { type: "button", class: "icon-button tiny", "data-testid": "copy-digest", "aria-label": t("approval.copyDigest"), title: t("approval.copyDigest"), onclick: copy }, label),
  );
}
