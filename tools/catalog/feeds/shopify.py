"""Shopify's product CSV: rows of one Handle are one product, the first carries its text, each may carry a variant.

Columns: https://help.shopify.com/en/manual/products/import-export/using-csv.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tools.catalog.facets import attribute_name
from tools.catalog.feeds.fields import (
    UNCOUNTED_STOCK,
    category,
    cell,
    count,
    listed,
    picture,
    price,
    required,
    unmarked,
)
from tools.catalog.feeds.rows import FeedRow
from tools.catalog.types import Product, ProductRecord, Rejection, Variant, VariantRecord
from tools.errors import TruecartError

_VARIANT_CELLS = ("variant_sku", "variant_price", "option1_value")
_HIDDEN = {"draft", "archived"}


def records(
    rows: Iterator[FeedRow | Rejection], images: Path | None, currency: str
) -> Iterator[ProductRecord | Rejection]:
    """Products in the order of their first rows, after the rejections of single rows."""
    groups: dict[str, list[FeedRow]] = {}
    for row in rows:
        if isinstance(row, Rejection):
            yield row
        elif handle := cell(row.values, "handle", "url_handle"):
            groups.setdefault(handle, []).append(row)
        else:
            yield Rejection("missing_field", row.line, "The field 'Handle' is missing.")
    taken: dict[str, str] = {}
    for handle, members in groups.items():
        yield from _product_records(handle, members, images, currency, taken)


def _product_records(
    handle: str, rows: list[FeedRow], images: Path | None, currency: str, taken: dict[str, str]
) -> Iterator[ProductRecord | Rejection]:
    try:
        product = _product(handle, rows[0].values)
    except TruecartError as problem:
        yield from (Rejection(problem.code, row.line, problem.message, handle[:128]) for row in rows)
        return
    variants: dict[str, VariantRecord] = {}
    rejected = 0
    for row in rows:
        if any(cell(row.values, name) for name in _VARIANT_CELLS):
            try:
                made = _variant(handle, rows[0], row, images, currency)
                _claim(made, variants, taken, handle)
            except TruecartError as problem:
                rejected += 1
                yield Rejection(problem.code, row.line, problem.message, handle[:128])
                continue
            variants[made.variant.variant_id] = made
    if variants:
        yield ProductRecord(product, tuple(variants.values()), rows[0].line, len(rows) - rejected)
        return
    for row in rows:
        if not any(cell(row.values, name) for name in _VARIANT_CELLS):
            yield Rejection("missing_field", row.line, f"{handle!r} has no usable variant.", handle[:128])


def _claim(made: VariantRecord, own: dict[str, VariantRecord], taken: dict[str, str], handle: str) -> None:
    variant_id = made.variant.variant_id
    owner = taken.setdefault(variant_id, handle)
    if owner != handle or own.get(variant_id, made) != made:
        raise TruecartError("duplicate_id", f"The SKU {variant_id!r} stands in the feed twice with different contents.")


def _product(handle: str, values: Mapping[str, Any]) -> Product:
    if cell(values, "status").lower() in _HIDDEN:
        raise TruecartError("bad_row", f"{handle!r} is {cell(values, 'status').lower()}, not for sale.")
    leaf, top = category(cell(values, "product_category"))
    own_leaf, own_top = category(cell(values, "type", "custom_product_type"))
    tags = listed(cell(values, "tags").split(","))
    gender = listed(cell(values, "google_shopping_gender").split(","))
    attributes = {"tag": tags, "gender": gender}
    return Product(
        product_id=handle,
        title=required(values, "title"),
        description=unmarked(cell(values, "body_html", "body", "description")),
        brand=cell(values, "vendor"),
        department=own_top or top,
        category=own_leaf or leaf,
        attributes={name: found for name, found in attributes.items() if found},
    )


def _variant(handle: str, first: FeedRow, row: FeedRow, images: Path | None, currency: str) -> VariantRecord:
    values = row.values
    options = _options(first.values, values)
    fallback = "-".join([handle, *(value.replace(" ", "-") for value in options.values())])
    variant = Variant(
        variant_id=cell(values, "variant_sku") or fallback,
        product_id=handle,
        options=options,
        price=price(required(values, "variant_price"), currency),
        stock=_stock(values),
    )
    link = cell(values, "variant_image", "image_src") or cell(first.values, "variant_image", "image_src")
    return VariantRecord(variant, picture(images, link))


def _options(first: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, str]:
    """Option names stand in the product's first row only; "Title: Default Title" means that there is no choice."""
    options: dict[str, str] = {}
    for place in ("option1", "option2", "option3"):
        name, value = cell(first, f"{place}_name"), cell(values, f"{place}_value")
        if value and value != "Default Title":
            options[attribute_name(name) or place] = value
    return options


def _stock(values: Mapping[str, Any]) -> int:
    quantity = cell(values, "variant_inventory_qty", "inventory_quantity")
    return count(quantity) if quantity else UNCOUNTED_STOCK
