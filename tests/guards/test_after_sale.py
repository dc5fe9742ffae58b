"""The rules after the sale, and mutants of what they allow: each is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guards.after_sale import (
    Part,
    RefundFacts,
    Sale,
    SoldLine,
    Swap,
    check_amounts,
    check_cancel,
    check_destination,
    check_new_address,
    check_return,
    check_shares,
    check_swaps,
    required_refund_approvals,
    share,
)
from guards.violations import Violation

NOW = datetime(2026, 3, 2, tzinfo=UTC)
MUGS = SoldLine("mug-white", 3, 1_000, product_id="mug")
HAT = SoldLine("hat", 1, 2_500, product_id="hat")
PAID = Sale("ORD-1", "ada", "paid", 4_100, 600, (MUGS, HAT))
DELIVERED = replace(PAID, status="delivered", delivered_at=NOW - timedelta(days=3))
SWAP = Swap("mug-white", 2, "mug-blue", "mug", 333, 350, 5)


def codes(found: list[Violation]) -> list[str]:
    return [each["code"] for each in found]


def returned(sale: Sale = DELIVERED, shopper: str = "ada", now: datetime = NOW, **wanted: Any) -> list[str]:
    named = {each.replace("_", "-"): units for each, units in (wanted or {"mug_white": 2}).items()}
    return codes(check_return(sale, shopper, named, now, 30))


def test_cancelling() -> None:
    assert check_cancel(PAID, "ada") == []
    assert codes(check_cancel(PAID, "bo")) == ["unknown_order"]
    for status in ("shipped", "delivered", "cancelled", "returned"):
        assert codes(check_cancel(replace(PAID, status=status), "ada")) == ["order_state"]
    under_way = replace(PAID, lines=(replace(MUGS, taken_back=1), HAT))
    assert codes(check_cancel(under_way, "ada")) == ["refund_open"]


def test_returning() -> None:
    assert returned() == returned(mug_white=3, hat=1) == []
    assert returned(shopper="bo") == ["unknown_order"]
    assert returned(replace(DELIVERED, status="shipped")) == ["order_state"]
    assert returned(now=NOW + timedelta(days=27)) == []
    assert returned(now=NOW + timedelta(days=27, seconds=1)) == ["return_too_late"]
    assert returned(replace(DELIVERED, delivered_at=None)) == ["return_too_late"]
    assert returned(mug_white=4) == ["bad_quantity"]
    assert returned(mug_white=0) == returned(mug_white=True) == returned(mug_white="1") == ["bad_quantity"]
    assert returned(mug_blue=1) == ["not_in_order"]
    assert returned(replace(DELIVERED, lines=(replace(MUGS, taken_back=2), HAT))) == ["refund_open"]
    assert codes(check_return(DELIVERED, "ada", {}, NOW, 30)) == ["refund_open"]


@pytest.mark.parametrize(
    ("restriction", "code"), [("final_sale", ["not_returnable"]), ("regulated", ["not_returnable"]), ("age_18", [])]
)
def test_goods_that_stay_where_they_are(restriction: str, code: list[str]) -> None:
    marked = replace(DELIVERED, lines=(replace(MUGS, restrictions=(restriction,)), HAT))
    assert returned(marked) == code
    assert returned(marked, hat=1) == []


def parts(*made: Part) -> list[Part]:
    return list(made)


def test_amounts() -> None:
    whole = parts(Part("mug-white", 3, 1_000), Part("hat", 1, 2_500))
    assert check_amounts(PAID, whole, 600, 4_100) == []
    assert check_amounts(DELIVERED, whole, 0, 3_500) == []
    assert codes(check_amounts(DELIVERED, whole, 600, 4_100)) == ["over_refunded"]
    assert codes(check_amounts(PAID, whole[:1], 600, 1_600)) == ["over_refunded"]
    for total in (4_099, 4_101):
        assert codes(check_amounts(PAID, whole, 600, total)) == ["totals_disagree"]
    assert codes(check_amounts(PAID, whole, 601, 4_101)) == ["over_refunded", "over_refunded"]
    dearer = parts(Part("mug-white", 3, 1_001))
    assert codes(check_amounts(DELIVERED, dearer, 0, 1_001)) == ["over_refunded"]
    assert codes(check_amounts(DELIVERED, parts(Part("hat", 1, -1)), 0, -1)) == ["totals_disagree"]
    assert codes(check_amounts(DELIVERED, parts(Part("hat", 2, 2_500)), 0, 2_500)) == ["bad_quantity"]
    assert codes(check_amounts(DELIVERED, parts(Part("cap", 1, 5)), 0, 5)) == ["not_in_order"]
    assert codes(check_amounts(DELIVERED, parts(Part("hat", 1, 0)), 0, 0)) == ["over_refunded"]
    assert "bad_request" in codes(check_amounts(DELIVERED, parts(*whole[:1], *whole[:1]), 0, 2_000))
    spent = replace(DELIVERED, given_minor=4_000)
    assert codes(check_amounts(spent, parts(Part("hat", 1, 101)), 0, 101)) == ["over_refunded"]
    assert check_amounts(spent, parts(Part("hat", 1, 100)), 0, 100) == []


def test_the_first_and_the_last_unit_of_money() -> None:
    assert check_amounts(PAID, parts(Part("hat", 1, 1)), 0, 1) == []
    assert codes(check_amounts(DELIVERED, parts(Part("hat", 1, 2_500)), 1, 2_501)) == ["over_refunded"]
    some_back = replace(DELIVERED, lines=(replace(MUGS, taken_back=1, given_minor=333), HAT))
    assert check_amounts(some_back, parts(Part("mug-white", 1, 667)), 0, 667) == []
    assert codes(check_amounts(some_back, parts(Part("mug-white", 1, 668)), 0, 668)) == ["over_refunded"]
    (found,) = check_amounts(replace(DELIVERED, given_minor=4_000), parts(Part("hat", 1, 101)), 0, 101)
    assert found["details"] == {"left_minor": 100, "asked_minor": 101}


def test_a_part_is_its_share() -> None:
    assert [share(replace(MUGS, taken_back=n, given_minor=333 * n), 1) for n in range(3)] == [333, 333, 334]
    assert check_shares(DELIVERED, [Part("mug-white", 2, 666)]) == []
    for minor in (665, 667):
        assert codes(check_shares(DELIVERED, [Part("mug-white", 2, minor)])) == ["totals_disagree"]


@given(
    st.integers(0, 10_000),
    st.integers(1, 9),
    st.lists(st.tuples(st.integers(1, 4), st.booleans()), max_size=12),
)
def test_shares_add_up(paid: int, quantity: int, steps: list[tuple[int, bool]]) -> None:
    """Parts asked for and some put aside again, in any order: never more than was paid, in the end exactly that."""
    standing: list[tuple[int, int]] = []

    def line() -> SoldLine:
        units, minor = (sum(each[place] for each in standing) for place in (0, 1))
        return SoldLine("x", quantity, paid, taken_back=units, given_minor=minor)

    for units, dropped in steps:
        if dropped and standing:
            standing.pop(units % len(standing))
        elif units <= line().left:
            standing.append((units, share(line(), units)))
        assert line().given_minor <= paid
    if line().left:
        standing.append((line().left, share(line(), line().left)))
    assert line().given_minor == paid


def test_where_money_goes_back_to() -> None:
    assert check_destination("card-1", ["card-1"]) == []
    assert codes(check_destination("card-2", ["card-1"])) == ["other_instrument"]


def swapped(
    swap: Swap = SWAP, sale: Sale = DELIVERED, shopper: str = "ada", cost: Any = 34, funds: int | None = None
) -> list[str]:
    return codes(check_swaps(sale, shopper, [swap], when="delivered", difference_minor=cost, funds_minor=funds))


def test_exchanging() -> None:
    assert swapped() == swapped(funds=34) == []
    assert swapped(shopper="bo") == ["unknown_order"]
    assert swapped(sale=PAID) == swapped(sale=replace(DELIVERED, changed=True)) == ["order_state"]
    assert swapped(replace(SWAP, variant_id="cap")) == ["not_in_order"]
    assert swapped(replace(SWAP, new_product_id="hat")) == ["other_product"]
    assert swapped(replace(SWAP, new_variant_id="mug-white")) == ["other_product"]
    assert swapped(replace(SWAP, new_unit_minor=None)) == ["unpriced"]
    assert swapped(replace(SWAP, new_available=1)) == ["out_of_stock"]
    assert swapped(replace(SWAP, quantity=3, new_available=3), cost=51) == []
    assert swapped(replace(SWAP, quantity=4), cost=68) == ["bad_quantity"]
    assert swapped(replace(SWAP, quantity=-1), cost=-17) == ["bad_quantity"]
    assert swapped(cost=33) == swapped(cost=35) == swapped(cost=34.0) == ["totals_disagree"]
    assert swapped(funds=33) == ["payment_declined"]
    none = check_swaps(DELIVERED, "ada", [], when="delivered", difference_minor=0, funds_minor=None)
    assert codes(none) == ["bad_request"]


def test_where_an_order_goes() -> None:
    assert check_new_address(PAID, "ada") == []
    assert codes(check_new_address(PAID, "bo")) == ["unknown_order"]
    assert codes(check_new_address(DELIVERED, "ada")) == ["order_state"]


def reasons(**facts: Any) -> list[str]:
    base: dict[str, Any] = {
        "why": "return",
        "total_minor": 500,
        "restrictions": ((),),
        "returns_lately": 2,
        "review_above_minor": 500,
        "review_returns": 3,
    }
    consent, *review = required_refund_approvals(RefundFacts(**{**base, **facts}))
    assert consent == {"role": "shopper", "reasons": ["consent"]}
    return [reason for each in review if each["role"] == "reviewer" for reason in each["reasons"]]


def test_who_must_agree() -> None:
    assert reasons() == []
    assert reasons(total_minor=501) == ["high_value"]
    assert reasons(restrictions=((), ("age_18",), ("regulated",))) == ["age_restricted", "regulated"]
    assert reasons(restrictions=(None,)) == ["not_in_catalog"]
    assert reasons(returns_lately=3) == ["many_returns"]
    assert reasons(returns_lately=3, why="cancel") == []
