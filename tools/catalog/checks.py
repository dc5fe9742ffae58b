"""What a record must fulfil to enter a catalogue, wherever it comes from."""

from __future__ import annotations

from tools.catalog.types import ProductRecord, Rejection, VariantRecord

MAX_ID = 128
MAX_TITLE = 1_000
MAX_DESCRIPTION = 100_000
MAX_NAME = 128  # brand, category, seller: as wide as their columns
MAX_DEPARTMENT = 64
MAX_STOCK = 2**31 - 1  # what the column holds


def refusal(record: ProductRecord, currency: str) -> Rejection | None:
    """The first reason against the record, or None. `currency` is the catalogue's, empty while not yet known."""
    found = _product_problem(record) or _variants_problem(record, currency)
    if found is None:
        return None
    code, message = found
    return Rejection(code, record.line, message, record.product.product_id[:MAX_ID], record.rows)


def _product_problem(record: ProductRecord) -> tuple[str, str] | None:
    product = record.product
    if not product.product_id.strip():
        return "missing_field", "The product has no id."
    if not product.title.strip():
        return "missing_field", f"{product.product_id!r} has no title."
    if not record.variants:
        return "missing_field", f"{product.product_id!r} has no variant."
    widths = [
        ("id", product.product_id, MAX_ID),
        ("title", product.title, MAX_TITLE),
        ("description", product.description, MAX_DESCRIPTION),
        ("brand", product.brand, MAX_NAME),
        ("category", product.category, MAX_NAME),
        ("seller", product.seller, MAX_NAME),
        ("department", product.department, MAX_DEPARTMENT),
    ]
    for name, value, width in widths:
        if len(value) > width:
            return "bad_row", f"The {name} has {len(value):,} characters; at most {width:,} are taken."
        if "\0" in value:
            return "bad_row", f"The {name} holds a NUL character."
    return None


def _variants_problem(record: ProductRecord, currency: str) -> tuple[str, str] | None:
    ids = [each.variant.variant_id for each in record.variants]
    if len(set(ids)) < len(ids):
        return "duplicate_id", f"{record.product.product_id!r} has two variants of one id."
    for each in record.variants:
        problem = _variant_problem(each, record.product.product_id, currency)
        if problem is not None:
            return problem
    currencies = {each.variant.price.currency for each in record.variants if each.variant.price}
    if len(currencies) > 1:
        return "other_currency", f"{record.product.product_id!r} is priced in {' and '.join(sorted(currencies))}."
    return None


def _variant_problem(record: VariantRecord, product_id: str, currency: str) -> tuple[str, str] | None:
    variant = record.variant
    if not variant.variant_id.strip():
        return "missing_field", f"A variant of {product_id!r} has no id."
    if len(variant.variant_id) > MAX_ID:
        return "bad_row", f"A variant id has {len(variant.variant_id):,} characters; at most {MAX_ID} are taken."
    if variant.product_id != product_id:
        return "bad_row", f"{variant.variant_id!r} says that it belongs to {variant.product_id!r}."
    if variant.price is not None and variant.price.minor <= 0:
        return "bad_price", f"{variant.variant_id!r} costs {variant.price.minor}."
    if variant.price is not None and currency and variant.price.currency != currency:
        return "other_currency", f"{variant.variant_id!r} is priced in {variant.price.currency}, not in {currency}."
    if not 0 <= variant.stock <= MAX_STOCK:
        return "bad_stock", f"{variant.variant_id!r} has a stock of {variant.stock}."
    if variant.pack_size < 1 or (variant.max_quantity is not None and variant.max_quantity < 1):
        return "bad_row", f"{variant.variant_id!r} has an impossible pack size or limit."
    return None
