"""Google Merchant feeds: what a row becomes, and which rows are refused with which code."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.catalog.feeds import read_feed
from tools.catalog.feeds.fields import UNCOUNTED_STOCK, price
from tools.catalog.types import ProductRecord, Rejection
from tools.errors import TruecartError
from tools.money import Money

COLUMNS = ("id", "title", "price", "availability", "item_group_id", "color", "size", "quantity", "image_link")


def _table(folder: Path, rows: Sequence[Sequence[str]], delimiter: str = ",", columns: Sequence[str] = COLUMNS) -> Path:
    path = folder / "feed.txt"
    path.write_text("\n".join(delimiter.join(row) for row in (columns, *rows)) + "\n", encoding="utf-8")
    return path


def _split(path: Path, images: Path | None = None) -> tuple[list[ProductRecord], list[Rejection]]:
    read = list(read_feed(path, images))
    return (
        [each for each in read if isinstance(each, ProductRecord)],
        [each for each in read if isinstance(each, Rejection)],
    )


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_rows_of_a_group_are_the_variants_of_one_product(tmp_path: Path, delimiter: str) -> None:
    rows = [
        ("tee-s", "Tee", "19.99 USD", "in_stock", "tee", "Navy/White", "S", "4", "https://shop.example/p/tee.jpg?w=9"),
        ("mug", "Mug", "8 USD", "in stock", "", "red", "", "", ""),
        ("tee-m", "Tee M", "21.00 USD", "out_of_stock", "tee", "Navy/White", "M", "9", ""),
    ]
    (tmp_path / "images").mkdir()
    (tee, mug), rejected = _split(_table(tmp_path, rows, delimiter))
    assert not rejected
    assert (tee.product.product_id, tee.product.title, tee.rows, tee.line) == ("tee", "Tee", 2, 2)
    small, medium = tee.variants
    assert (small.variant.price, small.variant.stock) == (Money(1999, "USD"), 4)
    assert (medium.variant.options, medium.variant.stock) == ({"color": "Navy/White", "size": "M"}, 0)
    assert small.picture == tmp_path / "images" / "tee.jpg"
    assert mug.variants[0].variant.stock == UNCOUNTED_STOCK


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("", "Mug", "8 USD"), "missing_field"),
        (("m", "", "8 USD"), "missing_field"),
        (("m", "Mug", ""), "missing_field"),
        (("m", "Mug", "-8 USD"), "bad_price"),
        (("m", "Mug", "0 USD"), "bad_price"),
        (("m", "Mug", "cheap"), "bad_price"),
        (("m", "Mug", "19.999 USD"), "bad_price"),
        (("m", "Mug", "19,99 USD"), "bad_price"),
        (("m", "Mug", "1e3 USD"), "bad_price"),
        (("m", "Mug", "9 XXZ"), "bad_price"),
        (("m", "Mug", "9 EUR"), "other_currency"),
        (("good", "Other", "9 USD"), "duplicate_id"),
        (("m", "Mug", "8 USD", "in_stock", "", "", "", "-3"), "bad_stock"),
        (("m", "Mug", "8 USD", "in_stock", "", "", "", "2.5"), "bad_stock"),
    ],
)
def test_a_bad_row_is_refused_with_its_line_and_the_others_stay(
    tmp_path: Path, row: tuple[str, ...], code: str
) -> None:
    good = ("good", "Plate", "5.00 USD")
    records, rejected = _split(_table(tmp_path, [good, row, ("last", "Bowl", "6 USD")], "\t"))
    assert [(each.code, each.line) for each in rejected] == [(code, 3)]
    assert [each.product.product_id for each in records] == ["good", "last"]


def test_an_equal_row_twice_is_one_variant_of_two_rows(tmp_path: Path) -> None:
    (record,), rejected = _split(_table(tmp_path, [("m", "Mug", "8 USD"), ("m", "Mug", "8 USD")]))
    assert (len(record.variants), record.rows, rejected) == (1, 2, [])


@pytest.mark.parametrize(
    ("dates", "minor"),
    [("", 800), ("2020-01-01T00:00+00:00/2099-01-01T00:00+00:00", 800), ("2020-01-01/2020-02-01", 1000)],
)
def test_a_sale_price_counts_in_its_time(tmp_path: Path, dates: str, minor: int) -> None:
    columns = ("id", "title", "price", "sale_price", "sale_price_effective_date")
    (record,), _ = _split(_table(tmp_path, [("m", "Mug", "10 USD", "8 USD", dates)], columns=columns))
    assert record.variants[0].variant.price == Money(minor, "USD")


def test_json_lines_with_and_without_prefixes(tmp_path: Path) -> None:
    path = tmp_path / "feed.jsonl"
    rows = [
        {"g:id": 7, "g:title": "Mug", "g:price": {"value": "8.50", "currency": "USD"}, "g:product_type": "Home > Mugs"},
        {"id": "8", "title": "Tee", "price": 12.25, "material": "cotton/linen", "adult": "yes", "multipack": 3},
    ]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (mug, tee), rejected = _split(path)
    assert not rejected
    assert (mug.product.category, mug.product.department) == ("mug", "home")
    assert mug.variants[0].variant.price == Money(850, "USD")
    assert tee.product.attributes["material"] == ("cotton", "linen")
    assert (tee.product.restrictions, tee.variants[0].variant.pack_size) == (("age_18",), 3)


def test_values_are_only_data(tmp_path: Path) -> None:
    nasty = '=HYPERLINK("http://x")'
    path = tmp_path / "feed.csv"
    path.write_text('id,title,price,image_link\n../../x,"' + nasty.replace('"', '""') + '",5 USD,../../../etc/passwd\n')
    (tmp_path / "images").mkdir()
    (record,), _ = _split(path)
    assert (record.product.product_id, record.product.title) == ("../../x", nasty)
    assert record.variants[0].picture == tmp_path / "images" / "passwd"


@given(st.decimals(min_value=Decimal("0.01"), max_value=Decimal("999999.99"), places=2))
def test_every_price_of_two_places_is_read_exactly(amount: Decimal) -> None:
    expected = Money(int(amount * 100), "USD")
    assert price(f"{amount} USD", "EUR") == price(f"USD {amount:,}", "EUR") == price(str(amount), "USD") == expected


@given(st.text(max_size=30))
def test_any_text_is_a_price_above_zero_or_refused(text: str) -> None:
    with contextlib.suppress(TruecartError):
        assert price(text, "USD").minor > 0
