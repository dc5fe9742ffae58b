"""What is told of a cancellation or a return, in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from agents.reply import amounts_of, compose, facts
from guards.validators import output_guard
from guards.violations import Violation, violation

TERMS = {"kind": "refund", "order_id": "ORD-ABCDE-23456", "total_minor": 4_000, "currency": "USD"}
REFUND = {
    "state": "refunded",
    "why": "return",
    "amount_minor": 4_000,
    "currency": "USD",
    "order_id": "ORD-ABCDE-23456",
    "lines": [{"title": "Enamel Mug", "quantity": 2}],
}


def reply(language: str, *violations: Violation, **state: Any) -> str:
    whole = {"intent": {"kind": "return", "language": language}, "quote_violations": list(violations), **state}
    text = compose(facts(whole, list(violations), "USD"))
    assert output_guard(text, amounts_of(whole)) == []
    return text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_outcome_is_told_apart(language: str) -> None:
    quote = {"terms": TERMS}
    told = [
        reply(language, quote=quote, refund=REFUND),
        reply(language, quote=quote, refund={**REFUND, "why": "cancel"}),
        reply(language, quote=quote),
        reply(language, quote=quote, decision={"status": "approved"}, approval={"waiting_for": ["reviewer"]}),
        reply(language, quote=quote, decision={"status": "rejected", "role": "shopper"}),
        reply(language, quote=quote, decision={"status": "rejected", "role": "reviewer"}),
        reply(language, violation("refund_unknown", "refund"), quote=quote, refund={**REFUND, "state": "unknown"}),
        reply(language, violation("refund_failed", "refund"), quote=quote, refund={**REFUND, "state": "failed"}),
        reply(language, violation("return_too_late", "order")),
    ]
    assert len(set(told)) == len(told)
    for text in told[:4]:
        assert "ORD-ABCDE-23456" in text
        assert "40.00" in text
    unchanged = "Nothing was changed" if language == "en" else "没有做任何改动"
    assert unchanged not in told[6]
    assert unchanged in told[8]


def test_a_question_changes_nothing_and_says_nothing_of_it() -> None:
    asked = violation("ambiguous_order", "intent", "Which order: A ($51.00)?", orders=[{"total_minor": 5_100}])
    assert reply("en", asked) == "Which order: A ($51.00)?"
    cancel = {"kind": "cancel", "language": "en"}
    assert reply("en", asked, intent=cancel) == "Which order: A ($51.00)?"


def test_stopping_a_purchase_is_still_told_as_that() -> None:
    cancel = {"kind": "cancel", "language": "en"}
    assert "nothing was being bought" in compose(facts({"intent": cancel, "quote_violations": []}, [], "USD"))


def test_a_refund_that_was_put_aside_is_not_told_as_a_purchase() -> None:
    aside = {"superseded": "a_1", "superseded_refund": "r_1"}
    cancel = {"kind": "cancel", "language": "en"}
    assert "nothing is given back" in compose(facts({"intent": cancel, **aside}, [], "USD"))
    helped = compose(facts({"intent": {"kind": "help", "language": "en"}, **aside}, [], "USD"))
    assert "nothing was given back" in helped
    assert "charged" not in helped
