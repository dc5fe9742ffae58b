"""An Icecat product sheet as JSON lines: prices in minor units, attributes with a letter for their type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from tools.catalog.facets import leaf_category
from tools.catalog.feeds.fields import UNCOUNTED_STOCK, cell, count, listed, minor_price, picture, required, unmarked
from tools.catalog.feeds.rows import FeedRow
from tools.catalog.types import Product, ProductRecord, Rejection, Variant, VariantRecord
from tools.errors import TruecartError

_FILTERED = {  # of some 5,000 attribute names those that a shopper would choose by
    "t_material": "material",
    "t_jacket_material": "material",
    "t_type": "type",
    "t_connectivity_technology": "connectivity",
    "t_brand_compatibility": "compatibility",
    "t_form_factor": "form_factor",
    "t_print_technology": "print_technology",
    "t_battery_technology": "battery_technology",
    "t_recommended_usage": "use",
    "t_suggested_gender": "gender",
    "t_pattern": "pattern",
    "t_style": "style",
}
_COLOURS = ("t_product_colour", "t_cable_colour", "t_colour")


def records(
    rows: Iterator[FeedRow | Rejection], images: Path | None, currency: str
) -> Iterator[ProductRecord | Rejection]:
    """A row is a product with one variant of the same id."""
    for row in rows:
        if isinstance(row, Rejection):
            yield row
            continue
        try:
            yield _record(row, images, currency)
        except TruecartError as problem:
            yield Rejection(problem.code, row.line, problem.message, cell(row.values, "id")[:128])


def _record(row: FeedRow, images: Path | None, currency: str) -> ProductRecord:
    values = row.values
    product_id = required(values, "id")
    raw = values.get("attributes")
    given: Mapping[str, Any] = raw if isinstance(raw, dict) else {}
    kind = cell(given, "t_product_type")
    product = Product(
        product_id=product_id,
        title=unmarked(required(values, "title")),
        description=unmarked(cell(values, "short_description", "description")),
        brand=cell(values, "brand"),
        department=cell(values, "department").lower(),
        category="" if not kind or kind.isdigit() else leaf_category(kind),
        attributes=_attributes(given),
    )
    colour = cell(given, *_COLOURS)
    variant = Variant(
        variant_id=product_id,
        product_id=product_id,
        options={"color": colour} if colour else {},
        price=minor_price(values.get("price_cents"), currency),
        stock=UNCOUNTED_STOCK if values.get("stock") is None else count(values["stock"]),
    )
    return ProductRecord(product, (VariantRecord(variant, picture(images, cell(values, "image_url"))),), row.line)


def _attributes(given: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    sheet: list[str] = []
    for name, value in given.items():
        if name in _FILTERED:
            found.setdefault(_FILTERED[name], []).extend(str(value).split(","))
        words = _worded(name, value)
        if words:
            sheet.append(words)
    found["spec"] = sheet
    return {name: listed(values) for name, values in found.items() if values}


def _worded(name: str, value: Any) -> str:
    """An attribute as a line of text: "display diagonal: 17", or its bare name for a yes."""
    label = " ".join(name[2:].replace("_", " ").split()) if name[1:2] == "_" else name
    if value is True:
        return label
    if value in (None, False, ""):
        return ""
    return f"{label}: {format(value.normalize(), 'f') if isinstance(value, Decimal) else value}"
