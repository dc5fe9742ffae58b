"""What approved terms are charged at, in integer minor units."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from tools.checkout.types import QuoteTerms
from tools.errors import TruecartError

MILLION = 1_000_000


def tax(net_minor: int, ppm: int) -> int:
    """Tax at `ppm` millionths, rounded half up, without leaving the whole numbers."""
    return (net_minor * ppm + MILLION // 2) // MILLION


class LineCharge(TypedDict):
    unit_minor: int
    line_minor: int
    discount_minor: int
    tax_minor: int


class Charge(TypedDict):
    """What an amount is made of; `lines` by variant_id."""

    lines: dict[str, LineCharge]
    goods_minor: int
    discounts_minor: int
    shipping_minor: int
    shipping_tax_minor: int
    tax_minor: int
    total_minor: int


def charge_for(terms: QuoteTerms, units: Mapping[str, int]) -> Charge:
    """What approved terms are charged at when unit prices may have fallen since (`units`, by variant_id).

    Unchanged prices are charged as approved, to the last digit. A line whose price fell keeps its discount, as far as
    there is still something to take it off, and is taxed anew; shipping stays as approved. So no part and no total is
    ever above the approved one.
    """
    lines: dict[str, LineCharge] = {}
    for line in terms["lines"]:
        unit = units[line["variant_id"]]
        goods = unit * line["quantity"]
        off = min(line["discount_minor"], goods)
        lines[line["variant_id"]] = {
            "unit_minor": unit,
            "line_minor": goods,
            "discount_minor": off,
            "tax_minor": min(tax(goods - off, line["tax_ppm"]), line["tax_minor"]),
        }
    goods = sum(each["line_minor"] for each in lines.values())
    off = sum(each["discount_minor"] for each in lines.values())
    taxed = sum(each["tax_minor"] for each in lines.values()) + terms["shipping_tax_minor"]
    return {
        "lines": lines,
        "goods_minor": goods,
        "discounts_minor": off,
        "shipping_minor": terms["shipping_minor"],
        "shipping_tax_minor": terms["shipping_tax_minor"],
        "tax_minor": taxed,
        "total_minor": goods - off + terms["shipping_minor"] + taxed,
    }


def bounded(charge: Charge, approved_minor: int) -> Charge:
    """The last line before a claim: never more than was approved, never nothing. Raises TruecartError."""
    if not 0 < charge["total_minor"] <= approved_minor:
        raise TruecartError("totals_disagree", charged=charge["total_minor"], approved=approved_minor)
    return charge
