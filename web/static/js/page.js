// What both pages share: theme, language, the drawn icons of fixed buttons.
import { icon } from "./dom.js";
import { saveWord } from "./stored.js";
import { language, setLanguage, translatePage } from "./strings.js";

const dark = matchMedia("(prefers-color-scheme: dark)");

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : dark.matches;
}

export function toggleTheme() {
  const next = isDark() ? "light" : "dark";
  const systems = dark.matches ? "dark" : "light";
  if (next === systems) {
    delete document.documentElement.dataset.theme; // back to what the system says, and to following it
    saveWord("theme", null);
  } else {
    document.documentElement.dataset.theme = next;
    saveWord("theme", next);
  }
  drawIcons();
}

export function toggleLanguage() {
  setLanguage(language() === "en" ? "zh" : "en");
  translatePage();
}

/** Buttons with data-icon get their drawing; "theme" is the sun or the moon, whichever is to come. */
export function drawIcons(root = document) {
  for (const button of root.querySelectorAll("[data-icon]")) {
    button.querySelector(":scope > .icon")?.remove();
    const name = button.dataset.icon === "theme" ? (isDark() ? "sun" : "moon") : button.dataset.icon;
    button.prepend(icon(name));
  }
}

/** Calls actions[name](button) for a click on any element with data-action. */
export function onActions(actions) {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-action]");
    if (button && actions[button.dataset.action]) actions[button.dataset.action](button);
  });
}

/**
 * A closing dialog gives the focus back while the page is still inert. Chromium then shows a field as focused, but
 * types nothing into it: the field is left and entered again.
 */
function refocusFields() {
  document.addEventListener(
    "close",
    () => {
      const field = document.activeElement;
      if (!field?.matches("textarea, input")) return;
      field.blur();
      field.focus({ preventScroll: true });
    },
    true,
  );
}

export function startPage() {
  translatePage();
  refocusFields();
  drawIcons();
  dark.addEventListener("change", () => drawIcons());
}
