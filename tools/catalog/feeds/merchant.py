"""The Google Merchant product data specification, as a table or as JSON lines.

Field names and formats: https://support.google.com/merchants/answer/7052112. Rows of one `item_group_id` are the
variants of one product.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from tools.catalog.feeds.fields import (
    UNCOUNTED_STOCK,
    category,
    cell,
    count,
    listed,
    number_price,
    picture,
    price,
    required,
    unmarked,
)
from tools.catalog.feeds.rows import FeedRow, column
from tools.catalog.types import Product, ProductRecord, Rejection, Variant, VariantRecord
from tools.errors import TruecartError
from tools.money import Money

_OUT_OF_STOCK = {"out_of_stock", "out of stock", "oos", "sold out", "discontinued"}
_QUANTITY = ("quantity", "sell_on_google_quantity", "stock", "inventory", "qty")
_ATTRIBUTES = ("material", "pattern", "gender", "age_group", "condition", "size_type", "size_system")
_YES = {"yes", "true", "1"}


@dataclass(frozen=True)
class _Item:
    """A checked row: the group that it belongs to, its product's text and its variant."""

    group: str
    row: FeedRow
    product: Product
    variant: VariantRecord


def records(
    rows: Iterator[FeedRow | Rejection], images: Path | None, currency: str, now: datetime
) -> Iterator[ProductRecord | Rejection]:
    """Products in the order of their first rows, after the rejections of single rows."""
    groups: dict[str, list[_Item]] = {}
    seen: dict[str, _Item] = {}
    repeated: dict[str, int] = {}
    for row in rows:
        if isinstance(row, Rejection):
            yield row
            continue
        try:
            item = _item(
                FeedRow(row.line, {column(str(name)): value for name, value in row.values.items()}),
                images,
                currency,
                now,
            )
            currency_of_feed = next(iter(seen.values())).variant.variant.price if seen else None
            _same_currency(item, currency_of_feed)
        except TruecartError as problem:
            yield Rejection(problem.code, row.line, problem.message, cell(row.values, "id", "g:id")[:128])
            continue
        variant_id = item.variant.variant.variant_id
        earlier = seen.setdefault(variant_id, item)
        if earlier is item:
            groups.setdefault(item.group, []).append(item)
        elif (earlier.product, earlier.variant) == (item.product, item.variant):
            repeated[item.group] = repeated.get(item.group, 0) + 1
        else:
            message = f"{variant_id!r} stands in line {earlier.row.line} with other contents."
            yield Rejection("duplicate_id", row.line, message, variant_id)
    for group, items in groups.items():
        yield _record(group, items, repeated.get(group, 0))


def _item(row: FeedRow, images: Path | None, currency: str, now: datetime) -> _Item:
    values = row.values
    variant_id = required(values, "id")
    group = cell(values, "item_group_id") or variant_id
    options = {
        name: text for name in ("color", "size") if (text := cell(values, name, {"color": "colour"}.get(name, name)))
    }
    pack = cell(values, "multipack")
    variant = Variant(
        variant_id=variant_id,
        product_id=group,
        options=options,
        price=_price(values, currency, now),
        stock=_stock(values),
        pack_size=max(1, count(pack)) if pack else 1,
    )
    link = cell(values, "image_link", "image")
    return _Item(group, row, _product(values, group), VariantRecord(variant, picture(images, link)))


def _product(values: Mapping[str, Any], product_id: str) -> Product:
    own_leaf, own_top = category(cell(values, "product_type", "category"))
    google_leaf, google_top = category(cell(values, "google_product_category"))
    attributes = {name: listed(re.split(r"[/,]", cell(values, name))) for name in _ATTRIBUTES}
    highlights = values.get("product_highlight")
    attributes["feature"] = listed([str(each) for each in highlights] if isinstance(highlights, list) else [])
    days = cell(values, "delivery_days", "max_transit_time")
    return Product(
        product_id=product_id,
        title=required(values, "title", "structured_title"),
        description=unmarked(cell(values, "description")),
        brand=cell(values, "brand"),
        department=own_top or google_top,
        category=own_leaf or google_leaf,
        attributes={name: found for name, found in attributes.items() if found},
        seller=cell(values, "seller", "external_seller_id"),
        delivery_days=count(days) if days else None,
        restrictions=("age_18",) if cell(values, "adult").lower() in _YES else (),
    )


def _price(values: Mapping[str, Any], currency: str, now: datetime) -> Money:
    usual = _money(values, "price", currency)
    if not cell(values, "sale_price") and not isinstance(values.get("sale_price"), dict):
        return usual
    sale = _money(values, "sale_price", usual.currency)
    if sale.currency != usual.currency:
        raise TruecartError("other_currency", f"The price is in {usual.currency}, the sale price in {sale.currency}.")
    on = _in_force(cell(values, "sale_price_effective_date"), now)
    return sale if on and sale.minor < usual.minor else usual


def _money(values: Mapping[str, Any], name: str, currency: str) -> Money:
    given = values.get(name)
    if isinstance(given, dict):
        return number_price(given.get("value"), str(given.get("currency") or currency))
    if isinstance(given, str) and given.strip():
        return price(given, currency)
    return number_price(None if isinstance(given, str) else given, currency)


def _in_force(interval: str, now: datetime) -> bool:
    """Is `now` in "2026-01-01T00:00+00:00/2026-02-01T00:00+00:00"? No interval is always."""
    start, slash, end = interval.partition("/")
    if not slash:
        return True
    try:
        first, last = datetime.fromisoformat(start.strip()), datetime.fromisoformat(end.strip())
    except ValueError as problem:
        raise TruecartError("bad_row", f"{interval[:60]!r} is no interval of dates.") from problem
    zoned = [each if each.tzinfo else each.replace(tzinfo=now.tzinfo) for each in (first, last)]
    return zoned[0] <= now <= zoned[1]


def _stock(values: Mapping[str, Any]) -> int:
    if cell(values, "availability").lower().replace("_", " ") in {each.replace("_", " ") for each in _OUT_OF_STOCK}:
        return 0
    quantity = cell(values, *_QUANTITY)
    return count(quantity) if quantity else UNCOUNTED_STOCK


def _same_currency(item: _Item, first: Money | None) -> None:
    own = item.variant.variant.price
    if first is not None and own is not None and own.currency != first.currency:
        raise TruecartError("other_currency", f"The feed is priced in {first.currency}, this row in {own.currency}.")


def _record(group: str, items: list[_Item], repeated: int) -> ProductRecord:
    """The first row words the product; what varies between rows beside colour and size becomes an option."""
    first = items[0].product
    varying = [name for name in _ATTRIBUTES if len({item.product.attributes.get(name) for item in items}) > 1]
    attributes = {name: values for name, values in first.attributes.items() if name not in varying}
    product = Product(
        product_id=group,
        title=first.title,
        description=first.description,
        brand=first.brand,
        department=first.department,
        category=first.category,
        attributes=attributes,
        seller=first.seller,
        delivery_days=first.delivery_days,
        restrictions=tuple(dict.fromkeys(each for item in items for each in item.product.restrictions)),
    )
    variants = tuple(_with_options(item, varying) for item in items)
    return ProductRecord(product, variants, items[0].row.line, len(items) + repeated)


def _with_options(item: _Item, varying: list[str]) -> VariantRecord:
    variant = item.variant.variant
    own = {name: "/".join(item.product.attributes[name]) for name in varying if name in item.product.attributes}
    options = {**variant.options, **own}
    return VariantRecord(
        Variant(
            variant_id=variant.variant_id,
            product_id=variant.product_id,
            options=options,
            price=variant.price,
            stock=variant.stock,
            pack_size=variant.pack_size,
        ),
        item.variant.picture,
    )
