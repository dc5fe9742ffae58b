"""The tariff by example: each kind of promotion at its borders, shipping rows, taxes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.tools.checkout.tariff.made import NOW, item, tariff
from tools.checkout.tariff import Item, Place, Priced, Purchase, Tariff, price

HOME = Place("US", "IL", "00001")
MUG, HOODIE, LAMP = item("a", 1, 1_000), item("b", 1, 5_000), item("c", 1, 2_500)


def buy(rules: Tariff, *items: Item, coupons: tuple[str, ...] = (), place: Place = HOME, **more: Any) -> Priced:
    return price(rules, Purchase(items, place, more.pop("now", NOW), coupons, more.pop("used", {})))


def off(rules: Tariff, *items: Item, **more: Any) -> list[int]:
    """What is taken off each line."""
    return [each.discount_minor for each in buy(rules, *items, **more).lines]


def why(priced: Priced) -> list[tuple[str, str, Any]]:
    return [(each["code"], each["severity"], each.get("details", {}).get("why")) for each in priced.problems]


def test_a_percentage_is_rounded_once_and_spread_exactly() -> None:
    third = {"code": "third", "off": {"percent": "33.3333"}}
    lines = [replace(item(each, 1, 100)) for each in "abc"]
    assert off(tariff(third), *lines) == [34, 33, 33]  # 99.9999 of 300 is 100 in all


def test_a_fixed_amount_is_spread_by_price_and_stops_at_the_goods() -> None:
    assert off(tariff({"code": "x", "off": {"amount_minor": 100}}), MUG, HOODIE, LAMP) == [12, 59, 29]
    assert off(tariff({"code": "x", "off": {"amount_minor": 9_000}}), MUG, HOODIE, LAMP) == [1_000, 5_000, 2_500]


@pytest.mark.parametrize(("unit", "expected"), [(19_999, 2_000), (20_000, 2_000), (20_001, 2_000), (19_985, 1_999)])
def test_a_cap(unit: int, expected: int) -> None:
    rule = {"code": "x", "off": {"percent": "10", "at_most_minor": 2_000}}
    assert off(tariff(rule), item("a", 1, unit)) == [expected]


@pytest.mark.parametrize(("unit", "expected"), [(4_999, 0), (5_000, 500), (5_001, 500)])
def test_a_threshold(unit: int, expected: int) -> None:
    rule = {"code": "x", "off": {"amount_minor": 500}, "at_least_minor": 5_000}
    assert off(tariff(rule), item("a", 1, unit)) == [expected]


def test_a_threshold_counts_the_chosen_goods_or_the_whole_cart() -> None:
    rule: dict[str, Any] = {"code": "x", "off": {"percent": "10"}, "at_least_minor": 5_500}
    mugs = {"categories": ["Mug"]}
    assert off(tariff({**rule, "applies_to": mugs}), MUG, HOODIE) == [0, 0]
    assert off(tariff({**rule, "applies_to": mugs, "at_least_of": "cart"}), MUG, HOODIE) == [100, 0]
    assert off(tariff({**rule, "excludes": mugs, "at_least_of": "cart"}), MUG, HOODIE) == [0, 500]


@pytest.mark.parametrize(
    ("quantities", "expected"),
    [
        ((3, 0), [0, 0]),
        ((4, 0), [1_000, 0]),
        ((2, 2), [1_000, 0]),
        ((0, 4), [0, 5_000]),
        ((4, 4), [2_000, 0]),
        ((1, 7), [1_000, 5_000]),
        ((3, 4), [1_000, 0]),
    ],
)
def test_buy_three_get_one_gives_the_cheapest(quantities: tuple[int, int], expected: list[int]) -> None:
    rules = tariff({"code": "x", "off": {"buy": 3, "get": 1}, "applies_to": {"variants": ["a", "b"]}})
    lines = [
        item(each, count, unit) for each, count, unit in zip("ab", quantities, (1_000, 5_000), strict=True) if count
    ]
    full = [expected["ab".index(each.variant_id)] for each in lines]
    assert off(rules, *lines, item("c", 9, 1)) == [*full, 0]


def test_of_a_round_that_is_not_full_the_units_above_the_bought_are_free() -> None:
    assert off(tariff({"code": "x", "off": {"buy": 2, "get": 2}}), item("a", 3, 1_000)) == [1_000]


def test_the_cheapest_is_so_by_the_shops_price_whatever_came_off_before() -> None:
    gift = {"code": "gift", "off": {"amount_minor": 4_500}, "applies_to": {"variants": ["b"]}}
    pair = {"code": "pair", "off": {"buy": 1, "get": 1}, "priority": 1}
    assert off(tariff(gift, pair), MUG, HOODIE) == [1_000, 4_500]


def test_stacking_goes_by_priority_on_what_is_left() -> None:
    half = {"code": "half", "off": {"percent": "50"}, "priority": 1}
    flat = {"code": "flat", "off": {"amount_minor": 400}, "priority": 2}
    assert off(tariff(half, flat), MUG) == [900]
    assert off(tariff(half, {**flat, "priority": 0}), MUG) == [700]


def test_of_exclusive_promotions_the_best_one_stands_alone() -> None:
    small = {"code": "small", "off": {"percent": "10"}}
    big = {"code": "big", "off": {"percent": "15"}, "stacks": False}
    bigger = {"code": "bigger", "off": {"percent": "16"}, "stacks": False}
    assert [each.code for each in buy(tariff(small, big, bigger), MUG).applied] == ["bigger"]
    more = {"code": "more", "off": {"percent": "10"}}
    assert [each.code for each in buy(tariff(small, more, bigger), MUG).applied] == ["more", "small"]
    alike = {"code": "alike", "off": {"percent": "16"}, "stacks": False}
    assert [each.code for each in buy(tariff(bigger, alike), MUG).applied] == ["alike"]


def test_price_promotions_come_first_and_thresholds_are_measured_after_them() -> None:
    sale = {"code": "sale", "stage": "price", "off": {"percent": "33.33"}}
    gift = {"code": "gift", "off": {"amount_minor": 100}, "at_least_minor": 1_334}
    priced = buy(tariff(sale, gift), item("a", 2, 1_000))
    assert [(each["code"], each["minor"]) for each in priced.discounts] == [("sale", 666), ("gift", 100)]
    assert off(tariff(sale, {**gift, "at_least_minor": 1_335}), item("a", 2, 1_000)) == [666]


@pytest.mark.parametrize("typed", ["SAVE10", "save10", "  Save10 "])
def test_a_coupon_is_needed_whatever_its_letters(typed: str) -> None:
    rules = tariff({"code": "ten", "coupon": "Save10", "off": {"percent": "10"}})
    assert off(rules, MUG) == [0]
    priced = buy(rules, MUG, coupons=(typed,))
    assert priced.discounts[0] == {
        "code": "ten",
        "title": "ten",
        "coupon": typed.strip(),
        "minor": 100,
        "lines": {"a": 100},
    }
    assert priced.problems == ()


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"coupon": "OTHER"}, ("unknown_coupon", "error", None)),
        ({"valid_until": NOW.isoformat()}, ("coupon_not_applicable", "warning", "expired")),
        ({"valid_from": (NOW + timedelta(seconds=1)).isoformat()}, ("coupon_not_applicable", "warning", "not_yet")),
        ({"at_least_minor": 1_001}, ("coupon_not_applicable", "warning", "goods")),
        ({"applies_to": {"products": ["p-b"]}}, ("coupon_not_applicable", "warning", "products")),
        ({"off": {"buy": 1, "get": 1}}, ("coupon_not_applicable", "warning", "units")),
        ({"uses_per_shopper": 2}, ("coupon_used", "error", None)),
        ({"stacks": False, "off": {"percent": "0.0001"}}, ("coupon_not_applicable", "warning", "nothing_left")),
    ],
    ids=str,
)
def test_a_coupon_that_does_nothing_says_why(rule: dict[str, Any], expected: tuple[str, str, Any]) -> None:
    rules = tariff({"code": "ten", "coupon": "SAVE10", "off": {"percent": "10"}, **rule})
    priced = buy(rules, MUG, coupons=("SAVE10",), used={"ten": 2})
    assert why(priced) == [expected]
    assert priced.discounts == ()


def test_what_is_missing_for_a_coupon_is_told_in_minor_units() -> None:
    rules = tariff({"code": "ten", "coupon": "SAVE10", "off": {"percent": "10"}, "at_least_minor": 3_000})
    found = buy(rules, MUG, coupons=("SAVE10",)).problems[0]["details"]
    assert (found["at_least_minor"], found["missing_minor"]) == (3_000, 2_000)


def test_a_coupon_beaten_by_a_better_offer_says_so() -> None:
    rules = tariff(
        {"code": "ten", "coupon": "SAVE10", "off": {"percent": "10"}},
        {"code": "big", "off": {"percent": "20"}, "stacks": False},
    )
    assert why(buy(rules, MUG, coupons=("SAVE10",))) == [("coupon_not_applicable", "warning", "better")]


def test_free_shipping_takes_nothing_off_the_goods() -> None:
    rules = tariff({"code": "ship", "coupon": "SHIP", "off": {"free_shipping": True}, "at_least_minor": 1_000})
    priced = buy(rules, MUG, coupons=("ship",))
    assert (priced.shipping_minor, priced.total_minor) == (0, 1_000)
    assert [(each["code"], each["minor"], each["lines"]) for each in priced.discounts] == [("ship", 0, {})]
    free = tariff({"code": "ship", "coupon": "SHIP", "off": {"free_shipping": True}}, shipping=[{"price_minor": 0}])
    assert why(buy(free, MUG, coupons=("ship",))) == [("coupon_not_applicable", "warning", "ships_free")]


ROWS = [
    {"country": "US", "from_goods_minor": 0, "price_minor": 1_500},
    {"country": "US", "from_goods_minor": 5_000, "price_minor": 1_000},
    {"country": "US", "region": "AK", "price_minor": 2_000},
    {"country": "US", "region": "AK", "postcode": "99*", "price_minor": 3_000},
    {"country": "US", "region": "AK", "postcode": "995*", "price_minor": 4_000},
    {"country": "US", "region": "AK", "postcode": "99501", "from_goods_minor": 5_000, "price_minor": 5_000},
]


@pytest.mark.parametrize(
    ("place", "unit", "expected"),
    [
        (("US", "MI", "48201"), 4_999, 1_500),
        (("US", "MI", "48201"), 5_000, 1_000),
        (("us", "us-ak", "1"), 9_000, 2_000),
        (("US", "AK", "99 9-99"), 9_000, 3_000),
        (("US", "AK", "99501"), 4_999, 4_000),
        (("US", "AK", "99501"), 5_000, 5_000),
    ],
)
def test_the_row_that_names_the_place_most_closely(place: tuple[str, str, str], unit: int, expected: int) -> None:
    assert buy(tariff(shipping=ROWS), item("a", 1, unit), place=Place.of(*place)).shipping_minor == expected


def test_steps_count_the_goods_after_discounts() -> None:
    rules = tariff({"code": "x", "off": {"amount_minor": 501}}, shipping=ROWS)
    assert buy(rules, HOODIE).shipping_minor == 1_500


def test_an_offer_never_makes_the_whole_dearer() -> None:
    rules = tariff(
        {"code": "x", "coupon": "X1", "off": {"amount_minor": 400}},
        shipping=[{"price_minor": 599}, {"from_goods_minor": 5_000, "price_minor": 0}],
    )
    priced = buy(rules, HOODIE, coupons=("X1",))
    assert (priced.total_minor, why(priced)) == (5_000, [("coupon_not_applicable", "warning", "dearer")])
    assert buy(rules, HOODIE, MUG, coupons=("X1",)).total_minor == 5_600


def test_a_place_without_a_row() -> None:
    assert why(buy(tariff(shipping=ROWS), MUG, place=Place("CN"))) == [("no_shipping", "error", None)]


TAX: dict[str, Any] = {
    "on_shipping": "goods",
    "classes": [{"name": "mugs", "of": {"categories": ["mug"]}}, {"name": "age", "of": {"restrictions": ["age_18"]}}],
    "rates": [
        {"name": "state", "country": "US", "region": "NY", "percent": "4"},
        {"name": "city", "country": "US", "region": "NY", "postcode": "100*", "percent": "4.875"},
        {"name": "mugs", "country": "US", "percent": "2", "product_class": "mugs"},
    ],
}


def test_rates_of_a_place_and_a_class_add_up() -> None:
    priced = buy(tariff(tax=TAX), MUG, HOODIE, place=Place("US", "NY", "10001"))
    assert [(each.tax_ppm, each.tax_minor) for each in priced.lines] == [(20_000, 20), (88_750, 444)]  # 443.75
    assert (priced.shipping_tax_minor, priced.tax_minor) == (53, 517)  # 8.875 % of 599 is 53.16
    assert priced.total_minor == 6_000 + 599 + 517
    assert buy(tariff(tax={**TAX, "on_shipping": None}), MUG, place=Place("US", "NY", "10001")).shipping_tax_minor == 0
    assert buy(tariff(tax=TAX), HOODIE).tax_minor == 0


def test_tax_is_on_what_is_left_after_discounts() -> None:
    rates = [{"name": "x", "percent": "10"}]
    rules = tariff({"code": "half", "off": {"percent": "50"}}, tax={"rates": rates})
    assert [each.tax_minor for each in buy(rules, MUG).lines] == [50]


def test_prices_that_contain_their_tax() -> None:
    tax = {"prices_include_tax": True, "on_shipping": "goods", "rates": [{"name": "vat", "percent": "19"}]}
    priced = buy(tariff(tax=tax, shipping=[{"price_minor": 595}]), item("a", 1, 1_190), item("b", 1, 2))
    assert (priced.tax_minor, priced.total_minor) == (0, 1_190 + 2 + 595)
    assert priced.included_tax_minor == 190 + 0 + 95
    assert [each.tax_ppm for each in priced.lines] == [190_000, 0]


@pytest.mark.parametrize("currency", ["JPY", "KWD"])
def test_minor_units_are_the_currencys_own(currency: str) -> None:
    rules = tariff({"code": "ten", "off": {"percent": "10"}}, currency=currency, shipping=[{"price_minor": 500}])
    assert buy(rules, item("a", 1, 1_005)).total_minor == 1_005 - 101 + 500


def test_a_promotion_holds_from_its_first_moment_to_before_its_last() -> None:
    rule = {"code": "x", "off": {"percent": "10"}, "valid_from": "2026-03-02T10:00:00Z"}
    rules = tariff({**rule, "valid_until": "2026-03-02T11:00:00Z"})
    at = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
    moments = [at - timedelta(microseconds=1), at, at + timedelta(minutes=59), at + timedelta(hours=1)]
    assert [off(rules, MUG, now=each)[0] for each in moments] == [0, 100, 100, 0]


def test_a_title_is_said_in_the_readers_language() -> None:
    rules = tariff({"code": "x", "title": {"en": "Welcome", "zh": "欢迎"}, "off": {"percent": "10"}})
    assert [rules.promotions[0].title.said_in(each) for each in ("en", "zh")] == ["Welcome", "欢迎"]
    assert (
        tariff({"code": "x", "title": {"en": "Hi"}, "off": {"percent": "10"}}).promotions[0].title.said_in("zh") == "Hi"
    )
