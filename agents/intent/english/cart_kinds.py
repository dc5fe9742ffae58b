"""Whether a turn adds to the cart or changes it."""

from __future__ import annotations

import re

from agents.intent.english import cues
from agents.intent.judgement import Judgement, names_goods
from agents.intent.reading import Reading
from agents.intent.references import described


def cart_kind(reading: Reading, folded: str, *, adds: bool, pointed: bool, counted: bool) -> Judgement | None:
    """Adding and changing; None when the words are about searching."""
    context = reading.context
    last = context.get("last")
    in_hand = bool(context.get("cart")) and (not context.get("shown") or last in ("remove", "view_cart", "checkout"))
    after_cart = last in ("add", "change") or in_hand
    options = [each for each in reading.constraints if each["attribute"] in ("color", "size", "pack_size")]
    if (
        cues.CHANGE.search(folded)
        and (counted or (options and (context.get("cart") or after_cart)))
        and not re.search(r"\badd\b", folded)
    ):
        return Judgement("change", 0.9)
    if (
        after_cart
        and options
        and last in ("add", "change")
        and _NEEDS_IT.search(folded)
        and not cues.ADD.search(folded)
    ):
        return Judgement("change", 0.8)
    if after_cart and options and last in ("add", "change") and _MEANT.search(folded):
        return Judgement("change", 0.8)
    if context.get("cart") and _REPLACES.search(folded) and described(reading, context["cart"], "cart") is not None:
        return Judgement("change", 0.8)
    instead = re.search(r"\b(?:it|that|mine|the \w+)\b.*\binstead\b", folded) is not None
    if after_cart and options and instead and last in ("add", "change", "view_cart"):
        return Judgement("change", 0.8)
    if any(each["attribute"] == "price" for each in reading.constraints) and not pointed and not counted and not adds:
        return None  # "raise the budget to 150"
    if pointed and cues.LINE.search(folded) and (counted or options):
        return Judgement("change", 0.95)
    if re.search(r"\bchange (?:the|my|it)\b", folded) and context.get("cart"):
        return Judgement("change", 0.7)
    if (
        any(each["attribute"] == "delivery" for each in reading.constraints)
        and not pointed
        and not cues.ADD.search(folded)
    ):
        return None  # "I need it by Friday"
    if cues.SHOWS.search(folded) and not cues.ADD.search(folded) and (pointed or _shows_one(reading, folded)):
        return Judgement("ask", 0.75)
    if not pointed and not adds and _is_the_one(reading, folded):
        return Judgement("add", 0.75)
    if pointed:
        by_price = any(each["attribute"] == "price" for each in reading.constraints) and not adds
        return None if by_price and not counted else Judgement("add", 0.95 if adds else 0.85)
    if counted and not names_goods(reading) and (after_cart or not folded.isdecimal()):
        if re.search(r"\b(?:add|another|more)\b", folded):
            return Judgement("add", 0.85)
        return Judgement("change" if after_cart else "add", 0.85)
    if cues.ADD.search(folded) or (adds and _takes(reading, folded)):
        return Judgement("add", 0.85)
    return None


_MEANT = re.compile(r"\bwrong (?:size|colou?r)\b|\bshould (?:be|have been)\b|\bi meant\b|\bsize (?:up|down)\b")
_REPLACES = re.compile(r"\b(?:swap|replace|exchange|switch|trade)\b.{1,40}\b(?:for|with|to)\b")
_NEEDS_IT = re.compile(
    r"\b(?:need|want|wanted|prefer|like|have|get|take|meant|should be)\b.{0,12}\b(?:it|that|mine)\b.{0,6}\bin\b"
)
_THE_ONE = re.compile(
    r"(?:(?:ok|okay|yes|please|actually|maybe|i think|hmm|then|i prefer|i like|i'd prefer),? )*(?:the|that) .{1,40}?"
    r"(?:,? (?:please|thanks|thank you|then|for me|looks good|is (?:nice|good|great|perfect)))*\W*"
)


def _shows_one(reading: Reading, folded: str) -> bool:
    """ "Show me the parka again": one of those shown."""
    named = described(reading, reading.context.get("shown", []), "results")
    return named is not None and not re.search(r"\bones\b", folded)


def _is_the_one(reading: Reading, folded: str) -> bool:
    """ "the navy one", "the parka please": one of the shown things, and nothing else is said."""
    if not reading.context.get("shown") or re.search(r"\bones\b", folded) or not _THE_ONE.fullmatch(folded):
        return False
    return described(reading, reading.context["shown"], "results") is not None


def _takes(reading: Reading, folded: str) -> bool:
    """Whether "I'll take the …" speaks of something on the screen rather than of a wish."""
    named = names_goods(reading)
    if not reading.context.get("shown") and not reading.context.get("cart"):
        return not named and not reading.constraints
    if re.search(r"\bones\b", folded):
        return False
    return not named or described(reading, reading.context.get("shown", []), "results") is not None
