"""What may come in: size, readability, instructions to the agent, requests of another trade; and personal data is
taken out of what is kept.

Three outcomes are kept apart. `allow`: go on with `text`. `block`: refused, `codes` say why. `error`: this guard
itself failed; callers treat it as closed.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Literal, TypedDict

from guards.disguise import hidden
from guards.injection import judge
from guards.redaction import redact

Outcome = Literal["allow", "block", "error"]
Origin = Literal["shopper", "data"]
CONTROLS = {*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F, *range(0x80, 0xA0)}
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad\U000e0000-\U000e007f]")
READABLE = 0.7  # below this share of letters, digits, marks, punctuation and spaces a text is no text


class Screened(TypedDict):
    outcome: Outcome
    codes: list[str]
    text: str  # normalised (NFC), without invisible characters, redacted; cut to the limit


def screen(text: Any, *, origin: Origin = "shopper", max_chars: int = 4000) -> Screened:
    """Screen one text of at most `max_chars` characters.

    `origin` says where it comes from: the shopper, or data (catalogue text, reviews, file names), which has no business
    to address the agent at all.
    """
    if not isinstance(text, str):
        return _blocked("message_not_text", "")
    try:
        if len(text) > max_chars:
            return _blocked("message_too_long", _clean(text[:max_chars]))
        clean = _clean(text)
        if not clean.strip():
            return _blocked("empty_message" if not _has_controls(text) else "message_not_text", "")
        if _unreadable(text):
            return _blocked("message_not_text", clean)
        if code := judge(clean, unseen=hidden(text), data=origin == "data"):
            return _blocked(code, clean)
    except Exception:
        return {"outcome": "error", "codes": ["internal"], "text": ""}
    return {"outcome": "allow", "codes": [], "text": clean}


def _blocked(code: str, text: str) -> Screened:
    return {"outcome": "block", "codes": [code], "text": text}


def _clean(text: str) -> str:
    """NFC, no lone surrogates, no controls, no zero-width or direction marks, no personal data."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    visible = INVISIBLE.sub("", unicodedata.normalize("NFC", whole))
    return redact("".join(" " if ord(each) in CONTROLS else each for each in visible))


def _has_controls(text: str) -> bool:
    return any(ord(each) in CONTROLS for each in text)


def _unreadable(text: str) -> bool:
    """Binary in disguise: NUL or several control characters, replacement characters, or mostly symbols."""
    controls = sum(ord(each) in CONTROLS for each in text)
    if "\x00" in text or controls > 2 or text.count("\ufffd") > 2:
        return True
    readable = sum(unicodedata.category(each)[0] in "LNMPZS" for each in text)
    return readable < READABLE * len(text)
