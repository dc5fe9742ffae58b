"""Many threads and processes at once on a real database: no oversell, one charge, one order."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from tests.builders import CATALOG, Shop, cart, cart_line, stock_of
from tests.tools.checkout import processes
from tools.checkout.types import Order


def at_once(count: int, act: Callable[[int], object]) -> None:
    """Run `act(0…count-1)` in as many threads, started together; re-raises the first error."""
    errors: list[BaseException] = []
    gate = threading.Barrier(count)

    def run(number: int) -> None:
        gate.wait()
        try:
            act(number)
        except BaseException as problem:
            errors.append(problem)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    if errors:
        raise errors[0]


def test_no_oversell(shop: Shop) -> None:
    got: list[int] = []

    def ask(number: int) -> None:
        quote, found = shop.desk.quote(
            thread_id=f"t-{number}",
            turn_id="",
            shopper=f"shopper-{number}",
            catalog=CATALOG,
            cart=cart(cart_line("a", 3), cart_line("b", 1, 500)),
        )
        if quote is None:
            assert [each["code"] for each in found] == ["out_of_stock"]
        else:
            got.append(number)

    at_once(8, ask)
    assert len(got) == 3  # of ten, three times three
    assert shop.desk.available(CATALOG, ["a", "b"]) == {"a": 1, "b": 7}


def test_eight_payments_of_one_quote(shop: Shop) -> None:
    quote = shop.approved(cart_line("a", 2))
    orders: list[Order | None] = []
    at_once(8, lambda _: orders.append(shop.desk.pay(quote["quote_id"], turn_id="", actor="ada")["order"]))
    assert len({order["order_id"] for order in orders if order}) == 1
    assert None not in orders
    assert len(shop.gateway.charges()) == len(shop.captured()) == 1
    assert stock_of(shop.engine, "a") == 8
    events = [each["event"] for each in shop.audit.events(thread_id="t-1")]
    assert [events.count(each) for each in ("payment_claimed", "payment_captured", "order_placed")] == [1, 1, 1]
    assert shop.audit.verify()["ok"]


def test_payments_sweeps_and_second_thoughts(shop: Shop) -> None:
    """Whoever wins, the books agree: either one order and one charge, or none of either."""
    quote = shop.approved(cart_line("last"))
    shop.gateway.arm("authorize", "slow", seconds=0.05)
    shop.gateway.arm("capture", "slow", seconds=0.05)

    def act(number: int) -> Any:
        if number == 0:
            return shop.desk.supersede("t-1", actor="ada", turn_id="")
        if number % 2:
            return shop.desk.sweep()
        return shop.desk.pay(quote["quote_id"], turn_id="", actor="ada")

    at_once(6, act)
    shop.desk.sweep()
    orders = shop.desk.orders_of("ada")
    assert len(orders) == len(shop.captured()) <= 1
    assert stock_of(shop.engine, "last") == shop.desk.available(CATALOG, ["last"])["last"] == 1 - len(orders)


def test_two_processes_pay_one_quote(shop: Shop) -> None:
    quote = shop.approved(cart_line("a", 2))
    shop.gateway.arm("authorize", "slow", seconds=0.1)

    def pay(other: Shop) -> None:
        assert other.desk.pay(quote["quote_id"], turn_id="", actor="ada")["order"]

    children = [processes.start(shop, pay) for _ in range(2)]
    assert [processes.exit_status(child) for child in children] == [0, 0]
    assert len(shop.captured()) == 1
    assert len(shop.desk.orders_of("ada")) == 1
    assert stock_of(shop.engine, "a") == 8
