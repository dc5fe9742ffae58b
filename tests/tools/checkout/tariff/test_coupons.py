"""Coupons and places at the desk: quoted, charged, used up, and never used twice at once."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.builders import CATALOG, Shop, Sku, cart, cart_line, set_variant, stock_catalog
from tools.checkout.types import Quote
from tools.errors import TruecartError

ONCE = {
    "code": "welcome",
    "title": {"en": "Welcome", "zh": "欢迎"},
    "coupon": "WELCOME10",
    "off": {"percent": "10"},
    "uses_per_shopper": 1,
}
GIFT = {"code": "gift", "title": {"en": "Gift"}, "off": {"amount_minor": 700}, "at_least_minor": 5_000}
WHOLE = {"code": "whole", "title": {"en": "All"}, "coupon": "ALL", "off": {"percent": "100"}}
ROWS = [{"country": "US", "price_minor": 599}]
TAX = {"rates": [{"name": "state", "country": "US", "region": "IL", "percent": "6.25"}]}


@pytest.fixture
def shop(engine: Engine, tmp_path: Path) -> Shop:
    stock_catalog(engine, [Sku("a", stock=100), Sku("b", price_minor=500, stock=100)])
    rules = {"currency": "USD", "promotions": [ONCE, GIFT, WHOLE], "shipping": ROWS, "tax": TAX}
    (tmp_path / "tariff.json").write_text(json.dumps(rules))
    return Shop.open(engine, tmp_path, repeat_minutes=0)


def ask(
    shop: Shop, *coupons: str, quantity: int = 1, thread: str = "t-1"
) -> tuple[Quote | None, list[tuple[Any, ...]]]:
    wanted = {**cart(cart_line("a", quantity)), "coupons": list(coupons)}
    quote, found = shop.desk.quote(
        thread_id=thread,
        turn_id="turn-2",
        shopper="ada",
        catalog=CATALOG,
        cart=wanted,  # type: ignore[arg-type]
    )
    return quote, [(each["code"], each["severity"]) for each in found]


def sure(shop: Shop, *coupons: str, **more: Any) -> Quote:
    quote, found = ask(shop, *coupons, **more)
    assert quote is not None, found
    return quote


def test_a_coupon_is_in_the_terms_and_in_the_charge(shop: Shop) -> None:
    quote = sure(shop, "welcome10")
    terms = quote["terms"]
    assert [(each["code"], each["coupon"], each["minor"]) for each in terms["discounts"]] == [
        ("welcome", "welcome10", 200)
    ]
    assert (terms["lines"][0]["tax_ppm"], terms["tax_minor"]) == (62_500, 113)  # 6.25 % of 18.00 is 1.125
    assert terms["total_minor"] == 1_800 + 599 + 113
    assert len(terms["tariff"]) == 16
    shop.approve(quote)
    paid = shop.desk.pay(quote["quote_id"], turn_id="", actor="ada")["order"]
    assert paid is not None
    assert shop.captured() == [terms["total_minor"]]
    assert paid["discounts"] == terms["discounts"]
    assert (paid["lines"][0]["discount_minor"], paid["lines"][0]["tax_minor"]) == (200, 113)


def test_after_a_fall_in_price_the_discount_stays_and_the_sums_hold(shop: Shop) -> None:
    quote = sure(shop, "welcome10")
    shop.approve(quote)
    set_variant(shop.engine, "a", price_minor=150)
    paid = shop.desk.pay(quote["quote_id"], turn_id="", actor="ada")["order"]
    assert paid is not None
    assert (paid["goods_minor"], paid["discounts"][0]["minor"], paid["tax_minor"]) == (150, 150, 0)
    assert shop.captured() == [599]


def test_the_thresholds_promotion_applies_by_itself(shop: Shop) -> None:
    assert sure(shop, quantity=2)["terms"]["discounts"] == []
    assert [each["code"] for each in sure(shop, quantity=3)["terms"]["discounts"]] == ["gift"]


@pytest.mark.parametrize(
    ("coupons", "expected"),
    [
        (["NOBODY"], [("unknown_coupon", "error")]),
        (["WELCOME10", "welcome10 "], []),
        (["ALL"], []),
    ],
)
def test_coupons_of_a_quote(shop: Shop, coupons: list[str], expected: list[tuple[str, str]]) -> None:
    quote, found = ask(shop, *coupons)
    assert found == expected
    assert (quote is None) == bool(expected)


def test_a_coupon_for_once_is_used_up_by_a_payment(shop: Shop) -> None:
    first = sure(shop, "WELCOME10")
    assert ask(shop, "WELCOME10", thread="t-2")[1] == []  # a quote alone uses nothing
    shop.approve(first)
    assert shop.desk.pay(first["quote_id"], turn_id="", actor="ada")["order"]
    assert ask(shop, "WELCOME10", thread="t-3") == (None, [("coupon_used", "error")])
    assert ask(shop, thread="t-3")[1] == []


def test_two_quotes_cannot_both_use_it(shop: Shop) -> None:
    made = [sure(shop, "WELCOME10", thread=f"t-{number}") for number in range(4)]
    for quote in made:
        shop.approve(quote)
    answers: list[Any] = []
    threads = [
        threading.Thread(target=lambda q=quote: answers.append(shop.desk.pay(q["quote_id"], turn_id="", actor="ada")))
        for quote in made
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    told = sorted("paid" if each["order"] else each["violations"][0]["code"] for each in answers)
    assert told == ["coupon_used", "coupon_used", "coupon_used", "paid"]
    assert len(shop.captured()) == 1


def test_nothing_is_free(shop: Shop) -> None:
    rows = [{"price_minor": 0}]
    rules = {"currency": "USD", "promotions": [WHOLE], "shipping": rows}
    (shop.settings.home / "tariff.json").write_text(json.dumps(rules))
    assert ask(shop, "ALL") == (None, [("nothing_to_pay", "error")])


def test_where_the_shop_does_not_ship(shop: Shop) -> None:
    rules = {"currency": "USD", "shipping": [{"country": "CN", "price_minor": 1}]}
    (shop.settings.home / "tariff.json").write_text(json.dumps(rules))
    assert ask(shop) == (None, [("no_shipping", "error")])
    assert shop.desk.address("ada") is None  # a refusal leaves nothing behind


def test_a_broken_tariff_sells_nothing(shop: Shop) -> None:
    (shop.settings.home / "tariff.json").write_text("{}")
    with pytest.raises(TruecartError) as raised:
        ask(shop)
    assert raised.value.code == "bad_tariff"


def test_an_estimate_is_what_the_quote_will_say(shop: Shop) -> None:
    wanted: Any = {**cart(cart_line("a", 3), cart_line("b", 1, 500)), "coupons": ["welcome10", "nobody"]}
    told = shop.desk.estimate(thread_id="t-1", shopper="ada", catalog=CATALOG, cart=wanted)
    assert told is not None
    assert [each["code"] for each in told["problems"]] == ["unknown_coupon"]
    assert told["titles"]["zh"] == {"welcome": "欢迎", "gift": "Gift"}
    wanted["coupons"] = ["welcome10"]
    terms = shop.quote(*wanted["lines"])["terms"]
    assert terms["total_minor"] != told["total_minor"]
    quote, _ = shop.desk.quote(thread_id="t-1", turn_id="", shopper="ada", catalog=CATALOG, cart=wanted)
    assert quote is not None
    for name in ("goods_minor", "discounts", "shipping_minor", "tax_minor", "total_minor"):
        assert quote["terms"][name] == told[name]  # type: ignore[literal-required]
    nothing = {**wanted, "lines": [cart_line("nobody-sells-this")]}
    assert shop.desk.estimate(thread_id="t-1", shopper="ada", catalog=CATALOG, cart=nothing) is None


@pytest.mark.parametrize(
    ("fault", "state", "again"),
    [
        ("decline", "declined", []),
        ("requires_action", "requires_action", [("coupon_used", "error")]),
        ("lost_request", "unknown", [("coupon_used", "error")]),
    ],
)
def test_a_payment_uses_it_as_long_as_it_may_succeed(
    shop: Shop, fault: Any, state: str, again: list[tuple[str, str]]
) -> None:
    quote = sure(shop, "WELCOME10")
    shop.approve(quote)
    shop.gateway.arm("authorize", fault)
    outcome = shop.desk.pay(quote["quote_id"], turn_id="", actor="ada")
    assert outcome["order"] is None
    assert outcome["payment"] is not None
    assert outcome["payment"]["state"] == state
    assert ask(shop, "WELCOME10", thread="t-2")[1] == again
