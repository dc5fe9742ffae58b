"""Small records for tests of the catalogue."""

from __future__ import annotations

from dataclasses import replace
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


def _variants(product_id: str, *cells: tuple[str, str, int | None, int]) -> tuple[VariantRecord, ...]:
    """(color, size, price in minor units, stock) each."""
    return tuple(
        VariantRecord(
            Variant(
                f"{product_id}-{color}-{size}",
                product_id,
                {"color": color, "size": size},
                None if minor is None else Money(minor, "USD"),
                stock,
            )
        )
        for color, size, minor, stock in cells
    )


def small_shop() -> list[ProductRecord]:
    """Nine products: one sold out, one without a price, one in Chinese, an accessory beside its thing."""
    hoodie = record("hoodie", title="Warm Hoodie", category="hoodies & sweatshirts", attributes={"material": ("wool",)})
    colours = _variants(
        "hoodie", ("black", "M", 5000, 4), ("navy", "M", 5500, 0), ("navy", "L", 5500, 3), ("red", "M", None, 9)
    )
    rain = record("rain", title="Rain Jacket", description="Keeps the hiker dry.", category="jacket",
                  attributes={"use": ("waterproof", "hiking"), "material": ("nylon",)})  # fmt: skip
    return [
        replace(hoodie, variants=colours),
        replace(rain, variants=_variants("rain", ("navy", "M", 9000, 2), ("black", "L", 7000, 2))),
        record("mouse", title="Wireless Mouse", category="mouse", minor=2500),
        record("pad", title="Mouse Pad", category="mouse pad", minor=900),
        record("laptop", title="Slim Notebook 14", category="notebook", minor=89900),
        record("gone", title="Wireless Keyboard", category="keyboard", minor=3000, stock=0),
        record("free", title="Wireless Speaker", category="speaker", minor=None),
        record("cup", title="红色咖啡杯", category="mug", minor=1200),
        record("mug", title="Coffee Mug", description="For coffee.", category="mug", minor=1000),
    ]
