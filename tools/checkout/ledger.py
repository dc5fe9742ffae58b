"""The ledger of payments: claimed before the gateway is called, settled by what the gateway says."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Mapping
from typing import Any, TypedDict

from sqlalchemy import Connection, Row, insert, select, update

from tools.checkout.pricing import Charge
from tools.checkout.types import PaymentState, Quote
from tools.errors import TruecartError
from tools.schema import payments

OPEN: tuple[PaymentState, ...] = ("claimed", "authorized", "requires_action", "unknown")
BOUGHT: tuple[PaymentState, ...] = (*OPEN, "captured")  # being paid, or paid
MOVES: dict[PaymentState, frozenset[PaymentState]] = {
    "claimed": frozenset({"authorized", "requires_action", "captured", "declined", "unknown", "voided"}),
    "authorized": frozenset({"captured", "declined", "unknown", "voided"}),
    "requires_action": frozenset({"authorized", "captured", "declined", "voided"}),
    "unknown": frozenset({"authorized", "requires_action", "captured", "declined", "voided"}),
    "captured": frozenset(),
    "declined": frozenset(),
    "voided": frozenset(),
}


class Payment(TypedDict):
    payment_id: str
    idempotency_key: str
    quote_id: str
    digest: str
    order_id: str
    shopper: str
    payee: str
    amount_minor: int
    currency: str
    state: PaymentState
    gateway: str
    reference: str | None  # the gateway's own name for the charge, once it has answered
    claimed_at: str
    settled_at: str | None
    charge: Charge
    action: dict[str, Any] | None  # what the payer has yet to do, while the state is requires_action


def claim(connection: Connection, quote: Quote, charge: Charge, gateway: str, now: str) -> Payment:
    """The one claim of a quote. The database refuses a second one by three unique keys.

    Key and order id are derived from the digest, so that even a claim that was lost and made again meets the
    gateway under the same key.
    """
    terms = quote["terms"]
    payment: Payment = {
        "payment_id": f"p_{secrets.token_hex(12)}",
        "idempotency_key": f"truecart-{_derived('charge', quote['digest']).hex()}",
        "quote_id": quote["quote_id"],
        "digest": quote["digest"],
        "order_id": order_id(quote["digest"]),
        "shopper": terms["shopper"],
        "payee": terms["payee"],
        "amount_minor": charge["total_minor"],
        "currency": terms["currency"],
        "state": "claimed",
        "gateway": gateway,
        "reference": None,
        "claimed_at": now,
        "settled_at": None,
        "charge": charge,
        "action": None,
    }
    connection.execute(insert(payments).values(**payment))
    return payment


def order_id(digest: str) -> str:
    """`ORD-XXXXX-XXXXX`: 50 bits that nobody can guess who does not hold the quote's digest."""
    letters = base64.b32encode(_derived("order", digest)).decode()[:10]
    return f"ORD-{letters[:5]}-{letters[5:]}"


def _derived(purpose: str, digest: str) -> bytes:
    return hashlib.sha256(f"truecart {purpose}\n{digest}".encode()).digest()


def of_quote(connection: Connection, quote_id: str) -> Payment | None:
    row = connection.execute(select(payments).where(payments.c.quote_id == quote_id)).first()
    return _payment(row) if row else None


def of_key(connection: Connection, idempotency_key: str) -> Payment | None:
    row = connection.execute(select(payments).where(payments.c.idempotency_key == idempotency_key)).first()
    return _payment(row) if row else None


def load(connection: Connection, payment_id: str) -> Payment:
    return _payment(connection.execute(select(payments).where(payments.c.payment_id == payment_id)).one())


def unsettled(connection: Connection) -> list[Payment]:
    """Payments whose outcome is still open, oldest first."""
    query = select(payments).where(payments.c.state.in_(OPEN)).order_by(payments.c.claimed_at, payments.c.payment_id)
    return [_payment(row) for row in connection.execute(query)]


def given_up(connection: Connection) -> list[Payment]:
    """Payments that were voided without the gateway having confirmed it: their request may still be on its way."""
    query = select(payments).where(payments.c.state == "voided", payments.c.reference.is_(None))
    return [_payment(row) for row in connection.execute(query.order_by(payments.c.payment_id))]


def close(connection: Connection, payment: Payment) -> None:
    """Nothing can arrive any more for a payment that was given up: it is not looked up again."""
    this = (payments.c.payment_id == payment["payment_id"]) & payments.c.reference.is_(None)
    connection.execute(update(payments).where(this).values(reference=""))


def move(
    connection: Connection,
    payment: Payment,
    state: PaymentState,
    *,
    reference: str | None = None,
    settled_at: str | None = None,
    action: Mapping[str, Any] | None = None,
) -> Payment:
    """Compare-and-set from the state in `payment`. Raises TruecartError `internal` for a move that is not there."""
    if state not in MOVES[payment["state"]]:
        raise TruecartError("internal", f"A payment cannot go from {payment['state']} to {state}.")
    moved: Payment = {
        **payment,
        "state": state,
        "reference": reference or payment["reference"],
        "settled_at": settled_at,
        "action": dict(action) if action else None,
    }
    changed = connection.execute(
        update(payments)
        .where(payments.c.payment_id == payment["payment_id"], payments.c.state == payment["state"])
        .values(state=state, reference=moved["reference"], settled_at=settled_at, action=moved["action"])
    )
    if changed.rowcount != 1:
        raise TruecartError("internal", "The payment was moved by somebody else.")
    return moved


def _payment(row: Row[Any]) -> Payment:
    return {
        "payment_id": row.payment_id,
        "idempotency_key": row.idempotency_key,
        "quote_id": row.quote_id,
        "digest": row.digest,
        "order_id": row.order_id,
        "shopper": row.shopper,
        "payee": row.payee,
        "amount_minor": row.amount_minor,
        "currency": row.currency,
        "state": row.state,
        "gateway": row.gateway,
        "reference": row.reference,
        "claimed_at": row.claimed_at,
        "settled_at": row.settled_at,
        "charge": row.charge,
        "action": row.action,
    }
