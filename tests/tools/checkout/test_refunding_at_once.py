"""Refunds under concurrency and real crashes: one refund for each agreement, never above what was captured."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import Shop, cart_line, stock_of
from tests.tools.checkout import after_sale, processes
from tests.tools.checkout.after_sale import agreed, ask, bought, codes, delivered, refund
from tests.tools.checkout.test_concurrency import at_once
from tools.checkout.gateways.sandbox import CRASH_STATUS
from tools.errors import TruecartError


def test_eight_refunds_of_one_agreement(shop: Shop) -> None:
    order = bought(shop, cart_line("a", 2))
    quote = agreed(shop, order, "cancel")
    outcomes: list[Any] = []
    at_once(8, lambda _: outcomes.append(refund(shop, quote)))
    assert [codes(each) for each in outcomes] == [[]] * 8
    assert after_sale.given(shop) == order["total_minor"]
    assert stock_of(shop.engine, "a") == 10
    assert shop.audit.verify()["ok"]


def test_many_who_ask_for_the_same_units(shop: Shop) -> None:
    """Eight conversations want two of three units back at once: the last to ask is asked, the units go back once."""
    order = delivered(shop, cart_line("three", 3))
    asked: list[Any] = []

    def want(number: int) -> None:
        quote, _ = ask(shop, order, lines={"three": 2}, thread=f"t-{number}")
        if quote:
            asked.append(quote)

    at_once(8, want)
    assert len(asked) == 8
    (standing,) = [each for each in asked if after_sale.statuses(shop, each) == {"pending"}]
    for stale in asked:
        if stale is not standing:
            with pytest.raises(TruecartError) as late:
                shop.approve(stale)
            assert late.value.code == "approval_superseded"
    shop.approve(standing)
    refund(shop, standing)
    refund(shop, agreed(shop, order))
    assert after_sale.given(shop) == 6_000


def test_the_carrier_and_the_shopper_at_once(shop: Shop) -> None:
    """Shipping races a cancellation that was agreed to: the goods leave or the money goes back, never both."""
    for _ in range(3):
        order = bought(shop, cart_line("b", 1, 500))
        quote = agreed(shop, order, "cancel")
        before = after_sale.given(shop)
        refused: list[str] = []

        def act(number: int, order: Any = order, quote: Any = quote, refused: list[str] = refused) -> None:
            try:
                if number % 2:
                    shop.desk.ship(order["order_id"], "mara")
                else:
                    refused.extend(codes(refund(shop, quote)))
            except TruecartError as problem:
                refused.append(problem.code)

        at_once(4, act)
        status = shop.desk.order(order["order_id"])["status"]
        assert after_sale.given(shop) - before == (order["total_minor"] if status == "cancelled" else 0)
        assert status in ("cancelled", "shipped")
        assert "order_state" in refused


@pytest.mark.parametrize("fault", ["crash_before", "crash_after"])
@pytest.mark.parametrize("cure", ["refund", "sweep"])
def test_a_process_that_is_gone_in_the_middle(shop: Shop, fault: Any, cure: str) -> None:
    order = bought(shop, cart_line("a", 2))
    quote = agreed(shop, order, "cancel")
    shop.gateway.arm("refund", fault)
    child = processes.start(shop, lambda other: refund(other, quote))
    assert processes.exit_status(child) == CRASH_STATUS
    assert shop.desk.refunds_of(order["order_id"])[0]["state"] == "claimed"
    if cure == "sweep":
        assert shop.desk.sweep()["settled"] == 1
    assert codes(refund(shop, quote)) == []
    assert after_sale.given(shop) == order["total_minor"]
    assert (shop.desk.order(order["order_id"])["status"], stock_of(shop.engine, "a")) == ("cancelled", 10)
    assert shop.audit.verify()["ok"]
