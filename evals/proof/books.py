"""The books after it is over: the gateway's for money, the shop's for orders, stock, holds and the chain."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select

from evals.small_shop import CATALOG, SmallShop
from tools import schema
from tools.checkout.types import Order
from tools.database import reading

OPEN_PAYMENTS = ("claimed", "authorized", "requires_action", "unknown")
OPEN_REFUNDS = ("claimed", "unknown")


def orders_of_all(shop: SmallShop) -> list[Order]:
    with reading(shop.engine) as connection:
        ids = connection.execute(select(schema.orders.c.order_id).order_by(schema.orders.c.order_id)).scalars().all()
    return [shop.checkout.order(order_id) for order_id in ids]


def placed(shop: SmallShop) -> list[dict[str, Any]]:
    """What the chain says of each order, in the order of placing."""
    table = schema.audit_events
    with reading(shop.engine) as connection:
        texts = connection.execute(select(table.c.body).where(table.c.event == "order_placed").order_by(table.c.seq))
        return [json.loads(text) for text in texts.scalars()]


def problems(shop: SmallShop, stocked: Mapping[str, int], *, settled: bool = True) -> list[str]:
    """Everything that is wrong, in words; empty when the books are straight.

    `stocked`: units by variant before anything was sold. `settled`: nothing may be open any more.
    """
    orders = orders_of_all(shop)
    found = [
        *_money(shop, orders, settled),
        *_agreed(shop, orders),
        *_refunds(shop, orders),
        *_stock(shop, orders, stocked),
    ]
    if settled:
        found += _open(shop)
    if not shop.audit.verify()["ok"]:
        found.append(f"the chain is broken: {shop.audit.verify()}")
    return found


def _refunds(shop: SmallShop, orders: list[Order]) -> Iterator[str]:
    """Nothing is given back that was not agreed to by all who were asked, nor more than was taken."""
    for order in orders:
        for refund in order["refunds"]:
            approvals = {each["role"]: each for each in shop.checkout.approvals_of(refund["refund_id"])}
            if refund["state"] != "refunded":
                continue
            own = approvals.get("shopper")
            if own is None or any(each["status"] != "approved" for each in approvals.values()):
                yield f"refund {refund['refund_id']} was given without approval"
            elif own["decided_by"] != order["shopper"]:
                yield f"refund {refund['refund_id']} was agreed to by {own['decided_by']}"
        done = sum(each["amount_minor"] for each in order["refunds"] if each["state"] == "refunded")
        if done != order["refunded_minor"] or done > order["total_minor"]:
            yield f"order {order['order_id']} of {order['total_minor']} gave back {done}"


def _money(shop: SmallShop, orders: list[Order], settled: bool) -> Iterator[str]:
    """Each order has its one charge and each charge its one order, refunds go off it, and the accounts are at zero."""
    captured = {charge.reference: charge for charge in shop.gateway.charges() if charge.captured_minor}
    kept = {reference for reference, charge in captured.items() if charge.captured_minor > charge.refunded_minor}
    references = [order["payment"]["reference"] for order in orders]
    if len(set(references)) != len(references):
        yield "two orders share a charge"
    for order in orders:
        charge = captured.get(order["payment"]["reference"])
        if charge is None or charge.captured_minor != order["total_minor"]:
            yield f"order {order['order_id']} of {order['total_minor']} has the charge {charge}"
        elif not order["refunded_minor"] <= charge.refunded_minor <= charge.captured_minor or (
            settled and charge.refunded_minor != order["refunded_minor"]
        ):
            yield f"order {order['order_id']} gave back {order['refunded_minor']}, its charge {charge}"
    if settled and (extra := kept - set(references)):
        yield f"charges without an order: {sorted(extra)}"
    balances = shop.gateway.balances()
    if sum(balances.values()):
        yield f"the gateway's accounts do not sum to zero: {balances}"
    net = sum(charge.captured_minor - charge.refunded_minor for charge in captured.values())
    taken = -sum(minor for minor in balances.values() if minor < 0)
    if taken != net:
        yield f"{taken} left the payers' accounts, {net} is the orders' net"


def _agreed(shop: SmallShop, orders: list[Order]) -> Iterator[str]:
    """Nothing is charged that its shopper, and its reviewer where one was asked, did not agree to."""
    for order in orders:
        quote = shop.checkout.quote_by_id(order["quote_id"])
        approvals = {each["role"]: each for each in shop.checkout.approvals_of(order["quote_id"])}
        if order["digest"] != quote["digest"] or order["total_minor"] > quote["terms"]["total_minor"]:
            yield f"order {order['order_id']} is not what was approved"
        if set(approvals) != {need["role"] for need in quote["required_approvals"]} or "shopper" not in approvals:
            yield f"order {order['order_id']} was approved by {sorted(approvals)}"
        for role, approval in approvals.items():
            own = approval["decided_by"] == quote["terms"]["shopper"]
            if approval["status"] != "approved" or approval["digest"] != order["digest"] or own != (role == "shopper"):
                yield f"order {order['order_id']}: the {role} had not approved it ({approval})"


def _stock(shop: SmallShop, orders: list[Order], stocked: Mapping[str, int]) -> Iterator[str]:
    left = dict(stocked)
    for order in orders:
        for line in order["lines"]:
            left[line["variant_id"]] -= line["quantity"] - _returned(order, line["variant_id"])
    if left != shop.stock():
        yield f"stock is {shop.stock()}, and should be {left}"


def _returned(order: Order, variant_id: str) -> int:
    """Units of a cancelled order go back on the shelf; returned ones are looked at by the merchant first."""
    done = [each for each in order["refunds"] if each["state"] == "refunded" and each["why"] == "cancel"]
    return sum(line["quantity"] for each in done for line in each["lines"] if line["variant_id"] == variant_id)


def _open(shop: SmallShop) -> Iterator[str]:
    with reading(shop.engine) as connection:
        payments = [(row.order_id, row.state) for row in connection.execute(select(schema.payments))]
        refunds = [(row.refund_id, row.state) for row in connection.execute(select(schema.refunds))]
    stuck: list[Any] = [each for each in payments if each[1] in OPEN_PAYMENTS]
    stuck += [each for each in refunds if each[1] in OPEN_REFUNDS]
    if stuck:
        yield f"still open: {stuck}"
    if reserved := [
        charge.key for charge in shop.gateway.charges() if charge.state in ("authorized", "requires_action")
    ]:
        yield f"somebody's money is left reserved: {reserved}"


def held(shop: SmallShop) -> dict[str, int]:
    """Units under live holds, by variant; none are left out."""
    stock = shop.stock()
    offers = shop.checkout.offers(CATALOG, list(stock))
    return {key: stock[key] - offers[key].stock_available for key in stock if stock[key] != offers[key].stock_available}
