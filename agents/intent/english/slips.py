"""Slips of the pen and of the ear: whether one word may be another one misspelt."""

from __future__ import annotations

import re

_ENDINGS = ("s", "es", "d", "ed", "r", "er", "ers", "ing", "y", "ly", "n", "en", "al", "a", "ful", "able", "est")


_SOUNDS = (
    ("ph", "f"),
    ("ea", "e"),
    ("ee", "e"),
    ("ch", "sh"),
    ("ck", "k"),
    ("qu", "kw"),
    ("ght", "t"),
    ("ce", "se"),
    ("ci", "si"),
    ("c", "k"),
    ("z", "s"),
)


_AL = re.compile(r"al$")


def plausible(word: str, known: str, similarity: float, is_brand: bool) -> bool:
    """Whether `word` may be `known` misspelt.

    Words of five letters must differ by a missing, doubled or swapped letter ("jaket"), not by another one: "blank" is
    not "black". A brand is misspelt in that way only, since many are near to common words. The first letter is mostly
    typed right.
    """
    if known == word + "s" or word == known + "s" or (word[0] != known[0] and sorted(word) != sorted(known)):
        return False
    if len(known) == 4 and not is_brand:
        return squeezed(word) == squeezed(known)
    if len(known) < 5 or (is_brand and len(known) < 6):
        return False
    slip = len(known) != len(word) or sorted(known) == sorted(word) or squeezed(known) == squeezed(word)
    if len(word) == 5 or (is_brand and len(word) < 9):
        return slip and similarity >= 0.79
    return similarity >= 0.82 and (slip or len(word) > 7 or _other_vowels(word, known))


def _other_vowels(word: str, known: str) -> bool:
    """Whether the letters that differ are vowels: "cotten", "burgandy"."""
    return all(
        mine == theirs or (mine in "aeiouy" and theirs in "aeiouy") for mine, theirs in zip(word, known, strict=False)
    )


def is_form(word: str, known: str) -> bool:
    """Another form of the same word is no slip: "sleeved" for "sleeve", "makes" for "maker"."""
    return any(word == known + end or known == word + end for end in _ENDINGS) or word[:-1] == known[:-1]


def sound(word: str) -> str:
    """A rough key of how a word sounds: "headfones" and "headphones", "kashmere" and "cashmere" have the same."""
    for letters, sound in (*_SOUNDS, ("y", "i"), ("ou", "o"), ("ei", "ie")):
        word = word.replace(letters, sound)
    plain = squeezed(word)
    plain = plain.removesuffix("s").removesuffix("e")
    return plain[:-1] + "el" if plain.endswith("l") and plain[-2:-1] not in tuple("aeiou") else _AL.sub("el", plain)


def squeezed(word: str) -> str:
    """Doubled letters as one: the wrong one may have been doubled ("hoddie")."""
    return "".join(char for at, char in enumerate(word) if at == 0 or char != word[at - 1])
