"""Answers in every form: named ones count, unnamed ones only where nothing else can be meant."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import Shop, cart_line
from tools.checkout.answers import Answer
from tools.checkout.types import Approval, Quote, Role
from tools.errors import TruecartError


def answer(decision: Any = "approve", **named: Any) -> Answer:
    return {"id": None, "digest": None, "decision": decision, "note": None, **named}  # type: ignore[typeddict-item]


def give(shop: Shop, said: Answer, actor: str = "ada", role: Role = "shopper", thread: str = "t-1") -> Approval:
    return shop.desk.answer(thread, said, actor=actor, role=role)


def refused(shop: Shop, said: Answer, **who: Any) -> str:
    with pytest.raises(TruecartError) as problem:
        give(shop, said, **who)
    return problem.value.code


def statuses(shop: Shop, quote: Quote) -> set[str]:
    return {each["status"] for each in shop.desk.approvals_of(quote["quote_id"])}


@pytest.mark.parametrize("named", [("id", "digest"), ("digest",), ("id",), ()])
def test_the_only_purchase_of_a_conversation_may_be_answered_in_any_form(shop: Shop, named: tuple[str, ...]) -> None:
    quote = shop.quote(cart_line("a"))
    own = shop.desk.approvals_of(quote["quote_id"])[0]
    said = answer(**{key: own[key] for key in named})  # type: ignore[literal-required]
    assert give(shop, said)["status"] == "approved"
    assert give(shop, said)["status"] == "approved"  # the graph may run twice


@pytest.mark.parametrize("ending", ["superseded", "rejected", "paid", "expired"])
def test_after_an_earlier_purchase_an_answer_must_name_its_own(shop: Shop, ending: str) -> None:
    first = shop.quote(cart_line("b", 1, 500))
    if ending == "rejected":
        give(shop, answer("reject", digest=first["digest"]))
    elif ending == "paid":
        shop.approve(first)
        shop.desk.pay(first["quote_id"], turn_id="", actor="ada")
    elif ending == "expired":
        shop.clock.forward(minutes=16)
        shop.desk.sweep()
    second = shop.quote(cart_line("a"))
    own = shop.desk.approvals_of(second["quote_id"])[0]
    assert refused(shop, answer()) == "approval_unnamed"
    assert refused(shop, answer(id=own["id"])) == "approval_unnamed"
    assert statuses(shop, second) == {"pending"}
    assert give(shop, answer(digest=second["digest"]))["status"] == "approved"


def test_the_stale_tab(shop: Shop) -> None:
    """Five was on the screen, a change was typed, six hundred is pending: the old tab answers nothing."""
    shown = shop.quote(cart_line("b", 1, 500))
    changed = shop.quote(cart_line("dear", 1, 60_000))
    assert refused(shop, answer(digest=shown["digest"])) == "approval_superseded"
    assert refused(shop, answer()) == "approval_unnamed"
    assert statuses(shop, changed) == {"pending"}


def test_whose_answer_it_is(shop: Shop) -> None:
    quote = shop.quote(cart_line("dear", 1, 60_000))
    own, review = shop.desk.approvals_of(quote["quote_id"])
    named = {"id": own["id"], "digest": quote["digest"]}
    assert refused(shop, answer(**named), actor="bo") == "not_your_approval"
    assert refused(shop, answer(**named), actor="rita", role="reviewer") == "not_your_approval"
    assert refused(shop, answer(**named), thread="t-2") == "not_your_approval"
    assert refused(shop, answer(id=review["id"], digest=quote["digest"]), actor="ada", role="reviewer") == (
        "not_your_approval"
    )
    assert refused(shop, answer(), thread="t-2") == "not_found"
    assert refused(shop, answer(None, **named)) == "bad_request"
    assert refused(shop, answer("edit", **named)) == "bad_request"
    assert statuses(shop, quote) == {"pending"}


def test_the_other_answer_afterwards_is_told_who_decided(shop: Shop) -> None:
    quote = shop.quote(cart_line("a"))
    give(shop, answer(digest=quote["digest"]))
    with pytest.raises(TruecartError) as late:
        give(shop, answer("reject", digest=quote["digest"]))
    assert (late.value.code, late.value.details["decided_by"]) == ("already_decided", "ada")


def test_two_reviewers_at_once(shop: Shop) -> None:
    quote = shop.quote(cart_line("dear", 1, 60_000))
    review = shop.desk.approvals_of(quote["quote_id"])[1]
    said = answer(id=review["id"], digest=quote["digest"])
    assert give(shop, said, actor="rita", role="reviewer")["decided_by"] == "rita"
    assert refused(shop, said, actor="raj", role="reviewer") == "already_decided"
