"""An answer to an approval, in whatever form it came: found, read, and recorded once.

An answer names the approval's id and digest. One that names neither could have been meant for an earlier purchase of
the same conversation, so it counts only where the conversation has never had another quote.
"""

from __future__ import annotations

from typing import Any, NotRequired, TypedDict

from sqlalchemy import Connection, select

from tools.checkout import approvals, edits
from tools.checkout.till import Till
from tools.checkout.types import Approval, Decision, Role
from tools.errors import TruecartError
from tools.schema import approvals as approval_rows

PAST = {"approve": "approved", "reject": "rejected"}


class Answer(TypedDict):
    """What was answered; None where the answer does not say. `edit` goes with the decision "edit"."""

    id: str | None
    digest: str | None
    decision: Decision | None
    note: str | None
    edit: NotRequired[dict[str, Any] | None]


def record(till: Till, *, thread_id: str, answer: Answer, actor: str, role: Role, turn_id: str) -> Approval:
    """The decided approval. The same answer by the same person again is no conflict: the graph may run twice.

    An edit supersedes the approval; what replaced it is then the thread's pending quote.

    Raises TruecartError as `approvals.decide` and `edits.edit` do, `bad_request` without a decision,
    `approval_unnamed` for an answer that could mean another purchase, `not_your_approval` for another thread's.
    """
    decision = answer["decision"]
    if decision is None:
        raise TruecartError("bad_request", "The answer is neither an approval nor a rejection. Nothing was decided.")
    with till.reading() as connection:
        meant = _meant(connection, thread_id, answer, role)
    named = answer["digest"] or meant["digest"]
    try:
        if decision == "edit":
            edits.edit(
                till,
                meant["id"],
                digest=named,
                changes=answer.get("edit"),
                actor=actor,
                role=role,
                note=answer["note"],
                turn_id=turn_id,
            )
            with till.reading() as connection:
                return approvals.load(connection, meant["id"])
        return approvals.decide(
            till,
            meant["id"],
            digest=named,
            decision=decision,
            actor=actor,
            role=role,
            note=answer["note"],
            turn_id=turn_id,
        )
    except TruecartError as problem:
        if problem.code != "already_decided":
            raise
        with till.reading() as connection:
            decided = approvals.load(connection, meant["id"])
        if (decided["decided_by"], decided["status"], decided["digest"]) != (actor, PAST.get(decision), named):
            raise
        return decided


def _meant(connection: Connection, thread_id: str, answer: Answer, role: Role) -> Approval:
    if answer["id"]:
        named = approvals.load(connection, answer["id"])
        if named["thread_id"] != thread_id:
            raise TruecartError("not_your_approval")
        if answer["digest"] is None:
            _only(connection, thread_id, named)
        return named
    query = select(approval_rows.c.id).where(approval_rows.c.thread_id == thread_id, approval_rows.c.role == role)
    if answer["digest"]:
        query = query.where(approval_rows.c.digest == answer["digest"])
    found = list(connection.execute(query).scalars())
    if not found:
        raise TruecartError("not_found", "Nothing here waits for such an answer.")
    if len(found) > 1:
        raise TruecartError("approval_unnamed")
    named = approvals.load(connection, found[0])
    if answer["digest"] is None:
        _only(connection, thread_id, named)
    return named


def _only(connection: Connection, thread_id: str, approval: Approval) -> None:
    """An answer without a digest: refused when the thread has ever had another quote than this one."""
    query = select(approval_rows.c.quote_id).where(
        approval_rows.c.thread_id == thread_id, approval_rows.c.quote_id != approval["quote_id"]
    )
    if connection.execute(query.limit(1)).first() is not None:
        raise TruecartError("approval_unnamed")
