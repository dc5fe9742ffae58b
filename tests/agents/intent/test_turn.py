"""What of a message of several requests one turn carries out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.intent import CART
from agents.intent.turn import planned
from tools.llm.contract import KINDS, Amount, Intent


def message(*kinds: str, words: dict[int, str] | None = None) -> Intent:
    said: list[Intent] = [
        {
            "kind": kind,  # type: ignore[typeddict-item]
            "constraints": [],
            "quantity": None,
            "language": "en",
            "confidence": 0.9,
            "source": "embedded",
            "words": (words or {}).get(place, f"{kind} {place}"),
        }
        for place, kind in enumerate(kinds)
    ]
    return {**said[0], "then": said[1:]} if len(said) > 1 else said[0]


@pytest.mark.parametrize(
    ("kinds", "done", "waiting"),
    [
        (["search"], ["search"], []),
        (["confirm"], ["confirm"], []),
        (["add", "checkout"], ["add", "checkout"], []),
        (["remove", "add", "checkout"], ["remove", "add", "checkout"], []),
        (["add", "search"], ["add", "search"], []),
        (["add", "change"], ["add", "change"], []),
        (["ask", "add"], ["add", "ask"], []),
        (["search", "add"], ["search"], ["add 1"]),
        (["search", "checkout"], ["search"], ["checkout 1"]),
        (["search", "return"], ["search"], ["return 1"]),
        (["return", "search"], ["return"], ["search 1"]),
        (["add", "return"], ["add"], ["return 1"]),
        (["checkout", "add"], ["checkout"], ["add 1"]),
        (["ask", "checkout"], ["ask"], ["checkout 1"]),
        (["confirm", "ask"], ["ask"], ["confirm 0"]),
        (["confirm", "add", "checkout"], ["add", "checkout"], ["confirm 0"]),
        (["add", "confirm"], ["add"], ["confirm 1"]),
        (["cancel", "search"], ["search"], []),
        (["stop", "search"], ["search"], []),
        (["cancel", "stop"], ["cancel"], []),
        (["confirm", "cancel"], ["cancel"], ["confirm 0"]),
        (["confirm", "return"], ["return"], ["confirm 0"]),
    ],
    ids=lambda value: "-".join(value) if value and isinstance(value, list) else None,
)
def test_what_goes_together(kinds: list[str], done: list[str], waiting: list[str]) -> None:
    turn = planned(message(*kinds), "", pending=True)
    assert ([each["kind"] for each in turn.requests], turn.waiting) == (done, waiting)
    assert all("then" not in each for each in turn.requests)


def test_a_yes_that_answers_nothing_is_not_told_to_be_unused() -> None:
    assert planned(message("confirm", "ask"), "", pending=False).waiting == []


@given(st.lists(st.sampled_from(KINDS), min_size=1, max_size=6), st.booleans())
def test_one_turn_does_at_most_one_thing_beside_the_cart(kinds: list[str], pending: bool) -> None:
    turn = planned(message(*kinds), "", pending=pending)
    done = [each["kind"] for each in turn.requests]
    others = [kind for kind in done if kind not in CART]
    assert len(others) <= 1
    assert not others or done[-1] == others[0]
    assert "confirm" not in done or set(kinds) == {"confirm"}
    if "return" in done:
        assert set(kinds[: kinds.index("return")]) <= {"confirm", "cancel", "stop"}
    if "checkout" in done:
        before = kinds[: kinds.index("checkout")]
        assert not set(before) & {"search", "refine"}, "nothing is bought behind a search"


def test_a_cancellation_behind_other_words_that_cancels_nothing_yet_is_told() -> None:
    assert planned(message("track", "cancel"), "", pending=False).waiting == ["cancel 1"]
    assert planned(message("cancel", "search"), "", pending=False).waiting == []


def test_an_order_is_cancelled_before_anything_else_is_done() -> None:
    cancel = message("cancel", "search", words={0: "cancel the order"})
    assert [each["kind"] for each in planned(cancel, "", pending=False).requests] == ["cancel"]
    assert [each["kind"] for each in planned(cancel, "", pending=True).requests] == ["search"]


def test_a_purchase_keeps_to_the_budget_wherever_the_message_names_it() -> None:
    def cap(minor: int) -> Amount:
        return {"minor": minor, "currency": "USD", "op": "at_most", "span": [0, 1]}

    said = message("add", "checkout")
    said["cap"] = cap(5000)
    assert planned(said, "", pending=False).requests[-1]["cap"]["minor"] == 5000
    said["then"][0]["cap"] = cap(4000)
    assert planned(said, "", pending=False).requests[-1]["cap"]["minor"] == 4000
    search = message("add", "search")
    search["cap"] = cap(5000)
    assert "cap" not in planned(search, "", pending=False).requests[-1]
