"""The language that a reply is written in."""

from __future__ import annotations

import re
from collections.abc import Sequence

_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[a-zA-Z]")
_TELLING = 4  # Latin letters; "M", "XL" and "ok" are typed in any language


def language_of(parsed: str | None, text: str, earlier: Sequence[str] = ()) -> str:
    """ "en" or "zh". `parsed` is what the parser found in `text`, None when the turn was not parsed.

    A size, a number or an empty text says nothing about its writer: then it is the language of the last of the
    `earlier` messages, newest last, that does.
    """
    if _tells(text):
        return parsed or ("zh" if _HAN.search(text) else "en")
    said = next((each for each in reversed(earlier) if _tells(each)), None)
    if said is None:
        return parsed or "en"
    return "zh" if _HAN.search(said) else "en"


def _tells(text: str) -> bool:
    return bool(_HAN.search(text)) or len(_LATIN.findall(text)) >= _TELLING
