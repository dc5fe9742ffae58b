"""The demo catalogue as it stands on the shelf, with what the planted wrong pictures really show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select

from graph.services import Services
from tools.catalog.demo import demo_flaws
from tools.catalog.types import Product, Variant
from tools.database import reading
from tools.schema import products


@dataclass(frozen=True)
class Listing:
    """One product in one colour, by one of its variants (they share the picture). Colours are the palette's words."""

    product: Product
    variant: Variant
    listed: str
    shown: str  # what the picture shows

    @property
    def planted(self) -> bool:
        return self.listed != self.shown


class Shelf:
    def __init__(self, shop: Services, swapped: Mapping[str, str] | None = None) -> None:
        """`swapped`: by variant what its picture shows, where pictures were put in the wrong place on purpose."""
        self._shop = shop
        flaws = [flaw for flaw in demo_flaws(shop.settings.seed) if flaw.kind == "wrong_colour"]
        self._shown = {variant_id: str(flaw.actual) for flaw in flaws for variant_id in flaw.variant_ids}
        self._shown |= swapped or {}

    @cached_property
    def goods(self) -> dict[str, tuple[Product, Variant]]:
        """Everything by variant_id."""
        catalog = self._shop.catalog
        found: dict[str, tuple[Product, Variant]] = {}
        for product_id in self._product_ids():
            product = catalog.product(product_id)
            found |= {variant.variant_id: (product, variant) for variant in catalog.variants_of(product_id)}
        return found

    def wrong_colour(self, variant_id: str) -> str | None:
        """What a planted wrong picture shows; None for a picture that shows what it should."""
        return self._shown.get(variant_id)

    def listings(self) -> Iterator[Listing]:
        """Each once, in the catalogue's order, if it has a picture and a colour."""
        seen = set()
        for variant_id, (product, variant) in self.goods.items():
            listed = variant.options.get("color", "").lower()
            if listed and variant.image and (product.product_id, listed) not in seen:
                seen.add((product.product_id, listed))
                yield Listing(product, variant, listed, self._shown.get(variant_id, listed))

    def _product_ids(self) -> list[str]:
        wanted = select(products.c.product_id).where(products.c.catalog == self._shop.settings.catalog)
        with reading(self._shop.engine) as connection:
            return [row.product_id for row in connection.execute(wanted.order_by(products.c.product_id))]
