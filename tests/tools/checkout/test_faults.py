"""Lost answers, crashes at every point between claim and settlement, and the sweeper that cleans up."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import update

from tests.builders import CATALOG, Shop, cart_line, set_variant, stock_of
from tests.tools.checkout import processes
from tools.checkout.digest import canonical, digest_of
from tools.checkout.gateways.sandbox import CRASH_STATUS
from tools.checkout.types import Quote
from tools.database import writing
from tools.schema import quotes


def codes(shop: Shop, quote: Quote) -> list[str]:
    outcome = shop.desk.pay(quote["quote_id"], turn_id="", actor="ada")
    return [each["code"] for each in outcome["violations"]]


def in_another_process(shop: Shop, act: Callable[[Shop], object]) -> int:
    return processes.exit_status(processes.start(shop, act))


def one_of_everything(shop: Shop, quote: Quote) -> None:
    """One charge of the right amount, one order, stock down once, no hold left, a whole chain."""
    orders = shop.desk.orders_of("ada")
    assert [order["quote_id"] for order in orders] == [quote["quote_id"]]
    assert shop.captured() == [orders[0]["total_minor"]] == [quote["terms"]["total_minor"]]
    assert len(shop.gateway.charges()) == 1
    assert stock_of(shop.engine, "a") == shop.desk.available(CATALOG, ["a"])["a"] == 8
    assert shop.audit.verify()["ok"]


def nothing_of_anything(shop: Shop) -> None:
    assert shop.desk.orders_of("ada") == []
    assert shop.captured() == []
    assert stock_of(shop.engine, "a") == shop.desk.available(CATALOG, ["a"])["a"] == 10
    assert shop.audit.verify()["ok"]


LOSSES: list[tuple[Any, Any]] = [
    ("authorize", "lost_request"),
    ("authorize", "lost_reply"),
    ("capture", "lost_request"),
    ("capture", "lost_reply"),
]


@pytest.mark.parametrize(("operation", "fault"), LOSSES)
@pytest.mark.parametrize("cure", ["pay", "sweep"])
def test_a_lost_answer_is_asked_for_again(shop: Shop, operation: Any, fault: Any, cure: str) -> None:
    quote = shop.approved(cart_line("a", 2))
    shop.gateway.arm(operation, fault)
    assert codes(shop, quote) == ["payment_unknown"]
    assert shop.desk.orders_of("ada") == []
    assert shop.desk.available(CATALOG, ["a"]) == {"a": 8}
    if cure == "sweep":
        assert shop.desk.sweep()["settled"] == 1
    assert codes(shop, quote) == []
    one_of_everything(shop, quote)
    assert shop.desk.sweep()["settled"] == 0


CRASHES: list[tuple[Any, Any]] = [
    ("authorize", "crash_before"),
    ("authorize", "crash_after"),
    ("capture", "crash_before"),
    ("capture", "crash_after"),
]


@pytest.mark.parametrize(("operation", "fault"), CRASHES)
@pytest.mark.parametrize("cure", ["pay", "sweep"])
def test_a_process_may_die_at_any_point(shop: Shop, operation: Any, fault: Any, cure: str) -> None:
    quote = shop.approved(cart_line("a", 2))
    shop.gateway.arm(operation, fault)
    died = in_another_process(shop, lambda other: codes(other, quote))
    assert died == CRASH_STATUS
    assert shop.desk.orders_of("ada") == []
    if cure == "sweep":
        assert shop.desk.sweep()["settled"] == 1
    assert codes(shop, quote) == []
    one_of_everything(shop, quote)


@pytest.mark.parametrize(("operation", "fault"), [*LOSSES[:3], *CRASHES[:3]])
def test_what_was_not_taken_in_time_is_given_back(shop: Shop, operation: Any, fault: Any) -> None:
    quote = shop.approved(cart_line("a", 2))
    shop.gateway.arm(operation, fault)
    in_another_process(shop, lambda other: codes(other, quote))
    shop.clock.forward(minutes=16)
    assert shop.desk.available(CATALOG, ["a"]) == {"a": 8}  # held while the payment is open
    assert shop.desk.sweep()["ended"] == 1
    assert codes(shop, quote) == ["quote_expired"]
    nothing_of_anything(shop)
    assert not shop.gateway.charges("authorized")


def test_what_was_taken_in_time_is_delivered_however_late(shop: Shop) -> None:
    quote = shop.approved(cart_line("a", 2))
    shop.gateway.arm("capture", "lost_reply")
    codes(shop, quote)
    shop.clock.forward(days=2)
    set_variant(shop.engine, "a", price_minor=9_999)
    assert shop.desk.sweep()["settled"] == 1
    one_of_everything(shop, quote)


def test_a_price_that_rose_before_anything_was_reserved(shop: Shop) -> None:
    quote = shop.approved(cart_line("a", 2))
    shop.gateway.arm("authorize", "lost_request")
    assert codes(shop, quote) == ["payment_unknown"]
    set_variant(shop.engine, "a", price_minor=2_001)
    assert codes(shop, quote) == ["price_changed"]
    nothing_of_anything(shop)
    assert shop.desk.approvals_of(quote["quote_id"])[0]["status"] == "superseded"
    assert shop.gateway.charges() == []


def test_a_gateway_that_stays_away(shop: Shop) -> None:
    quote = shop.approved(cart_line("a", 2))
    shop.gateway.arm("authorize", "lost_reply")
    shop.gateway.arm("lookup", "lost_request", times=3)
    assert codes(shop, quote) == ["payment_unknown"]
    for _ in range(2):
        assert shop.desk.sweep()["unknown"] == 1
    assert codes(shop, quote) == ["payment_unknown"]
    assert shop.desk.sweep()["settled"] == 1
    one_of_everything(shop, quote)


def test_a_charge_that_is_not_ours_is_left_to_a_person(shop: Shop) -> None:
    """The gateway holds another amount under our key: no order, no retry, and the other payments go on."""
    quote, other = shop.approved(cart_line("a", 2)), shop.approved(cart_line("b", 1, 500), shopper="bo", thread="t-2")
    shop.gateway.arm("capture", "lost_reply", times=2)
    assert codes(shop, quote) == codes(shop, other) == ["payment_unknown"]
    books = sqlite3.connect(shop.gateway.path, isolation_level=None)
    books.execute("UPDATE charges SET amount_minor=amount_minor+1 WHERE payer='ada'")
    books.close()
    counts = shop.desk.sweep()
    assert (counts["failed"], counts["settled"]) == (1, 1)
    assert shop.desk.orders_of("ada") == []
    assert len(shop.desk.orders_of("bo")) == 1


def test_the_sweeper_expires_and_releases_once(shop: Shop) -> None:
    shop.quote(cart_line("dear", 1, 60_000))
    shop.approved(cart_line("a"), thread="t-2")
    shop.clock.forward(minutes=14, seconds=59)
    assert not any(shop.desk.sweep().values())
    shop.clock.forward(seconds=1)
    assert shop.desk.sweep() == {
        "expired": 2,
        "released": 2,
        "settled": 0,
        "ended": 0,
        "waiting": 0,
        "unknown": 0,
        "failed": 0,
        "returned": 0,
    }
    assert not any(shop.desk.sweep().values())
    assert [each["status"] for each in shop.desk.list_approvals("expired")] == ["expired"]
    assert shop.audit.verify()["ok"]


def test_terms_that_were_replaced_after_the_claim_are_not_charged(shop: Shop) -> None:
    """Terms and digest were both forged: the claim still names the digest that was approved."""
    quote = shop.approved(cart_line("a", 2))
    shop.gateway.arm("authorize", "lost_request")
    assert codes(shop, quote) == ["payment_unknown"]
    forged = canonical({**quote["terms"], "ship_to": "0" * 64})
    with writing(shop.engine) as connection:
        connection.execute(update(quotes).values(terms=forged, digest=digest_of(forged)))
    assert shop.desk.sweep()["failed"] == 1
    assert shop.gateway.charges() == []


def test_one_spoilt_quote_does_not_stop_the_sweeper(shop: Shop) -> None:
    spoilt, other = shop.approved(cart_line("b", 1, 500)), shop.approved(cart_line("a", 2), thread="t-2")
    shop.gateway.arm("capture", "lost_reply")
    assert codes(shop, other) == ["payment_unknown"]
    with writing(shop.engine) as connection:
        connection.execute(update(quotes).where(quotes.c.quote_id == spoilt["quote_id"]).values(terms="{}"))
    shop.clock.forward(minutes=16)
    counts = shop.desk.sweep()
    assert (counts["released"], counts["settled"], counts["failed"]) == (1, 1, 0)
