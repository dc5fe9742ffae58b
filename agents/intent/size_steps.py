""" "A size bigger", "two sizes down", "smaller than the second one": a size beside the one that is spoken of."""

from __future__ import annotations

import re

from agents.intent.reading import Reading
from agents.intent.sizes import size_key
from tools.llm.contract import ShownProduct

LETTERS = ("xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl", "xxxxl", "5xl", "6xl", "7xl")
_STEPS = {"two": 2, "2": 2, "three": 3, "3": 3}
_BEHIND = r"(?= (?:than|but|and|or|please|though|instead)\b|\W*$|[,.;!?])"
_STEP = re.compile(
    r"\b(?:in )?(?:(?P<count>one|two|three|a|an|1|2|3|the next) )?"
    r"(?:sizes? (?P<way>bigger|larger|up|smaller|down)|"
    r"(?:(?:bit|little|slightly|much) )?(?P<more>bigger|larger|smaller)(?: (?:sizes?|ones?))?)" + _BEHIND
)
_PICKED = re.compile(r"\b(?:the|which|that|this|is|are) $")
_THAN = re.compile(r" than (?:the )?$")
_SCALED = re.compile(r"(\d+(?:\.\d+)?)( inch)?")


def read(reading: Reading) -> None:
    """Takes the step as a size of the catalogue, when the size that it starts from is known and there is a next one.

    It starts from the thing that is named behind a "than", else from the size of the running wish, else from what was
    touched last or is alone on the screen.
    """
    found = _STEP.search(reading.folded)
    if found is None or (found["count"] != "the next" and _PICKED.search(reading.folded[: found.start()])):
        return
    start = _start(reading, found.end())
    way = found["way"] or found["more"]
    steps = _STEPS.get(found["count"] or "", 1)
    value = _beside(start, steps if way in ("bigger", "larger", "up") else -steps, reading.lexicon.sizes)
    if value is None:
        return
    end = found.end()
    for number, reference in enumerate(reading.references):
        if _THAN.fullmatch(reading.folded[found.end() : reference["span"][0]]):
            end = reference["span"][1]
            del reading.references[number]
            break
    reading.take_span(found.start(), end, "size")
    reading.constrain("size", "is", value, [found.start(), end])


def _start(reading: Reading, end: int) -> str:
    context = reading.context
    shown = context.get("shown", [])
    for reference in reading.references:
        if _THAN.fullmatch(reading.folded[end : reference["span"][0]]) and len(reference["positions"]) == 1:
            place = reference["positions"][0]
            place = place - 1 if place > 0 else len(shown) + place
            return _size(shown[place]) if 0 <= place < len(shown) else ""
    for each in reversed(context.get("constraints", [])):
        if each["attribute"] == "size" and each["op"] == "is":
            return str(each["value"])
    focus = context.get("focus")
    return _size(focus) if focus else _size(shown[0]) if len(shown) == 1 else ""


def _size(each: ShownProduct) -> str:
    return each.get("size", "")


def rank(size: str) -> tuple[str, float] | None:
    """A size's scale and its place on it; None for one that is on none, such as "one size"."""
    key = size_key(size)
    if key in LETTERS:
        return "letter", float(LETTERS.index(key))
    scaled = _SCALED.fullmatch(key)
    return (scaled[2] or "number", float(scaled[1])) if scaled else None


def _beside(start: str, steps: int, sizes: dict[str, str]) -> str | None:
    """The catalogue's size that many steps up or down the scale of `start`."""
    here = rank(start)
    if here is None:
        return None
    ranked = sorted((found[1], value) for key, value in sizes.items() if (found := rank(key)) and found[0] == here[0])
    beyond = [value for place, value in ranked if (place > here[1] if steps > 0 else place < here[1])]
    ordered = beyond if steps > 0 else beyond[::-1]
    return ordered[abs(steps) - 1] if len(ordered) >= abs(steps) else None
