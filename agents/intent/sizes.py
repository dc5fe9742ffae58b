"""Sizes as they are written: "M", "medium", "size 10.5", "UK 9", "55 inch"; never a quantity."""

from __future__ import annotations

import re
from functools import lru_cache

_LETTERS = {
    "extra small": "xs",
    "x small": "xs",
    "xsmall": "xs",
    "small": "s",
    "medium": "m",
    "med": "m",
    "large": "l",
    "extra large": "xl",
    "x large": "xl",
    "xlarge": "xl",
    "extra extra large": "xxl",
    "xx large": "xxl",
    "2xl": "xxl",
    "2 xl": "xxl",
    "3xl": "xxxl",
    "3 xl": "xxxl",
    "xxx large": "xxxl",
    "2 x": "xxl",
    "one size": "one size",
    "onesize": "one size",
    "os": "one size",
    "extra extra small": "xxs",
    "xx small": "xxs",
    "4xl": "xxxxl",
    "4 xl": "xxxxl",
}
LETTERS = frozenset({"xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl", "xxxxl", "5xl", "6xl", "7xl"})
SIZE_STARTS = LETTERS | frozenset(each.split()[0] for each in _LETTERS)
WORDS = frozenset({"small", "medium", "large"})
_INCH = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?(?:inch(?:es)?|in|\"|'')")
_MANY_X = re.compile(r"([1-9]) ?x ?(?:l|large)")
_PLAIN = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,3})?")


@lru_cache(maxsize=4096)
def size_key(value: str) -> str:
    """One form for the wordings of a size: "Medium" and "M" are "m", "2XL" and "XXL" are "xxl", "10.0" is "10"."""
    text = " ".join(value.casefold().replace("-", " ").replace("_", " ").split())
    text = _LETTERS.get(text, text)
    if many := _MANY_X.fullmatch(text):
        return f"{many[1]}xl" if int(many[1]) > 4 else "x" * int(many[1]) + "l"
    if inch := _INCH.fullmatch(text):
        return f"{float(inch[1]):g} inch"
    return f"{float(text):g}" if _PLAIN.fullmatch(text) else text
