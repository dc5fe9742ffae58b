"""A text that is nothing but a price, as shops print it: "1 120 900 руб.", "R8,499", "12.- Fr.", "40.00/each", "Free!".

Running text is read by `money`; here the whole text is one price, so that any currency of any language may stand
beside the number. Names and signs are those of CLDR; a sign that it does not list either gives the amount with the
currency XXX, which is ISO 4217's own code for none.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from decimal import Decimal
from typing import NamedTuple

from agents.intent.money.currencies import NAMES, SIGNS
from agents.intent.money.words import UNITS_OF_OTHER_THINGS
from agents.intent.numbers import digits
from agents.intent.tokens import fold, tokenize

UNKNOWN = "XXX"
LONGEST = 80  # characters of a printed price
_FREE = re.compile(r"\W*(?:free(?: of charge)?|gratis|kostenlos|gratuit|免费)\W*")
_NUMBER = re.compile(
    r"(?P<whole>\d{1,3}(?:[ ]\d{3})+(?!\d)|\d+(?:[.,']\d{3})+(?!\d)|\d+)?"
    r"(?:(?P<mark>[.,])(?:(?<=\d[.,])[ ])?(?P<places>\d+))?"
)
_DATE = re.compile(r"\d{1,4}([./-])\d{1,2}\1\d{1,4}|\d{1,2}:\d{2}")
_OF_EACH = re.compile(r"\s*(?:/|per\b|each\b|\().*", re.DOTALL)
_LETTERS = 4  # of an abbreviation that nobody lists
_FOREIGN_LETTERS = 6  # of such a word in another alphabet


class Field(NamedTuple):
    """The number, its currency ("" when none is named), and the span of both in the text."""

    value: Decimal
    currency: str
    span: tuple[int, int]


def read(text: str) -> Field | None:
    """The price that this text is; None when it says anything else, such as "size 10" or a date."""
    if len(text) > LONGEST or _DATE.search(text):
        return None
    if _FREE.fullmatch(text.casefold()):
        return Field(Decimal(0), "", (0, len(text)))
    found = _number(text)
    if found is None:
        return None
    value, start, end = found
    before, after = text[:start], _OF_EACH.sub("", text[end:])
    codes = [_currency(part) for part in (before, after) if _letters(part)]
    if None in codes or (len(codes) > 1 and UNKNOWN in codes):
        return None
    first, last = (0 if _letters(before) else start), (end + len(after.rstrip()) if _letters(after) else end)
    return Field(value, codes[0] or "" if codes else "", (first, last))


def _number(text: str) -> tuple[Decimal, int, int] | None:
    """The first number of the text; the rest may hold others only as "/100 g" or "(… with tax)" do."""
    for match in _NUMBER.finditer(text):
        if not match["whole"] and not match["places"]:
            continue
        whole, places = (match["whole"] or "").replace(" ", ""), match["places"] or ""
        if len(places) == 3 and match["whole"]:
            whole, places = whole + places, ""  # "20.000": three places after one mark are thousands
        value = digits(whole) if whole else Decimal(0)
        rest = _OF_EACH.sub("", text[match.end() :])
        if value is None or any(char.isdecimal() for char in rest):
            return None
        start = match.start() if match["whole"] else match.start("mark")
        return value + (Decimal(f"0.{places}") if places else 0), start, match.end()
    return None


def _letters(part: str) -> str:
    """What of a part of the text could name a currency."""
    return part.strip(" \t\n.,:;!*-–—=()[]\u200e\u200f\xa0")


def _currency(part: str) -> str | None:
    """The ISO code that a sign, a code or a name means, XXX for a sign that nobody lists, None for other words."""
    name = _letters(part)
    if name in UNITS_OF_OTHER_THINGS:
        return None
    words = tuple(token.text for token in tokenize(fold(name)))
    if words in SIGNS:
        return SIGNS[words]
    said = NAMES.get(words)
    if said and said[1] == 1:
        return said[0]
    listed = _table().get(_key(name))
    if listed:
        return listed
    sign = any(unicodedata.category(char) == "Sc" for char in name)
    ascii_only, chinese = name.isascii(), any(unicodedata.name(char, "").startswith("CJK") for char in name)
    if " " in name:
        return None
    short = len(name) <= (_LETTERS if ascii_only else _FOREIGN_LETTERS) and not chinese
    abbreviated = sum(char.isupper() for char in name) > 1 or len(name) == 1
    return UNKNOWN if sign or (short and (not ascii_only or abbreviated)) else None


def _key(name: str) -> str:
    """One form of a name: without the dots and marks that some write and others do not."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(char for char in plain if not char.isspace() and char not in ".'’ʻ/\u200e\u200f\u061c״\"")


@functools.cache
def _table() -> dict[str, str]:
    """Every sign and name of every language to its currency; one that means several is XXX. Loads in about a second."""
    from babel import Locale, localedata

    meant: dict[str, set[str]] = {}
    for identifier in localedata.locale_identifiers():
        if "_" in identifier:
            continue
        locale = Locale.parse(identifier)
        for code, sign in locale.currency_symbols.items():
            meant.setdefault(_key(sign), set()).add(code)
        for code, name in locale.currencies.items():
            meant.setdefault(_key(code), set()).add(code)
            meant.setdefault(_key(name), set()).add(code)
            meant.setdefault(_key(name.split()[0]), set()).add(code)
    return {name: next(iter(codes)) if len(codes) == 1 else UNKNOWN for name, codes in meant.items() if name}
