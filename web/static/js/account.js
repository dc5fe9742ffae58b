// Where purchases go and what pays for them: the shopper's address and means of payment.
import { ApiError } from "./api.js";
import { fill, h, icon } from "./dom.js";
import { errorNotice } from "./notices.js";
import { has, locale, t } from "./strings.js";
import { addressLines } from "./terms.js";

const FIELDS = [
  { name: "name", autocomplete: "name", maxlength: 100, required: true },
  { name: "street", autocomplete: "street-address", maxlength: 200, required: true },
  { name: "city", autocomplete: "address-level2", maxlength: 100, required: true },
  { name: "region", autocomplete: "address-level1", maxlength: 8, half: true },
  { name: "postal_code", autocomplete: "postal-code", maxlength: 16, half: true },
];

export class Account {
  /** `countries()` answers the ISO 3166 codes that the shop knows. */
  constructor(dialog, { api, countries }) {
    Object.assign(this, { dialog, api, countries });
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  }

  async open() {
    const address = h("section", { class: "account-part", "data-testid": "account-address" }, waitingLine());
    const payment = h("section", { class: "account-part", "data-testid": "account-payment" }, waitingLine());
    fill(
      this.dialog,
      h("header", { class: "sheet-head" }, h("h2", { id: "account-title", tabindex: "-1", autofocus: true }, t("account.title")), h("button", { type: "button", class: "icon-button", "aria-label": t("close"), "data-testid": "account-close", onclick: () => this.dialog.close() }, icon("close"))),
      h("div", { class: "sheet-scroll" }, address, payment),
    );
    if (!this.dialog.open) this.dialog.showModal();
    await Promise.all([this.load(address, "/shop/api/address", (found) => this.address(found)), this.load(payment, "/shop/api/instrument", (found) => this.payment(found))]);
  }

  async load(place, path, drawn) {
    try {
      fill(place, drawn(await this.api.get(path)));
    } catch (problem) {
      if (!(problem instanceof ApiError)) throw problem;
      fill(place, errorNotice(problem, () => this.load(place, path, drawn)));
    }
  }

  address({ address }) {
    const shown = address || {};
    const inputs = FIELDS.map((each) => field({ ...each, label: t(`address.${each.name}`), value: shown[each.name] || "" }));
    const country = h("select", { id: "address-country", name: "country", autocomplete: "country", "data-testid": "address-country" }, this.countryOptions(shown.country || guessed()));
    const form = new Form({
      heading: t("account.address"),
      intro: address ? h("p", { class: "faint" }, t("account.addressHint")) : h("p", { class: "faint" }, t("account.noAddress")),
      fields: [...inputs, h("div", { class: "field", "data-field": "country" }, h("label", { for: "address-country" }, t("address.country")), country, h("span", { class: "field-error", role: "alert" }))],
      testid: "address-save",
      save: async (given) => this.api.post("/shop/api/address", given),
      saved: (answer) => [h("strong", {}, t("account.saved")), addressLines(answer.address)],
    });
    return form.element;
  }

  countryOptions(chosen) {
    const names = new Intl.DisplayNames([locale()], { type: "region" });
    const named = this.countries().map((code) => [code, names.of(code) || code]);
    return named.sort((a, b) => a[1].localeCompare(b[1], locale())).map(([code, name]) => h("option", { value: code, selected: code === chosen }, name));
  }

  payment(found) {
    const heading = h("h3", {}, t("account.payment"));
    const key = `account.payWith.${found.gateway}`;
    const how = h("p", { class: "faint" }, has(key) ? t(key) : t("account.payWith.other", { gateway: found.gateway }));
    if (!found.needed) return [heading, how, found.label && h("p", {}, found.label)];
    const form = new Form({
      heading: t("account.payment"),
      intro: [how, found.known ? h("p", { "data-testid": "instrument-now" }, t("account.instrument", { label: found.label })) : h("p", { class: "field-error" }, t("account.noInstrument"))],
      fields: [
        field({ name: "token", label: t("instrument.token"), type: "password", autocomplete: "off", maxlength: 255, required: true, value: "" }),
        field({ name: "label", label: t("instrument.label"), autocomplete: "off", maxlength: 60, required: true, value: "" }),
      ],
      testid: "instrument-save",
      save: async (given) => this.api.post("/shop/api/instrument", given),
      saved: (answer) => [h("strong", {}, t("account.saved")), h("span", {}, answer.label)],
    });
    return form.element;
  }
}

/** A small form that says at the field what was wrong with it. */
class Form {
  constructor({ heading, intro, fields, testid, save, saved }) {
    Object.assign(this, { save, saved });
    this.told = h("div", { role: "status", "data-testid": `${testid}d` });
    this.button = h("button", { type: "submit", class: "button primary", "data-testid": testid }, t("account.save"));
    this.element = h("form", { class: "account-form", novalidate: true, onsubmit: (event) => this.submit(event) }, h("h3", {}, heading), intro, h("div", { class: "fields" }, fields), this.told, h("div", { class: "sheet-buttons" }, this.button));
  }

  async submit(event) {
    event.preventDefault();
    this.mark(null);
    this.button.disabled = true;
    try {
      const answer = await this.save(Object.fromEntries(new FormData(this.element)));
      for (const secret of this.element.querySelectorAll("input[type=password]")) secret.value = "";
      fill(this.told, h("p", { class: "notice good" }, icon("check"), h("span", { class: "notice-body" }, this.saved(answer))));
    } catch (problem) {
      if (!(problem instanceof ApiError)) throw problem;
      if (!this.mark(problem)) fill(this.told, errorNotice(problem));
    } finally {
      this.button.disabled = false;
    }
  }

  /** Marks the field that the shop names; answers whether there is one. */
  mark(problem) {
    fill(this.told);
    for (const each of this.element.querySelectorAll(".field")) {
      const wrong = problem?.details?.field === each.dataset.field && each.dataset.field;
      each.querySelector("input, select").setAttribute("aria-invalid", String(Boolean(wrong)));
      const text = each.querySelector(".field-error");
      if (text) text.textContent = wrong ? t(`wrong.${each.dataset.field}`) : "";
      if (wrong) each.querySelector("input, select").focus();
    }
    return Boolean(problem?.details?.field && this.element.querySelector(`[data-field="${CSS.escape(problem.details.field)}"]`));
  }
}

function field({ name, label, value, half = false, type = "text", ...more }) {
  const id = `account-${name}`;
  return h(
    "div",
    { class: half ? "field half" : "field", "data-field": name },
    h("label", { for: id }, label),
    h("input", { id, name, type, value, "aria-describedby": `${id}-wrong`, "data-testid": `field-${name}`, ...more }),
    h("span", { id: `${id}-wrong`, class: "field-error", role: "alert" }),
  );
}

const guessed = () => new Intl.Locale(navigator.language).region || "US";
const waitingLine = () => h("p", { class: "faint", role: "status" }, t("approval.working"));
