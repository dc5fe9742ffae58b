"""Wordings that compare looks: which relation, and with what; what they must not be mistaken for."""

from __future__ import annotations

import statistics
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.intent import answered, merge, parse
from agents.intent.model.parser import ModelReply, grounded
from evals import intent_cases
from tools.llm.contract import Constraint, Intent, IntentContext

VOCABULARY = intent_cases.vocabulary()
SHOWN: Any = [
    {"product_id": "a", "variant_id": "a1", "title": "Ridge Rain Jacket", "price_minor": 8900},
    {"product_id": "b", "variant_id": "b1", "title": "Harbour Jacket in Navy", "price_minor": 5400},
    {"product_id": "c", "variant_id": "c1", "title": "City Parka with Hood", "price_minor": 14900},
]
WISH: list[Constraint] = [{"attribute": "category", "op": "is", "value": "jacket", "span": [0, 7]}]
RUNNING: IntentContext = {"shown": SHOWN, "last": "search", "constraints": WISH, "query": ""}
FOCUSED: IntentContext = {**RUNNING, "focus": SHOWN[2]}
ALONE: IntentContext = {**RUNNING, "shown": SHOWN[1:2]}


def read(text: str, context: IntentContext = RUNNING) -> Intent:
    return parse(text, VOCABULARY, context)


def relations(intent: Intent) -> list[tuple[str, str, str]]:
    return [
        (each["attribute"], each["op"], each["reference"]["variant_id"])
        for each in intent["constraints"]
        if "reference" in each
    ]


def plain(intent: Intent) -> list[tuple[str, str, Any]]:
    return [(each["attribute"], each["op"], each["value"]) for each in intent["constraints"] if "reference" not in each]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("lighter than the second one", [("color", "lighter", "b1")]),
        ("something a bit darker than number 3", [("color", "darker", "c1")]),
        ("not as dark as the first one", [("color", "lighter", "a1")]),
        ("lighter than the navy one", [("color", "lighter", "b1")]),
        ("less bright than the third", [("color", "less_vivid", "c1")]),
        ("the second one, but more colourful please", [("color", "more_vivid", "b1")]),
        ("I want the second one but darker", [("color", "darker", "b1")]),
        ("in the same colour as the last one", [("color", "same_as", "c1")]),
        ("the second one in a different colour", [("color", "other_than", "b1")]),
        ("same pattern as the second one, other colour", [("pattern", "same_as", "b1"), ("color", "other_than", "b1")]),
        ("like the first one but darker", [("product", "same_as", "a1"), ("color", "darker", "a1")]),
        ("lighter but more colourful than the second", [("color", "lighter", "b1"), ("color", "more_vivid", "b1")]),
        ("比第二个浅一点", [("color", "lighter", "b1")]),
        ("比第三个更鲜艳", [("color", "more_vivid", "c1")]),
        ("第二个，换个颜色", [("color", "other_than", "b1")]),
        ("跟第二个一样的颜色", [("color", "same_as", "b1")]),
        ("和第一个同样的图案，换个颜色", [("pattern", "same_as", "a1"), ("color", "other_than", "a1")]),
        ("像第二个那样的，但是深一点", [("product", "same_as", "b1"), ("color", "darker", "b1")]),
    ],
)
def test_what_is_compared_with_what(text: str, wanted: list[tuple[str, str, str]]) -> None:
    found = read(text)
    assert (found["kind"], relations(found), plain(found)) == ("refine", wanted, [])
    for each in found["constraints"]:
        assert text[each["span"][0] : each["span"][1]] == each["text"]


@pytest.mark.parametrize(
    ("text", "colour"), [("the same as the second one but in navy", "navy"), ("跟第二个一样但是红色的", "red")]
)
def test_the_same_in_another_colour(text: str, colour: str) -> None:
    found = read(text)
    assert (found["kind"], found["query"]) == ("refine", "")
    assert relations(found) == [("product", "same_as", "b1")]
    assert plain(found) == [("color", "is", colour)]


@pytest.mark.parametrize("text", ["darker than this one", "make it darker", "比这个深一点"])
def test_this_one_is_what_was_touched_last_or_stands_alone(text: str) -> None:
    assert relations(read(text, FOCUSED)) == [("color", "darker", "c1")]
    assert relations(read(text, ALONE)) == [("color", "darker", "b1")]


@pytest.mark.parametrize(
    ("text", "open_relations"),
    [
        ("a bit darker", ["darker"]),
        ("more colourful", ["more_vivid"]),
        ("less bright", ["less_vivid"]),
        ("same pattern, other colour", ["same_as", "other_than"]),
        ("lighter than the ninth one", ["lighter"]),
        ("darker than these", ["darker"]),
        ("颜色深一点", ["darker"]),
        ("同样的图案，换个颜色", ["same_as", "other_than"]),
    ],
)
def test_without_the_other_side_it_is_asked_for(text: str, open_relations: list[str]) -> None:
    found = read(text)
    assert (found["kind"], found["constraints"]) == ("unclear", [])
    assert [each["op"] for each in found["compared"]] == open_relations


def test_beside_another_wish_it_is_said_to_be_ignored() -> None:
    found = read("a bit darker, under $60")
    assert (found["kind"], found["ignored"]) == ("refine", ["a bit darker"])
    assert "compared" not in found
    assert read("darker jackets", {})["ignored"] == ["darker"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("which one is lighter", "compare"),
        ("is the first one darker than the second?", "ask"),
        ("add the second one in another colour", "add"),
        ("I would like the second one", "add"),
        ("lighter luggage", "search"),
        ("not black", "refine"),
        ("any other color but black", "refine"),
        ("不要黑色", "refine"),
        ("more like the second one", "refine"),
    ],
)
def test_what_is_no_comparison(text: str, kind: str) -> None:
    found = read(text)
    assert (found["kind"], relations(found), found.get("compared")) == (kind, [], None)


def test_other_goods_in_the_same_colour_are_a_new_wish() -> None:
    found = read("show me a hoodie in the same colour as the second one")
    assert found["kind"] == "search"
    assert plain(found) == [("category", "is", "hoodie")]
    assert relations(found) == [("color", "same_as", "b1")]


def merged(earlier: list[Constraint], *texts: str) -> list[tuple[str, str, Any]]:
    wish = earlier
    for text in texts:
        wish, _ = merge(wish, "", read(text, {**RUNNING, "constraints": wish}))
    return [(each["attribute"], each["op"], each["value"]) for each in wish]


def colour(value: str, op: Any = "is") -> Constraint:
    return {"attribute": "color", "op": op, "value": value, "span": [0, 1]}


HARBOUR, PARKA = "Harbour Jacket in Navy", "City Parka with Hood"


@pytest.mark.parametrize(
    ("earlier", "texts", "wanted"),
    [
        ("navy", ["lighter than the second one"], [("is", "blue"), ("lighter", HARBOUR)]),
        ("black", ["lighter than the second one"], [("lighter", HARBOUR)]),
        ("navy", ["the second one in another colour"], [("other_than", HARBOUR)]),
        ("navy", ["lighter than the second one", "in red"], [("is", "red")]),
        ("navy", ["lighter than the second one, in red"], [("lighter", HARBOUR), ("is", "red")]),
        (
            "black",
            ["lighter than the second one", "darker than the third one"],
            [("lighter", HARBOUR), ("darker", PARKA)],
        ),
        ("black", ["lighter than the third one", "darker than the third one"], [("darker", PARKA)]),
        ("black", ["lighter than the second one", "lighter than the third one"], [("lighter", PARKA)]),
    ],
)
def test_a_comparison_in_the_running_wish(earlier: str, texts: list[str], wanted: list[tuple[str, str]]) -> None:
    assert merged([*WISH, colour(earlier)], *texts) == [
        ("category", "is", "jacket"),
        *(("color", op, value) for op, value in wanted),
    ]


def test_an_exclusion_stands_beside_a_comparison() -> None:
    assert merged([colour("black", "is_not")], "lighter than the second one") == [
        ("color", "is_not", "black"),
        ("color", "lighter", HARBOUR),
    ]


@pytest.mark.parametrize("text", ["the second one", "than the second one", "2", "第二个", "第二件吧"])
def test_a_bare_place_answers_the_question(text: str) -> None:
    waiting = read("a bit darker")["compared"]
    found = answered(read(text), waiting, text, SHOWN)
    assert (found["kind"], relations(found)) == ("refine", [("color", "darker", "b1")])


@pytest.mark.parametrize("text", ["add the second one", "two of the second one", "the second one in size M", "both"])
def test_what_says_more_is_no_answer(text: str) -> None:
    waiting, said = read("a bit darker")["compared"], read(text)
    assert answered(said, waiting, text, SHOWN) == said


def test_a_place_that_nobody_asked_for_is_taken_as_it_is() -> None:
    said = read("the second one")
    assert (said["kind"], answered(said, [], "the second one", SHOWN)) == ("add", said)
    like = answered(read("more like the second one"), [], "more like the second one", SHOWN)
    assert relations(like) == [("product", "same_as", "b1")]


@given(st.text("比第二三个浅深一点same colour than the darker lighter like another 颜色图案换,. ", max_size=40))
def test_no_text_breaks_it(text: str) -> None:
    for each in read(text)["constraints"]:
        assert text[each["span"][0] : each["span"][1]] == each["text"]


def test_it_is_quick() -> None:
    texts = [
        "lighter than the second one but more colourful, under $60, not black",
        "跟第一个一样但是红色的，比第二个浅一点",
    ]
    seconds: list[float] = []
    for _ in range(40):
        for text in texts:
            started = time.perf_counter()
            read(text)
            seconds.append(time.perf_counter() - started)
    assert statistics.median(seconds) < 0.003


def test_a_model_neither_adds_to_a_comparison_nor_takes_one_away() -> None:
    reply = {"kind": "add", "quantity": None, "sort": "relevance", "query": "", "drop": [], "ignored": []}
    navy = {"attribute": "color", "op": "is", "value": "navy", "words": "navy"}
    pointed = {"positions": [1], "where": "results", "words": "the navy one"}
    found = grounded(
        ModelReply.model_validate({**reply, "constraints": [navy], "references": [pointed]}),
        "lighter than the navy one",
        VOCABULARY,
        RUNNING,
    )
    assert (found["kind"], relations(found), plain(found)) == ("refine", [("color", "lighter", "b1")], [])
    open_one = grounded(
        ModelReply.model_validate({**reply, "constraints": [], "references": []}), "a bit darker", VOCABULARY, RUNNING
    )
    assert (open_one["kind"], [each["op"] for each in open_one["compared"]]) == ("unclear", ["darker"])
