"""Price bounds, relative prices ("cheaper than the second one") and the budget for the whole purchase."""

from __future__ import annotations

import re
from typing import Any

from agents.intent.money import amounts
from agents.intent.numbers import MAGNITUDES, TENS, UNITS
from agents.intent.reading import MOST_TOKENS, Reading
from tools.llm.contract import Amount

_TOTAL = re.compile(
    r"\b(?:in total|total|(?:for |on )?(?:the )?whole (?:lot|thing|order|purchase|basket|cart|shop)|for all of (?:it|"
    r"them|this)|for "
    r"(?:both|the two|all (?:two|three|four|five))(?: of them)?|in all|all together|altogether|overall|for everything|"
    r"combined|all in|for the lot|总共|一共)\b"
)
_NUMBER = re.compile(
    rf"\d|[零一二两三四五六七八九十百千万半几]|\b(?:{'|'.join([*UNITS, *TENS, *MAGNITUDES])}|half|quarter|dozen|couple)"
)
_BARE_TOTAL = re.compile(rf"(?<![\w$€£¥.,])(\d{{1,6}}(?:[.,]\d{{1,2}})?)\s+{_TOTAL.pattern}")
_CHEAPER = re.compile(
    r"\b(?:something |anything |a bit |a little |much |any )*(?:cheaper|less expensive|lower[- ]priced?|lower price|"
    r"more affordable|less pricey|cheeper|a lower budget|less money|not (?:so|too|as|that) (?:expensive|pricey|dear)|"
    r"too (?:expensive|dear|pricey))\b"
)
_DEARER = re.compile(r"\b(?:more expensive|pricier|dearer|higher[- ]end|fancier|more premium|more upmarket)\b")
_CHEAPEST = re.compile(
    r"\b(?:cheapest|lowest[- ]priced?|lowest price|least expensive|cheap|affordable|inexpensive|low[- ]cost|low[- "
    r"]budget|good value|bargains?|"
    r"on a budget|(?<!my )(?<!a )(?<!the )(?<!our )(?<!total )budget(?! (?:is|of|for|was|:|around|about|under|\d)))\b"
)
_DEAREST = re.compile(r"\b(?:most expensive|priciest|dearest|highest price)\b")
_FASTEST = re.compile(
    r"\b(?:(?:fastest|quickest|soonest|earliest)(?: delivery| shipping| arrival)?|(?:fast|quick|express|rapid|speedy) "
    r"(?:delivery|shipping|arrival)|(?:sort|order)(?:ed)? by (?:delivery|shipping|arrival)(?: (?:time|date|speed))?|"
    r"asap|as soon as possible|as fast as possible|(?:arrives?|delivered) (?:soonest|"
    r"first))\b"
)
_SORTED = re.compile(
    r"\b(?:(?:sort|order|list|rank|arrange)(?:ed)?(?: (?:it|them|these|those|results?))?(?: by| from)?(?: the)? )?(?:"
    r"(?P<asc>(?:cheapest|lowest(?: price)?|least expensive|low(?:est)?)(?: (?:one|ones|price|prices))?"
    r"(?: first| to (?:the )?(?:highest|high|most expensive|dearest)| at the top| on top))|"
    r"(?P<desc>(?:most expensive|dearest|priciest|highest(?: price)?|high(?:est)?)(?: (?:one|ones|price|prices))?"
    r"(?: first| to (?:the )?(?:lowest|low|cheapest)| at the top| on top))|"
    r"(?P<up>price (?:ascending|asc|low to high|from low to high|up))|(?P<down>price (?:descending|desc|high to low|"
    r"from high "
    r"to low|down)))\b|\b(?P<by>(?:sort|order)(?:ed)?(?: (?:it|them|these|those))? by price)\b(?! (?:desc|high|from "
    r"high))"
)
_HALF = re.compile(r"\b(?:(?:at )?(?:about |around )?half (?:the|that|its|of the|of that|this) (?:price|cost|money))\b")
# "bump it up to five": how many, no price
_RAISED = re.compile(
    r"\b(?:bump|increase|raise|change|make|set|put|reduce|lower|up|cut|drop)\b[^,.;$€£¥]{0,30}\b(?:quantity|qty|"
    r"number|amount|it|"
    r"that|them|those|mugs?|ones?)\b[^,.;$€£¥]{0,12}$"
)
_THAN = re.compile(r"\s+(?:than|then)\s+")


def read(reading: Reading) -> None:
    """Takes every amount: at most one becomes the cap, the others price constraints."""
    _sorted(reading)
    if not _NUMBER.search(reading.folded):
        return
    text = reading.text if len(reading.tokens) < MOST_TOKENS else reading.text[: reading.tokens[-1].end]
    for amount in amounts(text, reading.vocabulary.currency, alone=False):
        start, end = amount["span"]
        if amount["op"] == "at_most" and _is_count(reading, start, end):
            continue
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
    _bare_total(reading)


def _bare_total(reading: Reading) -> None:
    """ "45 in total": what is for everything can only be money."""
    found = _BARE_TOTAL.search(reading.folded)
    if reading.cap is not None or not found or not _is_free(reading, *found.span(1)):
        return
    for amount in amounts(reading.text[slice(*found.span(1))], reading.vocabulary.currency):
        reading.cap = {**amount, "op": "at_most", "span": list(found.span())}
        reading.take_span(*found.span(), "cap")


def _sorted(reading: Reading) -> None:
    """ "Most expensive first", "sort by price": before "first" can be a place."""
    found = _SORTED.search(reading.folded)
    if found and _is_free(reading, *found.span()):
        reading.take_span(*found.span(), "sort")
        reading.sort = "price_desc" if found["desc"] or found["down"] else "price_asc"


def _is_count(reading: Reading, start: int, end: int) -> bool:
    """Whether a number without a currency says how many: "up to five" behind "bump it"."""
    words = reading.folded[start:end]
    return words.startswith("up to") and words[6:].isalnum() and _RAISED.search(reading.folded[:start]) is not None


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
        every = list(pattern.finditer(folded))
        found = next((each for each in every if _THAN.match(folded, each.end())), every[0] if every else None)
        if found and _is_free(reading, found.start(), found.end()):
            start, end = found.span()
            limit, behind = _limit(reading, end)
            reading.take_span(start, behind, "price")
            reading.sort = sort
            if limit is not None:
                step = -1 if op == "at_most" else 1
                value = {"minor": max(0, limit + step), "currency": reading.vocabulary.currency}
                reading.constrain("price", op, value, [start, behind])  # type: ignore[arg-type]
            return
    if (half := _HALF.search(folded)) and _is_free(reading, *half.span()):
        _halve(reading, *half.span())
        return
    if reading.sort:
        return
    for pattern, sort in ((_CHEAPEST, "price_asc"), (_DEAREST, "price_desc"), (_FASTEST, "delivery")):
        found = pattern.search(folded)
        if found and _is_free(reading, *found.span()):
            reading.take_span(*found.span(), "sort")
            reading.sort = sort
            return


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


def _is_free(reading: Reading, start: int, end: int) -> bool:
    first, behind = reading.inside(start, end)
    return first < behind and reading.free(first, behind)


def _limit(reading: Reading, end: int) -> tuple[int | None, int]:
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
    return prices[len(prices) // 2], end
