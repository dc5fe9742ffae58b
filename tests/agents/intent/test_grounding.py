"""A model's words against the shopper's."""

from __future__ import annotations

from typing import Any

import pytest

from agents.intent.model.grounding import Said, constraint, query, reference
from agents.intent.model.reply import Pointed, Wanted
from evals import intent_cases
from tools.llm.contract import IntentContext

WORDS = intent_cases.vocabulary()
SHOWN: Any = [
    {"product_id": "a", "variant_id": "a1", "title": "Ridge Rain Jacket"},
    {"product_id": "b", "variant_id": "b1", "title": "Harbour Jacket in Navy"},
    {"product_id": "c", "variant_id": "c1", "title": "City Parka with Hood"},
]


def said(text: str, **context: Any) -> Said:
    return Said(text, WORDS, IntentContext(**context))


def wanted(attribute: str, value: str, words: str, text: str, **context: Any) -> Any:
    return constraint(Wanted(attribute=attribute, op="is", value=value, words=words), said(text, **context))


def test_a_span_is_of_whole_words() -> None:
    assert said("a redwood vase, red").span("red") == [16, 19]
    assert said("a redwood vase").span("red") is None
    assert said("十个红色花瓶").span("红") == [2, 3]
    assert said("size 110").span("11") is None
    assert said("Navy  coat").span(" NAVY ") == [0, 4]
    assert said("x").span("") is None


def test_a_value_is_the_catalogues_own() -> None:
    found = wanted("color", "gray", "gray", "a gray coat")
    assert (found["value"], found["span"], "known" in found) == ("grey", [2, 6], False)


def test_a_situation_may_give_a_value_that_is_not_in_the_words() -> None:
    assert wanted("use", "waterproof", "for the fjords", "a coat for the fjords")["value"] == "waterproof"


@pytest.mark.parametrize(("value", "words"), [("l", "a coat"), ("xl", "roomy"), ("10", "size 9")])
def test_a_size_must_be_said(value: str, words: str) -> None:
    assert wanted("size", value, words, f"{words} please") == words


@pytest.mark.parametrize(("value", "words"), [("m", "medium"), ("m", "in M"), ("9", "size 9"), ("55 inch", '55"')])
def test_a_size_that_was_said(value: str, words: str) -> None:
    assert wanted("size", value, words, f"{words} please")["value"] == value


def test_nothing_is_guessed_while_the_cart_may_wait_for_an_answer() -> None:
    assert wanted("color", "navy", "the dark one", "the dark one", last="search")["value"] == "navy"
    assert wanted("color", "navy", "the dark one", "the dark one", last="add") == "the dark one"


def test_a_number_that_was_not_said_is_not_used() -> None:
    assert wanted("feature", "16 gb ram", "8 gb ram", "a tv with 8 gb ram") == "8 gb ram"


def test_what_the_catalogue_lacks_is_marked_or_given_back() -> None:
    assert wanted("color", "ultraviolet", "ultraviolet", "an ultraviolet mug")["known"] is False
    assert wanted("color", "ultraviolet", "紫外色", "紫外色的杯子")["known"] is False
    assert wanted("aura", "calm", "calm", "a calm mug") == "calm"


@pytest.mark.parametrize("attribute", ["price", "delivery", "pack_size"])
def test_prices_dates_and_packs_are_not_the_models(attribute: str) -> None:
    assert wanted(attribute, "10", "10", "10 mugs") is None


@pytest.mark.parametrize(
    ("positions", "words", "fits"),
    [
        ([2], "the navy one", True),
        ([-1], "the one with a hood", True),
        ([2, 3], "the navy one and the parka", True),
        ([1], "the navy one", False),
        ([1], "the jacket", False),
        ([22], "the navy one", False),
        ([2, 3], "the navy one", False),
        ([], "the navy one", False),
        ([1], "the third one", False),
    ],
)
def test_a_place_needs_words_that_name_it(positions: list[int], words: str, fits: bool) -> None:
    pointed = Pointed(positions=positions, where="results", words=words)
    assert (reference(pointed, said(f"show me {words} again", shown=SHOWN)) is not None) == fits


def test_it_is_what_was_touched_last() -> None:
    pointed = Pointed(positions=[], where="last", words="it")
    assert reference(pointed, said("does it shrink?")) == {"positions": [], "where": "last", "span": [5, 7]}


def test_a_query_holds_only_what_was_said() -> None:
    assert query("walnut sale nut", said("a walnut clock")) == "walnut"
