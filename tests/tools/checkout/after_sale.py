"""Orders that were paid, shipped and delivered, and refunds that were agreed to."""

from __future__ import annotations

from typing import Any

from tests.builders import Shop
from tools.checkout.refunds import RefundOutcome
from tools.checkout.types import CartLine, Order, RefundKind, RefundQuote


def bought(shop: Shop, *lines: CartLine, shopper: str = "ada", thread: str = "t-1") -> Order:
    quote = shop.approved(*lines, shopper=shopper, thread=thread)
    order = shop.desk.pay(quote["quote_id"], turn_id="turn-3", actor=shopper)["order"]
    assert order is not None
    return order


def delivered(shop: Shop, *lines: CartLine, **who: str) -> Order:
    order = bought(shop, *lines, **who)
    shop.desk.ship(order["order_id"], "mara")
    return shop.desk.deliver(order["order_id"], "mara")


def asked(
    shop: Shop,
    order: Order,
    why: RefundKind = "return",
    lines: dict[str, Any] | None = None,
    *,
    shopper: str = "ada",
    thread: str = "t-9",
) -> RefundQuote:
    quote, found = ask(shop, order, why, lines, shopper=shopper, thread=thread)
    assert quote is not None, found
    return quote


def ask(
    shop: Shop,
    order: Order,
    why: RefundKind = "return",
    lines: dict[str, Any] | None = None,
    *,
    shopper: str = "ada",
    thread: str = "t-9",
) -> tuple[RefundQuote | None, list[str]]:
    """(what was asked for, codes of why not)."""
    wanted: Any = lines and [{"variant_id": each, "quantity": units} for each, units in lines.items()]
    quote, found = shop.desk.refund_quote(
        order_id=order["order_id"], shopper=shopper, thread_id=thread, turn_id="turn-8", why=why, lines=wanted
    )
    return quote, [each["code"] for each in found]


def agreed(
    shop: Shop, order: Order, why: RefundKind = "return", lines: dict[str, Any] | None = None, *, thread: str = "t-9"
) -> RefundQuote:
    quote = asked(shop, order, why, lines, shopper=order["shopper"], thread=thread)
    shop.approve(quote)
    return quote


def refund(shop: Shop, quote: RefundQuote) -> RefundOutcome:
    return shop.desk.refund(quote["quote_id"], turn_id="turn-9", actor="ada")


def codes(outcome: RefundOutcome) -> list[str]:
    return [each["code"] for each in outcome["violations"]]


def given(shop: Shop) -> int:
    """What really went back, over all charges."""
    return sum(charge.refunded_minor for charge in shop.gateway.charges())


def statuses(shop: Shop, quote: RefundQuote) -> set[str]:
    return {each["status"] for each in shop.desk.approvals_of(quote["quote_id"])}
