"""A Magento catalogue as JSON lines: one product a line, its variants nested, prices as decimal numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tools.catalog.facets import leaf_category
from tools.catalog.feeds.fields import UNCOUNTED_STOCK, cell, count, listed, number_price, picture, required, unmarked
from tools.catalog.feeds.rows import FeedRow
from tools.catalog.types import Product, ProductRecord, Rejection, Variant, VariantRecord
from tools.errors import TruecartError
from tools.money import Money

_ATTRIBUTES = {  # the shop's own names -> ours
    "climate": "use",
    "activity": "use",
    "category_gear": "use",
    "features_bags": "feature",
    "strap_bags": "strap",
    "style_general": "style",
    "style_bottom": "style",
    "style_bags": "style",
}
_FLAGS = {"eco_collection": "eco friendly", "performance_fabric": "performance fabric"}  # -> feature
_IGNORED = {"attribute_set", "visibility", "url_key", "special_price", "size", "color", "image"}
_DEPARTMENTS = {"men": "apparel", "women": "apparel"}
_MARKETING = ("collections", "promotions", "default category")


def records(
    rows: Iterator[FeedRow | Rejection], images: Path | None, currency: str
) -> Iterator[ProductRecord | Rejection]:
    """A row is a product: taken whole or, when one of its variants is not usable, rejected whole."""
    for row in rows:
        if isinstance(row, Rejection):
            yield row
            continue
        try:
            yield _record(row, images, currency)
        except TruecartError as problem:
            yield Rejection(problem.code, row.line, problem.message, cell(row.values, "sku")[:128])


def _record(row: FeedRow, images: Path | None, currency: str) -> ProductRecord:
    values = row.values
    product_id = required(values, "sku")
    path = _category_path(values.get("categories"))
    attributes = _attributes(values.get("attributes"))
    gender = [part.lower() for part in path if part.lower() in ("men", "women")]
    if gender:
        attributes["gender"] = listed([*attributes.get("gender", ()), *gender])
    top = path[0].lower() if path else ""
    product = Product(
        product_id=product_id,
        title=unmarked(required(values, "name")),
        description=unmarked(cell(values, "description")),
        department=_DEPARTMENTS.get(top, top),
        category=leaf_category(path[-1]) if path else "",
        attributes=attributes,
    )
    return ProductRecord(product, _variants(values, product_id, images, currency), row.line)


def _variants(
    values: Mapping[str, Any], product_id: str, images: Path | None, currency: str
) -> tuple[VariantRecord, ...]:
    nested = values.get("variants") or []
    if not isinstance(nested, list) or not all(isinstance(each, dict) for each in nested):
        raise TruecartError("bad_row", "The variants are no list of objects.")
    if nested:
        return tuple(_variant(each, product_id, images, currency, cell(each, "image")) for each in nested)
    raw = values.get("attributes")
    own: Mapping[str, Any] = raw if isinstance(raw, dict) else {}
    simple = {**values, "sku": product_id, "size": own.get("size"), "color": own.get("color")}
    simple.setdefault("special_price", own.get("special_price"))
    return (_variant(simple, product_id, images, currency, cell(values, "image")),)


def _variant(
    values: Mapping[str, Any], product_id: str, images: Path | None, currency: str, image: str
) -> VariantRecord:
    limit = count(values["max_cart_qty"]) if values.get("max_cart_qty") not in (None, "") else 0
    options = {name: unmarked(text) for name in ("color", "size") if (text := cell(values, name))}
    variant = Variant(
        variant_id=required(values, "sku"),
        product_id=product_id,
        options=options,
        price=_price(values, currency),
        stock=_stock(values),
        max_quantity=limit or None,
    )
    return VariantRecord(variant, picture(images, image))


def _price(values: Mapping[str, Any], currency: str) -> Money:
    usual = number_price(values.get("price"), currency)
    special = values.get("special_price")
    if special in (None, ""):
        return usual
    return min(usual, number_price(special, currency), key=lambda price: price.minor)


def _stock(values: Mapping[str, Any]) -> int:
    if values.get("in_stock") is False:
        return 0
    quantity = values.get("qty")
    return UNCOUNTED_STOCK if quantity is None else count(quantity)


def _category_path(categories: Any) -> list[str]:
    """The parts of the first category that is no campaign: ["Men", "Tops", "Hoodies & Sweatshirts"]."""
    if not isinstance(categories, list):
        return []
    for each in categories:
        parts = [part.strip() for part in re.split(r"[/\n]", str(each)) if part.strip()]
        if parts and parts[0].lower() == "default category":
            parts = parts[1:]
        until = next((at for at, part in enumerate(parts) if part.lower() in _MARKETING), len(parts))
        if parts[:until]:
            return parts[:until]
    return []


def _attributes(given: Any) -> dict[str, tuple[str, ...]]:
    if not isinstance(given, dict):
        return {}
    found: dict[str, list[str]] = {}
    for key, value in given.items():
        name, values = str(key), _values(value)
        if name in _FLAGS:
            if "yes" in values or "1" in values:
                found.setdefault("feature", []).append(_FLAGS[name])
        elif name in ("new", "sale", "erin_recommends"):
            if "yes" in values or "1" in values:
                found.setdefault("collection", []).append(name.replace("_", " "))
        elif name not in _IGNORED:
            found.setdefault(_ATTRIBUTES.get(name, name), []).extend(values)
    return {name: listed(values) for name, values in found.items() if values}


def _values(value: Any) -> list[str]:
    """Lower-case values without trade marks, from a list or from lines of text."""
    lines = value if isinstance(value, list) else str(value if value is not None else "").split("\n")
    return [re.sub(r"[®™]", "", unmarked(str(line))).strip().lower() for line in lines if str(line).strip()]
