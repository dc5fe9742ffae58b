"""The JSON lines of a Magento shop and of Icecat."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tools.catalog.feeds import read_feed
from tools.catalog.types import ProductRecord, Rejection
from tools.money import Money

HOODIE = {
    "sku": "H1",
    "name": "Warm Hoodie&trade;",
    "categories": ["Default Category/Collections/Sale", "Default Category/Men/Tops/Hoodies & Sweatshirts"],
    "description": "Soft.",
    "attributes": {
        "material": "Wool&reg;\nCotton", "climate": ["Cold", "Windy"], "eco_collection": "Yes", "sale": "No"
    },
    "price": 32.5,
    "variants": [
        {"sku": "H1-M", "size": "M", "color": "Gray", "price": 32.5, "special_price": 30.1, "qty": 7.0,
         "in_stock": True, "image": "h1.jpg", "max_cart_qty": "4"},
        {"sku": "H1-L", "size": "L", "color": "Gray", "price": 32.5, "qty": 7.0, "in_stock": False},
    ],
}  # fmt: skip
MOUSE = {
    "id": "77",
    "title": "Clicker mouse",
    "brand": "Acme",
    "price_cents": 1995,
    "short_description": "USB",
    "attributes": {"t_product_type": "Mouse", "t_product_colour": "Black,Red", "n_weight": 80.0, "b_wireless": True},
}


def _read(folder: Path, *rows: dict[str, Any] | str) -> list[ProductRecord | Rejection]:
    path = folder / "feed.jsonl"
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), encoding="utf-8")
    return list(read_feed(path))


def test_a_magento_product_with_its_variants(tmp_path: Path) -> None:
    (record,) = _read(tmp_path, HOODIE)
    assert isinstance(record, ProductRecord)
    product = record.product
    assert (product.title, product.category, product.department) == ("Warm Hoodie™", "hoodies & sweatshirts", "apparel")
    assert product.attributes == {
        "material": ("wool", "cotton"),
        "use": ("cold", "windy"),
        "feature": ("eco friendly",),
        "gender": ("men",),
    }
    medium, large = (each.variant for each in record.variants)
    assert (medium.price, medium.stock, medium.max_quantity) == (Money(3010, "USD"), 7, 4)
    assert (large.price, large.stock, large.max_quantity) == (Money(3250, "USD"), 0, None)


def test_a_simple_magento_product_is_its_own_variant(tmp_path: Path) -> None:
    simple = {**HOODIE, "variants": [], "attributes": {"size": "55 cm", "color": "Red"}}
    (record,) = _read(tmp_path, simple)
    assert isinstance(record, ProductRecord)
    assert [each.variant.variant_id for each in record.variants] == ["H1"]
    assert record.variants[0].variant.options == {"color": "Red", "size": "55 cm"}


def test_an_icecat_product(tmp_path: Path) -> None:
    (record,) = _read(tmp_path, MOUSE)
    assert isinstance(record, ProductRecord)
    assert (record.product.category, record.product.brand) == ("mouse", "Acme")
    assert record.variants[0].variant.options == {"color": "Black,Red"}
    assert record.variants[0].variant.price == Money(1995, "USD")
    assert {"weight: 80", "wireless"} <= set(record.product.attributes["spec"])


@pytest.mark.parametrize(
    ("base", "changed", "code"),
    [
        (HOODIE, {"sku": ""}, "missing_field"),
        (HOODIE, {"name": None}, "missing_field"),
        (HOODIE, {"variants": "none"}, "bad_row"),
        (HOODIE, {"variants": [{"sku": "x", "price": 1.005, "qty": 1}]}, "bad_price"),
        (HOODIE, {"variants": [{"sku": "x", "price": True, "qty": 1}]}, "bad_price"),
        (HOODIE, {"variants": [{"sku": "x", "price": 1, "qty": -1}]}, "bad_stock"),
        (HOODIE, {"variants": [{"sku": "x", "qty": 1}]}, "missing_field"),
        (MOUSE, {"price_cents": None}, "missing_field"),
        (MOUSE, {"price_cents": 19.95}, "bad_price"),
        (MOUSE, {"price_cents": -5}, "bad_price"),
    ],
)
def test_refusals(tmp_path: Path, base: dict[str, Any], changed: dict[str, Any], code: str) -> None:
    (kept, refused) = _read(tmp_path, base, {**base, **changed})
    assert isinstance(kept, ProductRecord)
    assert isinstance(refused, Rejection)
    assert (refused.code, refused.line) == (code, 2)


@pytest.mark.parametrize(
    "row", ['{"id": "1", ', "[1]", "null", '{"id": NaN}', "[" * 5000, '{"id": "' + "x" * 2_100_000 + '"}']
)
def test_a_row_that_is_no_object_costs_itself_only(tmp_path: Path, row: str) -> None:
    read = _read(tmp_path, MOUSE, row)
    assert isinstance(read[1], Rejection)
    assert (read[1].code, read[1].line) == ("bad_row", 2)
