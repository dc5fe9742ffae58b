"""Sizes beside the one that is spoken of."""

from __future__ import annotations

from typing import Any

import pytest

from agents.intent import parse
from agents.intent.size_steps import rank
from evals.intent_cases import vocabulary
from tools.llm.contract import IntentContext

VOCABULARY = vocabulary()
SHOWN: list[Any] = [
    {"product_id": "a", "variant_id": "a1", "title": "Harbour Jacket", "size": "M"},
    {"product_id": "b", "variant_id": "b1", "title": "Storm Jacket", "size": "XL"},
]
RUNNING: IntentContext = {"shown": SHOWN, "last": "search", "constraints": [], "query": "jackets"}


def size(value: str) -> Any:
    return {"attribute": "size", "op": "is", "value": value, "span": [0, 1]}


def sizes(text: str, *, running: str = "", **context: Any) -> list[str]:
    known: IntentContext = {**RUNNING, "constraints": [size(running)] if running else [], **context}  # type: ignore[typeddict-item]
    return [each["value"] for each in parse(text, VOCABULARY, known)["constraints"] if each["attribute"] == "size"]


@pytest.mark.parametrize(
    ("running", "text", "wanted"),
    [
        ("m", "bigger", "l"),
        ("m", "a size bigger please", "l"),
        ("m", "two sizes bigger", "xl"),
        ("m", "in a smaller size", "s"),
        ("m", "one size down", "s"),
        ("9", "a size up", "10"),
        ("10", "half a size bigger", "10.5"),
        ("43 inch", "bigger", "55 inch"),
    ],
)
def test_the_next_size_of_the_catalogue_on_the_same_scale(running: str, text: str, wanted: str) -> None:
    assert sizes(text, running=running) == [wanted]


def test_it_starts_from_what_is_named_or_touched() -> None:
    assert sizes("a size bigger than the first one", running="s") == ["l"]
    assert sizes("bigger", focus=SHOWN[1]) == ["xxl"]
    assert sizes("smaller", shown=SHOWN[1:]) == ["l"]


@pytest.mark.parametrize("text", ["bigger", "a size up"])
def test_with_nothing_to_start_from_no_size_is_guessed(text: str) -> None:
    assert sizes(text) == []
    assert sizes(text, running="one size") == []
    assert sizes(text, running="xxl") == []


@pytest.mark.parametrize("text", ["the bigger one", "which is bigger?", "a bigger backpack"])
def test_other_comparing_is_no_step(text: str) -> None:
    assert sizes(text, running="m") == []


def test_scales_are_kept_apart() -> None:
    assert rank("M") == ("letter", 3.0)
    assert rank("10.5") == ("number", 10.5)
    assert rank("55 inch") == (" inch", 55.0)
    assert rank("one size") is None
