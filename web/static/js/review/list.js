// The requests of one status: who, what sum, why a person is asked, and how long there is.
import { countdown, timeOf, when } from "../countdown.js";
import { fill, h, icon } from "../dom.js";
import { money } from "../money.js";
import { counted, has, named, t } from "../strings.js";

const STATUSES = ["pending", "approved", "rejected", "expired", "superseded"];

export class ListPage {
  constructor(desk, api, status) {
    Object.assign(this, { desk, api, status: STATUSES.includes(status) ? status : "pending", busy: false, drawn: "" });
  }

  async load() {
    return (await this.api.get(`/review/api/approvals?status=${this.status}`)).approvals;
  }

  draw(approvals, first) {
    const seen = JSON.stringify(approvals);
    if (!first && seen === this.drawn) return this.stamp();
    this.drawn = seen;
    const rows = [...approvals].reverse();
    fill(this.desk, this.head(), rows.length ? h("div", { class: "requests" }, rows.map((each) => this.row(each))) : this.nothing());
    return this.stamp();
  }

  head() {
    this.updated = h("span", { class: "faint" });
    return h(
      "div",
      { class: "desk-head" },
      h("h1", {}, t("console.title")),
      h("nav", { class: "filters", "aria-label": t("console.filter") }, STATUSES.map((each) => h("a", { class: "button small", href: `#/status/${each}`, "aria-current": each === this.status && "page", "data-testid": `filter-${each}` }, named("status", each)))),
      this.updated,
    );
  }

  stamp() {
    this.updated.textContent = t("console.updated", { time: timeOf(new Date().toISOString()) });
  }

  offline() {
    this.updated.textContent = t("console.offline");
  }

  nothing() {
    const key = `console.none.${this.status}`;
    return h("div", { class: "blank-page" }, icon("check"), h("p", {}, has(key) ? t(key) : t("console.none")), this.status === "pending" && h("p", { class: "faint" }, t("console.noneHint")));
  }

  row(approval) {
    const time = this.status === "pending" ? countdown(approval.expires_at) : h("span", {}, approval.decided_by ? t("console.decided", { status: named("status", approval.status), who: approval.decided_by }) : when(approval.created_at));
    return h(
      "a",
      { class: "request", href: `#/approvals/${approval.id}`, "data-testid": "review-row", "data-id": approval.id },
      h("span", { class: "request-who" }, h("strong", {}, approval.shopper), h("span", { class: "faint" }, `${t("console.consent")}: ${named("status", approval.shopper_status)}`)),
      h("span", { class: "reason-tags" }, approval.reasons.map((code) => h("span", { class: "tag", title: named("reason", code) }, named("reasonShort", code)))),
      h("span", { class: "faint" }, counted("console.lines", approval.lines), " · ", time),
      h("span", { class: "price" }, money(approval.total.minor, approval.total.currency)),
    );
  }
}
