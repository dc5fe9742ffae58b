"""A model that does not stop: the same words, sentence or letters over and over."""

from __future__ import annotations

import re
import zlib
from itertools import pairwise

_TOKEN = re.compile(r"[\u3400-\u9fff]|[^\W_]+")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。！？；;\n])\s*")
_LETTERS = re.compile(r"([^\W\d_])\1{4,}|(\d)\2{7,}|([^\w\s.\-=*_~#─…])\3{5,}")
_LONGEST = 40  # tokens of a repeated part
_REPETITIVE = 0.2  # zlib ratio from 400 bytes on; plain lists of products lie above .3 (TRAPS of measured facts)


def loops(text: str) -> bool:
    """Whether a part of the text comes three times in a row (a single word four times), or a long sentence twice."""
    if _LETTERS.search(text):
        return True
    tokens = [found.group().casefold() for found in _TOKEN.finditer(text)]
    if any(_in_a_row(tokens, length) for length in range(1, min(_LONGEST, len(tokens) // 3) + 1)):
        return True
    if _same_sentence(text):
        return True
    raw = text.encode("utf-8", "replace")
    return len(raw) >= 400 and len(zlib.compress(raw, 6)) / len(raw) < _REPETITIVE


def _in_a_row(tokens: list[str], length: int) -> bool:
    """Whether `length` tokens repeat at once: four times for one token ("very, very, very" is speech), else three."""
    needed = (3 if length == 1 else 2) * length
    same = 0
    for at in range(length, len(tokens)):
        same = same + 1 if tokens[at] == tokens[at - length] else 0
        if same >= needed:
            return not all(token.isdigit() for token in tokens[at - length : at])
    return False


def _same_sentence(text: str) -> bool:
    sentences = [each.strip().casefold() for each in _SENTENCE.split(text)]
    long = [each for each in sentences if len(each.encode()) >= 24]
    return any(first == second for first, second in pairwise(long))
