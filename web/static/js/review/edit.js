// A reviewer's edit: other quantities, lines taken out, another variant of the same product. The shopper is asked anew.
import { fill, h, icon } from "../dom.js";
import { altOf } from "../cards.js";
import { money } from "../money.js";
import { t } from "../strings.js";

const MOST = 999;

export class EditForm {
  /** `choices`: by variant_id the variants of its product; `send(edit)` posts `{"lines": […]}`. */
  constructor(quote, choices, send) {
    this.rows = quote.terms.lines.map((line) => ({ line, variant: line.variant_id, quantity: line.quantity, kept: true }));
    this.choices = choices;
    this.list = h("ul", { class: "edit-lines" });
    this.button = h("button", { type: "button", class: "button", disabled: true, "data-testid": "review-edit", onclick: () => send(this.edit) }, t("edit.send"));
    this.element = h("details", { class: "fold edit", "data-testid": "edit-form" }, h("summary", {}, t("edit.title"), icon("chevron", "turn")), h("p", { class: "faint" }, t("edit.hint")), this.list, this.button);
    this.draw();
  }

  get edit() {
    const kept = this.rows.filter((each) => each.kept);
    return { lines: kept.map(({ line, variant, quantity }) => ({ variant_id: variant, quantity, ...(variant !== line.variant_id && { instead_of: line.variant_id }) })) };
  }

  get sendable() {
    const kept = this.rows.filter((each) => each.kept);
    const sound = kept.length > 0 && kept.every(({ quantity }) => Number.isSafeInteger(quantity) && quantity >= 1 && quantity <= MOST);
    const once = new Set(kept.map((each) => each.variant)).size === kept.length;
    return sound && once && this.rows.some(({ line, variant, quantity, kept: here }) => !here || variant !== line.variant_id || quantity !== line.quantity);
  }

  draw() {
    fill(this.list, this.rows.map((row) => this.row(row)));
    this.refresh();
  }

  refresh() {
    this.button.disabled = !this.sendable;
  }

  row(row) {
    const { line } = row;
    const change = (key, value) => {
      row[key] = value;
      if (key === "kept") this.draw();
      else this.refresh();
    };
    const remove = h("button", { type: "button", class: "icon-button tiny", "aria-label": t(row.kept ? "edit.remove" : "edit.keep", { title: line.title }), title: t(row.kept ? "edit.remove" : "edit.keep", { title: line.title }), "data-testid": "edit-remove", onclick: () => change("kept", !row.kept) }, icon(row.kept ? "trash" : "plus"));
    return h(
      "li",
      { class: row.kept ? "edit-line" : "edit-line gone", "data-testid": "edit-line", "data-variant": line.variant_id },
      h("strong", {}, line.title),
      remove,
      row.kept && this.variants(row, change),
      row.kept && h("input", { type: "number", min: 1, max: MOST, step: 1, value: String(row.quantity), inputmode: "numeric", "aria-label": t("edit.quantity", { title: line.title }), "data-testid": "edit-quantity", oninput: (event) => change("quantity", event.target.value === "" ? NaN : Number(event.target.value)) }),
      !row.kept && h("span", { class: "faint" }, t("edit.gone")),
    );
  }

  variants(row, change) {
    const known = this.choices[row.line.variant_id] || [];
    if (known.length < 2) return h("span", { class: "faint" }, Object.values(row.line.options).join(", "));
    const words = (each) => [altOf({ title: "", options: each.options }).replace(/^, /, ""), money(each.price.minor, each.price.currency)].join(" · ");
    return h(
      "select",
      { "aria-label": t("edit.variant", { title: row.line.title }), "data-testid": "edit-variant", onchange: (event) => change("variant", event.target.value) },
      known.map((each) => h("option", { value: each.variant_id, selected: each.variant_id === row.variant, disabled: each.stock < 1 && each.variant_id !== row.line.variant_id }, words(each))),
    );
  }
}
