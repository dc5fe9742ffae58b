"""How many: never a price, a size, a pack or a measure."""

from __future__ import annotations

import re
from decimal import Decimal

from agents.intent.english.words import STOP
from agents.intent.money.words import UNITS_OF_OTHER_THINGS
from agents.intent.numbers import TENS, UNITS, read_number
from agents.intent.reading import Reading
from agents.intent.tokens import is_word, listed

_PACKS = frozenset(
    {"packs", "sets", "boxes", "pack", "set", "box", "case", "packet", "bundle", "multipack", "bag", "tray"}
)
_PACKED = frozenset({"pack", "packs", "pk", "piece set", "count", "ct"})
_PIECES = frozenset({"x", "×", "pcs", "pc", "pieces", "units", "unit", "pairs", "copies", "items", "times", "个"})
_WHOLES = frozenset({"them", "these", "those", "it", "the", "each", "that", "this", "my", "both"})
_ASKING = frozenset(
    listed(
        "it add keep take want need meant mean sorry get buy order have give quantity qty to just only please "
        "actually me "
        "another "
        "make i'll grab purchase put change amount : no = sorry rather say like yes and ok with - is"
    )
)
_TAIL = frozenset(listed("please instead more now thanks then in total in for"))
_NOT_COUNTED = frozenset(
    {"piece", "tone", "way", "door", "seater", "star", "ply", "layer", "pocket", "button", "burner", "in"}
)


_FOR_BEFORE = frozenset({"looking", "lookin", "look", "searching", "gift", "present", "something", "sth"})
_FOR_BEHIND = frozenset(
    {"a", "an", "my", "me", "men", "women", "the", "him", "her", "kids", "running", "work", "summer"}
)
_NOT_BOUGHT = re.compile(
    r"\b(?:numbers?|age|aged|years?|born|phone|room|floor|row|route|bus|area|version|model|series|gen|generation|"
    r"windows|"
    r"iphone|ipad|galaxy|pixel|playstation|ps|xbox|mark|chapter|level|page|street|apartment|flat) (?:is |was |of |"
    r"no\.? |# ?)?$"
)


def read(reading: Reading) -> None:
    """Takes the pack size, then the first number that is a count of things to buy."""
    _packs(reading)
    at = 0
    while at < len(reading.tokens):
        if reading.taken[at]:
            at += 1
            continue
        number = _number(reading, at)
        if number is None:
            at += 1
            continue
        value, behind = number
        if reading.quantity is None and not reading.fraction and _counts(reading, at, behind):
            _keep(reading, at, behind, value)
        at = max(behind, at + 1)


def _number(reading: Reading, at: int) -> tuple[Decimal, int] | None:
    word = reading.word(at)
    if reading.word(at + 1) == "k" and reading.tokens[at + 1].start == reading.tokens[at].end:
        return None  # "a 4k tv"
    if word in ("couple", "pair") and reading.word(at - 1) in ("a", "the") and word == "couple":
        behind = at + 1 + (reading.word(at + 1) == "of" and reading.word(at + 2) not in _WHOLES)
        return Decimal(2), behind
    if word == "single" and reading.word(at - 1) == "a":
        return Decimal(1), at + 1
    return read_number(reading.tokens, at)


def _packs(reading: Reading) -> None:
    """ "a pack of 10", "10-pack", "set of four": the pack that is sold as one."""
    for at in range(len(reading.tokens)):
        if reading.taken[at]:
            continue
        first = behind = 0
        value: Decimal | None = None
        if reading.word(at) in _PACKS and reading.word(at + 1) == "of" and at + 2 < len(reading.tokens):
            number = read_number(reading.tokens, at + 2)
            if number:
                value, behind = number
                first = at
        elif (number := read_number(reading.tokens, at)) is not None:
            hyphen = reading.word(number[1]) == "-"
            if reading.word(number[1] + hyphen).rstrip("s") in {word.rstrip("s") for word in _PACKED}:
                value, first, behind = number[0], at, number[1] + hyphen + 1
        if value is None or value != value.to_integral_value() or not reading.free(first, behind):
            continue
        text = str(int(value))
        known = text in reading.vocabulary.values.get("pack_size", ())
        if first > 0 and reading.word(first - 1) == "a" and not reading.taken[first - 1]:
            first -= 1
        reading.constrain("pack_size", "is", text, reading.take(first, behind, "pack"), known=known)


def _counts(reading: Reading, at: int, behind: int) -> bool:
    if _NOT_BOUGHT.search(reading.folded[: reading.tokens[at].start][-40:]):
        return False
    before, after = reading.word(at - 1), reading.word(behind)
    if reading.word(at) == "4" and (before in _FOR_BEFORE or after in _FOR_BEHIND):
        reading.take(at, at + 1, "command")  # "lookin 4 a hoodie"
        return False
    pronoun = reading.word(at) == "one" and behind == at + 1
    if after == "-" and reading.word(behind + 1).isalpha():
        return False
    if after in ("x", "×") and reading.word(behind + 1)[:1].isdecimal():
        return False  # "30 x 40 cm"
    if before in ("x", "×") and reading.word(at - 2)[:1].isdecimal():
        return False
    if after == "x" and reading.word(behind + 1) in ("-", "large", "l"):
        return False
    if after in _NOT_COUNTED or (after in UNITS_OF_OTHER_THINGS and after not in _PIECES and after not in ("of", "in")):
        return False
    if after == "of":
        return reading.word(behind + 1) in _WHOLES or (not pronoun and reading.taken[behind + 1 : behind + 2] != [""])
    if after in _PIECES or before in ("x", "×", "quantity", "qty"):
        return True
    if pronoun and before == "the" and reading.word(at - 2) in ("just", "only") and reading.context.get("cart"):
        return True
    if pronoun and (
        before in ("the", "that", "this", "which", "no", "any", "size", "every", "another") or _described(reading, at)
    ):
        return False
    if _leads_to_goods(reading, behind):
        return True
    ends = behind >= len(reading.tokens) or not after[0].isalnum() or after in _TAIL
    if pronoun:
        return ends and before in ("keep", "just", "only", "add", "it", "take", "to", "need", "want", "")
    made = before in ("that", "them", "this", "those") and reading.word(at - 2) in ("make", "have", "set", "change")
    asked = at == 0 or made or before in _ASKING or not before[0].isalnum() or reading.taken[at - 1] != ""
    return asked and (ends or reading.taken[behind] in ("reference", "size", "pack"))


def _described(reading: Reading, at: int) -> bool:
    """ "the navy one": "one" stands for a thing."""
    return reading.taken[at - 1 : at] not in ([], [""], ["price"]) if at else False


def _leads_to_goods(reading: Reading, behind: int) -> bool:
    """Whether attributes and then a thing follow: "two navy mugs", "3 size 10 boots", "four umbrellas"."""
    at = behind
    while at < len(reading.tokens) and at < behind + 7:
        label = reading.taken[at]
        if label == "category":
            return True
        word = reading.word(at)
        if label == "" and not (is_word(reading.tokens[at]) and word not in STOP):
            return word == "more" or (word == "-" and False)
        if (
            label == ""
            and word.endswith("s")
            and not word.endswith(("ss", "us"))
            and word not in UNITS
            and word not in TENS
        ):
            return True
        at += 1
    return False


def _keep(reading: Reading, at: int, behind: int, value: Decimal) -> None:
    negative = reading.word(at - 1) == "minus"
    if reading.word(at - 1) == "-" and reading.tokens[at - 1].end == reading.tokens[at].start:
        joined = at > 1 and reading.tokens[at - 2].end == reading.tokens[at - 1].start
        negative = negative or not joined
    first = at - 1 if negative else at
    if value != value.to_integral_value():
        reading.fraction = reading.text[reading.tokens[first].start : reading.tokens[behind - 1].end]
    else:
        reading.quantity = int(-value if negative else value)
    if reading.word(behind) in _PIECES:
        behind += 1
    if reading.word(first - 1) in ("x", "×"):
        first -= 1
    reading.take(first, behind, "quantity")
