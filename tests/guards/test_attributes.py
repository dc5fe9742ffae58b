"""From probability to verdict."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guards.attributes import BY_LISTING, BY_PICTURE, SEEN_ONLY, THRESHOLDS, verdict


@pytest.mark.parametrize("attribute", [*THRESHOLDS, "material"])
def test_the_thresholds_are_inclusive(attribute: str) -> None:
    low, high = THRESHOLDS.get(attribute, BY_LISTING)
    assert 0 < low < high < 1
    assert verdict(attribute, low) == "contradicted"
    assert verdict(attribute, low + 1e-6) == "unsure"
    assert verdict(attribute, high - 1e-6) == "unsure"
    assert verdict(attribute, high) == "confirmed"


def test_colours_are_judged_by_thresholds_of_their_own() -> None:
    assert "color" in THRESHOLDS
    assert set(THRESHOLDS) <= SEEN_ONLY  # what is fitted to pictures is nothing that a listing alone decides


@pytest.mark.parametrize("attribute", BY_PICTURE)
def test_a_picture_alone_has_thresholds_of_its_own(attribute: str) -> None:
    low, high = BY_PICTURE[attribute]
    assert 0 < low < high < 1
    assert verdict(attribute, low, by_picture=True) == "contradicted"
    assert verdict(attribute, (low + high) / 2, by_picture=True) == "unsure"
    assert verdict(attribute, high, by_picture=True) == "confirmed"


@pytest.mark.parametrize("attribute", sorted(SEEN_ONLY - set(BY_PICTURE)))
def test_a_picture_alone_decides_nothing_that_was_not_fitted_to_it(attribute: str) -> None:
    assert {verdict(attribute, p, by_picture=True) for p in (0.0, 0.5, 1.0)} == {"unsure"}


@pytest.mark.parametrize("attribute", sorted(SEEN_ONLY - set(THRESHOLDS)))
def test_what_nobody_looked_at_is_unsure_whatever_the_listing_says(attribute: str) -> None:
    assert {verdict(attribute, p) for p in (0.0, 0.5, 1.0)} == {"unsure"}


@given(st.sampled_from([*THRESHOLDS, "material", "brand"]), st.floats(0, 1), st.floats(0, 1))
def test_more_probability_never_makes_a_verdict_worse(attribute: str, one: float, other: float) -> None:
    order = ["contradicted", "unsure", "confirmed"]
    worse, better = sorted((one, other))
    assert order.index(verdict(attribute, worse)) <= order.index(verdict(attribute, better))
