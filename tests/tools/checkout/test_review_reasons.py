"""The borders of what a reviewer is asked about, on real quotes; tests/guards/test_policy.py has the rules alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.builders import Shop, Sku, cart, cart_line, stock_catalog

SKUS = [
    Sku("limit", price_minor=50_000),
    Sku("above", price_minor=50_001),
    Sku("half", price_minor=1_000, median_minor=2_000),
    Sku("below-half", price_minor=999, median_minor=2_000),
    Sku("twice", price_minor=4_000, median_minor=2_000),
    Sku("above-twice", price_minor=4_001, median_minor=2_000),
    Sku("nine", stock=50),
    Sku("adult", restrictions=("age_18",)),
    Sku("controlled", restrictions=("regulated",)),
    Sku("pack", pack_size=10, stock=50),
]


def reasons(
    shop: Shop, variant_id: str, quantity: int = 1, *, thread: str = "t-1", catalog: str = "little"
) -> list[str]:
    quote, found = shop.desk.quote(
        thread_id=thread,
        turn_id="",
        shopper="ada",
        catalog=catalog,
        cart=cart(cart_line(variant_id, quantity), currency="JPY" if catalog == "yen" else "USD"),
    )
    assert quote is not None, found
    return [each for need in quote["required_approvals"] if need["role"] == "reviewer" for each in need["reasons"]]


@pytest.fixture
def shop(engine: Engine, tmp_path: Path) -> Shop:
    stock_catalog(engine, SKUS)
    return Shop.open(engine, tmp_path)


@pytest.mark.parametrize(
    ("variant_id", "quantity", "expected"),
    [
        ("limit", 1, []),
        ("above", 1, ["high_value"]),
        ("half", 1, []),
        ("below-half", 1, ["price_far_from_median"]),
        ("twice", 1, []),
        ("above-twice", 1, ["price_far_from_median"]),
        ("nine", 9, []),
        ("nine", 10, ["quantity_outlier"]),
        ("pack", 1, []),
        ("pack", 2, ["quantity_outlier"]),
        ("adult", 1, ["age_restricted"]),
        ("controlled", 1, ["regulated"]),
    ],
)
def test_the_last_that_passes_and_the_first_that_does_not(
    shop: Shop, variant_id: str, quantity: int, expected: list[str]
) -> None:
    assert reasons(shop, variant_id, quantity) == expected


def test_high_value_is_in_the_catalogues_own_minor_units(shop: Shop, engine: Engine) -> None:
    """50,000 is 500 dollars in one catalogue and 50,000 yen in another: the setting is of the shop's currency."""
    stock_catalog(engine, SKUS, currency="JPY", catalog="yen")
    assert reasons(shop, "limit", catalog="yen") == []
    assert reasons(shop, "above", catalog="yen") == ["high_value"]


def test_a_like_order_is_one_within_the_minutes_to_the_last_moment(shop: Shop) -> None:
    bought = shop.approved(cart_line("nine"))
    shop.desk.pay(bought["quote_id"], turn_id="", actor="ada")
    shop.clock.forward(minutes=10)
    assert reasons(shop, "nine", thread="t-2") == ["repeat_order"]
    shop.clock.forward(milliseconds=1)
    assert reasons(shop, "nine", thread="t-3") == []
