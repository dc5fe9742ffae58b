"""From probability to verdict."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guards.attributes import BY_LISTING, SEEN_ONLY, THRESHOLDS, verdict


@pytest.mark.parametrize("attribute", ["color", "material"])
def test_the_thresholds_are_inclusive(attribute: str) -> None:
    low, high = THRESHOLDS.get(attribute, BY_LISTING)
    assert 0 < low < 0.5 < high < 1
    assert verdict(attribute, low) == "contradicted"
    assert verdict(attribute, low + 1e-6) == "unsure"
    assert verdict(attribute, high - 1e-6) == "unsure"
    assert verdict(attribute, high) == "confirmed"


@pytest.mark.parametrize("attribute", sorted(SEEN_ONLY))
def test_what_nobody_looked_at_is_unsure_whatever_the_listing_says(attribute: str) -> None:
    assert {verdict(attribute, p) for p in (0.0, 0.5, 1.0)} == {"unsure"}


@given(st.sampled_from(["color", "material", "brand"]), st.floats(0, 1), st.floats(0, 1))
def test_more_probability_never_makes_a_verdict_worse(attribute: str, one: float, other: float) -> None:
    order = ["contradicted", "unsure", "confirmed"]
    worse, better = sorted((one, other))
    assert order.index(verdict(attribute, worse)) <= order.index(verdict(attribute, better))
