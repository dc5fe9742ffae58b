"use strict";
(() => {
  const form = document.getElementById("filters");
  if (!form) return;
  const cards = [...document.querySelectorAll("#findings > article")];
  const field = (id) => document.getElementById(id);
  const chosen = ["attribute", "category", "verdict"].map((name) => [name, field(name)]).filter(([, node]) => node);
  const swap = field("swap");

  function fits(card, words) {
    if (swap && swap.checked && !card.dataset.swap) return false;
    if (chosen.some(([name, node]) => node.value && card.dataset[name] !== node.value)) return false;
    return words.every((word) => card.dataset.words.includes(word));
  }

  function apply() {
    const words = field("words").value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const card of cards) {
      card.hidden = !fits(card, words);
      if (!card.hidden) shown += 1;
    }
    field("count").textContent = `${shown} of ${cards.length}`;
    field("none").hidden = shown > 0;
  }

  for (const kind of ["input", "change"]) form.addEventListener(kind, apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  apply();
})();
