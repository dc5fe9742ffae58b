// The requests of one status: who, what sum, why a person is asked, and how long there is.
import { countdown, timeOf, when } from "../countdown.js";
import { fill, h, icon } from "../dom.js";
import { money } from "../money.js";
import { load, save } from "../stored.js";
import { counted, has, named, t } from "../strings.js";

const STATUSES = ["pending", "approved", "rejected", "expired", "superseded"];
const text = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const ORDERS = {
  left: (a, b) => text(a.expires_at, b.expires_at),
  total: (a, b) => b.total.minor - a.total.minor,
  newest: (a, b) => text(b.created_at, a.created_at),
  oldest: (a, b) => text(a.created_at, b.created_at),
  shopper: (a, b) => text(a.shopper, b.shopper) || text(a.expires_at, b.expires_at),
};

export class ListPage {
  constructor(desk, api, status) {
    Object.assign(this, { desk, api, status: STATUSES.includes(status) ? status : "pending", busy: false, drawn: "" });
  }

  /** By the time that is left where there is time left, else the newest first, unless another order was chosen. */
  get order() {
    const chosen = load("review.order", "");
    return chosen in ORDERS ? chosen : this.status === "pending" ? "left" : "newest";
  }

  sorter() {
    const choose = (event) => {
      save("review.order", event.target.value);
      this.draw(this.approvals, true);
    };
    return h("label", { class: "sorter" }, h("span", { class: "faint" }, t("console.sort")), h("select", { "data-testid": "sort", onchange: choose }, Object.keys(ORDERS).map((each) => h("option", { value: each, selected: each === this.order }, t(`console.sort.${each}`)))));
  }

  async load() {
    return (await this.api.get(`/review/api/approvals?status=${this.status}`)).approvals;
  }

  draw(approvals, first) {
    const seen = JSON.stringify(approvals);
    if (!first && seen === this.drawn) return this.stamp();
    this.drawn = seen;
    this.approvals = approvals;
    const rows = [...approvals].sort(ORDERS[this.order]);
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
      this.sorter(),
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
    const row = h(
      "a",
      { class: "request", href: `#/approvals/${approval.id}`, "data-testid": "review-row", "data-id": approval.id, "data-kind": approval.kind, "data-state": approval.status },
      h("span", { class: "request-who" }, h("strong", {}, approval.shopper), h("span", { class: "faint" }, `${t("console.consent")}: ${named("status", approval.shopper_status)}`)),
      h("span", { class: "reason-tags" }, approval.kind === "refund" && h("span", { class: "tag back" }, t("console.refund")), approval.reasons.map((code) => h("span", { class: "tag", title: named("reason", code) }, named("reasonShort", code)))),
      h("span", { class: "request-time" }, h("span", { class: "faint" }, counted("console.lines", approval.lines)), this.time(approval, () => this.over(row))),
      h("span", { class: "price" }, money(approval.kind === "refund" ? -approval.total.minor : approval.total.minor, approval.total.currency)),
    );
    return row;
  }

  /** The time that is left; of a closed one who closed it and when. */
  time(approval, over) {
    if (approval.status === "pending") return countdown(approval.expires_at, over);
    if (approval.decided_by) return h("span", {}, t("console.decided", { status: named("status", approval.status), who: approval.decided_by }), h("span", { class: "faint" }, ` ${when(approval.decided_at)}`));
    return h("span", {}, named("status", approval.status), h("span", { class: "faint" }, ` ${when(approval.status === "expired" ? approval.expires_at : approval.created_at)}`));
  }

  /** Its time is up while it stands in the list: it stays readable, and says that nothing came of it. */
  over(row) {
    row.dataset.state = "expired";
    row.querySelector(".request-time").append(h("span", { class: "faint", role: "status", "data-testid": "row-over" }, t("console.rowOver")));
  }
}
