// Clear notices: what a rule refused, what went wrong on the way, what took a shorter way.
import { h, icon } from "./dom.js";
import { has, named, t } from "./strings.js";

const ICONS = { error: "alert", warning: "alert", review: "shield", info: "clock", good: "check" };

/** `tone` is error, warning, review, info or good; `code` is shown small; `action` is {label, run}. */
export function notice({ tone = "error", title, text, code, action, testid = "notice" }) {
  return h(
    "div",
    { class: `notice ${tone}`, role: tone === "error" ? "alert" : "status", "data-testid": testid, "data-code": code },
    icon(ICONS[tone]),
    h(
      "div",
      { class: "notice-body" },
      title && h("p", { class: "notice-title" }, title),
      text && h("p", {}, text),
      code && h("code", { class: "code" }, code),
      action && h("button", { type: "button", class: "button small", "data-testid": "retry", onclick: action.run }, action.label),
    ),
  );
}

/** Violations that are only a question, which the reply asks: their options as things to say. */
const isQuestion = (each) => each.code === "ambiguous_variant" && each.details?.options?.length > 0;

/** One notice for each violation, the grave ones first; what the reply says already is not said twice. */
export function violationNotices(violations, reply = "") {
  const order = { error: 0, review: 1, warning: 2 };
  return [...(violations || [])]
    .filter((each) => !isQuestion(each))
    .sort((a, b) => (order[a.severity] ?? 0) - (order[b.severity] ?? 0))
    .map((each) =>
      notice({
        tone: each.severity || "error",
        title: t(`notice.${each.severity || "error"}`),
        text: reply.includes(each.message) ? "" : has(`violation.${each.code}`) ? t(`violation.${each.code}`) : each.message,
        code: each.path ? `${each.code} · ${each.path}` : each.code,
        action: each.code === "no_instrument" && { label: t("payment.set"), run: openAccount },
      }),
    );
}

const openAccount = () => document.querySelector("[data-action=account]")?.click();

/** "Which size?": a button for each answer. */
export function choices(violations, say) {
  const asked = (violations || []).find(isQuestion);
  if (!asked) return null;
  const { option, options } = asked.details;
  const words = (value) => (has(`say.choice.${option}`) ? t(`say.choice.${option}`, { value }) : `${option} ${value}`);
  return h(
    "div",
    { class: "chips", "data-testid": "choices" },
    options.map((each) => h("button", { type: "button", class: "chip", "data-says": true, onclick: () => say(words(each)) }, each)),
  );
}

export function degradedNote(degraded) {
  if (!degraded?.length) return null;
  const what = [...new Set(degraded.map(shortWay))].join(", ");
  return h(
    "p",
    { class: "degraded", "data-testid": "degraded" },
    icon("clock"),
    h("span", {}, h("strong", {}, t("degraded.title")), " ", t("degraded.text", { what })),
  );
}

/** "intent: llm_unavailable" names the part and the reason: the part's words if there are any, else the code as it is. */
function shortWay(each) {
  const [part] = String(each).split(":");
  return has(`degraded.${part}`) ? t(`degraded.${part}`) : named("degraded", String(each));
}

/** An ApiError in words, with a way to try again where that can help. */
export function errorNotice(problem, again) {
  if (problem.code === "network" || problem.code === "bad_answer") {
    return notice({ title: t("notice.network"), text: t("notice.networkText"), code: problem.code, action: again && { label: t("retry"), run: again } });
  }
  if (problem.code === "unauthenticated") return notice({ title: t("notice.failed"), text: t("notice.auth"), code: problem.code });
  return notice({ title: t("notice.failed"), text: problem.message, code: problem.code, action: again && { label: t("retry"), run: again } });
}
