"""A cart under the shop's tariff: what its quote will say, and what the shopper is told of it beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TypedDict

from sqlalchemy import Connection

from guards.cart import OfferFacts, quantities
from guards.violations import Violation, violation
from tools.checkout import approvals
from tools.checkout.addresses import demo_address
from tools.checkout.offers import currency_of, read_offers
from tools.checkout.tariff import Item, Place, Priced, Purchase, coupon_key, price, tariff_of
from tools.checkout.tariff.coupons import uses
from tools.checkout.till import Till
from tools.checkout.types import Cart, Discount

TITLES = ("en", "zh")


class Estimate(TypedDict):
    """What a cart comes to now. `titles` names the discounts by language and promotion code; the coupons' `problems`
    are those that a quote would have.
    """

    goods_minor: int
    discounts: list[Discount]
    titles: dict[str, dict[str, str]]
    shipping_minor: int
    tax_minor: int
    total_minor: int
    problems: list[Violation]


def price_cart(
    till: Till, connection: Connection, shopper: str, catalog: str, cart: Cart, offers: Mapping[str, OfferFacts]
) -> Priced:
    """The cart at the catalogue's prices, sent to the shopper's address; every line must be among the offers, priced.

    Raises TruecartError `bad_tariff`, `other_currency`.
    """
    tariff = tariff_of(till.settings, currency_of(connection, catalog))
    return price(tariff, _purchase(till, connection, shopper, catalog, cart, offers, till.clock()))


def _purchase(
    till: Till,
    connection: Connection,
    shopper: str,
    catalog: str,
    cart: Cart,
    offers: Mapping[str, OfferFacts],
    now: datetime,
) -> Purchase:
    address = till.addresses.address(connection, shopper) or demo_address(shopper)
    items = [_item(offers[each], quantity) for each, quantity in quantities(cart["lines"]).items()]
    coupons = {coupon_key(each): each for each in reversed(cart.get("coupons", []))}
    return Purchase(
        items=tuple(items),
        place=Place.of(address["country"], address.get("region", ""), address["postal_code"]),
        now=now,
        coupons=tuple(reversed(coupons.values())),
        used=uses(connection, shopper, catalog),
    )


def _item(offer: OfferFacts, quantity: int) -> Item:
    return Item(
        variant_id=offer.variant_id,
        quantity=quantity,
        unit_minor=offer.price_minor or 0,
        product_id=offer.product_id,
        department=offer.department,
        categories=(offer.category,),
        restrictions=offer.restrictions,
    )


def check_total(total_minor: int, cap_minor: int | None) -> list[Violation]:
    """Not nothing, and within the budget for the whole purchase."""
    if total_minor < 1:
        return [violation("nothing_to_pay", "quote.total_minor")]
    if cap_minor is None or total_minor <= cap_minor:
        return []
    return [violation("over_budget", "quote.total_minor", total_minor=total_minor, cap_minor=cap_minor)]


def estimate(till: Till, *, thread_id: str, shopper: str, catalog: str, cart: Cart) -> Estimate | None:
    """What the cart would be quoted at, with nothing written; None while a line of it cannot be priced.

    Raises TruecartError as `price_cart`.
    """
    with till.reading() as connection:
        replaced = approvals.unpaid_quotes(connection, thread_id)
        wanted = {line["variant_id"] for line in cart["lines"]}
        offers = read_offers(connection, catalog, wanted, till.clock(), besides=replaced)
        if any(each not in offers or offers[each].price_minor is None for each in wanted):
            return None
        priced = price_cart(till, connection, shopper, catalog, cart, offers)
    return {
        "goods_minor": priced.goods_minor,
        "discounts": list(priced.discounts),
        "titles": {each: {rule.code: rule.title.said_in(each) for rule in priced.applied} for each in TITLES},
        "shipping_minor": priced.shipping_minor,
        "tax_minor": priced.tax_minor,
        "total_minor": priced.total_minor,
        "problems": list(priced.problems),
    }
