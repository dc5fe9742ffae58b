"""What the model may decide and what only the shopper's own words may."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.intent import parse
from agents.intent.model.agreement import ACTING, SURE, acts, asked_about, standing
from agents.intent.model.parser import grounded
from agents.intent.model.reply import checked
from evals import intent_cases
from tools.llm.contract import KINDS, Intent, IntentContext

WORDS = intent_cases.vocabulary()
SHOWN: Any = [
    {"product_id": "a", "variant_id": "a1", "title": "Ridge Rain Jacket", "price_minor": 8900},
    {"product_id": "b", "variant_id": "b1", "title": "Harbour Jacket in Navy", "price_minor": 5400},
    {"product_id": "c", "variant_id": "c1", "title": "City Parka with Hood", "price_minor": 14900},
]
JACKETS: Any = [{"attribute": "category", "op": "is", "value": "jacket", "span": [0, 7]}]
SCREEN: IntentContext = {"shown": SHOWN, "last": "search", "constraints": JACKETS, "query": ""}
CART: IntentContext = {**SCREEN, "cart": [SHOWN[1]], "last": "add", "focus": SHOWN[1]}
EMPTY: dict[str, Any] = {"constraints": [], "quantity": None, "references": [], "drop": [], "sort": "relevance"}
EMPTY |= {"query": "", "ignored": [], "then": []}


def read(text: str, kind: str, context: IntentContext = SCREEN, **reply: Any) -> Intent:
    return grounded(checked({**EMPTY, "kind": kind, **reply}), text, WORDS, context)


def own(kind: str, confidence: float) -> Any:
    return {"kind": kind, "confidence": confidence, "language": "en", "constraints": [], "quantity": None}


@pytest.mark.parametrize(
    ("proposed", "read_as", "confidence", "whose"),
    [
        ("add", "add", 0.5, "own"),
        ("search", "add", SURE, "own"),
        ("search", "add", 0.7, "model"),
        ("remove", "add", 0.7, "ask"),
        ("add", "ask", SURE, "own"),
        ("add", "unclear", 0.3, "ask"),
        ("checkout", "search", 0.5, "ask"),
        ("ask", "search", 0.95, "model"),
        ("unclear", "search", 0.5, "own"),
    ],
)
def test_whose_reading_stands(proposed: Any, read_as: str, confidence: float, whose: str) -> None:
    assert standing(proposed, own(read_as, confidence)) == whose


def test_a_coupon_is_only_ever_read_from_the_words() -> None:
    assert standing("search", {**own("change", 0.5), "coupon": {"op": "use", "code": "H20"}}) == "own"


@pytest.mark.parametrize("kind", sorted(ACTING))
@pytest.mark.parametrize(
    "text", ["is the second one waterproof?", "what material is the first one?", "how much is the last one?"]
)
def test_a_question_is_never_a_purchase(kind: str, text: str) -> None:
    pointed = {"positions": [1], "where": "results", "words": text}
    assert read(text, kind, quantity=1, references=[pointed])["kind"] == "ask"


@pytest.mark.parametrize("kind", sorted(ACTING))
def test_words_that_nobody_reads_are_asked_about(kind: str) -> None:
    got = read("mrmpf the thingy", kind, quantity=3)
    assert (got["kind"], got["quantity"], got["constraints"]) == ("unclear", None, [])


@pytest.mark.parametrize("kind", ["search", "ask", "checkout", "remove", "confirm"])
def test_plain_words_stand_whatever_the_model_makes_of_them(kind: str) -> None:
    got = read("add the second one to my cart", kind, quantity=9)
    assert (got["kind"], got["quantity"], got["source"]) == ("add", None, "embedded")
    assert [each["positions"] for each in got["references"]] == [[2]]


def test_quantity_place_and_options_of_a_purchase_are_the_shoppers_own() -> None:
    pointed = {"positions": [3], "where": "results", "words": "the second one"}
    black = {"attribute": "color", "op": "is", "value": "black", "words": "the second one"}
    got = read("add 2 of the second one", "add", quantity=22, references=[pointed], constraints=[black])
    assert (got["kind"], got["quantity"], got["source"]) == ("add", 2, "model")
    assert [each["positions"] for each in got["references"]] == [[2]]
    assert got["constraints"] == []


def test_a_further_request_of_the_model_touches_nothing() -> None:
    text = "is the first one waterproof, ring it up"
    then = [{**{key: value for key, value in EMPTY.items() if key != "then"}, "kind": "add", "words": "ring it up"}]
    kinds = [each["kind"] for each in read(text, "ask", then=then).get("then", [])]
    assert "add" not in kinds


def test_nothing_that_costs_follows_a_step_that_was_not_taken() -> None:
    text = "add the second one and check out"
    both = read(text, "add")
    assert [both["kind"], *(each["kind"] for each in both["then"])] == ["add", "checkout"]
    unsure = {**both, "confidence": 0.5}
    assert standing("try_on", unsure) == "model"  # type: ignore[arg-type]


TEXTS = (
    "add the second one", "two of the first please", "remove it", "make it three", "check out", "yes please",
    "no thanks", "is it warm?", "show me red ones", "the parka, and pay for it", "把第二个加入购物车",
    "return my order ORD-7K2QX-M4P9A", "add the navy one and show me mugs", "use code H20", "hm",
    "how much is the last one?",
)  # fmt: skip
_WORDS = st.sampled_from(
    ["the second one", "second", "it", "navy", "two", "red", "第二个", "pay for it", "mugs", "no", ""]
)
_NAMES = st.sampled_from(["color", "size", "category", "use", "price", "aura"])
_VALUES = st.sampled_from(["navy", "red", "l", "xl", "mug", "10", "waterproof", "zzz"])
REQUESTS: dict[str, Any] = {
    "kind": st.sampled_from(KINDS),
    "constraints": st.lists(
        st.fixed_dictionaries(
            {"attribute": _NAMES, "op": st.sampled_from(["is", "is_not"]), "value": _VALUES, "words": _WORDS}
        ),
        max_size=3,
    ),
    "quantity": st.none() | st.integers(-2, 12),
    "references": st.lists(
        st.fixed_dictionaries(
            {
                "positions": st.lists(st.integers(-3, 11), max_size=2),
                "where": st.sampled_from(["results", "cart", "last"]),
                "words": _WORDS,
            }
        ),
        max_size=2,
    ),
    "drop": st.lists(st.fixed_dictionaries({"attribute": _NAMES, "words": _WORDS}), max_size=1),
    "sort": st.sampled_from(["price_asc", "relevance"]),
    "query": _WORDS,
    "ignored": st.lists(_WORDS, max_size=2),
}


@given(
    text=st.sampled_from(TEXTS),
    context=st.sampled_from([SCREEN, CART, {**CART, "pending_approval": True}]),
    reply=st.fixed_dictionaries(
        {**REQUESTS, "then": st.lists(st.fixed_dictionaries({**REQUESTS, "words": _WORDS}), max_size=2)}
    ),
)
def test_whatever_a_model_says_cart_and_money_are_as_the_words_are_read(
    text: str, context: IntentContext, reply: dict[str, Any]
) -> None:
    got, alone = grounded(checked(reply), text, WORDS, context), parse(text, WORDS, context)
    read = [each for each in (alone, *alone.get("then", [])) if acts(each)]
    done = [each for each in (got, *got.get("then", [])) if acts(each)]
    assert [_step(each) for each in done] == [_step(each) for each in read][: len(done)]


def _step(intent: Intent) -> dict[str, Any]:
    return {name: each for name, each in intent.items() if name not in ("source", "then", "ignored")}


def test_asking_carries_nothing_out() -> None:
    asked = asked_about({**own("add", 0.6), "quantity": 3, "words": "three"})  # type: ignore[typeddict-item]
    assert (asked["kind"], asked["quantity"], asked["words"]) == ("unclear", None, "three")
    assert json.loads(json.dumps(asked)) == asked
