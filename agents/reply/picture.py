"""What was seen in the shopper's picture, in words."""

from __future__ import annotations

from collections.abc import Callable

from agents.picture import CERTAIN, PictureReading

Say = Callable[..., str]
Word = Callable[..., str]
DOUBTS = ("no subject", "dark", "tinted", "tiny")  # the first that applies is said


def _as_it_is(value: str, _attribute: str = "") -> str:
    return value


def seen_in_picture(reading: PictureReading | None, say: Say, word: Word = _as_it_is) -> str:
    """ "In your picture I see: navy (97 %).", or why the colour could not be told; empty without a picture.

    `word` puts a value of an attribute into the reply's language.
    """
    if reading is None:
        return ""
    category = reading.get("category")
    kind = [_sure(word(category["value"], "category"), category["p"])] if category and category["p"] >= CERTAIN else []
    if reading["color"] is None or reading["verdict"] != "confirmed":
        told = say("picture_seen", what=kind[0]) if kind else ""
        return " ".join(part for part in (told, _why_not(reading, say, word)) if part)
    what = ", ".join([*kind, _sure(word(reading["color"], "color"), reading["p"])])
    if reading["missing"]:
        return say("picture_not_here", what=what, missing=", ".join(word(each) for each in reading["missing"]))
    return say("picture_seen", what=what)


def _why_not(reading: PictureReading, say: Say, word: Word) -> str:
    doubt = next((each for each in DOUBTS if each in reading["doubts"]), None)
    if doubt is not None:
        return say(f"picture_{doubt.replace(' ', '_')}")
    return say("picture_doubtful", what=_sure(word(reading["color"] or "", "color"), reading["p"]))


def _sure(value: str, p: float) -> str:
    return f"{value} ({min(round(p * 100), 99)} %)"
