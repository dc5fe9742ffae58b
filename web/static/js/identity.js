// Who is shopping or reviewing: a demo identity from the list, or a token of one's own.
import { byId, fill, h, icon } from "./dom.js";
import { load, save } from "./stored.js";
import { named, t } from "./strings.js";

const OTHER = "other";

export class Identity {
  /**
   * `role` is the role that this page is for, `key` where the token is kept,
   * `check(token)` resolves to {name, role} or rejects, `changed(identity)` is called for a new one.
   */
  constructor({ select, role, key, everyRole = false, check, changed }) {
    Object.assign(this, { select, role, key, everyRole, check, changed });
    this.known = [];
    this.now = load(key);
    select.addEventListener("change", () => this.chosen(select.value));
  }

  get token() {
    return this.now?.token || "";
  }

  /** Takes the list of demo identities; keeps the earlier choice if it still stands. */
  offer(identities) {
    this.known = identities.filter((each) => this.everyRole || each.role === this.role);
    const listed = this.known.some((each) => each.token === this.token);
    if (!this.now || (!listed && this.token.startsWith("demo-"))) this.now = this.known.find((each) => each.role === this.role) || this.known[0] || null;
    this.draw();
    if (!this.now) this.ask();
  }

  draw() {
    const listed = this.known.some((each) => each.token === this.token);
    const all = this.now && !listed ? [...this.known, this.now] : this.known;
    fill(
      this.select,
      all.map((each) => h("option", { value: each.token, selected: each.token === this.token }, this.everyRole ? `${each.name} · ${named("role", each.role)}` : each.name)),
      h("option", { value: OTHER }, t("identity.other")),
    );
  }

  chosen(token) {
    if (token !== OTHER) return this.become(this.known.find((each) => each.token === token) || this.now);
    this.select.value = this.token;
    return this.ask();
  }

  become(identity) {
    this.now = identity;
    save(this.key, identity);
    this.draw();
    this.changed(identity);
  }

  ask() {
    const dialog = byId("token");
    const field = h("input", { type: "password", id: "token-field", autocomplete: "off", spellcheck: "false", required: true, "data-testid": "token-input", "aria-describedby": "token-wrong" });
    const wrong = h("p", { id: "token-wrong", class: "field-error", role: "alert" });
    const form = h(
      "form",
      { method: "dialog", class: "token-form", onsubmit: (event) => this.answered(event, field.value.trim(), wrong) },
      h("header", { class: "sheet-head" }, h("h2", { id: "token-title" }, t("identity.ask")), h("button", { type: "button", class: "icon-button", "aria-label": t("close"), onclick: () => dialog.close() }, icon("close"))),
      h("div", { class: "sheet-scroll" }, h("p", {}, t("identity.explain")), h("label", { for: "token-field" }, t("identity.ask")), field, wrong),
      h("footer", { class: "sheet-foot" }, h("div", { class: "sheet-buttons" }, h("button", { type: "submit", class: "button primary", "data-testid": "token-use" }, t("identity.use")))),
    );
    fill(dialog, form);
    if (!dialog.open) dialog.showModal();
    field.focus();
  }

  async answered(event, token, wrong) {
    event.preventDefault();
    try {
      const found = await this.check(token);
      byId("token").close();
      this.become({ token, name: found.name, role: found.role });
    } catch (problem) {
      wrong.textContent = problem.code === "unauthenticated" ? t("identity.wrong") : problem.message;
    }
  }
}
