"""Orders: written once, in the transaction that settles their payment, together with the stock they take."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, case, insert, select, update

from tools.audit import receipt_hash
from tools.checkout import holds, refund_ledger
from tools.checkout.ledger import Payment
from tools.checkout.offers import read_offers
from tools.checkout.pricing import Charge
from tools.checkout.receipt import why_line
from tools.checkout.till import Till
from tools.checkout.types import Discount, Order, OrderLine, OrderStatus, Quote, QuoteTerms, Refund
from tools.clock import moment
from tools.errors import TruecartError
from tools.schema import audit_events, orders, variants


def place(
    till: Till, connection: Connection, quote: Quote, payment: Payment, now: str, *, turn_id: str, actor: str
) -> Order:
    """Write the order of a captured payment, take its stock, end its hold and chain the event.

    When a merchant's import has meanwhile lowered the stock below what was held, the stock ends at zero and the
    event names the shortfall: the charge is done, so the order must be.
    """
    terms = quote["terms"]
    wanted = {line["variant_id"]: line["quantity"] for line in terms["lines"]}
    offers = read_offers(connection, terms["catalog"], wanted, moment(now), lock=True)
    days = [offer.delivery_days for offer in offers.values() if offer.delivery_days is not None]
    order = _receipt(quote, payment, now, max(days, default=None))
    connection.execute(
        insert(orders).values(
            order_id=order["order_id"],
            quote_id=order["quote_id"],
            digest=order["digest"],
            thread_id=order["thread_id"],
            shopper=order["shopper"],
            status=order["status"],
            currency=order["currency"],
            total_minor=order["total_minor"],
            created_at=now,
            receipt=order,
        )
    )
    short = _take_stock(connection, terms["catalog"], wanted)
    holds.consume(connection, quote["quote_id"])
    till.note(
        connection,
        "order_placed",
        thread_id=terms["thread_id"],
        turn_id=turn_id,
        actor=actor,
        order_id=order["order_id"],
        quote_id=quote["quote_id"],
        digest=quote["digest"],
        total_minor=order["total_minor"],
        currency=order["currency"],
        receipt_hash=receipt_hash(order),
        **({"stock_short": short} if short else {}),
    )
    return order


def _receipt(quote: Quote, payment: Payment, now: str, delivery_days: int | None) -> Order:
    """What was bought at what was charged: below the approved terms where prices fell in between."""
    terms, charge = quote["terms"], payment["charge"]
    return {
        "order_id": payment["order_id"],
        "quote_id": quote["quote_id"],
        "digest": quote["digest"],
        "shopper": terms["shopper"],
        "thread_id": terms["thread_id"],
        "status": "paid",
        "currency": terms["currency"],
        "lines": [_line(quote, payment, index) for index in range(len(terms["lines"]))],
        "goods_minor": charge["goods_minor"],
        "discounts": _discounts(terms, charge),
        "shipping_minor": charge["shipping_minor"],
        "shipping_tax_minor": charge["shipping_tax_minor"],
        "tax_minor": charge["tax_minor"],
        "total_minor": charge["total_minor"],
        "payment": {
            "state": "captured",
            "gateway": payment["gateway"],
            "reference": payment["reference"],
            "captured_minor": payment["amount_minor"],
            "approved_minor": terms["total_minor"],
        },
        "refunds": [],
        "refunded_minor": 0,
        "created_at": now,
        "delivery_days": delivery_days,
    }


def _discounts(terms: QuoteTerms, charge: Charge) -> list[Discount]:
    """The approved discounts; after a fall in price the last of them give way where a line has become too cheap."""
    left = {variant_id: line["discount_minor"] for variant_id, line in charge["lines"].items()}
    given: list[Discount] = []
    for discount in terms["discounts"]:
        lines = {variant_id: min(minor, left[variant_id]) for variant_id, minor in discount["lines"].items()}
        for variant_id, minor in lines.items():
            left[variant_id] -= minor
        given.append({**discount, "minor": sum(lines.values()), "lines": lines})
    return given


def _line(quote: Quote, payment: Payment, index: int) -> OrderLine:
    line = quote["terms"]["lines"][index]
    charged = payment["charge"]["lines"][line["variant_id"]]
    evidence = [each for each in quote["evidence"] if each["id"] in line["evidence_ids"]]
    return {
        "variant_id": line["variant_id"],
        "title": line["title"],
        "options": line["options"],
        "quantity": line["quantity"],
        "unit_minor": charged["unit_minor"],
        "line_minor": charged["line_minor"],
        "discount_minor": charged["discount_minor"],
        "tax_minor": charged["tax_minor"],
        "why": why_line(quote["lineage"].get(line["variant_id"], []), evidence),
    }


def _take_stock(connection: Connection, catalog: str, wanted: dict[str, int]) -> dict[str, int]:
    """Lower the stock; answers the units that were not there, by variant_id."""
    short: dict[str, int] = {}
    for variant_id, quantity in sorted(wanted.items()):
        here = (variants.c.catalog == catalog) & (variants.c.variant_id == variant_id)
        stock = connection.execute(select(variants.c.stock).where(here)).scalar() or 0
        if stock < quantity:
            short[variant_id] = quantity - stock
        left = case((variants.c.stock >= quantity, variants.c.stock - quantity), else_=0)
        connection.execute(update(variants).where(here).values(stock=left))
    return short


MOVES: dict[OrderStatus, frozenset[OrderStatus]] = {
    "paid": frozenset({"shipped", "cancelled"}),
    "shipped": frozenset({"delivered"}),
    "delivered": frozenset({"returned"}),
    "cancelled": frozenset(),
    "returned": frozenset(),
}


def ship(till: Till, order_id: str, actor: str) -> Order:
    """The goods have left. Raises TruecartError `unknown_order`, or `order_state` when they may not leave."""
    return _sent(till, order_id, "shipped", actor)


def deliver(till: Till, order_id: str, actor: str) -> Order:
    """The goods have arrived: the time for returning them begins. Raises as `ship`."""
    return _sent(till, order_id, "delivered", actor)


def _sent(till: Till, order_id: str, status: OrderStatus, actor: str) -> Order:
    with till.transaction() as connection:
        order = load(connection, order_id)
        if status not in MOVES[order["status"]]:
            raise TruecartError("order_state", f"{order_id} is {order['status']}: it cannot become {status}.")
        if refund_ledger.cancelling(connection, order_id):
            raise TruecartError("order_state", f"{order_id} is being cancelled: it must not leave.")
        move(till, connection, order, status, turn_id="", actor=actor)
        return load(connection, order_id)


def move(till: Till, connection: Connection, order: Order, status: OrderStatus, *, turn_id: str, actor: str) -> None:
    """Compare-and-set, chained. Raises TruecartError `internal` for a move that is not there."""
    if status not in MOVES[order["status"]]:
        raise TruecartError("internal", f"An order cannot go from {order['status']} to {status}.")
    changed = connection.execute(
        update(orders)
        .where(orders.c.order_id == order["order_id"], orders.c.status == order["status"])
        .values(status=status)
    )
    if changed.rowcount != 1:
        raise TruecartError("internal", "The order was moved by somebody else.")
    till.note(
        connection,
        f"order_{status}",
        thread_id=order["thread_id"],
        turn_id=turn_id,
        actor=actor,
        order_id=order["order_id"],
        quote_id=order["quote_id"],
        digest=order["digest"],
    )


def put_back(connection: Connection, order: Order, catalog: str) -> None:
    """Add the goods of a cancelled order to the stock again, less the units that were not there when it was placed."""
    short = (event_of(connection, order, "order_placed") or {}).get("stock_short", {})
    for line in sorted(order["lines"], key=lambda each: each["variant_id"]):
        here = (variants.c.catalog == catalog) & (variants.c.variant_id == line["variant_id"])
        units = line["quantity"] - short.get(line["variant_id"], 0)
        connection.execute(update(variants).where(here).values(stock=variants.c.stock + units))


def event_of(connection: Connection, order: Order, event: str) -> dict[str, Any] | None:
    """The body of an order's event with its time under "at"; None when it has not happened."""
    query = select(audit_events).where(audit_events.c.thread_id == order["thread_id"], audit_events.c.event == event)
    for row in connection.execute(query.order_by(audit_events.c.seq)):
        body: dict[str, Any] = json.loads(row.body)
        if body.get("order_id") == order["order_id"]:
            return {**body, "at": row.at}
    return None


def load(connection: Connection, order_id: str) -> Order:
    """Raises TruecartError `unknown_order`."""
    row = connection.execute(select(orders).where(orders.c.order_id == order_id)).first()
    if row is None:
        raise TruecartError("unknown_order", order_id=order_id)
    return _with_refunds(connection, [row])[0]


def of_quote(connection: Connection, quote_id: str) -> Order | None:
    row = connection.execute(select(orders).where(orders.c.quote_id == quote_id)).first()
    return _with_refunds(connection, [row])[0] if row else None


def of_shopper(connection: Connection, shopper: str) -> list[Order]:
    """Newest first."""
    query = select(orders).where(orders.c.shopper == shopper).order_by(orders.c.created_at.desc(), orders.c.order_id)
    return _with_refunds(connection, connection.execute(query).all())


def latest(connection: Connection, status: OrderStatus | None, limit: int) -> list[Order]:
    """The shop's orders, newest first; of one status, or all."""
    query = select(orders).order_by(orders.c.created_at.desc(), orders.c.order_id).limit(limit)
    rows = connection.execute(query if status is None else query.where(orders.c.status == status)).all()
    return _with_refunds(connection, rows)


def _with_refunds(connection: Connection, rows: Sequence[Row[Any]]) -> list[Order]:
    refunds = refund_ledger.by_order(connection, [row.order_id for row in rows])
    return [_order(row, refunds.get(row.order_id, [])) for row in rows]


def _order(row: Row[Any], refunds: list[Refund]) -> Order:
    """The receipt as it was written, with the status and the refunds as they are."""
    receipt: Order = row.receipt
    given = sum(each["amount_minor"] for each in refunds if each["state"] == "refunded")
    return {**receipt, "status": row.status, "refunds": refunds, "refunded_minor": given}
