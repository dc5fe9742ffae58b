"""Sentences from templates: `{slot}` stands for one of the slot's phrases, which may hold slots themselves."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence

SLOT = re.compile(r"\{([a-z_0-9]+)\}")
Slots = Mapping[str, Sequence[str]]


def sentence(template: str, slots: Slots, draw: random.Random) -> str:
    """One filling of the template. Raises KeyError for a slot that is not listed."""
    while SLOT.search(template):
        template = SLOT.sub(lambda found: draw.choice(slots[found[1]]), template)
    return template


def sentences(templates: Sequence[str], slots: Slots, n: int, seed: str) -> Iterator[tuple[int, str]]:
    """At most `n` different fillings, each with its template's place; the same seed gives the same ones."""
    draw = random.Random(seed)
    seen: set[str] = set()
    for turn in range(n * 3):
        if len(seen) >= n:
            return
        place = turn % len(templates)
        filled = _cased(sentence(templates[place], slots, draw), draw)
        if filled not in seen:
            seen.add(filled)
            yield place, filled


def _cased(text: str, draw: random.Random) -> str:
    """As people type: mostly as written, sometimes all small, sometimes shouted, sometimes without its full stop."""
    chance = draw.random()
    if chance < 0.12:
        text = text.lower()
    elif chance < 0.16 and len(text) < 200:
        text = text.upper()
    return text.rstrip(".") if draw.random() < 0.2 else text
