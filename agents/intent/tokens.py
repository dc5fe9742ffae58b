"""Words with their places: everything that is read keeps the span of the utterance behind it."""

from __future__ import annotations

import re
from typing import NamedTuple

_SAME_LENGTH = {ord("’"): "'", ord("‘"): "'", ord("ʼ"): "'", ord("“"): '"', ord("”"): '"', ord("″"): '"'}
_SAME_LENGTH |= {ord("–"): "-", ord("—"): "-", ord("−"): "-", ord("‑"): "-", 0xA0: " ", 0x202F: " ", 0x2009: " "}
_SAME_LENGTH |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}  # full-width forms
_SAME_LENGTH |= {ord("￥"): "¥", ord("￡"): "£", ord("￠"): "¢"}
_TOKEN = re.compile(r"\d+(?:[.,]\d+|'\d{3}(?!\d))*|[^\W\d_]+(?:'[^\W\d_]+)*|[^\s\w]|_")
_HAN = re.compile(r"[\u3400-\u9fff]")


class Token(NamedTuple):
    """A word, a number or one sign, lower-case; text[start:end] is how it was written."""

    text: str
    start: int
    end: int


def fold(text: str) -> str:
    """Lower-case, with one form for quotes, dashes and full-width signs; always as long as `text`."""
    plain = text.translate(_SAME_LENGTH)
    lower = plain.lower()
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := char.lower()) == 1 else char for char in plain)


def tokenize(folded: str) -> list[Token]:
    """Words, numbers (with their own points and commas) and single signs, in order."""
    return [Token(found.group(), found.start(), found.end()) for found in _TOKEN.finditer(folded)]


def is_word(token: Token) -> bool:
    return token.text[0].isalpha()


def is_number(token: Token) -> bool:
    return token.text[0].isdecimal() and token.text[0].isascii()


def language(text: str) -> str:
    """ "zh" as soon as one Chinese character in three letters is there, else "en"."""
    han = len(_HAN.findall(text))
    if not han:
        return "en"
    latin = sum(char.isascii() and char.isalpha() for char in text)
    return "zh" if han * 3 >= latin else "en"


def phrases(text: str) -> tuple[tuple[str, ...], ...]:
    """The words of each phrase of a table whose phrases are parted by commas."""
    return tuple(tuple(phrase.split()) for phrase in text.split(","))


def listed(text: str) -> tuple[str, ...]:
    """The words of a table that is written as running text."""
    return tuple(text.split())
