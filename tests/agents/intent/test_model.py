"""The model parser against a real endpoint: what it may propose and what it may not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from agents.intent.model.parser import parse_with_model
from agents.intent.model.prompt import schema
from evals.intent_cases import vocabulary
from tests.model_endpoint import ModelEndpoint, serving
from tools import settings
from tools.errors import TruecartError
from tools.llm.client import ModelClient
from tools.llm.contract import Intent, IntentContext, Level, Message

VOCABULARY = vocabulary()
EMPTY: dict[str, Any] = {
    "kind": "search",
    "constraints": [],
    "quantity": None,
    "references": [],
    "drop": [],
    "sort": "relevance",
    "query": "",
    "ignored": [],
    "then": [],
}


@pytest.fixture(scope="module")
def endpoint() -> Iterator[ModelEndpoint]:
    with serving() as running:
        yield running


@pytest.fixture(scope="module")
def client(endpoint: ModelEndpoint) -> Iterator[ModelClient]:
    made = ModelClient(settings.load(llm_base_url=endpoint.base_url(), llm_model="m", llm_seconds=5.0))
    yield made
    made.close()


@pytest.fixture
def ask(client: ModelClient, endpoint: ModelEndpoint) -> Any:
    def asked(text: str, **reply: Any) -> Intent:
        endpoint.behaviour = "answer"
        endpoint.content = json.dumps({**EMPTY, **reply})
        return parse_with_model(client, text, VOCABULARY, {}, 5.0)

    return asked


def wanted(attribute: str, value: str, words: str, op: str = "is") -> dict[str, str]:
    return {"attribute": attribute, "op": op, "value": value, "words": words}


def test_a_good_reply_becomes_an_intent(ask: Any) -> None:
    text = "a rainproof jacket in gray, nothing leather"
    proposed = [
        wanted("use", "waterproof", "rainproof"),
        wanted("category", "jackets", "jacket"),
        wanted("color", "gray", "gray"),
        wanted("material", "leather", "leather", "is_not"),
    ]
    got = ask(text, constraints=proposed)
    assert got["source"] == "model"
    assert [(each["attribute"], each["op"], each["value"]) for each in got["constraints"]] == [
        ("use", "is", "waterproof"),
        ("category", "is", "jacket"),
        ("color", "is", "grey"),
        ("material", "is_not", "leather"),
    ]
    for each in got["constraints"]:
        start, end = each["span"]
        assert text[start:end] == each["text"]


def test_prices_come_from_the_shoppers_words(ask: Any, endpoint: ModelEndpoint) -> None:
    got = ask("mugs under $20", constraints=[wanted("category", "mug", "mugs"), wanted("price", "999", "under $20")])
    prices = [each["value"] for each in got["constraints"] if each["attribute"] == "price"]
    assert prices == [{"minor": 2000, "currency": "USD"}]
    allowed = endpoint.requests[-1]["response_format"]["json_schema"]["schema"]
    assert "price" not in allowed["properties"]["constraints"]["items"]["properties"]["attribute"]["enum"]


def test_what_was_not_said_is_left_out(ask: Any) -> None:
    got = ask("a mug", constraints=[wanted("color", "red", "red"), wanted("category", "mug", "mug")], query="mug sale")
    assert [each["attribute"] for each in got["constraints"]] == ["category"]
    assert got["query"] == "mug"


def test_a_quantity_must_have_been_said(ask: Any) -> None:
    assert ask("add two of the first", kind="add", quantity=2)["quantity"] == 2
    assert ask("add two of the first", kind="add", quantity=20)["quantity"] == 2
    assert ask("add the first", kind="add", quantity=7)["quantity"] is None


def test_a_value_that_the_catalogue_lacks_is_marked(ask: Any) -> None:
    got = ask("an ultraviolet mug", constraints=[wanted("color", "ultraviolet", "ultraviolet")])
    assert got["constraints"][0]["known"] is False


def test_a_reference_needs_its_words(ask: Any) -> None:
    pointed = {"positions": [2], "where": "results", "words": "the second one"}
    got = ask("the second one please", kind="add", references=[pointed])
    assert got["references"] == [{"positions": [2], "where": "results", "span": [0, 14]}]
    invented = {"positions": [3], "where": "results", "words": "the third one"}
    assert "references" not in ask("yes please", kind="confirm", references=[invented])


@pytest.mark.parametrize(
    "content",
    [
        "Sure! Here is what I understood.",
        "{}",
        '{"kind": "search"',
        json.dumps({**EMPTY, "kind": "buy_everything"}),
        json.dumps({**EMPTY, "quantity": "2"}),
        json.dumps({**EMPTY, "price": 5}),
        json.dumps([EMPTY]),
        json.dumps(EMPTY) + json.dumps(EMPTY),
        json.dumps(EMPTY)[:-1] + ',"kind":"checkout"}',
        json.dumps({**EMPTY, "query": "锟斤拷锟斤拷"}),
        json.dumps({**EMPTY, "query": "mug mug mug mug mug mug"}),
        json.dumps({**EMPTY, "query": "добавить в корзину"}),
        json.dumps({**EMPTY, "then": [{**EMPTY, "words": "a mug"}]}),
        "I'm sorry, but I can't assist with that request.",
    ],
    ids=lambda content: content[-28:],
)
def test_garbage_is_malformed(client: ModelClient, endpoint: ModelEndpoint, content: str) -> None:
    endpoint.behaviour, endpoint.content = "answer", content
    with pytest.raises(TruecartError) as refusal:
        parse_with_model(client, "a mug", VOCABULARY, {}, 5.0)
    assert refusal.value.code == "llm_malformed"


class Saying:
    """A language model that says one thing."""

    name = "saying"

    def __init__(self, said: str) -> None:
        self.said = said

    def level(self) -> Level:
        return "full"

    def complete(self, messages: list[Message], **_asked: Any) -> str:
        assert messages
        return self.said


def say(text: str, raw: str, context: IntentContext | None = None) -> Intent:
    return parse_with_model(Saying(raw), text, VOCABULARY, context or {}, 5.0)


@pytest.mark.parametrize("form", ["{}", "```json\n{}\n```", "Here it is:\n```\n{}\n```\nAnything else?", "好的：{}"])
def test_a_fence_or_a_sentence_around_the_only_object(form: str) -> None:
    body = json.dumps({**EMPTY, "constraints": [wanted("category", "mug", "mug")]})
    got = say("a mug", form.replace("{}", body))
    assert (got["source"], [each["value"] for each in got["constraints"]]) == ("model", ["mug"])


def test_a_corrupted_reply_says_what_was_found() -> None:
    with pytest.raises(TruecartError) as refusal:
        say("a mug", json.dumps({**EMPTY, "query": "mùg caf\u00c3\u00a9"}))
    assert refusal.value.details["codes"] == ["mojibake"]


def test_an_exclusion_stands_whoever_reads_it() -> None:
    missed = wanted("color", "black", "black")
    got = say("a mug, not black", json.dumps({**EMPTY, "constraints": [missed]}))
    assert [each["op"] for each in got["constraints"] if each["value"] == "black"] == ["is_not"]


def test_words_that_the_model_accounts_for_otherwise_are_no_wish() -> None:
    brand = json.dumps({**EMPTY, "constraints": [wanted("category", "mug", "mug")], "query": "navy blues band"})
    got = say("a mug of the navy blues band", brand)
    assert [each["value"] for each in got["constraints"] if each["attribute"] == "color"] == []
    assert "navy" in got["query"]


def test_what_the_model_overlooks_stays() -> None:
    got = say("a navy mug under $20", json.dumps({**EMPTY, "constraints": [wanted("category", "mug", "mug")]}))
    assert {each["attribute"] for each in got["constraints"]} == {"category", "color", "price"}


def test_what_fits_nowhere_is_said() -> None:
    proposed = [wanted("size", "xl", "roomy"), wanted("category", "mug", "mug")]
    got = say(
        "a roomy mug, blessed by monks", json.dumps({**EMPTY, "constraints": proposed, "ignored": ["blessed by monks"]})
    )
    assert got["ignored"] == ["blessed by monks", "roomy"]


def test_a_further_request_that_touches_nothing_is_added() -> None:
    further = {key: value for key, value in EMPTY.items() if key != "then"} | {"kind": "human"}
    raw = {
        **EMPTY,
        "constraints": [wanted("category", "mug", "mug")],
        "then": [{**further, "words": "fetch your boss"}],
    }
    got = say("a mug; fetch your boss", json.dumps(raw))
    assert [(each["kind"], each["words"]) for each in got["then"]] == [("human", "fetch your boss")]


def test_each_request_has_its_own_words() -> None:
    further = {key: value for key, value in EMPTY.items() if key != "then"} | {"kind": "ask", "query": "kettle"}
    then = [{**further, "constraints": [wanted("material", "steel", "steel")], "words": "the kettle, steel or what?"}]
    first = [wanted("category", "mug", "mug"), wanted("color", "navy", "navy")]
    got = say("a navy mug; the kettle, steel or what?", json.dumps({**EMPTY, "constraints": first, "then": then}))
    assert [each["value"] for each in got["constraints"]] == ["navy", "mug"]
    assert got["words"] == "a navy mug"
    assert [(each["kind"], each["words"]) for each in got["then"]] == [("ask", "the kettle, steel or what?")]
    for each in got["then"][0]["constraints"]:
        assert "a navy mug; the kettle, steel or what?"[slice(*each["span"])] == each["text"]


def test_what_breaks_the_reader_is_malformed() -> None:
    with pytest.raises(TruecartError) as refusal:
        say("a mug", None)  # type: ignore[arg-type]
    assert refusal.value.code == "llm_malformed"


def test_a_dropped_attribute_needs_its_words() -> None:
    running: IntentContext = {"constraints": [{"attribute": "color", "op": "is", "value": "navy", "span": [0, 4]}]}
    said = {**EMPTY, "kind": "refine", "drop": [{"attribute": "color", "words": "hue whatever"}]}
    assert say("hue whatever", json.dumps(said), running)["drop"] == ["color"]
    assert "drop" not in say("warmer", json.dumps(said), running)


def test_an_error_of_the_endpoint_is_unavailable(client: ModelClient, endpoint: ModelEndpoint) -> None:
    endpoint.behaviour, endpoint.status = "status", 500
    with pytest.raises(TruecartError) as refusal:
        parse_with_model(client, "a mug", VOCABULARY, {}, 5.0)
    assert refusal.value.code == "llm_unavailable"


def test_the_schema_is_closed_at_every_level() -> None:
    def walk(node: Any) -> None:
        if isinstance(node, dict):
            if node.get("type") == "object":
                assert node["additionalProperties"] is False
                assert node["required"] == list(node["properties"])
            for each in node.values():
                walk(each)

    walk(schema(VOCABULARY))
