"""Sizes as they are written: "M", "medium", "size 10.5", "UK 9", "55 inch"; never a quantity."""

from __future__ import annotations

import re

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
LETTERS = frozenset({"xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl", "xxxxl"})
WORDS = frozenset({"small", "medium", "large"})
_INCH = re.compile(r"^([\d.]+) ?(?:inch(?:es)?|in|\"|'')$")


def size_key(value: str) -> str:
    """One form for the wordings of a size: "Medium" and "M" are "m", "2XL" and "XXL" are "xxl", "10.0" is "10"."""
    text = " ".join(value.casefold().replace("-", " ").replace("_", " ").split())
    text = _LETTERS.get(text, text)
    inch = _INCH.match(text)
    if inch:
        return f"{float(inch.group(1)):g} inch"
    try:
        return f"{float(text):g}"
    except ValueError:
        return text
