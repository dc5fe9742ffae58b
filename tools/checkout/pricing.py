"""What a purchase costs, in integer minor units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from tools.checkout.types import Discount, QuoteTerms
from tools.errors import TruecartError
from tools.settings import Settings


@dataclass(frozen=True)
class Rates:
    """Flat shipping below `free_shipping_minor` of goods; tax in basis points (1/100 %) of the goods."""

    shipping_minor: int
    free_shipping_minor: int
    tax_basis_points: int

    @classmethod
    def of(cls, settings: Settings) -> Rates:
        return cls(settings.shipping_minor, settings.free_shipping_minor, settings.tax_basis_points)

    def shipping(self, goods_minor: int) -> int:
        return 0 if goods_minor >= self.free_shipping_minor else self.shipping_minor

    def tax(self, taxed_minor: int) -> int:
        """Rounded half up, without leaving the whole numbers."""
        return (taxed_minor * self.tax_basis_points + 5_000) // 10_000


class Charge(TypedDict):
    """What an amount is made of; `units` is the unit price by variant_id."""

    units: dict[str, int]
    goods_minor: int
    discounts_minor: int
    shipping_minor: int
    tax_minor: int
    total_minor: int


def price(units: dict[str, int], quantities: dict[str, int], discounts: Sequence[Discount], rates: Rates) -> Charge:
    """The charge for quantities (by variant_id) at unit prices, taxed after discounts."""
    goods = sum(units[variant_id] * quantity for variant_id, quantity in quantities.items())
    off = sum(discount["minor"] for discount in discounts)
    shipping, tax = rates.shipping(goods), rates.tax(goods - off)
    return {
        "units": units,
        "goods_minor": goods,
        "discounts_minor": off,
        "shipping_minor": shipping,
        "tax_minor": tax,
        "total_minor": goods - off + shipping + tax,
    }


def charge_for(terms: QuoteTerms, units: dict[str, int], rates: Rates) -> Charge:
    """What approved terms are charged at when unit prices may have fallen since (`units`, by variant_id).

    Unchanged prices are charged as approved, to the last digit. After a fall, goods are summed anew, and shipping
    and tax follow the goods but never rise above what was approved (goods may fall under the threshold of free
    shipping); so no part and no total is ever above the approved one.
    """
    approved = {line["variant_id"]: line["unit_minor"] for line in terms["lines"]}
    off = sum(discount["minor"] for discount in terms["discounts"])
    if units == approved:
        parts = terms["goods_minor"], terms["shipping_minor"], terms["tax_minor"]
    else:
        goods = sum(units[line["variant_id"]] * line["quantity"] for line in terms["lines"])
        off = min(off, goods)
        shipping = min(rates.shipping(goods), terms["shipping_minor"])
        parts = goods, shipping, min(rates.tax(goods - off), terms["tax_minor"])
    goods, shipping, tax = parts
    return {
        "units": units,
        "goods_minor": goods,
        "discounts_minor": off,
        "shipping_minor": shipping,
        "tax_minor": tax,
        "total_minor": goods - off + shipping + tax,
    }


def bounded(charge: Charge, approved_minor: int) -> Charge:
    """The last line before a claim: never more than was approved, never nothing. Raises TruecartError."""
    if not 0 < charge["total_minor"] <= approved_minor:
        raise TruecartError("totals_disagree", charged=charge["total_minor"], approved=approved_minor)
    return charge
