"""The eval itself: on a shop of two orders made by hand, and on the real set where it is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evals.money_tau2 import Retail, cents, measure, mutants, shopper_of
from tools.settings import current

ITEMS = {"s": 20.1, "m": 20.1, "l": 22.4}
DB: dict[str, Any] = {
    "products": {
        "shirt": {
            "product_id": "shirt",
            "variants": {item: {"available": True, "price": price} for item, price in ITEMS.items()},
        },
        "kettle": {"product_id": "kettle", "variants": {"k": {"available": True, "price": 0.7}}},
    },
    "users": {
        name: {
            "name": {"first_name": name.title(), "last_name": "Moss"},
            "email": f"{name}@example.com",
            "address": {"zip": "10001"},
            "payment_methods": {f"card_{name}": {"source": "credit_card"}},
        }
        for name in ("ada", "bella")
    },
    "orders": {
        number: {
            "user_id": "ada",
            "status": status,
            "items": [
                {"item_id": "s", "product_id": "shirt", "price": 20.1},
                {"item_id": "s", "product_id": "shirt", "price": 20.1},
                {"item_id": "k", "product_id": "kettle", "price": 0.7},
            ],
            "payment_history": [{"amount": 40.9, "payment_method_id": "card_ada"}],
        }
        for number, status in (("#1", "pending"), ("#2", "delivered"))
    },
}
RETURN = {
    "name": "return_delivered_order_items",
    "arguments": {"order_id": "#2", "item_ids": ["s"], "payment_method_id": "card_ada"},
}
EXCHANGE = {
    "name": "exchange_delivered_order_items",
    "arguments": {"order_id": "#2", "item_ids": ["s"], "new_item_ids": ["l"], "payment_method_id": "card_ada"},
}
CANCEL = {"name": "cancel_pending_order", "arguments": {"order_id": "#1", "reason": "no longer needed"}}
MODIFY = {"name": "modify_pending_order_items", "arguments": {**EXCHANGE["arguments"], "order_id": "#1"}}  # type: ignore[dict-item]


def test_prices_are_whole_cents() -> None:
    assert [cents(each) for each in (0.1, 20.1, 1.005e2, 8.0, 4.35)] == [10, 2010, 10050, 800, 435]


BOTH = {**RETURN, "arguments": {**RETURN["arguments"], "item_ids": ["s", "s"]}}  # type: ignore[dict-item]


@pytest.mark.parametrize("write", [BOTH, EXCHANGE, CANCEL, MODIFY])
def test_a_write_is_made_and_its_mutants_are_not(write: dict[str, Any]) -> None:
    shop = Retail(DB).copy()
    before = json.dumps(DB)
    told = {}
    for kind, found in mutants(shop, write, "ada"):
        told[kind] = [each["code"] for each in found]
        assert found, kind
    assert json.dumps(DB) == before
    assert told["other shopper's"][0] == "unknown_order"
    assert told["wrong status"][0] == "order_state"
    assert "totals_disagree" in told["amount +1 cent"]
    assert shop.write(write, "ada") == []


def test_units_come_back_once() -> None:
    shop = Retail(DB).copy()
    assert shop.write(RETURN, "ada") == shop.write(RETURN, "ada") == []  # two of that item were bought
    assert [each["code"] for each in shop.write(RETURN, "ada")] == ["refund_open"]


def test_a_foreign_order_or_user_is_refused() -> None:
    shop = Retail(DB).copy()
    readdress = {"name": "modify_user_address", "arguments": {"user_id": "ada"}}
    assert shop.write(readdress, "ada") == []
    assert shop.write(readdress, "bella")[0]["code"] == "forbidden"
    assert shop.write({**CANCEL, "arguments": {"order_id": "#9", "reason": ""}}, "ada")[0]["code"] == "unknown_order"


def test_who_speaks() -> None:
    said = {"user_scenario": "You are Bella Moss in zip 10001."}
    assert shopper_of(said, DB) == "bella"
    assert shopper_of({"user_scenario": "You are somebody in zip 10001."}, DB) is None


def test_the_real_set() -> None:
    folder: Path = current().data / "tau2_retail"
    if not folder.is_dir():
        pytest.skip(f"the data is not here: {folder}")
    found = measure(folder)
    assert found["agree"] == found["orders"] == 1_000
    assert (found["writes"], len(found["refused"])) == (120, 1)
    assert found["refused"][0][2] == ["payment_declined"]  # the named gift card holds less than the difference
    assert all(tried == refused > 0 for tried, refused in found["mutants"].values())
