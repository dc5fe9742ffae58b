"""A shop's rules of price: promotions, shipping and taxes, as pure functions over integers.

`tariff_of` reads the rules, `price` applies them to a `Purchase`.
"""

from tools.checkout.tariff.files import DEMO, FILE, parse, tariff_of
from tools.checkout.tariff.price import price
from tools.checkout.tariff.purchase import Item, Place, Priced, PricedLine, Purchase
from tools.checkout.tariff.rules import Tariff, coupon_key

__all__ = [
    "DEMO",
    "FILE",
    "Item",
    "Place",
    "Priced",
    "PricedLine",
    "Purchase",
    "Tariff",
    "coupon_key",
    "parse",
    "price",
    "tariff_of",
]
