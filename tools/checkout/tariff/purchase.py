"""What is priced, and what a price is made of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from guards.violations import Violation
from tools.checkout.tariff.rules import Area, Promotion, Selection
from tools.checkout.types import Discount


@dataclass(frozen=True)
class Item:
    """Units of one variant at the catalogue's price, with what rules choose goods by."""

    variant_id: str
    quantity: int
    unit_minor: int
    product_id: str = ""
    department: str = ""
    categories: tuple[str, ...] = ()
    restrictions: tuple[str, ...] = ()

    @property
    def line_minor(self) -> int:
        return self.unit_minor * self.quantity

    def is_among(self, chosen: Selection) -> bool:
        own = {
            "departments": (self.department,),
            "categories": self.categories,
            "products": (self.product_id,),
            "variants": (self.variant_id,),
            "restrictions": self.restrictions,
        }
        return any(each.casefold() in names for kind, names in chosen.names.items() for each in own[kind])


@dataclass(frozen=True)
class Place:
    """Where a purchase goes, as codes in capitals: country ISO 3166-1, region without the country's prefix."""

    country: str
    region: str = ""
    postcode: str = ""

    @classmethod
    def of(cls, country: str, region: str, postal_code: str) -> Place:
        """From an address as it was written."""
        country = country.strip().upper()
        region = region.strip().upper().removeprefix(f"{country}-")
        return cls(country, region, re.sub(r"[^A-Z0-9]", "", postal_code.upper()))

    def match(self, area: Area) -> tuple[bool, bool, int] | None:
        """How closely the area names this place, larger is closer; None when it does not cover it."""
        if area.country not in ("*", self.country) or area.region not in ("*", self.region):
            return None
        start = area.postcode.removesuffix("*")
        whole = not area.postcode.endswith("*")
        if self.postcode != start if whole else not self.postcode.startswith(start):
            return None
        return area.country != "*", area.region != "*", 2 * len(start) + whole


@dataclass(frozen=True)
class Purchase:
    """Lines (each variant once), where they go, and what the shopper says and did: coupons as typed, and how often
    each promotion was used before, by its code.
    """

    items: tuple[Item, ...]
    place: Place
    now: datetime
    coupons: tuple[str, ...] = ()
    used: Mapping[str, int] = field(default_factory=dict[str, int])

    @property
    def goods_minor(self) -> int:
        return sum(each.line_minor for each in self.items)


@dataclass(frozen=True)
class PricedLine:
    variant_id: str
    discount_minor: int
    tax_ppm: int
    tax_minor: int


@dataclass(frozen=True)
class Priced:
    """A price with all its parts, in the relations of `QuoteTerms`; `problems` are of coupons and of the place,
    `tariff` is the version of the rules that made it.
    """

    lines: tuple[PricedLine, ...]
    goods_minor: int
    discounts: tuple[Discount, ...]
    shipping_minor: int
    shipping_tax_minor: int
    tax_minor: int
    included_tax_minor: int
    total_minor: int
    tariff: str
    applied: tuple[Promotion, ...]
    problems: tuple[Violation, ...]
