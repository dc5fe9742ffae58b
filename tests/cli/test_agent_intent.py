"""`truecart agent intent` with an endpoint: whose reading an answer is, is said in its `source`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from agents.intent.model.prompt import schema
from cli import agent_intent
from evals.intent_cases import vocabulary
from graph.services import Services
from tests.model_endpoint import ModelEndpoint, serving
from tools import settings

TEXT = "a mug for the fjords"


class _Catalog:
    """A catalogue that only has its words."""

    vocabulary = staticmethod(vocabulary)


@pytest.fixture(scope="module")
def endpoint() -> Iterator[ModelEndpoint]:
    with serving() as running:
        yield running


@pytest.fixture
def answer(endpoint: ModelEndpoint) -> Iterator[Callable[[dict[str, Any]], dict[str, Any]]]:
    services = Services(settings.load(llm_base_url=endpoint.base_url(), llm_model="m", llm_seconds=5.0))
    services.__dict__["catalog"] = _Catalog()
    yield agent_intent.answerer(services)
    assert services.model is not None
    services.model.close()


def reply(**given: Any) -> str:
    empty = {"array": [], "string": ""}
    shape = schema(vocabulary())["properties"]
    nothing = {name: empty.get(str(each["type"])) for name, each in shape.items()}
    return json.dumps({**nothing, "kind": "search", "sort": "relevance", **given})


def test_a_whole_reply_is_the_models(endpoint: ModelEndpoint, answer: Any) -> None:
    wanted = [
        {"attribute": "category", "op": "is", "value": "mug", "words": "mug"},
        {"attribute": "use", "op": "is", "value": "waterproof", "words": "fjords"},
    ]
    endpoint.content = reply(constraints=wanted)
    got = answer({"text": TEXT})
    assert got["source"] == "model"
    assert [each["value"] for each in got["constraints"]] == ["mug", "waterproof"]


def test_a_purchase_is_read_from_the_words(endpoint: ModelEndpoint, answer: Any) -> None:
    endpoint.content = reply(kind="checkout", quantity=11)
    shown = [{"product_id": "a", "variant_id": "a", "title": "Ridge Jacket"}]
    got = answer({"text": "add the first one to my cart", "context": {"shown": shown, "last": "search"}})
    assert (got["kind"], got["quantity"], got["source"]) == ("add", None, "embedded")


@pytest.mark.parametrize(
    "content",
    [
        reply()[:-2],
        reply() + reply(),
        reply(query="锟斤拷"),
        reply(query="купить"),
        reply(kind="buy"),
        "I cannot comply.",
    ],
    ids=["truncated", "doubled", "mojibake", "wrong script", "no kind", "refusal"],
)
def test_a_corrupted_reply_leaves_it_to_the_embedded_parser(endpoint: ModelEndpoint, answer: Any, content: str) -> None:
    endpoint.content, asked = content, len(endpoint.requests)
    got = answer({"text": TEXT})
    assert len(endpoint.requests) > asked
    assert got["source"] == "embedded"
    assert [each["value"] for each in got["constraints"]] == ["mug"]
