"""The purchases that are played, and the player itself: it must not be able to look away."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.cases import load_cases
from evals.scenario import STEPS, Player
from evals.small_shop import GOODS, open_shop
from evals.suites import checkout

CASES = load_cases("checkout")


def test_there_are_enough_and_every_step_is_known() -> None:
    assert len(CASES) >= 40
    assert {step["do"] for case in CASES for step in case["steps"]} == set(STEPS)


def test_the_cases_expect_nothing_that_is_not_judged() -> None:
    assert {key for case in CASES for key in case["expect"]} <= set(checkout.EXPECTED)


def test_the_end_state_is_read_from_the_books(tmp_path: Path) -> None:
    shop = open_shop(tmp_path / "shop", {})
    steps = [
        {"do": "cart", "lines": [["tee-navy", 2]]},
        {"do": "quote"},
        {"do": "pay"},
        {"do": "decide", "decision": "approve"},
    ]
    state = Player(shop).play(steps)
    shop.close()
    assert state["charged"] == []
    assert state["held"] == {"tee-navy": 2}
    assert state["waiting"] == ["shopper"]
    assert state["stock"] == {good.variant_id: good.stock for good in GOODS}


@pytest.mark.parametrize(
    ("change", "caught"),
    [
        ({"charged": [5599, 5599]}, {"charged", "ordered"}),
        ({"charged": [5600]}, {"charged", "ordered"}),
        ({"orders": 2}, {"ordered"}),
        ({"stock": {}}, {"stock"}),
        ({"held": {"mug": 1}}, {"held"}),
        ({"refused": ["over_budget"]}, {"refused"}),
        ({"waiting": ["reviewer"]}, {"waiting"}),
        ({"chain_ok": False}, {"books"}),
        ({"books_sum": 1}, {"books"}),
    ],
)
def test_every_wrong_book_is_caught(change: dict[str, object], caught: set[str]) -> None:
    want = {**checkout.EXPECTED, "charged": [5599], "sold": {"tee-navy": 2}}
    left = {good.variant_id: good.stock - want["sold"].get(good.variant_id, 0) for good in GOODS}
    right = {"charged": [5599], "orders": 1, "ordered_minor": 5599, "stock": left, "held": {}, "refused": []}
    right |= {"waiting": [], "chain_ok": True, "books_sum": 0}

    def wrong(got: dict[str, object]) -> set[str]:
        return {name for name, judge in checkout.EVALUATORS.items() if not judge({"steps": []}, got, want)}

    assert wrong(right) == set()
    found = wrong(right | change)
    assert found
    assert found <= caught
