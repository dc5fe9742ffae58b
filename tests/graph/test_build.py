"""Which way a turn goes when "cancel" may mean two things."""

from __future__ import annotations

from typing import Any

import pytest

from graph.build import after_cart, by_intent
from guards.violations import violation


def way(kind: str, text: str, superseded: str | None = None) -> str:
    refund = superseded if superseded and superseded.startswith("r_") else None
    state: Any = {
        "requests": [{"kind": kind}],
        "intent": {"kind": kind},
        "turn": {"text": text},
        "superseded": superseded,
        "superseded_refund": refund,
    }
    return by_intent(state)


@pytest.mark.parametrize(
    ("kind", "text", "superseded", "station"),
    [
        ("cancel", "cancel", None, "reply"),
        ("cancel", "cancel the order", "a_1", "reply"),
        ("cancel", "cancel the order", None, "quote_refund"),
        ("return", "cancel my last order", "a_1", "quote_refund"),
        ("cancel", "cancel", "r_1", "reply"),
        ("cancel", "cancel the order", "r_1", "quote_refund"),
        ("confirm", "yes", "r_1", "quote_refund"),
        ("confirm", "yes", "a_1", "quote"),
        ("confirm", "yes", None, "reply"),
    ],
)
def test_a_purchase_is_stopped_before_an_order_is_cancelled(
    kind: str, text: str, superseded: str | None, station: str
) -> None:
    assert way(kind, text, superseded) == station


@pytest.mark.parametrize(
    ("kinds", "first", "then"),
    [
        (["add"], "update_cart", "reply"),
        (["add", "change"], "update_cart", "reply"),
        (["add", "checkout"], "update_cart", "quote"),
        (["remove", "search"], "update_cart", "retrieve"),
        (["remove", "refine"], "update_cart", "retrieve"),
        (["add", "ask"], "update_cart", "run_skill"),
        (["search"], "retrieve", None),
        (["checkout"], "quote", None),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else None,
)
def test_the_cart_comes_first_and_one_other_road_behind_it(kinds: list[str], first: str, then: str | None) -> None:
    requests = [{"kind": kind} for kind in kinds]
    state: Any = {"requests": requests, "intent": requests[-1], "cart_violations": []}
    assert by_intent(state) == first
    if then is not None:
        assert after_cart(state) == then
        assert after_cart({**state, "cart_violations": [violation("out_of_stock", "cart")]}) == "reply"
