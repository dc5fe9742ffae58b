"""Price bounds, relative prices ("cheaper than the second one") and the budget for the whole purchase."""

from __future__ import annotations

import re
from typing import Any

from agents.intent.money import amounts
from agents.intent.reading import Reading
from tools.llm.contract import Amount

_TOTAL = re.compile(
    r"\b(?:in total|total|all together|altogether|overall|for everything|combined|all in|for the lot|总共|一共)\b"
)
_CHEAPER = re.compile(
    r"\b(?:something |anything |a bit |a little |much |any )*(?:cheaper|less expensive|lower[- ]priced?|lower price|"
    r"more affordable|less pricey|not (?:so|too|as|that) (?:expensive|pricey|dear)|too (?:expensive|dear|pricey))\b"
)
_DEARER = re.compile(r"\b(?:more expensive|pricier|dearer|higher[- ]end|fancier|more premium|more upmarket)\b")
_CHEAPEST = re.compile(
    r"\b(?:cheapest|lowest[- ]priced?|lowest price|least expensive|cheap|affordable|inexpensive|budget)\b"
)
_DEAREST = re.compile(r"\b(?:most expensive|priciest|dearest|highest price)\b")
_FASTEST = re.compile(r"\b(?:fastest|quickest|soonest|earliest)(?: delivery| shipping)?\b")
_THAN = re.compile(r"\s+(?:than|then)\s+")


def read(reading: Reading) -> None:
    """Takes every amount: at most one becomes the cap, the others price constraints."""
    for amount in amounts(reading.text, reading.vocabulary.currency, alone=False):
        start, end = amount["span"]
        if any(reading.taken[slice(*reading.inside(start, end))]):
            continue
        total = _near_total(reading, start, end)
        if total is not None and reading.cap is None:
            op = amount["op"]
            cap: Amount = {**amount, "op": "at_most" if op in ("exactly", "about") else op}
            first, last = min(start, total[0]), max(end, total[1])
            cap["span"] = [first, last]
            reading.cap = cap
            reading.take_span(first, last, "cap")
            continue
        _constrain(reading, amount)
        reading.take_span(start, end, "price")


def _near_total(reading: Reading, start: int, end: int) -> tuple[int, int] | None:
    """Where the same clause says that the amount is for everything."""
    for found in _TOTAL.finditer(reading.folded):
        between = reading.folded[end : found.start()] if found.start() >= end else reading.folded[found.end() : start]
        if len(between) <= 24 and not re.search(r"[,.;!?]", between.strip(" ,")):
            return found.span()
    return None


def _constrain(reading: Reading, amount: Amount) -> None:
    op = amount["op"]
    worded = reading.folded[amount["span"][0] :].startswith(("exactly", "precisely"))
    if op == "exactly" and not worded:
        op = "about"  # "a $50 jacket" is a wish, not an identity
    value: dict[str, Any] = {"minor": amount["minor"], "currency": amount["currency"]}
    if "minor_max" in amount:
        value["minor_max"] = amount["minor_max"]
    usable = amount["currency"] == reading.vocabulary.currency
    reading.constrain("price", op, value, amount["span"], known=usable)
    if not usable:
        reading.ignored.append(reading.text[amount["span"][0] : amount["span"][1]])


def read_relative(reading: Reading) -> None:
    """ "cheaper", "cheaper than the first one", "the cheapest". Needs the references read before it."""
    folded = reading.folded
    for pattern, op, sort in ((_CHEAPER, "at_most", "price_asc"), (_DEARER, "at_least", "price_desc")):
        found = pattern.search(folded)
        if found and _is_free(reading, found.start(), found.end()):
            start, end = found.span()
            limit, behind = _limit(reading, end, op)
            reading.take_span(start, behind, "price")
            reading.sort = sort
            if limit is not None:
                step = -1 if op == "at_most" else 1
                value = {"minor": max(0, limit + step), "currency": reading.vocabulary.currency}
                reading.constrain("price", op, value, [start, behind])  # type: ignore[arg-type]
            return
    for pattern, sort in ((_CHEAPEST, "price_asc"), (_DEAREST, "price_desc"), (_FASTEST, "delivery")):
        found = pattern.search(folded)
        if found and _is_free(reading, *found.span()):
            reading.take_span(*found.span(), "sort")
            reading.sort = sort
            return


def _is_free(reading: Reading, start: int, end: int) -> bool:
    first, behind = reading.inside(start, end)
    return first < behind and reading.free(first, behind)


def _limit(reading: Reading, end: int, op: str) -> tuple[int | None, int]:
    """The price to beat in minor units, and where the words behind it end.

    A named result's own price; else the median of those on the screen, so that about half of them give way.
    """
    shown = reading.context.get("shown", [])
    than = _THAN.match(reading.folded, end)
    if than:
        for number, reference in enumerate(reading.references):
            if abs(reference["span"][0] - than.end()) <= 4 and reference["positions"]:
                place = reference["positions"][0]
                place = place - 1 if place > 0 else len(shown) + place
                del reading.references[number]
                price = shown[place].get("price_minor") if 0 <= place < len(shown) else None
                return price, reference["span"][1]
    prices = sorted(each["price_minor"] for each in shown if "price_minor" in each)
    if not prices:
        return None, end
    return prices[(len(prices) - 1) // 2 if op == "at_most" else len(prices) // 2], end
