// Builds elements. Text is always text: nothing here, or anywhere in these pages, parses a string as HTML.
import { shapes } from "./icons.js";

const SVG = "http://www.w3.org/2000/svg";

/**
 * h("button", {class: "quiet", onclick: act, "aria-label": "Close"}, icon("close"), "Close")
 * false, null and undefined leave an attribute or a child out; true sets it empty; `vars` sets CSS custom properties.
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "vars") setVars(element, value);
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  append(element, children);
  return element;
}

function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === false || child === null || child === undefined || child === "") continue;
    element.append(child instanceof Node ? child : String(child));
  }
}

export function setVars(element, vars) {
  for (const [name, value] of Object.entries(vars)) element.style.setProperty(name, value);
}

export function fill(element, ...children) {
  element.replaceChildren();
  append(element, children);
  return element;
}

export function icon(name, extra = "") {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon ${extra}`.trim());
  svg.setAttribute("aria-hidden", "true");
  for (const path of shapes[name]) {
    const line = document.createElementNS(SVG, "path");
    line.setAttribute("d", path);
    svg.append(line);
  }
  return svg;
}

/** A picture with a fixed frame; a picture that does not load leaves a quiet drawing in its place. */
export function picture(url, alt, className = "frame") {
  const frame = h("div", { class: className });
  const blank = () => {
    frame.classList.add("blank");
    fill(frame, icon("image"), h("span", { class: "sr" }, alt));
  };
  if (!url) {
    blank();
    return frame;
  }
  frame.append(h("img", { src: url, alt, loading: "lazy", decoding: "async", onerror: blank }));
  return frame;
}

export function pictureOf(hash) {
  return hash ? `/images/${hash}` : null;
}

/** A click beside a dialog closes it. (A handler that answers false would keep links and forms inside from working.) */
export function closeBeside(dialog) {
  dialog.onclick = (event) => {
    if (event.target === dialog) dialog.close();
  };
}

export const byId = (id) => document.getElementById(id);
