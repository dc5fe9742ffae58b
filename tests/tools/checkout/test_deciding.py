from __future__ import annotations

import threading
from typing import Any

import pytest

from tests.builders import CATALOG, Shop, cart_line
from tools.checkout.types import Approval, Quote, Role
from tools.errors import TruecartError


def approval_of(shop: Shop, quote: Quote, role: Role = "shopper") -> Approval:
    return next(each for each in shop.desk.approvals_of(quote["quote_id"]) if each["role"] == role)


def decide(shop: Shop, approval: Approval, decision: Any = "approve", actor: str = "ada", **changes: Any) -> Approval:
    return shop.desk.decide(
        approval["id"],
        **{"digest": approval["digest"], "decision": decision, "actor": actor, "role": approval["role"], **changes},
    )


def refusal(shop: Shop, approval: Approval, *args: Any, **changes: Any) -> TruecartError:
    with pytest.raises(TruecartError) as refused:
        decide(shop, approval, *args, **changes)
    return refused.value


@pytest.fixture
def dear(shop: Shop) -> Quote:
    """A quote that a reviewer must see too."""
    return shop.quote(cart_line("dear", 1, 60_000))


def test_the_first_decision_wins_and_the_next_is_told_whose(shop: Shop, dear: Quote) -> None:
    approval = approval_of(shop, dear, "reviewer")
    decided = decide(shop, approval, "approve", "rita", note="seen")
    assert (decided["status"], decided["decided_by"], decided["note"]) == ("approved", "rita", "seen")
    told = refusal(shop, approval, "reject", "rob")
    assert told.code == "already_decided"
    assert told.status == 409
    assert told.details == {"status": "approved", "decided_by": "rita", "decided_at": decided["decided_at"]}
    assert shop.desk.approval(approval["id"]) == decided


def test_refusals_leave_it_pending(shop: Shop, dear: Quote) -> None:
    consent, review = approval_of(shop, dear), approval_of(shop, dear, "reviewer")
    assert refusal(shop, consent, digest="0" * 64).code == "digest_mismatch"
    assert refusal(shop, consent, actor="bo").code == "not_your_approval"
    assert refusal(shop, consent, actor="rita", role="reviewer").code == "not_your_approval"
    assert refusal(shop, review, actor="ada").code == "not_your_approval"  # four eyes
    assert refusal(shop, consent, "edit").code == "bad_request"
    assert refusal(shop, consent, "yes").code == "bad_request"
    assert [each["status"] for each in shop.desk.approvals_of(dear["quote_id"])] == ["pending", "pending"]
    with pytest.raises(TruecartError) as unknown:
        shop.desk.decide("a_none", digest="", decision="approve", actor="ada", role="shopper")
    assert unknown.value.code == "not_found"


def test_an_approval_of_one_quote_does_not_serve_another(shop: Shop, dear: Quote) -> None:
    other = shop.quote(cart_line("a"), thread="t-2")
    assert refusal(shop, approval_of(shop, other), digest=dear["digest"]).code == "digest_mismatch"


def test_a_rejection_ends_the_quote(shop: Shop, dear: Quote) -> None:
    decide(shop, approval_of(shop, dear))
    decide(shop, approval_of(shop, dear, "reviewer"), "reject", "rita")
    assert [each["status"] for each in shop.desk.approvals_of(dear["quote_id"])] == ["superseded", "rejected"]
    assert shop.desk.available(CATALOG, ["dear"]) == {"dear": 10}
    outcome = shop.desk.pay(dear["quote_id"], turn_id="", actor="ada")
    assert {each["code"] for each in outcome["violations"]} == {"approval_required", "approval_superseded"}
    assert shop.gateway.charges() == []


def test_it_expires_with_its_quote(shop: Shop, dear: Quote) -> None:
    shop.clock.forward(minutes=15)
    assert refusal(shop, approval_of(shop, dear)).code == "quote_expired"
    assert shop.desk.pending("t-1") == []
    assert [each["id"] for each in shop.desk.list_approvals("expired")] == [approval_of(shop, dear, "reviewer")["id"]]
    assert shop.desk.list_approvals("pending") == []


def test_superseding_a_thread(shop: Shop, dear: Quote) -> None:
    other = shop.quote(cart_line("a"), thread="t-2")
    decide(shop, approval_of(shop, dear))
    ended = shop.desk.supersede("t-1", actor="ada", turn_id="turn-9")
    assert [(each["role"], each["status"]) for each in ended] == [("shopper", "superseded"), ("reviewer", "superseded")]
    assert shop.desk.available(CATALOG, ["dear"]) == {"dear": 10}
    assert refusal(shop, approval_of(shop, dear, "reviewer"), actor="rita").code == "approval_superseded"
    assert shop.desk.supersede("t-1", actor="ada", turn_id="turn-9") == []
    assert [each["quote_id"] for each in shop.desk.pending("t-2")] == [other["quote_id"]]


def test_a_paid_quote_cannot_be_superseded(shop: Shop) -> None:
    quote = shop.approved(cart_line("a"))
    shop.desk.pay(quote["quote_id"], turn_id="", actor="ada")
    assert shop.desk.supersede("t-1", actor="ada", turn_id="") == []
    assert approval_of(shop, quote)["status"] == "approved"


def test_the_review_list_is_oldest_first(shop: Shop, dear: Quote) -> None:
    shop.clock.forward(seconds=1)
    second = shop.quote(cart_line("knife"), shopper="bo", thread="t-2")
    assert [each["quote_id"] for each in shop.desk.list_approvals("pending")] == [dear["quote_id"], second["quote_id"]]


def test_of_many_at_once_one_decides(shop: Shop, dear: Quote) -> None:
    approval = approval_of(shop, dear, "reviewer")
    won: list[Approval] = []
    lost: list[TruecartError] = []

    def attempt(number: int) -> None:
        try:
            won.append(decide(shop, approval, "approve" if number % 2 else "reject", f"rita-{number}"))
        except TruecartError as told:
            lost.append(told)

    reviewers = [threading.Thread(target=attempt, args=(number,)) for number in range(6)]
    for each in reviewers:
        each.start()
    for each in reviewers:
        each.join()
    assert (len(won), len(lost)) == (1, 5)
    assert {told.details["decided_by"] for told in lost} == {won[0]["decided_by"]}


def test_every_decision_is_in_the_chain(shop: Shop, dear: Quote) -> None:
    decide(shop, approval_of(shop, dear))
    decide(shop, approval_of(shop, dear, "reviewer"), "reject", "rita", turn_id="turn-7")
    events = shop.audit.events(thread_id="t-1")
    assert [(each["event"], each["actor"], each["body"].get("role")) for each in events] == [
        ("quote_issued", "ada", None),
        ("approval_approved", "ada", "shopper"),
        ("approval_rejected", "rita", "reviewer"),
        ("approval_superseded", "rita", "shopper"),
    ]
    assert shop.audit.verify()["ok"]
