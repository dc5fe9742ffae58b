from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guards.cart import CartLimits, check_cart, quantities, stock_message
from tests.builders import cart, cart_line, evidence
from tests.guards.terms import OFFERS, offer

LIMITS = CartLimits(100)


def codes(*lines: Any, currency: str = "USD", **offers: Any) -> list[str]:
    return [each["code"] for each in check_cart(cart(*lines, currency=currency), {**OFFERS, **offers}, LIMITS)]


def test_a_sound_cart_passes() -> None:
    assert codes(cart_line("a", 2), cart_line("b", 10, 550)) == []
    assert codes() == []


@pytest.mark.parametrize("quantity", [0, -1, -(10**9), True, False, 2.0, 1.5, "2", None, float("nan"), [2]])
def test_no_quantity(quantity: Any) -> None:
    assert codes(cart_line("a", quantity)) == ["bad_quantity"]


@pytest.mark.parametrize("quantity", [101, 10**9, 10**30])
def test_too_many(quantity: int) -> None:
    assert codes(cart_line("a", quantity), a=offer("a", stock_available=10**40)) == ["quantity_over_limit"]


def test_the_sellers_own_limit() -> None:
    assert codes(cart_line("a", 3), a=offer("a", max_quantity=3)) == []
    assert codes(cart_line("a", 4), a=offer("a", max_quantity=3)) == ["quantity_over_limit"]


def test_more_than_stock_says_what_there_is() -> None:
    found = check_cart(cart(cart_line("a", 11)), OFFERS, LIMITS)
    assert [each["code"] for each in found] == ["out_of_stock"]
    assert found[0]["details"] == {"available": 10, "asked": 11, "variant_id": "a"}
    assert found[0]["path"] == "cart.lines[0].quantity"


def test_two_lines_of_a_variant_count_together() -> None:
    assert codes(cart_line("a", 6), cart_line("a", 5)) == ["out_of_stock"]
    assert codes(cart_line("a", 60), cart_line("a", 60), a=offer("a", stock_available=999)) == ["quantity_over_limit"]


def test_oversold_stock_reads_as_none() -> None:
    found = check_cart(cart(cart_line("a", 1)), {"a": offer("a", stock_available=-4)}, LIMITS)
    assert found[0]["details"]["available"] == 0


def test_unknown_unpriced_and_other_currency() -> None:
    assert codes(cart_line("nobody-sells-this")) == ["unknown_variant"]
    assert codes(cart_line("a"), a=offer("a", price_minor=None)) == ["unpriced"]
    assert codes(cart_line("a"), currency="EUR") == ["other_currency"]


def test_a_changed_price_is_only_said() -> None:
    found = check_cart(cart(cart_line("a", 1, 1_999)), OFFERS, LIMITS)
    assert [(each["code"], each["severity"]) for each in found] == [("price_changed", "warning")]
    assert found[0]["details"] == {"shown_minor": 1_999, "now_minor": 2_000}


def test_contradicted_evidence_goes_to_review() -> None:
    seen = [evidence("a"), evidence("a", "contradicted"), evidence("a", "unsure")]
    found = check_cart(cart(cart_line("a", seen=seen)), OFFERS, LIMITS)
    assert [(each["code"], each["severity"]) for each in found] == [("contradicted_attribute", "review")]


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["a", "b"]), st.integers(1, 12)), max_size=6))
def test_stock_is_judged_on_the_sum(wanted: list[tuple[str, int]]) -> None:
    lines = [cart_line(variant_id, quantity, {"a": 2_000, "b": 550}[variant_id]) for variant_id, quantity in wanted]
    total = {each: sum(quantity for variant_id, quantity in wanted if variant_id == each) for each in "ab"}
    assert codes(*lines).count("out_of_stock") == sum(quantity > 10 for quantity in total.values())
    assert quantities(lines) == {each: quantity for each, quantity in total.items() if quantity}


@pytest.mark.parametrize(
    ("available", "asked", "said"),
    [
        (0, 1, "It is sold out."),
        (0, 2, "2 were asked for, and none is left."),
        (1, 2, "2 were asked for, and only 1 is left."),
        (2, 3, "3 were asked for, and only 2 are left."),
    ],
)
def test_what_is_left_is_said(available: int, asked: int, said: str) -> None:
    assert stock_message(available, asked) == said
