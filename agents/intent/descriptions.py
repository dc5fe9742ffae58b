"""Which of the things on the screen or in the cart is described: "the navy one", "the one with the hood", "the other
one", "the cheaper one", "the bigger one".
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Literal

from agents.intent.lexicon import inflected, words_of
from agents.intent.reading import Reading
from agents.intent.size_steps import rank
from tools.catalog.words import stem
from tools.llm.contract import Reference, ShownProduct

Where = Literal["results", "cart"]
_ONE = r"(?: (?:ones?|items?|things?|products?|of (?:them|these|those|the two)))?"
_FILLERS = frozenset({"the", "a", "an", "one", "ones", "with", "in", "has", "which", "that", "and", "of", "please"})
_POINTERS = ("the", "my", "that", "this")
_LONGEST = 6  # words of a description


def described(reading: Reading, among: list[ShownProduct], where: Where) -> Reference | None:
    """The one thing that alone fits the description, None when none does or several do.

    A title counts before the listed colour, and that before the other facts of a listing: of two jackets only the one
    that is called "Storm Jacket" is "the jacket".
    """
    return _by_degree(reading, among, where) or _other(reading, among, where) or _by_words(reading, among, where)


def _by_degree(reading: Reading, among: list[ShownProduct], where: Where) -> Reference | None:
    """ "The cheapest", "the bigger one", "the darker one": the end of a scale on which every other one stands too."""
    for pattern, measure, pick in _DEGREES:
        found = pattern.search(reading.folded)
        if found is None:
            continue
        measured = [(value, place) for place, each in enumerate(among, 1) if (value := measure(each)) is not None]
        if len(measured) < len(among) or not measured:
            return None
        best = pick(value for value, _ in measured)
        places = [place for value, place in measured if value == best]
        if len(places) == 1 or measure is _price:
            return {"positions": places[:1], "where": where, "span": list(found.span())}
    return None


def _price(each: ShownProduct) -> float | None:
    return each.get("price_minor")


def _size(each: ShownProduct) -> float | None:
    found = rank(each.get("size", ""))
    return found[1] + (100 if found[0] != "letter" else 0) if found else None


def _lightness(each: ShownProduct) -> float | None:
    return _lightness_of(each.get("color", ""))


@functools.lru_cache(maxsize=500)
def _lightness_of(colour: str) -> float | None:
    """OKLab lightness, 0..1, of a colour's first anchor; None for a word that is no colour."""
    import numpy as np

    from tools.vision.colour_names import NAMES, known
    from tools.vision.oklab import oklab

    name = known(colour)
    anchor = next((each.anchors[0] for each in NAMES if each.name == name), None)
    return float(oklab(np.array(list(bytes.fromhex(anchor))))[0]) if anchor else None


Measure = Callable[[ShownProduct], float | None]
_DEGREES: tuple[tuple[re.Pattern[str], Measure, Callable[..., float]], ...] = tuple(
    (re.compile(rf"\bthe (?:{words}){_ONE}\b(?! than\b)"), measure, pick)
    for words, measure, pick in (
        (r"cheapest|cheaper|(?:least|less) expensive|lowest priced|lower priced", _price, min),
        (r"(?:most|more) expensive|dearest|dearer|priciest|pricier|highest priced", _price, max),
        (r"biggest|bigger|largest|larger", _size, max),
        (r"smallest|smaller", _size, min),
        (r"darkest|darker", _lightness, min),
        (r"lightest|lighter|palest|paler", _lightness, max),
    )
)
_OTHER = re.compile(
    r"\bthe other(?: (?:one|item|product|thing))?\b(?= *(?:$|[.,!?;]|please|too|instead|in |as well|and ))"
)


def _other(reading: Reading, among: list[ShownProduct], where: Where) -> Reference | None:
    """ "The other one" of two, when the one is known: it was touched last."""
    found, focus = _OTHER.search(reading.folded), reading.context.get("focus")
    if found is None or focus is None or len(among) != 2:
        return None
    others = [place for place, each in enumerate(among, 1) if each["product_id"] != focus["product_id"]]
    if len(others) != 1:
        others = [place for place, each in enumerate(among, 1) if each["variant_id"] != focus["variant_id"]]
    return {"positions": others, "where": where, "span": list(found.span())} if len(others) == 1 else None


def _by_words(reading: Reading, among: list[ShownProduct], where: Where) -> Reference | None:
    layers = [[_titled(each) for each in among]]
    layers.append([known | _stems(each.get("color", "")) for known, each in zip(layers[0], among, strict=True)])
    facts = [_stems(" ".join(each.get("facts", []))) for each in among]
    layers.append([known | more for known, more in zip(layers[1], facts, strict=True)])
    for titles in layers:
        for at in range(len(reading.tokens)):
            if reading.word(at) in _POINTERS and (found := _fitting(reading, at, titles, where)):
                return found
    return None


def _fitting(reading: Reading, at: int, known: list[frozenset[str]], where: Where) -> Reference | None:
    """What stands behind a "the", the longest wording first, when it fits one thing alone."""
    for behind in range(min(at + _LONGEST, len(reading.tokens)), at + 1, -1):
        said = {token.text for token in reading.tokens[at + 1 : behind] if token.text != "-"} - _FILLERS
        words = {stem(word) for word in said}
        places = [place for place, each in enumerate(known, 1) if words and words <= each]
        if len(places) == 1:
            span = [reading.tokens[at].start, reading.tokens[behind - 1].end]
            return {"positions": places, "where": where, "span": span}
    return None


@functools.lru_cache(maxsize=2_000)
def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words_of(text))


def _titled(each: ShownProduct) -> frozenset[str]:
    words = set(words_of(each["title"]))
    return frozenset(stem(word) for word in words | {form[-1] for word in words for form in inflected((word,))})
