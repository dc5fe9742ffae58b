"""What a shopper wants to cancel or send back, in both languages: found, or asked for, never guessed."""

from __future__ import annotations

from typing import Any

import pytest

from agents.aftersale import speaks_of_order, wanted
from agents.intent.parse import parse
from tools.catalog.types import Vocabulary

VOCABULARY = Vocabulary(
    "little",
    "USD",
    {"category": ("hoodie", "mug", "jacket"), "color": ("navy", "black", "white"), "size": ("M", "L")},
    "1",
)


def line(variant_id: str, title: str, quantity: int = 1, **options: str) -> Any:
    return {"variant_id": variant_id, "title": title, "quantity": quantity, "options": options}


NAVY = line("h-navy", "Harbor Hoodie", color="navy", size="M")
BLACK = line("h-black", "Harbor Hoodie", color="black", size="M")
MUGS = line("mug", "Enamel Mug", 3, color="white")


def order(order_id: str, status: str, *lines: Any, refunds: Any = ()) -> Any:
    facts = {"order_id": order_id, "status": status, "lines": list(lines), "refunds": list(refunds)}
    return {**facts, "total_minor": 5_099, "currency": "USD"}


FIRST = order("ORD-ABCDE-23456", "delivered", NAVY, MUGS)
SECOND = order("ORD-KLMNO-PQRST", "paid", BLACK)


def read(text: str, *orders: Any) -> Any:
    found, problem = wanted(parse(text, VOCABULARY, {}), text, orders)
    assert (found is None) != (problem is None)
    return found or problem


def units(**wanted_units: int) -> list[Any]:
    return [{"variant_id": each.replace("_", "-"), "quantity": count} for each, count in wanted_units.items()]


def returned(lines: Any = None, order_id: str = "ORD-ABCDE-23456") -> Any:
    return {"why": "return", "order_id": order_id, "lines": lines}


CANCELLED = {"why": "cancel", "order_id": "ORD-KLMNO-PQRST", "lines": None}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("return order ORD-ABCDE-23456", returned()),
        ("I want to return order ord-abcde-23456 please", returned()),
        ("I want to return the navy hoodie", returned(units(h_navy=1))),
        ("I'd like to send back the mugs", returned(units(mug=3))),
        ("return one of the mugs", returned(units(mug=1))),
        ("please refund two mugs", returned(units(mug=2))),
        ("send back two mugs and the navy hoodie because it is too big", returned(units(mug=2, h_navy=1))),
        ("return the hoodie from ORD-ABCDE-23456, it doesn't fit", returned(units(h_navy=1))),
        ("cancel order ORD-KLMNO-PQRST", CANCELLED),
        ("please cancel my order", CANCELLED),
        ("cancel my last order", {**CANCELLED}),
        ("cancel the black hoodie", CANCELLED),
        ("I want a refund for ORD-KLMNO-PQRST", CANCELLED),
        ("退货 ORD-ABCDE-23456", returned()),
        ("我要退马克杯", returned(units(mug=3))),
        ("我想退货,两个马克杯", returned(units(mug=2))),
        ("取消订单 ORD-KLMNO-PQRST", CANCELLED),
        ("取消订单", CANCELLED),
        ("取消刚才的订单", CANCELLED),
    ],
)
def test_what_is_said_is_found(text: str, expected: Any) -> None:
    assert read(text, SECOND, FIRST) == expected


@pytest.mark.parametrize(
    ("text", "code", "named"),
    [
        ("I want a refund", "ambiguous_order", "ORD-KLMNO-PQRST"),
        ("退货", "ambiguous_order", "ORD-ABCDE-23456"),
        ("return the toaster", "not_in_order", "toaster"),
        ("return order ORD-ZZZZZ-ZZZZZ", "unknown_order", "ORD-ZZZZZ-ZZZZZ"),
        ("cancel order ORD-ZZZZZ-ZZZZZ", "unknown_order", "ORD-ZZZZZ-ZZZZZ"),
        ("return the lamp from ORD-ABCDE-23456", "not_in_order", "lamp"),
        ("exchange the hoodie for a size L", "not_available", "return"),
        ("换货", "not_available", "退货"),
        ("what is your return policy?", "ambiguous_order", "30 days"),
        ("怎么退货", "ambiguous_order", "30 天"),
    ],
)
def test_what_is_not_said_is_asked(text: str, code: str, named: str) -> None:
    found = read(text, SECOND, FIRST)
    assert found["code"] == code
    assert named in found["message"]


def test_one_of_two_lines() -> None:
    both = order("ORD-ABCDE-23456", "delivered", NAVY, BLACK)
    found = read("return the hoodie", both)
    assert (found["code"], found["details"]["variants"]) == ("ambiguous_variant", ["h-navy", "h-black"])
    assert read("return the black hoodie", both) == returned(units(h_black=1))
    assert read("return both hoodies", both) == returned(units(h_navy=1, h_black=1))
    assert read("I want to send something back", FIRST)["code"] in ("ambiguous_variant", "not_in_order")
    assert read("return everything", FIRST) == returned()


def test_only_a_whole_order_is_cancelled() -> None:
    waiting = order("ORD-KLMNO-PQRST", "paid", BLACK, MUGS)
    assert read("cancel the mugs", waiting)["code"] == "order_state"
    assert read("return one mug", waiting)["code"] == "order_state"
    assert read("cancel my order", waiting) == CANCELLED


def test_what_is_on_its_way_back_is_not_named_again() -> None:
    back = {"lines": [{"variant_id": "mug", "quantity": 2}]}
    some = order("ORD-ABCDE-23456", "delivered", NAVY, MUGS, refunds=[back])
    assert read("return the mugs", some) == returned(units(mug=1))


def test_the_state_is_for_the_rules_to_judge() -> None:
    sent = order("ORD-KLMNO-PQRST", "shipped", BLACK)
    assert read("cancel my order", sent) == CANCELLED
    assert read("I want to return it", sent) == returned(None, "ORD-KLMNO-PQRST")
    assert read("I want to return it")["code"] == "unknown_order"


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("cancel", False),
        ("don't cancel order ORD-ABCDE-23456", False),
        ("别取消订单", False),
        ("cancel that", False),
        ("never mind", False),
        ("取消", False),
        ("cancel my order", True),
        ("cancel order ORD-ABCDE-23456", True),
        ("取消订单", True),
    ],
)
def test_stopping_a_purchase_is_not_cancelling_an_order(text: str, speaks: bool) -> None:
    assert speaks_of_order(parse(text, VOCABULARY, {}), text) is speaks


@pytest.mark.parametrize(
    "text",
    [
        "return 2 × Kiln & Co Arc Mug from order ORD-ABCDE-23456",
        "I want to return two of the Kiln & Co Arc Mug",
        "return the Kiln & Co Arc Mug, 2 of it",
    ],
)
def test_a_title_with_an_and_of_its_own_keeps_its_number(text: str) -> None:
    kiln = order("ORD-ABCDE-23456", "delivered", line("kiln", "Kiln & Co Arc Mug", 3, color="white"), NAVY)
    assert read(text, kiln) == returned(units(kiln=2))
