"""The embedded parser: the main road, what it must not mistake, and that nothing breaks it."""

from __future__ import annotations

from typing import Any

import pytest

from agents.intent import parse
from agents.intent.lexicon import compiled
from evals import intent_cases
from tools.catalog.types import Vocabulary
from tools.llm.contract import Intent, IntentContext

VOCABULARY = intent_cases.vocabulary()
SHOWN: Any = [
    {"product_id": "a", "variant_id": "a1", "title": "Ridge Rain Jacket", "price_minor": 8900},
    {"product_id": "b", "variant_id": "b1", "title": "Harbour Jacket in Navy", "price_minor": 5400},
    {"product_id": "c", "variant_id": "c1", "title": "City Parka with Hood", "price_minor": 14900},
]
RUNNING: IntentContext = {"shown": SHOWN, "last": "search", "constraints": [], "query": "jackets"}


def read(text: str, context: IntentContext | None = None) -> Intent:
    return parse(text, VOCABULARY, context or {})


def wishes(intent: Intent) -> set[tuple[str, str, Any]]:
    return {
        (each["attribute"], each["op"], each["value"]) for each in intent["constraints"] if each["attribute"] != "price"
    }


def prices(intent: Intent) -> list[tuple[str, int]]:
    return [(each["op"], each["value"]["minor"]) for each in intent["constraints"] if each["attribute"] == "price"]


def places(intent: Intent) -> list[int]:
    return [place for each in intent.get("references", []) for place in each["positions"]]


def test_the_main_road() -> None:
    found = read("show me waterproof jackets")
    assert found["kind"] == "search"
    assert wishes(found) == {("use", "is", "waterproof"), ("category", "is", "jacket")}
    found = read("not black, under $60", RUNNING)
    assert (found["kind"], wishes(found), prices(found)) == (
        "refine",
        {("color", "is_not", "black")},
        [("at_most", 6000)],
    )
    found = read("the second one in size M", RUNNING)
    assert (found["kind"], places(found), wishes(found)) == ("add", [2], {("size", "is", "m")})
    cart: IntentContext = {**RUNNING, "cart": SHOWN[1:2], "last": "add"}
    found = read("two of them", cart)
    assert (found["kind"], found["quantity"]) == ("change", 2)
    assert found["references"][0]["where"] == "last"
    assert read("checkout", cart)["kind"] == "checkout"
    assert read("yes", {**cart, "pending_approval": True})["kind"] == "confirm"
    assert read("cancel", {**cart, "pending_approval": True})["kind"] == "cancel"
    assert read("where is my order ORD-7K2QX-M4P9A")["order_id"] == "ORD-7K2QX-M4P9A"


def test_every_span_is_the_words_it_names() -> None:
    text = "A Waterproof jacket for hiking – under $120, not black, size L"
    for each in read(text)["constraints"]:
        start, end = each["span"]
        assert text[start:end] == each["text"]
    assert {each["text"] for each in read(text)["constraints"]} >= {"Waterproof", "under $120", "black", "size L"}


@pytest.mark.parametrize(
    ("text", "quantity", "size"),
    [
        ("two size 10 boots", 2, "10"),
        ("size 10 boots", None, "10"),
        ("a pack of 10 mugs", None, None),
        ("a 10-pack of mugs", None, None),
        ("a 55 inch tv", None, "55 inch"),
        ("boots in size 9 under 100", None, "9"),
        ("a dozen mugs", 12, None),
        ("three navy mugs", 3, None),
        ("a pair of jeans", None, None),
    ],
)
def test_numbers_are_what_they_count(text: str, quantity: int | None, size: str | None) -> None:
    found = read(text)
    assert found["quantity"] == quantity
    assert {value for name, _, value in wishes(found) if name == "size"} == ({size} if size else set())


@pytest.mark.parametrize(("said", "quantity"), [("0", 0), ("-1", -1), ("1000000000", 10**9), ("1,000,000,000", 10**9)])
def test_a_quantity_is_passed_on_unchecked(said: str, quantity: int) -> None:
    found = read(f"add {said} of the second one", RUNNING)
    assert (found["kind"], found["quantity"], places(found)) == ("add", quantity, [2])


def test_a_part_of_a_thing_is_asked_about() -> None:
    found = read("add 1.5 of the second one", RUNNING)
    assert found["kind"] == "unclear"
    assert found["ignored"] == ["1.5"]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("the last one", [-1]),
        ("both", [1, 2]),
        ("the first two", [1, 2]),
        ("number 3", [3]),
        ("#2", [2]),
        ("first and third please", [1, 3]),
        ("I'll take the navy one", [2]),
        ("I'll take the one with the hood", [3]),
        ("I'll take the cheapest one", [2]),
        ("get me the parka", [3]),
    ],
)
def test_references(text: str, where: list[int]) -> None:
    assert places(read(text, RUNNING)) == where


def test_a_description_that_fits_two_points_at_none() -> None:
    assert places(read("I'll take the jacket", RUNNING)) == []


def test_cheaper_goes_by_what_is_shown() -> None:
    assert prices(read("cheaper than the third one", RUNNING)) == [("at_most", 14899)]
    assert prices(read("cheaper", RUNNING)) == [("at_most", 8899)]
    assert read("cheaper", RUNNING)["sort"] == "price_asc"


@pytest.mark.parametrize(
    ("text", "unwanted"),
    [
        ("not black", {"black"}),
        ("not black, navy or grey", {"black", "navy", "grey"}),
        ("red but not navy", {"navy"}),
        ("not red, navy", {"red"}),
        ("anything but leather", {"leather"}),
        ("without a hood", {"hood"}),
        ("no stripes, in blue", {"striped"}),
        ("not only black", set()),
    ],
)
def test_exclusions_cover_what_they_should(text: str, unwanted: set[str]) -> None:
    assert {value for _, op, value in wishes(read(text, RUNNING)) if op == "is_not"} == unwanted


@pytest.mark.parametrize(
    ("text", "attribute", "value"),
    [
        ("a tee", "category", "t-shirt"),
        ("trainers", "category", "sneaker"),
        ("a rucksack", "category", "backpack"),
        ("gray", "color", "grey"),
        ("a watrproof one", "use", "waterproof"),
        ("burgandy", "color", "burgundy"),
        ("2XL", "size", "xxl"),
        ("extra large", "size", "xl"),
    ],
)
def test_words_are_snapped_to_the_catalogue(text: str, attribute: str, value: str) -> None:
    assert (attribute, "is", value) in wishes(read(text))


@pytest.mark.parametrize("text", ["blank cards", "a short walk", "paint brushes", "light reading"])
def test_other_english_words_are_not_corrected(text: str) -> None:
    assert not wishes(read(text))


def test_a_colour_that_is_not_sold_is_said_to_be_unknown() -> None:
    (found,) = [each for each in read("a magenta mug")["constraints"] if each["attribute"] == "color"]
    assert (found["value"], found["known"]) == ("magenta", False)


def test_a_budget_for_everything_is_no_price_bound() -> None:
    found = read("my budget is $100 in total")
    assert found["cap"]["minor"] == 10_000
    assert prices(found) == []


def test_another_currency_is_said_to_be_ignored() -> None:
    found = read("mugs under 20 quid")
    assert found["ignored"] == ["under 20 quid"]
    assert found["constraints"][-1]["known"] is False


def test_needs_become_attributes_that_the_catalogue_has() -> None:
    found = read("something for Scotland next month", {"today": "2026-03-10"})
    assert wishes(found) == {
        ("use", "is", "warm"),
        ("use", "is", "waterproof"),
        ("delivery", "at_most", "2026-04-01"),
    }
    bare = Vocabulary("bare", "USD", {"category": ("jacket",)}, "1")
    assert parse("a jacket for Scotland", bare, {})["constraints"][0]["value"] == "jacket"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("加入购物车", "add"),
        ("结账", "checkout"),
        ("取消", "cancel"),
        ("我的订单到哪了", "track"),
        ("不要黑色的", "search"),
    ],
)
def test_chinese_is_told_apart(text: str, kind: str) -> None:
    found = read(text)
    assert (found["language"], found["kind"]) == ("zh", kind)


def test_chinese_colours_and_prices() -> None:
    vocabulary = Vocabulary("zh", "CNY", VOCABULARY.values, "1")
    found = parse("我想要一件黑色的防水夹克，三百元以内", vocabulary, {})
    assert wishes(found) == {("color", "is", "black"), ("use", "is", "waterproof"), ("category", "is", "jacket")}
    assert prices(found) == [("at_most", 30_000)]


def test_the_lexicon_is_compiled_once_a_version() -> None:
    assert compiled(VOCABULARY) is compiled(intent_cases.vocabulary())
    assert compiled(VOCABULARY) is not compiled(Vocabulary("cases", "USD", VOCABULARY.values, "2"))


def test_the_written_cases_are_understood() -> None:
    rows = intent_cases.load("dev")
    scored = intent_cases.score(rows, lambda text, context: parse(text, VOCABULARY, context))  # type: ignore[arg-type]
    assert scored["kind"] >= 0.95, scored["failures"]
    assert scored["f1"] >= 0.95, scored["failures"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("cancel order ORD-KLMNO-PQRST", "return"),
        ("please cancel ORD-KLMNO-PQRST", "return"),
        ("can you cancel my last order", "return"),
        ("cancel the order I placed yesterday", "return"),
        ("cancel my order", "cancel"),
        ("cancel the order", "cancel"),
        ("cancel that", "cancel"),
        ("取消订单 ORD-KLMNO-PQRST", "return"),
        ("取消刚才的订单", "return"),
        ("取消我的订单", "cancel"),
        ("取消订单", "cancel"),
        ("退货 ORD-KLMNO-PQRST", "return"),
        ("我要退马克杯", "return"),
        ("把卫衣退掉", "return"),
        ("退出", "search"),
    ],
)
def test_cancelling_an_order_of_before_is_after_the_sale(text: str, kind: str) -> None:
    for context in ({}, {"pending_approval": True}):
        found = read(text, context)
        assert found["kind"] == kind
        assert found.get("order_id") == ("ORD-KLMNO-PQRST" if "ORD" in text else None)


@pytest.mark.parametrize("text", ["yeah, that works for me", "sure, go ahead", "好的，买吧", "行，就这样"])
def test_a_yes_to_what_waits_is_a_yes(text: str) -> None:
    assert parse(text, VOCABULARY, {"pending_approval": True})["kind"] == "confirm"


@pytest.mark.parametrize(
    "text", ["yes but in blue", "ok but make it two", "可以但是换成蓝色", "yes, with the cheaper one"]
)
def test_a_yes_with_a_condition_is_no_yes(text: str) -> None:
    assert parse(text, VOCABULARY, {"pending_approval": True})["kind"] != "confirm"
