"""A shopper's picture read as a wish: only what it shows clearly, and never over the shopper's words."""

from __future__ import annotations

from typing import Any

import pytest

from agents.picture import CLEAR, constraint_from_picture
from tests.tools.vision.drawn import thing
from tools.catalog.types import Vocabulary
from tools.llm.contract import Intent
from tools.vision.colour import measure, unreadable

WORDS = Vocabulary("shop", "USD", {"color": ("navy", "red")})
NAVY = measure(thing("navy"), "x")


def said(kind: str = "unclear", **more: Any) -> Intent:
    return {"kind": kind, "constraints": [], "query": "", "language": "en", "confidence": 1.0, **more}  # type: ignore[typeddict-item,return-value]


@pytest.mark.parametrize(("kind", "read"), [("unclear", "search"), ("small_talk", "search"), ("refine", "refine")])
def test_the_main_colour_is_taken_over(kind: str, read: str) -> None:
    intent = constraint_from_picture(said(kind), NAVY, WORDS)
    assert intent["kind"] == read
    assert [(each["attribute"], each["op"], each["value"]) for each in intent["constraints"]] == [
        ("color", "is", "navy")
    ]


def test_words_go_before_the_picture() -> None:
    asked = said("search", constraints=[{"attribute": "color", "op": "is", "value": "red", "span": [0, 3]}])
    assert constraint_from_picture(asked, NAVY, WORDS)["constraints"] == asked["constraints"]


@pytest.mark.parametrize(
    "seen",
    [
        unreadable("x"),
        {**NAVY, "confidence": CLEAR - 0.01},
        measure(thing("green"), "x"),
        measure(thing("red").point(lambda value: value * 0.2), "x"),
    ],
    ids=["unreadable", "doubtful", "a colour that the shop does not have", "dark"],
)
def test_what_is_not_clear_is_said_and_not_used(seen: Any) -> None:
    intent = constraint_from_picture(said("search", ignored=["glitter"]), seen, WORDS)
    assert intent["constraints"] == []
    assert intent["ignored"] == ["glitter", "the picture"]
