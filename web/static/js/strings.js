// Every word that the pages say, in English and Chinese. The agent's own words come from the server.
import { en } from "./strings/en.js";
import { zh } from "./strings/zh.js";
import { saveWord } from "./stored.js";

const tables = { en, zh };

export function language() {
  return document.documentElement.lang.startsWith("zh") ? "zh" : "en";
}

export function locale() {
  return language() === "zh" ? "zh-CN" : "en-US";
}

export function setLanguage(code) {
  saveWord("language", code);
  document.documentElement.lang = code === "zh" ? "zh-CN" : "en";
  document.dispatchEvent(new CustomEvent("language"));
}

/** The string of that key with {names} filled in. A key that only English has is said in English. */
export function t(key, values = {}) {
  const template = tables[language()][key] ?? en[key] ?? key;
  return template.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

export function has(key) {
  return key in tables[language()] || key in en;
}

/** Like t, with `key.one` for a count of one where the language has such a form. */
export function counted(key, n, values = {}) {
  const one = `${key}.one`;
  return t(n === 1 && one in tables[language()] ? one : key, { n, ...values });
}

/** A code such as "high_value" in words: from the table, else the code itself made readable. */
export function named(group, code) {
  return has(`${group}.${code}`) ? t(`${group}.${code}`) : String(code).replaceAll("_", " ");
}

/** Fills the fixed parts of a page: data-t sets the text, data-t-label the accessible name, data-t-hint the placeholder. */
export function translatePage(root = document) {
  for (const each of root.querySelectorAll("[data-t]")) each.textContent = t(each.dataset.t);
  for (const each of root.querySelectorAll("[data-t-label]")) {
    each.setAttribute("aria-label", t(each.dataset.tLabel));
    each.title = t(each.dataset.tLabel);
  }
  for (const each of root.querySelectorAll("[data-t-hint]")) each.setAttribute("placeholder", t(each.dataset.tHint));
}
