"""Small records for tests of the catalogue."""

from __future__ import annotations

from pathlib import Path

from tools.catalog.types import PricePoint, Product, ProductRecord, Variant, VariantRecord
from tools.money import Money


def record(
    product_id: str,
    *,
    title: str = "",
    description: str = "",
    category: str = "mug",
    minor: int | None = 1000,
    stock: int = 5,
    line: int = 1,
    variant_id: str = "",
    options: dict[str, str] | None = None,
    attributes: dict[str, tuple[str, ...]] | None = None,
    picture: Path | bytes | None = None,
    history: tuple[PricePoint, ...] = (),
) -> ProductRecord:
    """A product with one variant, `<product_id>-1`, in US dollars."""
    product = Product(
        product_id, title or f"Mug {product_id}", description, category=category, attributes=attributes or {}
    )
    price = None if minor is None else Money(minor, "USD")
    variant = Variant(variant_id or f"{product_id}-1", product_id, options or {}, price, stock)
    return ProductRecord(product, (VariantRecord(variant, picture, history),), line)
