from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guards.quote import check_sums
from tests.guards.terms import terms
from tools.checkout.pricing import Charge, Rates, bounded, charge_for, price
from tools.checkout.types import QuoteTerms
from tools.errors import TruecartError

prices = st.integers(1, 10**9)
baskets = st.dictionaries(st.sampled_from("abcdef"), st.tuples(prices, st.integers(1, 100)), min_size=1)
rates = st.builds(
    Rates,
    shipping_minor=st.integers(0, 10_000),
    free_shipping_minor=st.integers(0, 10**7),
    tax_basis_points=st.integers(0, 10_000),
)


def terms_of(basket: dict[str, tuple[int, int]], charge: Charge) -> QuoteTerms:
    made: Any = terms()
    made["lines"] = [
        {
            **made["lines"][0],
            "variant_id": each,
            "quantity": quantity,
            "unit_minor": unit,
            "line_minor": unit * quantity,
        }
        for each, (unit, quantity) in basket.items()
    ]
    made["discounts"] = []
    made.update({key: value for key, value in charge.items() if key not in ("units", "discounts_minor")})
    return made  # type: ignore[no-any-return]


def priced(basket: dict[str, tuple[int, int]], at: Rates) -> Charge:
    units = {each: unit for each, (unit, _) in basket.items()}
    return price(units, {each: quantity for each, (_, quantity) in basket.items()}, [], at)


@settings(deadline=None)
@given(basket=baskets, at=rates)
def test_every_price_adds_up(basket: dict[str, tuple[int, int]], at: Rates) -> None:
    charge = priced(basket, at)
    assert check_sums(terms_of(basket, charge)) == []
    exact = Decimal(charge["goods_minor"]) * at.tax_basis_points / 10_000
    assert charge["tax_minor"] == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


@settings(deadline=None)
@given(basket=baskets, at=rates)
def test_unchanged_prices_are_charged_as_approved(basket: dict[str, tuple[int, int]], at: Rates) -> None:
    charge = priced(basket, at)
    other = Rates(at.shipping_minor + 1, at.free_shipping_minor, 10_000)  # rates may change between quote and charge
    assert charge_for(terms_of(basket, charge), charge["units"], other) == charge


@settings(deadline=None)
@given(basket=baskets, at=rates, later=rates, data=st.data())
def test_after_a_fall_nothing_is_above_what_was_approved(
    basket: dict[str, tuple[int, int]], at: Rates, later: Rates, data: st.DataObject
) -> None:
    approved = priced(basket, at)
    fallen = {each: data.draw(st.integers(1, unit)) for each, (unit, _) in basket.items()}
    charge: Any = charge_for(terms_of(basket, approved), fallen, later)
    for part in ("goods_minor", "shipping_minor", "tax_minor", "total_minor"):
        assert 0 <= charge[part] <= approved[part]  # type: ignore[literal-required]
    assert charge["total_minor"] == charge["goods_minor"] + charge["shipping_minor"] + charge["tax_minor"]


@pytest.mark.parametrize("total", [0, -1, 2_600])
def test_nothing_and_more_than_approved_are_never_charged(total: int) -> None:
    charge: Any = {"total_minor": total}
    with pytest.raises(TruecartError) as refused:
        bounded(charge, 2_599)
    assert refused.value.code == "totals_disagree"


def test_shipping_is_free_from_the_threshold_on() -> None:
    at = Rates(shipping_minor=599, free_shipping_minor=7_500, tax_basis_points=0)
    assert [at.shipping(goods) for goods in (0, 7_499, 7_500, 7_501)] == [599, 599, 0, 0]


def test_tax_rounds_half_up() -> None:
    at = Rates(0, 0, 825)
    assert [at.tax(minor) for minor in (0, 6, 7, 1_000, 2_000)] == [0, 0, 1, 83, 165]  # 82.5 becomes 83
