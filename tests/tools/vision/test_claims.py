"""The pixel witness: sure of what it sees, silent on what it cannot."""

from __future__ import annotations

import pytest

from tests.tools.vision.drawn import thing
from tools.vision.claims import describe, p_pixels
from tools.vision.colour import measure, unreadable

NAVY = measure(thing("navy"), "navy")


@pytest.mark.parametrize(
    ("claimed", "true"),
    [("navy", True), ("blue", True), ("dark blue", True), ("藏青色", True),
     ("red", False), ("white", False), ("yellow", False)],
)  # fmt: skip
def test_what_is_plain_to_see(claimed: str, true: bool) -> None:
    assert (p_pixels(NAVY, claimed) > 0.5) is true


def test_a_family_is_believed_at_least_as_much_as_its_member() -> None:
    assert p_pixels(NAVY, "blue") >= p_pixels(NAVY, "navy") > p_pixels(NAVY, "black") > p_pixels(NAVY, "yellow")


@pytest.mark.parametrize("claimed", ["sparkly", "", "not navy", "multi"])
def test_no_opinion_on_what_is_no_colour(claimed: str) -> None:
    assert p_pixels(NAVY, claimed) == 0.5


def test_no_opinion_without_a_picture() -> None:
    assert p_pixels(unreadable("x"), "navy") == 0.5
    assert describe(unreadable("x")) == "no readable picture"


def test_an_opinion_shrinks_with_the_confidence() -> None:
    doubtful = {**NAVY, "confidence": 0.3}
    assert 0.5 < p_pixels(doubtful, "navy") < p_pixels(NAVY, "navy")  # type: ignore[arg-type]
    assert p_pixels(NAVY, "red") < p_pixels(doubtful, "red") < 0.5  # type: ignore[arg-type]


def test_in_words() -> None:
    assert describe(NAVY).startswith(("98% navy (ΔE ", "99% navy (ΔE ", "100% navy (ΔE "))
