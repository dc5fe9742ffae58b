"""What a place costs: its shipping and its taxes."""

from __future__ import annotations

from tools.checkout.tariff.purchase import Item, Place
from tools.checkout.tariff.rules import MILLION, ShippingRow, Tariff, Tax
from tools.errors import TruecartError


def shipping_minor(tariff: Tariff, place: Place, goods_minor: int) -> int | None:
    """The price in the row that names the place most closely (then: the highest step reached); None without a row."""
    rows = [each for each in tariff.shipping if each.from_goods_minor <= goods_minor]
    reached: list[tuple[tuple[bool, bool, int], ShippingRow]] = []
    for row in rows:
        closeness = place.match(row)
        if closeness is not None:
            reached.append((closeness, row))
    if not reached:
        return None
    return max(reached, key=lambda each: (each[0], each[1].from_goods_minor))[1].price_minor


def tax_ppm(tax: Tax, place: Place, product_class: str) -> int:
    """All rates of that class that hold there, added up. Raises TruecartError `bad_tariff` above 100 %."""
    ppm = sum(
        each.percent for each in tax.rates if each.product_class == product_class and place.match(each) is not None
    )
    if ppm > MILLION:
        raise TruecartError("bad_tariff", "tax.rates: more than 100 percent in all for one place.", path="tax.rates")
    return ppm


def class_of(tax: Tax, item: Item) -> str:
    return next((each.name for each in tax.classes if item.is_among(each.of)), "goods")
