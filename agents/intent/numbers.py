"""Numbers in digits and in English words."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from agents.intent.tokens import Token, is_number, listed

_SMALL = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
UNITS = {word: value for value, word in enumerate([*_SMALL.split(), "seventeen", "eighteen", "nineteen"])}
TENS = {
    word: (value + 2) * 10 for value, word in enumerate(listed("twenty thirty forty fifty sixty seventy eighty ninety"))
}
TENS["fourty"] = 40
MAGNITUDES = {"hundred": 100, "thousand": 1_000, "grand": 1_000, "k": 1_000, "lakh": 100_000, "million": 1_000_000}
MAGNITUDES |= {"mn": 1_000_000, "mio": 1_000_000, "m": 1_000_000, "crore": 10_000_000}
MAGNITUDES |= {"billion": 10**9, "bn": 10**9, "b": 10**9, "trillion": 10**12}
_LETTERS = {"k", "m", "b", "mn", "bn", "mio"}  # a magnitude only directly behind digits
_FRACTIONS = {"half": Decimal("0.5"), "quarter": Decimal("0.25"), "quarters": Decimal("0.25")}


def digits(text: str) -> Decimal | None:
    """A number as typed: "1,299.50", "1.299,50", "20.000" (three places after one mark are thousands)."""
    text = text.replace("'", "")
    comma, point = text.rfind(","), text.rfind(".")
    if comma >= 0 and point >= 0:
        mark = max(comma, point)
        whole, places = text[:mark], text[mark + 1 :]
    else:
        mark = max(comma, point)
        grouped = mark > 0 and all(len(part) == 3 for part in text.replace(",", ".").split(".")[1:])
        grouped = grouped and len(text.replace(",", ".").split(".")[0]) <= 3 and not text.startswith("0")
        repeated = mark >= 0 and text.count(text[mark]) > 1
        whole, places = (text, "") if mark < 0 or grouped or repeated else (text[:mark], text[mark + 1 :])
    try:
        return Decimal(whole.replace(",", "").replace(".", "") + ("." + places if places else ""))
    except InvalidOperation:
        return None


def read_number(tokens: list[Token], at: int) -> tuple[Decimal, int] | None:
    """The number that starts at token `at`, with the index behind it; None when there is none.

    "twenty-five", "a hundred and fifty", "1.5k", "half a million", "a couple of", "two dozen". A plain "a" or "one"
    behind "the second" is the caller's business.
    """
    first = tokens[at].text
    if is_number(tokens[at]):
        value = digits(first)
        return None if value is None else _scaled(tokens, at + 1, value, after_digits=True)
    if first in _FRACTIONS or (first in ("a", "three") and _text(tokens, at + 1) in _FRACTIONS):
        return _fraction(tokens, at)
    if first in ("a", "an"):
        follows = _text(tokens, at + 1)
        if follows == "couple":  # "a couple hundred", "a couple of thousand"
            behind = at + 2 + (_text(tokens, at + 2) == "of")
            large = _text(tokens, behind) in ("hundred", "thousand", "grand", "million")
            return _scaled(tokens, behind, Decimal(2)) if large else None
        if follows in ("hundred", "thousand", "grand", "million", "billion"):
            return _scaled(tokens, at + 1, Decimal(1))
        if follows == "dozen":
            return Decimal(12), at + 2
        return None
    if first == "dozen":
        return Decimal(12), at + 1
    return _words(tokens, at)


def _text(tokens: list[Token], at: int) -> str:
    return tokens[at].text if 0 <= at < len(tokens) else ""


def _fraction(tokens: list[Token], at: int) -> tuple[Decimal, int] | None:
    times = 1
    if tokens[at].text in ("a", "three"):
        times = 3 if tokens[at].text == "three" else 1
        at += 1
    value, at = _FRACTIONS[tokens[at].text] * times, at + 1
    if _text(tokens, at) in ("a", "of"):
        at += 1
    follows = _text(tokens, at)
    if follows == "dozen":
        return value * 12, at + 1
    if follows in MAGNITUDES and follows not in _LETTERS:
        return value * MAGNITUDES[follows], at + 1
    return None


def _words(tokens: list[Token], at: int) -> tuple[Decimal, int] | None:
    start, total, group = at, 0, None
    while at < len(tokens):
        word = tokens[at].text
        if word in TENS and (group is None or group % 100 == 0):
            group = (group or 0) + TENS[word]
        elif word in UNITS and (
            group is None or group % 100 == 0 or (group % 10 == 0 and UNITS[word] < 10 and group % 100 >= 20)
        ):
            if group is not None and UNITS[word] == 0:
                break
            group = (group or 0) + UNITS[word]
        elif word == "hundred" and group is not None and group < 100:
            group *= 100
        elif word in ("thousand", "grand", "million", "billion", "lakh") and group is not None:
            total, group = total + group * MAGNITUDES[word], 0
        elif not (
            _joins(tokens, at) and group is not None and (word == "-" or (group % 100 == 0 and (group or total)))
        ):
            break
        at += 1
    if group is None:
        return None
    if at - start == 1 and _text(tokens, at) == "dozen":
        return Decimal(group * 12), at + 1
    return Decimal(total + group), at


def _joins(tokens: list[Token], at: int) -> bool:
    """Whether "-" or "and" stands inside one number: "twenty-five", "two hundred and fifty"."""
    follows = _text(tokens, at + 1)
    return (
        tokens[at].text in ("-", "and")
        and (follows in UNITS or follows in TENS)
        and _text(tokens, at + 2) not in ("hundred", "thousand")
    )


def _scaled(tokens: list[Token], at: int, value: Decimal, *, after_digits: bool = False) -> tuple[Decimal, int]:
    while at < len(tokens) and tokens[at].text in MAGNITUDES:
        word = tokens[at].text
        if word in _LETTERS and not (after_digits and tokens[at - 1].end == tokens[at].start):
            break
        value, at = value * MAGNITUDES[word], at + 1
        follows = (
            read_number(tokens, at + 1) if _text(tokens, at) == "and" and word in ("hundred", "thousand") else None
        )
        if follows and follows[0] < MAGNITUDES[word]:
            value, at = value + follows[0], follows[1]
    if _text(tokens, at) == "dozen":
        return value * 12, at + 1
    return value, at
