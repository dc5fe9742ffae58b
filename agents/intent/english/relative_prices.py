"""Prices beside others: "cheaper than the second one", "half the price", "the cheapest"."""

from __future__ import annotations

import re

from agents.intent import references
from agents.intent.english.prices import is_free
from agents.intent.reading import Reading
from tools.llm.contract import Op, ShownProduct

_CHEAPER = re.compile(
    r"\b(?:something |anything |a bit |a little |much |any )*(?:cheaper|less expensive|lower[- ]priced?|lower price|"
    r"more affordable|less pricey|cheeper|a lower budget|less money|not (?:so|too|as|that) (?:expensive|pricey|dear)|"
    r"too (?:expensive|dear|pricey))\b"
)
_DEARER = re.compile(r"\b(?:more expensive|pricier|dearer|higher[- ]end|fancier|more premium|more upmarket)\b")
_CHEAPEST = re.compile(
    r"\b(?:cheapest|lowest[- ]priced?|lowest price|least expensive|cheap|cheep|affordable|inexpensive|low[- ]cost|"
    r"low[- "
    r"]budget|good value|bargains?|"
    r"on a budget|(?<!my )(?<!a )(?<!the )(?<!our )(?<!total )budget(?! (?:limit|is|of|for|was|:|around|about|under|"
    r"\d)))\b"
)
_DEAREST = re.compile(r"\b(?:most expensive|priciest|dearest|highest price)\b")
_FASTEST = re.compile(
    r"\b(?:(?:fastest|quickest|soonest|earliest)(?: delivery| shipping| arrival)?|(?:fast|quick|express|rapid|speedy) "
    r"(?:delivery|shipping|arrival)|(?:sort|order)(?:ed)? by (?:delivery|shipping|arrival)(?: (?:time|date|speed))?|"
    r"asap|as soon as possible|as fast as possible|(?:arrives?|delivered) (?:soonest|"
    r"first))\b"
)
_HALF = re.compile(r"\b(?:(?:at )?(?:about |around )?half (?:the|that|its|of the|of that|this) (?:price|cost|money))\b")
_THAN = re.compile(r"\s+(?:than|then)\s+")


def read(reading: Reading) -> None:
    """ "cheaper", "cheaper than the first one", "the cheapest". Needs the references read before it."""
    folded = reading.folded
    if _beside(reading):
        return
    for pattern, op, sort in ((_CHEAPER, "at_most", "price_asc"), (_DEARER, "at_least", "price_desc")):
        every = list(pattern.finditer(folded))
        found = next((each for each in every if _THAN.match(folded, each.end())), every[0] if every else None)
        if found and is_free(reading, found.start(), found.end()):
            start, end = found.span()
            limit, behind = _limit(reading, end)
            reading.take_span(start, behind, "price")
            reading.sort = sort
            if limit is not None:
                step = -1 if op == "at_most" else 1
                value = {"minor": max(0, limit + step), "currency": reading.vocabulary.currency}
                reading.constrain("price", op, value, [start, behind])  # type: ignore[arg-type]
            return
    if (half := _HALF.search(folded)) and is_free(reading, *half.span()):
        _halve(reading, *half.span())
        return
    if reading.sort:
        return
    for pattern, sort in ((_CHEAPEST, "price_asc"), (_DEAREST, "price_desc"), (_FASTEST, "delivery")):
        found = pattern.search(folded)
        if found and is_free(reading, *found.span()) and not _NOT_SO.search(folded[: found.start()]):
            reading.take_span(*found.span(), "sort")
            reading.sort = sort
            return


_BESIDE: tuple[tuple[re.Pattern[str], Op, int], ...] = tuple(
    (re.compile(rf"\b(?:{words})(?: the (?:price|cost) of)? (?:that of )?$"), op, step)  # type: ignore[misc]
    for words, op, step in (
        (r"(?:no|not) more than|at most|up to", "at_most", 0),
        (r"(?:costs? |price )?(?:less than|below|under|lower than)", "at_most", -1),
        (r"(?:no|not) less than|at least", "at_least", 0),
        (r"(?:costs? |price )?(?:more than|above|over|higher than)", "at_least", 1),
        (
            r"(?:about |around |roughly )?(?:the )?(?:same|similar) price (?:as|to|like)|(?:price|costs?) like",
            "about",
            0,
        ),
    )
)
_NEAR = 60  # characters before a place that may compare with its price
_NOT_SO = re.compile(r"\b(?:not|nothing|isn't|don't want) (?:too |so |the |that |anything |something )?$")


def _beside(reading: Reading) -> bool:
    """ "Under the price of the second": a bound by the price of a thing that is shown."""
    shown = reading.context.get("shown", [])
    for number, reference in enumerate(reading.references):
        start, end = reference["span"]
        near = max(0, start - _NEAR)
        before = reading.folded[near:start]
        found = next(((each, op, step) for words, op, step in _BESIDE if (each := words.search(before))), None)
        price = _price(shown, reference["positions"])
        if found is None or price is None:
            continue
        said = near + found[0].start()
        if not is_free(reading, said, near + found[0].end()):
            continue
        del reading.references[number]
        value = {"minor": max(0, price + found[2]), "currency": reading.vocabulary.currency}
        reading.take_span(said, end, "price")
        reading.constrain("price", found[1], value, [said, end])
        return True
    return False


def _price(shown: list[ShownProduct], positions: list[int]) -> int | None:
    """The price in minor units of the first of these places, None when nothing stands there."""
    if not positions or not -len(shown) <= positions[0] <= len(shown):
        return None
    return shown[positions[0] - 1 if positions[0] > 0 else positions[0]].get("price_minor")


def _halve(reading: Reading, start: int, end: int) -> None:
    """ "Half the price": of what was touched last, else of the middle one on the screen."""
    focus = reading.context.get("focus", {}).get("price_minor")
    limit, _ = _limit(reading, end)
    price = focus if isinstance(focus, int) else limit
    reading.take_span(start, end, "price")
    reading.sort = "price_asc"
    if price is None:
        reading.ignored.append(reading.text[start:end])
        return
    value = {"minor": price // 2, "currency": reading.vocabulary.currency}
    reading.constrain("price", "at_most", value, [start, end])


def _limit(reading: Reading, end: int) -> tuple[int | None, int]:
    """The price to beat in minor units, and where the words behind it end.

    A named result's own price; else the median of those on the screen, so that about half of them give way.
    """
    shown = reading.context.get("shown", [])
    than = _THAN.match(reading.folded, end)
    if than:
        for number, reference in enumerate(reading.references):
            if abs(reference["span"][0] - than.end()) <= 4 and reference["positions"]:
                del reading.references[number]
                return _price(shown, reference["positions"]), reference["span"][1]
        named = references.described(reading, shown, "results")
        if named is not None and abs(named["span"][0] - than.end()) <= 4:
            return _price(shown, named["positions"]), named["span"][1]
    prices = sorted(each["price_minor"] for each in shown if "price_minor" in each)
    if not prices:
        return None, end
    return prices[len(prices) // 2], end
