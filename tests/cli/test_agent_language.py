"""The language agents as commands: rows in, answers or refusals out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cli import agent_confirm, agent_intent, agent_money
from evals.intent_cases import vocabulary
from graph.services import Services
from tools import settings
from tools.errors import TruecartError

Answer = Callable[[dict[str, Any]], dict[str, Any]]


class _Catalog:
    """A catalogue that only has its words."""

    vocabulary = staticmethod(vocabulary)


@pytest.fixture
def services() -> Services:
    made = Services(settings.load(max_message_chars=200))
    made.__dict__["catalog"] = _Catalog()
    return made


def refusal(answer: Answer, row: dict[str, Any]) -> str:
    with pytest.raises(TruecartError) as refused:
        answer(row)
    return refused.value.code


def test_a_message_becomes_an_intent(services: Services) -> None:
    found = agent_intent.answerer(services)({"text": "waterproof jackets under $60"})
    assert found["kind"] == "search"
    assert found["source"] == "embedded"
    assert {"kind", "constraints", "quantity", "language", "confidence", "source"} <= set(found)


def test_the_context_is_used(services: Services) -> None:
    shown = [{"product_id": "a", "variant_id": "a", "title": "Mug", "price_minor": 1000}]
    found = agent_intent.answerer(services)({"text": "cheaper", "context": {"shown": shown, "last": "search"}})
    assert found["kind"] == "refine"
    assert found["constraints"][0]["value"] == {"minor": 999, "currency": "USD"}


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({}, "bad_row"),
        ({"text": 5}, "message_not_text"),
        ({"text": ["a"]}, "message_not_text"),
        ({"text": "  "}, "empty_message"),
        ({"text": "a" * 201}, "message_too_long"),
        ({"text": "a", "context": "x"}, "bad_row"),
        ({"text": "a", "context": {"shown": ["x"]}}, "bad_row"),
        ({"text": "a", "context": {"shown": [{"title": 3}]}}, "bad_row"),
        ({"text": "a", "context": {"shown": [{"title": "x", "price_minor": "9"}]}}, "bad_row"),
        ({"text": "a", "context": {"constraints": [{"attribute": "color"}]}}, "bad_row"),
    ],
)
def test_a_bad_row_is_refused(services: Services, row: dict[str, Any], code: str) -> None:
    assert refusal(agent_intent.answerer(services), row) == code


def test_money(services: Services) -> None:
    answer = agent_money.answerer(services)
    assert answer({"text": "under 60"}) == {
        "amounts": [{"minor": 6000, "currency": "USD", "op": "at_most", "span": [0, 8]}]
    }
    assert answer({"text": "under 60", "currency": "JPY"})["amounts"][0]["minor"] == 60
    assert refusal(answer, {"text": "under 60", "currency": "zzz"}) == "bad_row"
    assert refusal(answer, {"text": ""}) == "empty_message"


def test_confirm(services: Services) -> None:
    answer = agent_confirm.answerer(services)
    assert answer({"question": "Shall I buy it?", "answer": "yes"})["decision"] == "affirm"
    assert answer({"question": "Shall I buy it?", "answer": "yes, but two"})["decision"] != "affirm"
    assert refusal(answer, {"answer": "yes"}) == "bad_row"


def test_without_an_endpoint_that_answers_the_embedded_parser_does() -> None:
    broken = Services(settings.load(llm_base_url="http://127.0.0.1:9/v1", llm_model="m", llm_seconds=2.0))
    broken.__dict__["catalog"] = _Catalog()
    assert agent_intent.answerer(broken)({"text": "a mug"})["source"] == "embedded"
    assert broken.model is not None
    broken.model.close()
