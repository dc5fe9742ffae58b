"""Price bounds, the order by price, and the budget for the whole purchase."""

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
_BARE_RANGE = re.compile(r"\W*(\d{1,5}) ?(?:-|to|until) ?(\d{1,5})\W*(?:please)?\W*")
_BARE_TOTAL = re.compile(rf"(?<![\w$€£¥.,])(\d{{1,6}}(?:[.,]\d{{1,2}})?)\s+{_TOTAL.pattern}")
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
# "bump it up to five": how many, no price
_RAISED = re.compile(
    r"\b(?:bump|increase|raise|change|make|set|put|reduce|lower|up|cut|drop)\b[^,.;$€£¥]{0,30}\b(?:quantity|qty|"
    r"number|amount|it|"
    r"that|them|those|mugs?|ones?)\b[^,.;$€£¥]{0,12}$"
)


def read(reading: Reading) -> None:
    """Takes every amount: at most one becomes the cap, the others price constraints."""
    _sorted(reading)
    if not _NUMBER.search(reading.folded) or _bare_range(reading):
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


def _bare_range(reading: Reading) -> bool:
    """ "50 - 100" and nothing else, while looking at goods."""
    found = _BARE_RANGE.fullmatch(reading.folded)
    if not found or not reading.context.get("shown"):
        return False
    both = [amounts(each, reading.vocabulary.currency) for each in found.groups()]
    if not all(both) or both[0][0]["minor"] >= both[1][0]["minor"]:
        return False
    low, high = both[0][0], both[1][0]
    span = [found.start(1), found.end(2)]
    _constrain(reading, {**low, "op": "range", "minor_max": high["minor"], "span": span})
    reading.take_span(span[0], span[1], "price")
    return True


def _bare_total(reading: Reading) -> None:
    """ "45 in total": what is for everything can only be money."""
    found = _BARE_TOTAL.search(reading.folded)
    if reading.cap is not None or not found or not is_free(reading, *found.span(1)):
        return
    for amount in amounts(reading.text[slice(*found.span(1))], reading.vocabulary.currency):
        reading.cap = {**amount, "op": "at_most", "span": list(found.span())}
        reading.take_span(*found.span(), "cap")


def is_free(reading: Reading, start: int, end: int) -> bool:
    first, behind = reading.inside(start, end)
    return first < behind and reading.free(first, behind)


def _sorted(reading: Reading) -> None:
    """ "Most expensive first", "sort by price": before "first" can be a place."""
    found = _SORTED.search(reading.folded)
    if found and is_free(reading, *found.span()):
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
