"""The demo's tariff: its coupons work, and without one it charges what the flat settings do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools.checkout.tariff.made import NOW
from tools.checkout.tariff import DEMO, Item, Place, Priced, Purchase, parse, price, tariff_of
from tools.settings import Settings

RULES = parse(DEMO.read_text(encoding="utf-8"))
HOME = Place("US", "IL", "00001")


def mug(quantity: int, unit: int = 1_600) -> Item:
    return Item("m", quantity, unit, "p-m", "home", ("mug",))


def buy(*coupons: str, item: Item | None = None, place: Place = HOME) -> Priced:
    return price(RULES, Purchase((item or mug(2),), place, NOW, coupons))


@pytest.mark.parametrize(
    ("coupon", "item", "off", "shipping"),
    [
        ("WELCOME10", mug(2), 320, 599),
        ("WELCOME10", mug(1, 60_000), 3_000, 0),
        ("COFFEE15", mug(7), 1_500, 0),
        ("MUG4", mug(4), 1_600, 599),
        ("VIP20", mug(2), 640, 599),
        ("FREESHIP", mug(2), 0, 0),
    ],
)
def test_each_coupon(coupon: str, item: Item, off: int, shipping: int) -> None:
    priced = buy(coupon.lower(), item=item)
    assert priced.problems == ()
    assert (sum(each["minor"] for each in priced.discounts), priced.shipping_minor) == (off, shipping)


def test_two_coupons_go_together_and_the_exclusive_one_only_alone() -> None:
    assert [each.code for each in buy("WELCOME10", "FREESHIP").applied] == ["welcome10", "freeship"]
    alone = buy("WELCOME10", "VIP20")
    assert [each.code for each in alone.applied] == ["vip20"]
    assert [each["code"] for each in alone.problems] == ["coupon_not_applicable"]


@pytest.mark.parametrize("goods", [1, 7_499, 7_500, 50_001, 149_999])
def test_without_a_coupon_it_is_as_the_flat_settings(goods: int, tmp_path: Path) -> None:
    flat = price(tariff_of(Settings(home=tmp_path), "USD"), Purchase((mug(1, goods),), HOME, NOW))
    assert buy(item=mug(1, goods)).total_minor == flat.total_minor


def test_taxes_and_far_places() -> None:
    assert buy(place=Place("US", "MI", "48201")).tax_minor == 192
    assert buy(place=Place("US", "NY", "10001")).tax_minor == 284
    assert buy(place=Place("US", "AK", "99501")).shipping_minor == 1_999
    assert buy(item=mug(1, 150_000)).total_minor == 148_000


def test_every_title_is_there_in_both_languages() -> None:
    assert all(each.title.zh and each.title.en for each in RULES.promotions)
