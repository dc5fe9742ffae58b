// The drawer with orders, earlier conversations and the page's settings.
import { closeBeside, fill, h, icon } from "./dom.js";
import { when } from "./countdown.js";
import { errorNotice } from "./notices.js";
import { orderRow } from "./orders.js";
import { t } from "./strings.js";
import { drawIcons } from "./page.js";

/** `actions`: orders(), threads(), why(id), say(text), openThread(id), currentThread(). */
export async function openMenu(dialog, sheet, actions) {
  const orders = h("div", {}, waitingLine());
  const threads = h("div", {}, waitingLine());
  fill(
    dialog,
    h("header", { class: "sheet-head" }, h("h2", { id: "menu-title", tabindex: "-1", autofocus: true }, t("menu.history")), h("button", { type: "button", class: "icon-button", "aria-label": t("close"), "data-testid": "menu-close", onclick: () => dialog.close() }, icon("close"))),
    h("div", { class: "sheet-scroll" }, h("h3", { class: "eyebrow" }, t("menu.orders")), orders, h("h3", { class: "eyebrow" }, t("menu.threads")), threads),
    settings(),
  );
  closeBeside(dialog);
  drawIcons(dialog);
  dialog.showModal();
  const fillOrders = () => listed(orders, actions.orders, "orders", (each) => orderRow(each, sheet, { say: actions.say, why: actions.why, done: () => dialog.close() }), t("menu.noOrders"));
  const fillThreads = () =>
    listed(
      threads,
      actions.threads,
      "threads",
      (each) => threadRow(each, each.thread_id === actions.currentThread(), () => {
        dialog.close();
        actions.openThread(each.thread_id);
      }),
      t("menu.noThreads"),
    );
  await Promise.all([fillOrders(), fillThreads()]);
}

const waitingLine = () => h("p", { class: "faint", role: "status" }, t("approval.working"));

async function listed(place, ask, key, row, none) {
  try {
    const found = (await ask())[key] || [];
    fill(place, found.length ? h("ul", { class: "menu-list" }, found.map((each) => h("li", {}, row(each)))) : h("p", { class: "faint" }, none));
  } catch (problem) {
    fill(place, errorNotice(problem, () => listed(place, ask, key, row, none)));
  }
}

function threadRow(thread, current, open) {
  return h(
    "button",
    { type: "button", class: "menu-row", "data-testid": "thread-row", "aria-current": current && "true", onclick: open },
    h("span", {}, h("strong", {}, thread.title || t("menu.untitled")), h("span", { class: "faint" }, when(thread.created_at))),
  );
}

function settings() {
  const setting = (action, symbol, label) => h("button", { type: "button", class: "button small", "data-action": action, "data-icon": symbol, "data-testid": `menu-${action}` }, label);
  return h("footer", { class: "sheet-foot menu-foot" }, setting("account", "person", t("account.short")), setting("theme", "theme", t("theme.short")), setting("language", "globe", t("language.other")), h("a", { class: "button small", href: "/review", "data-testid": "to-review" }, icon("shield"), t("page.review")));
}
