"""Approval records: one compare-and-set each; the first durable decision wins and everybody later is told whose."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, or_, select, update

from guards.approval import check_decision, may_move, status_at
from guards.violations import Violation
from tools.checkout import holds, refund_ledger
from tools.checkout.till import Till
from tools.checkout.types import Approval, ApprovalStatus, Decision, Quote, RefundQuote, Role
from tools.clock import stamp
from tools.errors import TruecartError
from tools.schema import approvals, payments, refunds


def ask(connection: Connection, quote: Quote | RefundQuote) -> list[Approval]:
    """A pending approval for each role that the quote requires."""
    terms = quote["terms"]
    asked: list[Approval] = [
        {
            "id": f"a_{secrets.token_hex(12)}",
            "quote_id": quote["quote_id"],
            "digest": quote["digest"],
            "thread_id": terms["thread_id"],
            "shopper": terms["shopper"],
            "role": need["role"],
            "status": "pending",
            "reasons": need["reasons"],
            "created_at": terms["issued_at"],
            "expires_at": terms["expires_at"],
            "decided_by": None,
            "decided_at": None,
            "note": None,
        }
        for need in quote["required_approvals"]
    ]
    connection.execute(insert(approvals), asked)
    return asked


def decide(
    till: Till,
    approval_id: str,
    *,
    digest: str,
    decision: Decision,
    actor: str,
    role: Role,
    note: str | None,
    turn_id: str,
) -> Approval:
    """Approve or reject, once.

    A rejection supersedes the quote's other approvals and gives its stock back. Raises TruecartError `not_found`,
    `not_your_approval`, `digest_mismatch`, `quote_expired`, `approval_superseded`, `already_decided` (details
    status, decided_by, decided_at), or `bad_request` for a decision other than approve and reject: see `edits`.
    """
    if decision not in ("approve", "reject"):
        raise TruecartError("bad_request", "A decision is approve or reject.")
    with till.transaction() as connection:
        now = till.clock()
        approval = load(connection, approval_id)
        problem = check_decision(approval, digest=digest, decision=decision, actor=actor, role=role, now=now)
        if problem is None:
            _set(connection, approval, "approved" if decision == "approve" else "rejected", actor, stamp(now), note)
            decided = load(connection, approval_id)
            _note(till, connection, decided, decided["status"], turn_id, actor)
            if decision == "reject":
                _drop_quote(till, connection, decided["quote_id"], turn_id, actor)
            return decided
    raise _as_error(problem)


def _set(
    connection: Connection,
    approval: Approval,
    status: ApprovalStatus,
    decided_by: str | None,
    decided_at: str | None,
    note: str | None,
) -> None:
    """The compare-and-set. It cannot lose inside a till's transaction; if it ever does, nothing is decided."""
    if not may_move(approval["status"], status):
        raise TruecartError("internal", f"An approval cannot go from {approval['status']} to {status}.")
    changed = connection.execute(
        update(approvals)
        .where(
            approvals.c.id == approval["id"],
            approvals.c.status == approval["status"],
            approvals.c.digest == approval["digest"],
        )
        .values(status=status, decided_by=decided_by, decided_at=decided_at, note=note)
    )
    if changed.rowcount != 1:
        raise TruecartError("already_decided", approval_id=approval["id"])


def _as_error(problem: Violation) -> TruecartError:
    return TruecartError(problem["code"], problem["message"], **problem.get("details", {}))


def _drop_quote(till: Till, connection: Connection, quote_id: str, turn_id: str, actor: str) -> list[Approval]:
    """Supersede what of a quote is pending or approved and give its stock back."""
    dropped: list[Approval] = []
    for approval in of_quote(connection, quote_id):
        if approval["status"] not in ("pending", "approved"):
            continue
        _set(connection, approval, "superseded", approval["decided_by"], approval["decided_at"], approval["note"])
        dropped.append({**approval, "status": "superseded"})
        _note(till, connection, approval, "superseded", turn_id, actor)
    holds.release(connection, quote_id)
    refund_ledger.drop(till, connection, quote_id, turn_id, actor)
    return dropped


def supersede(
    till: Till, connection: Connection, quote_ids: Collection[str], *, turn_id: str, actor: str
) -> list[Approval]:
    """Put unpaid quotes aside; answers the approvals that this superseded."""
    return [
        approval
        for quote_id in sorted(quote_ids)
        for approval in _drop_quote(till, connection, quote_id, turn_id, actor)
    ]


def unpaid_quotes(connection: Connection, thread_id: str) -> list[str]:
    """Quotes and refunds of a thread with a pending or approved approval, and no payment or refund claimed."""
    query = (
        select(approvals.c.quote_id)
        .outerjoin(payments, payments.c.quote_id == approvals.c.quote_id)
        .outerjoin(refunds, refunds.c.refund_id == approvals.c.quote_id)
        .where(
            approvals.c.thread_id == thread_id,
            approvals.c.status.in_(["pending", "approved"]),
            payments.c.payment_id.is_(None),
            or_(refunds.c.state.is_(None), refunds.c.state == "asked"),
        )
        .distinct()
    )
    return sorted(connection.execute(query).scalars())


def expire(till: Till, connection: Connection, now: datetime) -> list[Approval]:
    """Mark pending approvals past their time; answers them. Their holds end by their own expiry."""
    due = select(approvals).where(approvals.c.status == "pending", approvals.c.expires_at <= stamp(now))
    expired = [_approval(row) for row in connection.execute(due.order_by(approvals.c.id))]
    for approval in expired:
        _set(connection, approval, "expired", None, None, None)
        _note(till, connection, approval, "expired", "", "sweeper")
    return expired


def _note(
    till: Till, connection: Connection, approval: Approval, status: ApprovalStatus, turn_id: str, actor: str
) -> None:
    till.note(
        connection,
        f"approval_{status}",
        thread_id=approval["thread_id"],
        turn_id=turn_id,
        actor=actor,
        approval_id=approval["id"],
        quote_id=approval["quote_id"],
        digest=approval["digest"],
        role=approval["role"],
    )


def load(connection: Connection, approval_id: str) -> Approval:
    """Raises TruecartError `not_found`."""
    row = connection.execute(select(approvals).where(approvals.c.id == approval_id)).first()
    if row is None:
        raise TruecartError("not_found", "There is no such approval.", approval_id=approval_id)
    return _approval(row)


def of_quote(connection: Connection, quote_id: str) -> list[Approval]:
    """All approvals of a quote, the shopper's first."""
    return _all(connection, select(approvals).where(approvals.c.quote_id == quote_id))


def pending_of(connection: Connection, thread_id: str, now: datetime) -> list[Approval]:
    """Those of a thread that can still be decided, the shopper's first."""
    found = _all(connection, select(approvals).where(approvals.c.thread_id == thread_id))
    return [each for each in found if status_at(each, now) == "pending"]


def threads_waiting(connection: Connection, now: datetime) -> list[tuple[str, str]]:
    """(thread_id, shopper) of every thread with a pending approval that is not past its time."""
    query = select(approvals.c.thread_id, approvals.c.shopper).where(
        approvals.c.status == "pending", approvals.c.expires_at > stamp(now)
    )
    return [(row.thread_id, row.shopper) for row in connection.execute(query.distinct())]


def with_status(connection: Connection, status: ApprovalStatus, role: Role, now: datetime) -> list[Approval]:
    """A role's approvals that have this status now, oldest first."""
    among = ("pending", "expired") if status == "expired" else (status,)
    query = select(approvals).where(approvals.c.role == role, approvals.c.status.in_(among))
    found = _all(connection, query.order_by(approvals.c.created_at, approvals.c.id), by_role=False)
    return [as_of(each, now) for each in found if status_at(each, now) == status]


def as_of(approval: Approval, now: datetime) -> Approval:
    """The record as everybody should see it now: past its time, a pending one reads expired."""
    return {**approval, "status": status_at(approval, now)}


def _all(connection: Connection, query: Select[Any], *, by_role: bool = True) -> list[Approval]:
    found = [_approval(row) for row in connection.execute(query)]
    return sorted(found, key=lambda each: (each["role"] != "shopper", each["created_at"])) if by_role else found


def _approval(row: Row[Any]) -> Approval:
    return {
        "id": row.id,
        "quote_id": row.quote_id,
        "digest": row.digest,
        "thread_id": row.thread_id,
        "shopper": row.shopper,
        "role": row.role,
        "status": row.status,
        "reasons": row.reasons,
        "created_at": row.created_at,
        "expires_at": row.expires_at,
        "decided_by": row.decided_by,
        "decided_at": row.decided_at,
        "note": row.note,
    }
