"""Stripe's units are ours, or the amount is refused: never a tenth, never a hundredfold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.checkout.gateways.stripe.amounts import MOST, NO_DECIMALS, THREE_DECIMALS, from_stripe, to_stripe
from tools.errors import TruecartError

OTHERS = ("USD", "EUR", "CNY", "GBP", "HUF", "TWD", "IDR", "ISK", "RSD", "ALL", "LAK")


@pytest.mark.parametrize(
    ("minor", "currency", "units"),
    [
        (1_099, "USD", 1_099),
        (500, "JPY", 500),  # no decimals, ours neither
        (5, "ISK", 500),  # none here, two at Stripe
        (120, "RSD", 12_000),
        (5_120, "KWD", 5_120),
        (10_990, "HUF", 10_990),
    ],
)
def test_the_units_of_a_currency(minor: int, currency: str, units: int) -> None:
    assert to_stripe(minor, currency) == units
    assert from_stripe(units, currency) == minor


@pytest.mark.parametrize(
    ("minor", "currency"),
    [
        (5_124, "KWD"),  # Stripe's partners take whole tens
        (1, "TND"),
        (500, "UGX"),  # documented both ways
        (0, "USD"),
        (-1, "USD"),
        (MOST + 1, "USD"),
        (MOST, "ISK"),
        (100, "XYZ"),
    ],
)
def test_what_cannot_be_charged_exactly_is_refused(minor: int, currency: str) -> None:
    with pytest.raises(TruecartError) as refused:
        to_stripe(minor, currency)
    assert refused.value.code == "bad_price"


def test_a_fraction_of_our_unit_is_no_amount() -> None:
    with pytest.raises(TruecartError) as refused:
        from_stripe(550, "ISK")
    assert refused.value.code == "bad_price"


@given(st.integers(1, MOST // 100), st.sampled_from([*sorted(NO_DECIMALS), *sorted(THREE_DECIMALS), *OTHERS]))
def test_there_and_back_is_the_same_amount(minor: int, currency: str) -> None:
    exact = minor * 10 if currency in THREE_DECIMALS else minor
    assert from_stripe(to_stripe(exact, currency), currency) == exact
