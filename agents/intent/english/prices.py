"""Price bounds, the order by price, and the budget for the whole purchase."""

from __future__ import annotations

import re
from typing import Any

from agents.intent.money.running_text import amounts
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
_FROM_TO = re.compile(
    r"\bfrom (\d{1,5}) (?:to|up to|until) (\d{1,5})\b(?! ?(?:inch|inches|in|cm|mm|m|\"|'|days?|weeks?|gb|tb|%|l|"
    r"litres?|kg|g|years?|"
    r"people|persons?|hours?|w|watts?|dollars?|usd|bucks|euros?|eur|pounds?|quid|gbp|yuan|cny|[$€£¥])(?!\w))"
)
_NEW_LIMIT = re.compile(
    r"\b(?:raise|increase|up|lower|change|set|make|reduce|bump|put|drop|extend) (?:the |my |it |a )?(?:budget|limit|"
    r"maximum|max|"
    r"price(?: limit| cap)?|cap|ceiling|price range)(?: up| down)?(?: to| at)? "
    r"(?P<sum>[$€£¥]?\d{1,6}(?:[.,]\d{1,2})?)\b"
)
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
    if not _NUMBER.search(reading.folded) or _new_limit(reading):
        return
    _bare_range(reading)
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


def _new_limit(reading: Reading) -> bool:
    """ "Raise the budget to 150"."""
    found = _NEW_LIMIT.search(reading.folded)
    sums = amounts(reading.text[slice(*found.span("sum"))], reading.vocabulary.currency) if found else []
    if not found or not sums:
        return False
    _constrain(reading, {**sums[0], "op": "at_most", "span": list(found.span())})
    reading.take_span(found.start(), found.end(), "price")
    return True


def _bare_range(reading: Reading) -> bool:
    """ "50 - 100" and nothing else, while looking at goods; "from 50 to 100"."""
    found = _BARE_RANGE.fullmatch(reading.folded) if reading.context.get("shown") else None
    found = found or _FROM_TO.search(reading.folded)
    if not found:
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
