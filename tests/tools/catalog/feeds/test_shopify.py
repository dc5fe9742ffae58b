"""Shopify's product CSV."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.catalog.feeds import read_feed
from tools.catalog.types import ProductRecord, Rejection
from tools.money import Money

HEADER = (
    "Handle,Title,Body (HTML),Vendor,Type,Tags,Option1 Name,Option1 Value,Option2 Name,Option2 Value,"
    "Variant SKU,Variant Price,Variant Inventory Qty,Image Src,Variant Image,Status"
)


def _read(folder: Path, *rows: str) -> list[ProductRecord | Rejection]:
    path = folder / "shop.csv"
    path.write_text("\n".join((HEADER, *rows)) + "\n", encoding="utf-8-sig")
    (folder / "images").mkdir(exist_ok=True)
    return list(read_feed(path, currency="EUR"))


def test_continuation_rows_carry_variants_and_pictures(tmp_path: Path) -> None:
    (record,) = _read(
        tmp_path,
        'coat,Rain Coat,"<p>Stays <b>dry</b></p><script>bad()</script>",Halden,Coats,"rain, Warm",Colour,Navy,Size,S,'
        "C-1,89.50,3,https://cdn.example/coat.jpg,,active",
        "coat,,,,,,,Navy,,M,C-2,89.50,0,,https://cdn.example/coat-m.jpg,",
        "coat,,,,,,,,,,,,,https://cdn.example/side.jpg,,",
    )
    assert isinstance(record, ProductRecord)
    assert (record.product.product_id, record.product.brand, record.product.category) == ("coat", "Halden", "coat")
    assert record.product.description == "Stays dry"
    assert record.product.attributes["tag"] == ("rain", "warm")
    assert record.rows == 3
    first, second = record.variants
    assert first.variant.options == {"color": "Navy", "size": "S"}
    assert (second.variant.variant_id, second.variant.price, second.variant.stock) == ("C-2", Money(8950, "EUR"), 0)
    assert (first.picture, second.picture) == (tmp_path / "images" / "coat.jpg", tmp_path / "images" / "coat-m.jpg")


def test_a_product_without_options_or_sku_has_one_variant_of_its_handle(tmp_path: Path) -> None:
    (record,) = _read(tmp_path, "mug,Mug,,,,,Title,Default Title,,,,8.00,5,,,")
    assert isinstance(record, ProductRecord)
    assert [(each.variant.variant_id, each.variant.options) for each in record.variants] == [("mug", {})]


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        (["mug,,,,,,Title,Default Title,,,M,8.00,5,,,"], ["missing_field"]),
        ([",Mug,,,,,,,,,M,8.00,5,,,"], ["missing_field"]),
        (["mug,Mug,,,,,,,,,M,,5,,,"], ["missing_field"]),
        (["mug,Mug,,,,,,,,,M,8.001,5,,,"], ["bad_price"]),
        (["mug,Mug,,,,,,,,,M,8,-5,,,"], ["bad_stock"]),
        (["mug,Mug,,,,,,,,,M,8,5,,,draft"], ["bad_row"]),
        (["mug,Mug,,,,,,,,,M,8,x,,,", "mug,,,,,,,,,,,,,p.jpg,,"], ["bad_stock", "missing_field"]),
    ],
)
def test_refusals(tmp_path: Path, rows: list[str], codes: list[str]) -> None:
    read = _read(tmp_path, *rows)
    assert [each.code for each in read if isinstance(each, Rejection)] == codes
    assert sum(each.rows for each in read) == len(rows)


def test_one_sku_in_two_products_is_refused_the_second_time(tmp_path: Path) -> None:
    read = _read(tmp_path, "a,A,,,,,,,,,X,8,5,,,", "b,B,,,,,,,,,X,8,5,,,")
    assert isinstance(read[0], ProductRecord)
    assert isinstance(read[1], Rejection)
    assert (read[1].code, read[1].line) == ("duplicate_id", 3)
