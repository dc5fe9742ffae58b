"""Misspelt words of dealing with a shop ("chekout", "retrun") set right, for telling the kind of a message."""

from __future__ import annotations

from functools import lru_cache

from agents.intent.english.words import STOP
from agents.intent.lexicon import Lexicon
from agents.intent.tokens import Token, is_word, listed

_WORDS = listed(
    "cancel checkout purchase payment basket trolley remove delete return refund exchange track order orders package "
    "parcel "
    "delivery shipment status compare difference between human person agent support operator representative manager "
    "notify alert price watch cheaper cheapest change quantity replace instead increase proceed confirm thanks thank "
    "hello "
    "second third first fourth everything another please where customer service forget never waiting received arrived "
    "wrong broken damaged empty clear without something anything"
)
_KNOWN = frozenset(_WORDS)
_ENDINGS = ("s", "es", "d", "ed", "r", "er", "ers", "ing", "ly", "y", "able", "ful", "al")
_LONG_ENOUGH = 5


def corrected(tokens: list[Token], folded: str, lexicon: Lexicon) -> str:
    """The message with such words spelt right; its places are no longer those of `folded`."""
    parts: list[str] = []
    at = 0
    for token in tokens:
        if not is_word(token) or len(token.text) < _LONG_ENOUGH or (token.text,) in lexicon.entries:
            continue
        meant = nearest(token.text)
        if meant != token.text:
            parts += [folded[at : token.start], meant]
            at = token.end
    return "".join([*parts, folded[at:]]) if parts else folded


@lru_cache(maxsize=20_000)
def nearest(word: str) -> str:
    """The shop's word that this one is a slip of, else the word itself.

    A slip is one swapped, missing or doubled letter, or in words of seven letters and more one wrong letter: "retrun",
    "chekout", "baskett", but not "truck" for "track" or "returned".
    """
    if word in STOP or word in _KNOWN or not word.isascii():
        return word
    from rapidfuzz.distance import OSA

    for known in _WORDS:
        if known[0] != word[0] or abs(len(known) - len(word)) > 1 or OSA.distance(word, known, score_cutoff=1) > 1:
            continue
        if any(word == known + end or known == word + end for end in _ENDINGS):
            continue
        other_letter = len(word) == len(known) and sorted(word) != sorted(known)
        if not other_letter or len(known) >= 7:
            return known
    return word
