from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.tools.checkout.tariff.made import tariff
from tools.checkout.tariff import parse, tariff_of
from tools.checkout.tariff.rules import ppm_of
from tools.errors import TruecartError
from tools.settings import Settings

ROWS = [{"price_minor": 599}]
TEN: dict[str, Any] = {"code": "ten", "title": {"en": "Ten"}, "off": {"percent": "10"}}


def document(**parts: Any) -> str:
    return json.dumps({"currency": "USD", "shipping": ROWS, **parts})


def refused(text: str) -> tuple[str, str]:
    with pytest.raises(TruecartError) as raised:
        parse(text)
    assert raised.value.code == "bad_tariff"
    return raised.value.details["path"], raised.value.message


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("", ""),
        ("[]", ""),
        ("{", ""),
        ('{"currency": "USD", "currency": "EUR", "shipping": [{"price_minor": 1}]}', ""),
        (document(currency="usd"), "currency"),
        (document(currency="ZZZ"), "currency"),
        (document(shipping=[]), "shipping"),
        (document(shipping=[{"price_minor": 5.99}]), "shipping[0].price_minor"),
        (document(shipping=[{"price_minor": "599"}]), "shipping[0].price_minor"),
        (document(shipping=[{"price_minor": -1}]), "shipping[0].price_minor"),
        (document(shipping=[{"price_minor": True}]), "shipping[0].price_minor"),
        (document(shipping=[*ROWS, *ROWS]), ""),
        (document(shipping=[{"price_minor": 1, "postcode": "4*8"}]), "shipping[0].postcode"),
        (document(delivery=1), "delivery"),
        (document(promotions=[TEN, TEN]), ""),
        (document(promotions=[{**TEN, "off": {"percent": 10}}]), "promotions[0].off.percent"),
        (document(promotions=[{**TEN, "off": {"percent": "10.00001"}}]), "promotions[0].off.percent"),
        (document(promotions=[{**TEN, "off": {"percent": "100.1"}}]), "promotions[0].off.percent"),
        (document(promotions=[{**TEN, "off": {"percent": "-5"}}]), "promotions[0].off.percent"),
        (document(promotions=[{**TEN, "off": {"percent": "5", "amount_minor": 5}}]), "promotions[0].off"),
        (document(promotions=[{**TEN, "off": {}}]), "promotions[0].off"),
        (document(promotions=[{**TEN, "off": {"buy": 2}}]), "promotions[0].off"),
        (document(promotions=[{**TEN, "off": {"amount_minor": 0}}]), "promotions[0].off.amount_minor"),
        (document(promotions=[{**TEN, "valid_from": "2026-01-01T00:00:00"}]), "promotions[0].valid_from"),
        (document(promotions=[{**TEN, "stage": "price", "coupon": "X"}]), "promotions[0]"),
        (document(promotions=[{**TEN, "applies_to": {"colour": ["red"]}}]), "promotions[0].applies_to.colour"),
        (document(tax={"rates": [{"name": "x", "percent": "5", "product_class": "books"}]}), "tax"),
    ],
    ids=str,
)
def test_a_bad_tariff_says_where(text: str, path: str) -> None:
    assert refused(text)[0] == path
    assert refused(text)[1].startswith(path or "the tariff")


def test_rates_are_exact() -> None:
    assert [ppm_of(text) for text in ("8.875", "0", "100", "0.0001", "33.3333")] == [88_750, 0, 1_000_000, 1, 333_333]


def test_the_version_is_of_the_content() -> None:
    spaced = json.dumps(json.loads(document(promotions=[TEN])), indent=4)
    assert parse(spaced).version == parse(document(promotions=[TEN])).version
    assert len(parse(spaced).version) == 16
    other = {**TEN, "off": {"percent": "10.0001"}}
    assert parse(document(promotions=[other])).version != parse(spaced).version
    assert tariff(TEN).promotion("ten") is not None
    assert tariff(TEN).promotion("eleven") is None


def test_the_homes_file_is_taken_and_read_again_when_it_changes(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    flat = tariff_of(settings, "USD")
    assert [each.price_minor for each in flat.shipping] == [0, 599]
    file = tmp_path / "tariff.json"
    file.write_text(document())
    first = tariff_of(settings, "USD")
    assert [each.price_minor for each in first.shipping] == [599]
    file.write_text(document(promotions=[TEN]))
    os.utime(file, ns=(1, 1))
    assert tariff_of(settings, "USD").promotions
    with pytest.raises(TruecartError) as raised:
        tariff_of(settings, "EUR")
    assert raised.value.code == "other_currency"


def test_a_named_file_has_to_be_there(tmp_path: Path) -> None:
    elsewhere = tmp_path / "rules.json"
    with pytest.raises(TruecartError) as raised:
        tariff_of(Settings(home=tmp_path, tariff=str(elsewhere)), "USD")
    assert raised.value.code == "bad_tariff"
    elsewhere.write_text(document(promotions=[TEN]))
    assert tariff_of(Settings(home=tmp_path, tariff=str(elsewhere)), "USD").promotions
    elsewhere.write_bytes(b"\xff\xfe")
    with pytest.raises(TruecartError):
        tariff_of(Settings(home=tmp_path, tariff=str(elsewhere)), "USD")


@pytest.mark.parametrize("basis_points", [0, 1, 825, 1_900, 10_000])
def test_flat_settings_are_a_tariff(tmp_path: Path, basis_points: int) -> None:
    settings = Settings(home=tmp_path, tax_basis_points=basis_points, free_shipping_minor=0)
    flat = tariff_of(settings, "JPY")
    assert [each.percent for each in flat.tax.rates] == ([basis_points * 100] if basis_points else [])
    assert [each.price_minor for each in flat.shipping] == [0]
