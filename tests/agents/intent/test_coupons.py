from __future__ import annotations

from typing import Any

import pytest

from agents.intent.model.parser import ModelReply, grounded
from agents.intent.parse import parse
from tools.catalog.types import Vocabulary
from tools.llm.contract import Intent, IntentContext

WORDS = Vocabulary("shop", "USD", {"color": ("navy", "red"), "category": ("hoodie", "jacket", "mug")}, "1")
SCREEN: IntentContext = {
    "shown": [
        {"product_id": "a", "variant_id": "a", "title": "Ridge Jacket"},
        {"product_id": "b", "variant_id": "b", "title": "Harbour Jacket"},
    ],
    "cart": [{"product_id": "a", "variant_id": "a", "title": "Ridge Jacket"}],
}


def read(text: str) -> Intent:
    return parse(text, WORDS, SCREEN)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("use code H20", "H20"),
        ("Use code h20 please", "h20"),
        ("apply coupon SAVE10", "SAVE10"),
        ("apply SAVE10", "SAVE10"),
        ("redeem the voucher 'abc-12'", "abc-12"),
        ("I have a coupon code WELCOME10", "WELCOME10"),
        ("my promo code is summer", "summer"),
        ("code: h20", "h20"),
        ("coupon H20", "H20"),
        ("use the SAVE10 coupon", "SAVE10"),
        ("can you use promo code h20 for this?", "h20"),
        ("checkout with code H20", "H20"),
        ("use code Ｈ２０", "H20"),
        ("use code NEW", "NEW"),
        ("用优惠码 H20", "H20"),
        ("使用优惠码 summer", "summer"),
        ("使用优惠券SAVE10", "SAVE10"),
        ("优惠码是h20", "h20"),
        ("我有一张优惠券 ABC123", "ABC123"),
        ("用 SAVE10 优惠码", "SAVE10"),
    ],
)
def test_a_coupon_is_used(text: str, code: str) -> None:
    found = read(text)
    assert (found["kind"], found["coupon"]) == ("change", {"op": "use", "code": code})
    assert "references" not in found
    assert found["quantity"] is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("remove the coupon", ""),
        ("take the coupon off", ""),
        ("don't use the code", ""),
        ("delete all coupons", ""),
        ("remove coupon SAVE10", "SAVE10"),
        ("drop the promo code h20", "h20"),
        ("去掉优惠券", ""),
        ("不用优惠码了", ""),
        ("把优惠码H20去掉", "H20"),
    ],
)
def test_a_coupon_is_taken_back(text: str, code: str) -> None:
    assert read(text)["coupon"] == {"op": "remove", "code": code}


@pytest.mark.parametrize(
    "text",
    [
        "do you have any coupon codes?",
        "is there a coupon for this",
        "a dress code jacket",
        "my zip code is 90210",
        "show me a voucher wallet",
        "I have a voucher with the following rules",
        "use the code",
        "USE THE CODE NOW",
        "use code now",
        "add a coupon holder",
        "apply for a job",
        "apply 20",
        "remove the mug",
        "track order #4711",
        "优惠券有吗",
    ],
)
def test_no_coupon_is_read_into_other_words(text: str) -> None:
    assert "coupon" not in read(text)


def test_a_coupon_beside_a_change_of_the_cart() -> None:
    found = read("add the second one and use code H20")
    assert (found["kind"], found["coupon"]["code"]) == ("add", "H20")
    assert [each["positions"] for each in found["references"]] == [[2]]
    for text in ("make it three and use code H20", "use code H20, and make it three"):
        found = read(text)
        assert (found["kind"], found["quantity"], found["coupon"]["code"]) == ("change", 3, "H20")
    found = read("remove the first one and use code H20")
    assert (found["kind"], found["coupon"]["op"]) == ("remove", "use")


def test_a_search_says_that_it_cannot_use_one() -> None:
    found = read("a red mug with coupon H20")
    assert (found["kind"], found["ignored"]) == ("search", ["with coupon H20"])
    assert "coupon" not in found


def test_a_model_cannot_bring_a_coupon_along() -> None:
    nothing: dict[str, Any] = {"constraints": [], "references": [], "drop": [], "ignored": []}
    reply = ModelReply(kind="add", quantity=None, sort="relevance", query="", **nothing)
    assert grounded(reply, "use code H20", WORDS, SCREEN)["coupon"] == {"op": "use", "code": "H20"}
    assert grounded(reply, "use code H20", WORDS, SCREEN)["kind"] == "change"
    assert "coupon" not in grounded(reply, "add a mug", WORDS, SCREEN)
