"""Words that are none: letters at random, and nonsense that could be said aloud.

No single word is judged: brands and rare words look like nonsense too. What counts is a stretch of words that neither
the project's own English nor the text beside it knows, weighed by how unusual their letter pairs are. Capitalised
words inside a sentence, words with digits and short ones are passed over.
"""

from __future__ import annotations

import functools
import re
from itertools import pairwise

LETTERS = " abcdefghijklmnopqrstuvwxyz"  # the space is a word's edge
STEPS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"  # digits of the table of pairs
PER_BIT = 4
_TOKEN = re.compile(r"[^\W_]+(?:['’][a-z]{1,2})?")
_PLAIN = re.compile(r"[a-z]{3,}")
_ENDS = ("ings", "ing", "edly", "ed", "ies", "es", "s", "ers", "er", "est", "ly", "ness", "able", "y", "e")
_BLOB = re.compile(
    r"(?<![\w/.+=-])(?=[A-Za-z0-9+/=_]*\d)(?=[A-Za-z0-9+/=_]*[A-Z])(?=[A-Za-z0-9+/=_]*[a-z])[A-Za-z0-9+/=_]{28,}"
)
_SYMBOLS = re.compile(r"[!-/:-@\[-`{-~]{5,}")
_VOWELLESS = re.compile(r"[bcdfghjklmnpqrstvwxz]{6,}")
_SENTENCE_END = re.compile(r"[.!?:;\n•-]\s*$")

USUAL = 4.1  # bits a pair: nine in ten of the rarer words of the project are below
KNOWN = -1.6  # what a known word takes off a stretch
UNKNOWN = 0.75  # what an unknown one adds, and more by its surprise
STRETCH = 4.4  # six unknown words on end, or two or three that nobody can say; one plain text in a hundred has more


def is_spaghetti(text: str, source: str = "") -> bool:
    """Whether the text holds a stretch of nonsense that is not in `source`, a blob of data or a soup of signs."""
    beside = _words_of(source)
    if any(found.group() not in source for found in _BLOB.finditer(text)):
        return True
    if any(len(set(found.group())) >= 4 and found.group() not in source for found in _SYMBOLS.finditer(text)):
        return True
    return stretch(text, beside) >= STRETCH or _rare_characters(text, source)


def stretch(text: str, beside: frozenset[str]) -> float:
    """The weight of the worst stretch of unknown words, 0 and more."""
    worst = running = 0.0
    for found in _TOKEN.finditer(text):
        word = found.group().split("'")[0].split("’")[0]
        if word[0].isupper() and word[1:].islower() and _begins(text, found.start()):
            word = word.lower()
        if not _PLAIN.fullmatch(word):
            continue
        running = max(0.0, running + (KNOWN if word in beside else weight(word)))
        worst = max(worst, running)
    return worst


@functools.lru_cache(maxsize=8192)
def weight(word: str) -> float:
    """What one lower-case word adds to a stretch."""
    if stem(word) in _stems() or word in _stems():
        return KNOWN
    if len(word) >= 24 or _VOWELLESS.search(word):
        return 2.0
    if len(word) < 4:
        return 0.2
    return UNKNOWN + min(max(surprise(word) - USUAL, 0.0), 1.5)


def surprise(word: str) -> float:
    """Mean bits a letter pair, the word's edges included."""
    rows = _pairs()
    places = [LETTERS.index(letter) for letter in f" {word} "]
    return sum(rows[first][second] for first, second in pairwise(places)) / (len(word) + 1)


def stem(word: str) -> str:
    """The word without its ending; never shorter than three letters."""
    for end in _ENDS:
        if word.endswith(end) and len(word) - len(end) >= 3:
            word = word[: -len(end)]
            break
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


def _begins(text: str, start: int) -> bool:
    return start == 0 or _SENTENCE_END.search(text[:start]) is not None


@functools.lru_cache(maxsize=64)
def _words_of(source: str) -> frozenset[str]:
    return frozenset(found.group() for found in re.finditer(r"[a-z]+", source.casefold()))


def _rare_characters(text: str, source: str) -> bool:
    """Four and more Chinese characters that hardly anybody uses, a quarter of all: no Chinese text reads so."""
    characters = [each for each in text if "\u3400" <= each <= "\u9fff"]
    rare = {each for each in characters if not _is_usual(each) and each not in source}
    return len(rare) >= 4 and len(rare) * 4 >= len(characters)


@functools.lru_cache(maxsize=8192)
def _is_usual(character: str) -> bool:
    """Whether it is of the first level of the simplified or of the traditional standard set."""
    simplified, traditional = character.encode("gb2312", "ignore"), character.encode("big5", "ignore")
    return (bool(simplified) and simplified[0] <= 0xD7) or (bool(traditional) and traditional[0] <= 0xC6)


@functools.cache
def _stems() -> frozenset[str]:
    from guards.spaghetti_table import STEMS

    return frozenset("".join(STEMS).split())


@functools.cache
def _pairs() -> tuple[tuple[float, ...], ...]:
    from guards.spaghetti_table import PAIRS

    return tuple(tuple(STEPS.index(each) / PER_BIT for each in row) for row in PAIRS)
