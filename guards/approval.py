"""Rules of an approval: who may decide it, which moves its state machine has, and what a decision covers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from guards.violations import Violation, violation
from tools.checkout.types import Approval, ApprovalStatus, Decision, RequiredApproval, Role
from tools.clock import moment

# `approved` can still be superseded, by a change of terms, until a payment is claimed for it
MOVES: dict[ApprovalStatus, frozenset[ApprovalStatus]] = {
    "pending": frozenset({"approved", "rejected", "expired", "superseded"}),
    "approved": frozenset({"superseded"}),
    "rejected": frozenset(),
    "expired": frozenset(),
    "superseded": frozenset(),
}


def may_move(before: ApprovalStatus, after: ApprovalStatus) -> bool:
    """Whether the state machine has this move."""
    return after in MOVES[before]


def is_expired(approval: Approval, now: datetime) -> bool:
    """An approval is good before its expiry, not at it."""
    return now >= moment(approval["expires_at"])


def status_at(approval: Approval, now: datetime) -> ApprovalStatus:
    """The status as of now: a pending approval past its time has expired, swept or not."""
    return "expired" if approval["status"] == "pending" and is_expired(approval, now) else approval["status"]


def check_decision(
    approval: Approval, *, digest: str, decision: Decision, actor: str, role: Role, now: datetime
) -> Violation | None:
    """Why this person may not decide this approval in this way now; None when they may.

    Identity is judged before the digest and the digest before the status, so that nobody learns of another's
    decision by asking.
    """
    problem = _check_actor(approval, actor, role)
    if problem:
        return problem
    if decision not in ("approve", "reject", "edit") or (decision == "edit" and role != "reviewer"):
        return violation("bad_request", "decision", "A decision is approve or reject, for a reviewer also edit.")
    if digest != approval["digest"]:
        return violation("digest_mismatch", "approval.digest", approval_id=approval["id"])
    status = status_at(approval, now)
    if status == "pending":
        return None
    code = {"superseded": "approval_superseded", "expired": "quote_expired"}.get(status, "already_decided")
    return violation(
        code,
        "approval.status",
        status=status,
        decided_by=approval["decided_by"],
        decided_at=approval["decided_at"],
    )


def _check_actor(approval: Approval, actor: str, role: Role) -> Violation | None:
    if role != approval["role"]:
        return violation("not_your_approval", "approval.role", needed=approval["role"])
    if role == "shopper" and actor != approval["shopper"]:
        return violation("not_your_approval", "approval.shopper")
    if role == "reviewer" and actor == approval["shopper"]:
        return violation("not_your_approval", "approval.shopper", "Nobody reviews their own purchase.")
    return None


def covers(approval: Approval, digest: str) -> bool:
    """Whether this decision agrees to exactly these terms."""
    return approval["status"] == "approved" and approval["digest"] == digest and approval["decided_by"] is not None


def check_coverage(
    required: Sequence[RequiredApproval], approvals: Iterable[Approval], digest: str, now: datetime
) -> tuple[list[Violation], list[Role]]:
    """(what forbids paying for good, roles that have yet to decide). Both empty: every needed approval is there.

    Whoever was asked must agree, also when the list of required roles does not name them.
    """
    by_role = {approval["role"]: approval for approval in approvals}
    found: list[Violation] = []
    waiting: list[Role] = []
    for role in dict.fromkeys([*(need["role"] for need in required), *by_role]):
        approval = by_role.get(role)
        if approval is None:
            found.append(violation("approval_required", f"approvals.{role}", role=role))
        elif approval["digest"] != digest:
            found.append(violation("digest_mismatch", f"approvals.{role}", role=role))
        elif status_at(approval, now) == "pending":
            waiting.append(role)
        elif not covers(approval, digest):
            found.append(_not_covered(approval, status_at(approval, now)))
    if not any(need["role"] == "shopper" for need in required):
        found.append(violation("approval_required", "approvals.shopper", role="shopper"))
    return found, waiting


def _not_covered(approval: Approval, status: ApprovalStatus) -> Violation:
    code = {"superseded": "approval_superseded", "expired": "quote_expired"}.get(status, "approval_required")
    return violation(
        code,
        f"approvals.{approval['role']}",
        role=approval["role"],
        status=status,
        decided_by=approval["decided_by"],
        decided_at=approval["decided_at"],
    )
