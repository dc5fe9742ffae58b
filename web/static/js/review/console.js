// Puts the review console together: who reviews, which page, and refreshing by itself.
import { ApiError, client } from "../api.js";
import { byId, fill, h, icon } from "../dom.js";
import { Identity } from "../identity.js";
import { errorNotice } from "../notices.js";
import { onActions, startPage, toggleLanguage, toggleTheme } from "../page.js";
import { t } from "../strings.js";
import { DecisionPage } from "./decision.js";
import { ListPage } from "./list.js";

const REFRESH_MS = 4000;

startPage();

const desk = byId("desk");
const identity = new Identity({
  select: byId("identity"),
  role: "reviewer",
  key: "reviewer",
  everyRole: true,
  check: (token) => client(() => token).get("/shop/api/me"),
  changed: () => show(),
});
const api = client(() => identity.token);
let page = null;

/** "#/approvals/a_123" is one request, "#/status/approved" a list, everything else what is pending. */
function route() {
  const [, kind, rest] = /^#\/(approvals|status)\/([\w-]+)$/.exec(location.hash) || [];
  if (kind === "approvals") return new DecisionPage(desk, api, rest);
  return new ListPage(desk, api, kind === "status" ? rest : "pending");
}

async function show() {
  page = route();
  document.title = t("console.title");
  await refresh(true);
}

async function refresh(first = false) {
  const current = page;
  if (!current || (!first && (document.hidden || current.busy))) return;
  try {
    const found = await current.load();
    if (current === page && !current.busy) current.draw(found, first);
  } catch (problem) {
    if (!(problem instanceof ApiError)) throw problem;
    if (current === page) drawProblem(problem, first);
  }
}

function drawProblem(problem, first) {
  if (problem.code === "forbidden") return fill(desk, blank("shield", t("console.forbidden"), t("console.forbiddenText")));
  if (problem.code === "not_found") return fill(desk, blank("doubt", t("decision.notFound"), "", h("a", { class: "button", href: "#/" }, t("console.back"))));
  if (first || problem.code === "unauthenticated") return fill(desk, errorNotice(problem, () => refresh(true)));
  return page.offline?.();
}

function blank(name, title, text, more = null) {
  return h("div", { class: "blank-page", "data-testid": "notice" }, icon(name), h("h1", {}, title), text && h("p", {}, text), more);
}

onActions({
  theme: toggleTheme,
  language: () => {
    toggleLanguage();
    identity.draw();
    show();
  },
  refresh: () => refresh(true),
});
addEventListener("hashchange", show);
setInterval(refresh, REFRESH_MS);

async function open() {
  try {
    const config = await api.get("/shop/api/config");
    identity.offer(config.identities || []);
  } catch (problem) {
    if (!(problem instanceof ApiError)) throw problem;
    fill(desk, errorNotice(problem, open));
    return;
  }
  await show();
}

open();
