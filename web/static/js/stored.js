// What the browser keeps between visits. Storage may be absent or full: then the page works for this visit only.
const memory = new Map();

export function load(key, fallback = null) {
  try {
    const text = localStorage.getItem(`truecart.${key}`);
    if (text !== null) return JSON.parse(text);
  } catch (problem) {
    if (!(problem instanceof SyntaxError) && !(problem instanceof DOMException)) throw problem;
  }
  return memory.has(key) ? memory.get(key) : fallback;
}

export function save(key, value) {
  memory.set(key, value);
  try {
    if (value === null) localStorage.removeItem(`truecart.${key}`);
    else localStorage.setItem(`truecart.${key}`, JSON.stringify(value));
  } catch (problem) {
    if (!(problem instanceof DOMException)) throw problem;
  }
}

/** Plain words that boot.js reads without parsing. */
export function saveWord(key, word) {
  try {
    if (word === null) localStorage.removeItem(`truecart.${key}`);
    else localStorage.setItem(`truecart.${key}`, word);
  } catch (problem) {
    if (!(problem instanceof DOMException)) throw problem;
  }
}
