"""The ledger of refunds: asked for with their terms, claimed before the gateway is called, settled by what it says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Row, func, insert, or_, select, update

from tools.checkout.digest import canonical, digest_of
from tools.checkout.till import Till
from tools.checkout.types import Refund, RefundQuote, RefundState, RefundTerms, RequiredApproval
from tools.errors import TruecartError
from tools.schema import approvals, refunds

OPEN: tuple[RefundState, ...] = ("claimed", "unknown")
TAKEN: tuple[RefundState, ...] = ("claimed", "unknown", "refunded")  # their money has gone back, or may have
MOVES: dict[RefundState, frozenset[RefundState]] = {
    "asked": frozenset({"claimed", "dropped"}),
    "claimed": frozenset({"unknown", "refunded", "failed"}),
    "unknown": frozenset({"refunded", "failed"}),
    "refunded": frozenset(),
    "failed": frozenset(),
    "dropped": frozenset(),
}


def store(connection: Connection, quote: RefundQuote, payment_id: str) -> Refund:
    """Write what was asked for. The database refuses a second row of one digest or one key."""
    terms = quote["terms"]
    connection.execute(
        insert(refunds).values(
            refund_id=quote["quote_id"],
            digest=quote["digest"],
            idempotency_key=key_of(quote["digest"]),
            order_id=terms["order_id"],
            payment_id=payment_id,
            thread_id=terms["thread_id"],
            shopper=terms["shopper"],
            why=terms["why"],
            terms=canonical(terms),
            required=quote["required_approvals"],
            amount_minor=terms["total_minor"],
            currency=terms["currency"],
            state="asked",
            issued_at=terms["issued_at"],
            expires_at=terms["expires_at"],
        )
    )
    return load(connection, quote["quote_id"])


def key_of(digest: str) -> str:
    """The gateway's idempotency key of a refund, derived from what was agreed to: one agreement, one refund."""
    return "truecart-" + hashlib.sha256(f"truecart refund\n{digest}".encode()).hexdigest()


def load(connection: Connection, refund_id: str) -> Refund:
    """Raises TruecartError `not_found`."""
    return _refund(_row(connection, refund_id))


def terms_of(connection: Connection, refund_id: str) -> tuple[RefundTerms, str, list[RequiredApproval]]:
    """(terms, digest, required approvals), the digest recomputed.

    Raises TruecartError `not_found`, or `digest_mismatch` when the stored terms or amount are not those digested.
    """
    row = _row(connection, refund_id)
    terms: RefundTerms = json.loads(row.terms)
    stored = (row.refund_id, row.amount_minor, row.currency, row.order_id, row.shopper, row.why)
    told = tuple(terms[name] for name in ("quote_id", "total_minor", "currency", "order_id", "shopper", "why"))
    if digest_of(row.terms) != row.digest or stored != told:
        raise TruecartError("digest_mismatch", "The stored terms were changed.", refund_id=refund_id)
    return terms, row.digest, row.required


def _row(connection: Connection, refund_id: str) -> Row[Any]:
    row = connection.execute(select(refunds).where(refunds.c.refund_id == refund_id)).first()
    if row is None:
        raise TruecartError("not_found", "There is no such refund.", refund_id=refund_id)
    return row


def counting(connection: Connection, order_id: str, now: str, *, besides: Collection[str] = ()) -> list[Refund]:
    """Refunds of an order whose money is given back, may be, or can still be agreed to; not those of `besides`."""
    query = select(refunds).where(
        refunds.c.order_id == order_id,
        refunds.c.refund_id.not_in(sorted(besides)),
        or_(refunds.c.state.in_(TAKEN), (refunds.c.state == "asked") & (refunds.c.expires_at > now)),
    )
    return [_refund(row) for row in connection.execute(query.order_by(refunds.c.issued_at, refunds.c.refund_id))]


def unanswered(connection: Connection, order_id: str) -> list[str]:
    """Refunds of an order that its shopper was asked about, in whatever conversation, and has not answered."""
    query = (
        select(refunds.c.refund_id)
        .join(approvals, approvals.c.quote_id == refunds.c.refund_id)
        .where(
            refunds.c.order_id == order_id,
            refunds.c.state == "asked",
            approvals.c.role == "shopper",
            approvals.c.status == "pending",
        )
    )
    return sorted(connection.execute(query).scalars())


def by_order(connection: Connection, order_ids: Collection[str]) -> dict[str, list[Refund]]:
    """Refunds under way or done, by order, oldest first."""
    found: dict[str, list[Refund]] = {}
    query = select(refunds).where(refunds.c.order_id.in_(sorted(order_ids)), refunds.c.state.in_(TAKEN))
    for row in connection.execute(query.order_by(refunds.c.issued_at, refunds.c.refund_id)):
        found.setdefault(row.order_id, []).append(_refund(row))
    return found


def of_order(connection: Connection, order_id: str) -> list[Refund]:
    """All of an order's, in whatever state, oldest first."""
    query = select(refunds).where(refunds.c.order_id == order_id)
    return [_refund(row) for row in connection.execute(query.order_by(refunds.c.issued_at, refunds.c.refund_id))]


def returns_since(connection: Connection, shopper: str, since: str) -> int:
    """How many returns of a shopper's were paid out, or may have been, since that time."""
    query = select(func.count()).where(
        refunds.c.shopper == shopper,
        refunds.c.why == "return",
        refunds.c.state.in_(TAKEN),
        refunds.c.claimed_at >= since,
    )
    return int(connection.execute(query).scalar_one())


def unsettled(connection: Connection) -> list[Refund]:
    """Refunds whose outcome is open, oldest first."""
    query = select(refunds).where(refunds.c.state.in_(OPEN)).order_by(refunds.c.claimed_at, refunds.c.refund_id)
    return [_refund(row) for row in connection.execute(query)]


def cancelling(connection: Connection, order_id: str) -> bool:
    """Whether a cancellation of the order is claimed: it must not leave any more."""
    query = select(refunds.c.refund_id).where(
        refunds.c.order_id == order_id, refunds.c.why == "cancel", refunds.c.state.in_(OPEN)
    )
    return connection.execute(query).first() is not None


def move(
    connection: Connection,
    refund: Refund,
    state: RefundState,
    *,
    reference: str | None = None,
    claimed_at: str | None = None,
    settled_at: str | None = None,
) -> Refund:
    """Compare-and-set from the state in `refund`. Raises TruecartError `internal` for a move that is not there."""
    if state not in MOVES[refund["state"]]:
        raise TruecartError("internal", f"A refund cannot go from {refund['state']} to {state}.")
    values: dict[str, Any] = {"state": state, "settled_at": settled_at}
    values |= {"reference": reference} if reference else {}
    values |= {"claimed_at": claimed_at} if claimed_at else {}
    changed = connection.execute(
        update(refunds)
        .where(refunds.c.refund_id == refund["refund_id"], refunds.c.state == refund["state"])
        .values(**values)
    )
    if changed.rowcount != 1:
        raise TruecartError("internal", "The refund was moved by somebody else.")
    return load(connection, refund["refund_id"])


def drop(till: Till, connection: Connection, refund_id: str, turn_id: str, actor: str) -> None:
    """Put a refund that nobody has claimed aside; the id of a purchase, or of a refund beyond that, changes nothing."""
    row = connection.execute(select(refunds).where(refunds.c.refund_id == refund_id)).first()
    if row is not None and row.state == "asked":
        note(till, connection, move(connection, _refund(row), "dropped", settled_at=till.now()), turn_id, actor)


def expire(till: Till, connection: Connection) -> int:
    """Drop what was asked for and not agreed to in time; answers how many."""
    query = select(refunds.c.refund_id).where(refunds.c.state == "asked", refunds.c.expires_at <= till.now())
    due = sorted(connection.execute(query).scalars())
    for refund_id in due:
        drop(till, connection, refund_id, "", "sweeper")
    return len(due)


def note(till: Till, connection: Connection, refund: Refund, turn_id: str, actor: str, **more: Any) -> None:
    """Chain what became of a refund, under the state that it is in now."""
    till.note(
        connection,
        f"refund_{'done' if refund['state'] == 'refunded' else refund['state']}",
        thread_id=refund["thread_id"],
        turn_id=turn_id,
        actor=actor,
        quote_id=refund["refund_id"],
        digest=refund["digest"],
        order_id=refund["order_id"],
        payment_id=refund["payment_id"],
        amount_minor=refund["amount_minor"],
        currency=refund["currency"],
        why=refund["why"],
        **({"reference": refund["reference"]} if refund["reference"] else {}),
        **more,
    )


def _refund(row: Row[Any]) -> Refund:
    return {
        "refund_id": row.refund_id,
        "digest": row.digest,
        "why": row.why,
        "order_id": row.order_id,
        "payment_id": row.payment_id,
        "thread_id": row.thread_id,
        "shopper": row.shopper,
        "currency": row.currency,
        "amount_minor": row.amount_minor,
        "state": row.state,
        "reference": row.reference,
        "lines": json.loads(row.terms)["lines"],
        "issued_at": row.issued_at,
        "settled_at": row.settled_at,
    }
