from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from guards.approval import MOVES, check_coverage, check_decision, covers, may_move, status_at
from tests.guards.terms import NOW
from tools.checkout.types import Approval, RequiredApproval
from tools.clock import stamp

SHOPPER: RequiredApproval = {"role": "shopper", "reasons": ["consent"]}
REVIEWER: RequiredApproval = {"role": "reviewer", "reasons": ["high_value"]}


def approval(**changes: Any) -> Approval:
    record: Any = {
        "id": "a_1",
        "quote_id": "q_1",
        "digest": "d1",
        "thread_id": "t-1",
        "shopper": "ada",
        "role": "shopper",
        "status": "pending",
        "reasons": ["consent"],
        "created_at": stamp(NOW),
        "expires_at": stamp(NOW + timedelta(minutes=15)),
        "decided_by": None,
        "decided_at": None,
        "note": None,
        **changes,
    }
    return record  # type: ignore[no-any-return]


def approved(**changes: Any) -> Approval:
    return approval(**{"status": "approved", "decided_by": "ada", "decided_at": stamp(NOW), **changes})


def problem(record: Approval, **changes: Any) -> str | None:
    asked: Any = {"digest": "d1", "decision": "approve", "actor": "ada", "role": "shopper", "now": NOW, **changes}
    found = check_decision(record, **asked)
    return found and found["code"]


def test_the_right_person_may_decide() -> None:
    assert problem(approval()) is None
    assert problem(approval(), decision="reject") is None
    assert problem(approval(role="reviewer"), actor="rita", role="reviewer") is None


def test_nobody_else_may() -> None:
    assert problem(approval(), actor="bo") == "not_your_approval"
    assert problem(approval(), actor="rita", role="reviewer") == "not_your_approval"
    assert problem(approval(role="reviewer")) == "not_your_approval"


def test_four_eyes() -> None:
    assert problem(approval(role="reviewer"), actor="ada", role="reviewer") == "not_your_approval"


@pytest.mark.parametrize("digest", ["", "d2", "D1", "d1 "])
def test_the_digest_must_be_echoed(digest: str) -> None:
    assert problem(approval(), digest=digest) == "digest_mismatch"


def test_only_approve_and_reject() -> None:
    assert problem(approval(), decision="yes") == "bad_request"


def test_only_a_reviewer_edits() -> None:
    assert problem(approval(), decision="edit") == "bad_request"
    assert problem(approval(role="reviewer"), decision="edit", actor="rita", role="reviewer") is None
    assert problem(approval(role="reviewer"), decision="yes", actor="rita", role="reviewer") == "bad_request"


def test_a_decision_is_final() -> None:
    assert problem(approved()) == "already_decided"
    assert problem(approved(), decision="reject") == "already_decided"
    assert problem(approval(status="rejected", decided_by="ada")) == "already_decided"
    assert problem(approval(status="superseded")) == "approval_superseded"
    assert problem(approval(status="expired")) == "quote_expired"
    assert problem(approval(), now=NOW + timedelta(minutes=15)) == "quote_expired"


def test_a_stranger_learns_nothing_of_a_decision() -> None:
    assert problem(approved(), actor="bo") == "not_your_approval"
    assert problem(approved(), digest="d2") == "digest_mismatch"


def test_moves() -> None:
    allowed = {(before, after) for before in MOVES for after in MOVES if may_move(before, after)}
    assert allowed == {
        ("pending", "approved"),
        ("pending", "rejected"),
        ("pending", "expired"),
        ("pending", "superseded"),
        ("approved", "superseded"),
    }


def test_time_passes_without_a_sweeper() -> None:
    late = NOW + timedelta(minutes=15)
    assert status_at(approval(), late - timedelta(milliseconds=1)) == "pending"
    assert status_at(approval(), late) == "expired"
    assert status_at(approved(), late) == "approved"


def test_a_decision_covers_its_digest_only() -> None:
    assert covers(approved(), "d1")
    assert not covers(approved(), "d2")
    assert not covers(approval(), "d1")
    assert not covers(approved(decided_by=None), "d1")


def coverage(required: list[RequiredApproval], *records: Approval, digest: str = "d1") -> tuple[list[str], list[str]]:
    found, waiting = check_coverage(required, records, digest, NOW)
    return [each["code"] for each in found], list(waiting)


def test_coverage() -> None:
    reviewed = approved(role="reviewer", decided_by="rita")
    assert coverage([SHOPPER], approved()) == ([], [])
    assert coverage([SHOPPER, REVIEWER], approved(), reviewed) == ([], [])
    assert coverage([SHOPPER, REVIEWER], approved(), approval(role="reviewer")) == ([], ["reviewer"])
    assert coverage([SHOPPER], approval()) == ([], ["shopper"])
    assert coverage([SHOPPER, REVIEWER], approved()) == (["approval_required"], [])
    assert coverage([SHOPPER], approval(status="rejected", decided_by="ada")) == (["approval_required"], [])
    assert coverage([SHOPPER], approval(status="superseded")) == (["approval_superseded"], [])


def test_a_replayed_approval_of_other_terms_covers_nothing() -> None:
    assert coverage([SHOPPER], approved(), digest="d2") == (["digest_mismatch"], [])


def test_whoever_was_asked_must_agree() -> None:
    assert coverage([SHOPPER], approved(), approval(role="reviewer")) == ([], ["reviewer"])


def test_a_purchase_that_needs_nobody_is_refused() -> None:
    assert coverage([]) == (["approval_required"], [])
    assert coverage([REVIEWER], approved(role="reviewer")) == (["approval_required"], [])
