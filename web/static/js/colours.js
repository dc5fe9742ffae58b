// What a colour name looks like, for the little swatches. Names are the catalogue's; unknown ones get no swatch.
import { h, setVars } from "./dom.js";

const NAMES = {
  black: "#1b1b1d", charcoal: "#3a3d42", graphite: "#45484d", grey: "#8a8c8f", gray: "#8a8c8f", "light grey": "#c3c5c8",
  "light gray": "#c3c5c8", "dark grey": "#54575b", "dark gray": "#54575b", silver: "#bfc3c8", white: "#fcfcfa",
  "off-white": "#f4f0e6", "off white": "#f4f0e6", ivory: "#f6f1df", cream: "#f3ead2", beige: "#dccbaa", sand: "#d3bd95",
  tan: "#c19a6b", khaki: "#a39467", camel: "#b78a56", brown: "#6b442a", chocolate: "#4c2d1c", coffee: "#54392a",
  cognac: "#9a4f23", rust: "#a5482a", red: "#c3272f", crimson: "#a8172f", scarlet: "#d02a24", burgundy: "#6a1b2d",
  maroon: "#6b1f28", wine: "#6f2136", coral: "#ef7a63", salmon: "#f0917c", orange: "#e77a1f", amber: "#e3a008",
  peach: "#f5bd97", terracotta: "#b8573a", gold: "#c9a23a", mustard: "#c9981f", yellow: "#efcb26", lime: "#a5cf37",
  olive: "#6c6b2f", green: "#2f8048", "dark green": "#1f4d33", "forest green": "#22512f", forest: "#22512f",
  "light green": "#a4d39c", mint: "#a8dcc4", sage: "#9aab89", emerald: "#15835b", teal: "#14716f", turquoise: "#2fb6ae",
  aqua: "#56c7cf", cyan: "#27b4cf", "sky blue": "#86c1ea", "light blue": "#a3c8ea", "baby blue": "#b5d5ee", blue: "#2459b5",
  "royal blue": "#2346b0", cobalt: "#1f43a6", denim: "#3f5d86", indigo: "#33357a", navy: "#1c2848", "navy blue": "#1c2848",
  "dark blue": "#1d3263", lavender: "#bdaee0", lilac: "#c4a6d3", purple: "#6b3a94", violet: "#6f3fa3", plum: "#6a2f57",
  magenta: "#b8257f", fuchsia: "#c92a86", pink: "#eda4b9", "hot pink": "#e3508f", rose: "#d66f83", "dusty pink": "#cf9a9c",
  blush: "#eac5bf", nude: "#dcb79c", taupe: "#8d7f72", stone: "#b9b0a1", bronze: "#8a6436", copper: "#b06a3e",
};

const CHINESE = {
  黑色: "black", 白色: "white", 灰色: "grey", 红色: "red", 蓝色: "blue", 藏青: "navy", 藏青色: "navy", 深蓝色: "navy",
  绿色: "green", 黄色: "yellow", 橙色: "orange", 粉色: "pink", 紫色: "purple", 棕色: "brown", 米色: "beige", 卡其色: "khaki",
};

export function colourOf(name) {
  const key = String(name).trim().toLowerCase();
  return NAMES[key] || NAMES[CHINESE[key]] || NAMES[key.replaceAll("_", " ")] || null;
}

/** A small disc of the named or measured colour, or null when the name is no colour. */
export function swatch(name, oklab = null) {
  const paint = oklab?.length === 3 ? `oklab(${oklab.map((part) => Number(part) || 0).join(" ")})` : colourOf(name);
  if (!paint) return null;
  const disc = h("span", { class: "swatch", "aria-hidden": "true" });
  setVars(disc, { "--paint": paint });
  return disc;
}
