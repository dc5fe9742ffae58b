from __future__ import annotations

from typing import Any

import pytest

from tests.builders import cart_line, evidence
from tools.checkout.receipt import said, why_line
from tools.checkout.types import Lineage

STORY = ", " + "because my sister is coming to see us " * 5 + "soon"


def lineage(**changes: Any) -> Lineage:
    entry: Any = {**cart_line("a")["lineage"][0], **changes}
    return entry  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("story", "span", "words"),
    [
        ("", [0, 14], "the second one in size M please"),
        ("", [], "the second one in size M please"),
        (STORY, [0, 14], "the second one"),
        (STORY, [4, 999], f"the second one in size M please{STORY}"),
    ],
)
def test_a_short_utterance_is_quoted_whole_of_a_long_one_the_span(story: str, span: list[int], words: str) -> None:
    assert said(lineage(span=span, utterance=f"the second one in size M please{story}")) == words


def test_a_range_of_prices() -> None:
    value = {"minor": 2_000, "minor_max": 6_000, "currency": "USD"}
    entry = lineage(constraints=[{"attribute": "price", "op": "range", "value": value, "span": [0, 1]}])
    assert "You asked for price $20.00 to $60.00." in why_line([entry], [])


def test_verdicts_in_words() -> None:
    seen = [evidence("a"), evidence("a", "contradicted", "green")]
    assert why_line([], seen) == [
        "The picture confirms color navy (93 %).",
        "The picture contradicts color green (93 %): it shows navy.",
    ]


def test_nothing_is_said_twice() -> None:
    twice = why_line([lineage(), lineage()], [evidence("a"), evidence("a")])
    assert len(twice) == len(set(twice))
