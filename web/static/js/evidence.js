// The evidence badge: one word on the card, the whole finding on hover, focus or tap.
import { h, icon } from "./dom.js";
import { swatch } from "./colours.js";
import { named, t } from "./strings.js";

const ICONS = { confirmed: "eye", unsure: "doubt", contradicted: "cross", none: "doubt" };
const GRAVITY = ["contradicted", "unsure", "confirmed"];

/** The gravest verdict decides; no evidence is "none". */
export function verdictOf(evidence) {
  return GRAVITY.find((verdict) => (evidence || []).some((each) => each.verdict === verdict)) || "none";
}

export const percent = (p) => Math.round((Number(p) || 0) * 100);

/** A badge with its explanation, or null when nothing was claimed and so nothing checked. */
export function badge(evidence) {
  if (!evidence?.length) return null;
  const verdict = verdictOf(evidence);
  const claimed = evidence.filter((each) => each.verdict === verdict).map((each) => each.claimed).join(", ");
  const label = t(`verdict.${verdict}`, { claimed });
  const panel = h("div", { class: "finding", popover: "manual", role: "tooltip" }, evidence.map(finding));
  const button = h(
    "button",
    { type: "button", class: `badge ${verdict}`, "data-testid": "evidence", "data-verdict": verdict, "aria-expanded": "false" },
    icon(ICONS[verdict]),
    h("span", {}, label),
  );
  panel.id = `finding-${crypto.getRandomValues(new Uint32Array(1))[0].toString(36)}`;
  button.setAttribute("aria-describedby", panel.id);
  explainOn(button, panel);
  return h("span", { class: "badge-place" }, button, panel);
}

function explainOn(button, panel) {
  let pinned = false;
  const open = () => {
    if (panel.matches(":popover-open")) return;
    panel.showPopover();
    place(button, panel);
    button.setAttribute("aria-expanded", "true");
  };
  const close = () => {
    pinned = false;
    if (panel.matches(":popover-open")) panel.hidePopover();
    button.setAttribute("aria-expanded", "false");
  };
  button.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && open());
  button.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && !pinned && close());
  button.addEventListener("focus", () => button.matches(":focus-visible") && open());
  button.addEventListener("blur", close);
  button.addEventListener("click", () => {
    if (pinned) return close();
    pinned = true;
    open();
  });
  button.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !panel.matches(":popover-open")) return;
    event.preventDefault(); // the first Escape closes the finding, not the dialog around it
    event.stopPropagation();
    close();
  });
  addEventListener("scroll", () => panel.matches(":popover-open") && close(), { passive: true, capture: true });
}

function place(button, panel) {
  const at = button.getBoundingClientRect();
  const size = panel.getBoundingClientRect();
  const left = Math.max(8, Math.min(at.left, innerWidth - size.width - 8));
  const below = at.bottom + 6;
  const top = below + size.height > innerHeight - 8 ? Math.max(8, at.top - size.height - 6) : below;
  panel.style.left = `${left}px`;
  panel.style.top = `${top}px`;
}

/** One claim with what was seen: used in the badge, on the receipt and in the review console. */
export function finding(evidence) {
  return h(
    "div",
    { class: "claim" },
    h("p", { class: `claim-verdict ${evidence.verdict}` }, icon(ICONS[evidence.verdict] || "doubt"), t(`verdict.${evidence.verdict}`, { claimed: evidence.claimed })),
    h("p", { class: "claim-why" }, t(`verdictWhy.${evidence.verdict}`)),
    h(
      "dl",
      { class: "claim-facts" },
      h("dt", {}, `${t("verdict.claimed")} · ${named("attribute", evidence.attribute)}`),
      h("dd", { class: "with-swatch" }, swatch(evidence.claimed), evidence.claimed, evidence.p !== undefined && h("span", { class: "faint" }, t("verdict.likely", { p: percent(evidence.p) }))),
      evidence.observed?.length > 0 && h("dt", {}, t("verdict.observed")),
      evidence.observed?.length > 0 && h("dd", {}, shares(evidence.observed.slice(0, 4).map((each) => ({ name: each.value, share: each.p })))),
    ),
    evidence.witnesses?.length > 0 && witnesses(evidence.witnesses),
  );
}

function witnesses(list) {
  return h(
    "ul",
    { class: "witnesses" },
    list.map((each) => h("li", {}, h("strong", {}, named("witness", each.name)), ` ${each.saw}`)),
  );
}

/** Bars of named shares (0..1) with swatches: [{name, share, oklab?}]. */
export function shares(list) {
  return h(
    "ul",
    { class: "shares" },
    list.map((each) =>
      h(
        "li",
        {},
        swatch(each.name, each.oklab) || h("span", { class: "swatch none" }),
        h("span", { class: "share-name" }, each.name),
        h("span", { class: "share-bar", vars: { "--share": Math.max(0, Math.min(1, each.share)) } }),
        h("span", { class: "share-number" }, `${percent(each.share)} %`),
      ),
    ),
  );
}
