"""Which way a turn goes when "cancel" may mean two things."""

from __future__ import annotations

from typing import Any

import pytest

from graph.build import by_intent


def way(kind: str, text: str, superseded: str | None = None) -> str:
    refund = superseded if superseded and superseded.startswith("r_") else None
    state: Any = {
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
