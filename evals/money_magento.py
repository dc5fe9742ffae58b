"""The tariff on a real shop's rules: random carts of magento_luma's goods against exact fractions.

`python -m evals.money_magento` prices 2,000 carts, sent to Michigan (taxed), Alaska, Hawaii (dearer to ship to),
Ohio and Germany (not shipped to), every second one with the coupon H20; and the same carts without the rule of free
shipping from 50 dollars, so that the table's steps are reached. A cart agrees when every line's discount, the
shipping, the tax and the total are the same to the cent. (Magento applies a rule also where the lost step of shipping
costs more than the rule takes off; the tariff does not. None of these carts is such a one.)
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from evals.magento_oracle import Expected, Shop
from evals.magento_rules import Good, goods, tariff_document
from tools.checkout.tariff import Item, Place, Priced, Purchase, Tariff, parse, price

CARTS = 2_000
FREE_SHIPPING = "Spend $50"
PLACES = (("US", "MI"), ("US", "AK"), ("US", "HI"), ("US", "OH"), ("DE", ""))
NOW = datetime(2026, 3, 2, tzinfo=UTC)


@dataclass
class Agreement:
    """How many carts agree; what else was reached on the way, so that agreement is not of empty cases."""

    carts: int = 0
    agreeing: int = 0
    discounted: int = 0
    several: int = 0
    taxed: int = 0
    not_shipped: int = 0
    differing: list[str] = field(default_factory=list[str])


def draw(stock: list[Good], chance: random.Random) -> list[tuple[Good, int]]:
    """One to six goods, half of them of those that rules speak of."""
    special = [
        each for each in stock if each.on_sale or any("Tees" in name or "Pants" in name for name in each.categories)
    ]
    special += [each for each in stock if each.sku == "24-UG06"] * 20
    picked = [
        chance.choice(special or stock) if chance.random() < 0.5 else chance.choice(stock)
        for _ in range(chance.randint(1, 6))
    ]
    return [(each, chance.randint(1, 5)) for each in dict.fromkeys(picked)]


def compare(folder: Path, carts: int, *, seed: int = 20261122, without: tuple[str, ...] = ()) -> Agreement:
    """Prices that many random carts twice, by the engine and by fractions."""
    stock, chance = goods(folder), random.Random(seed)
    tariff = parse(json.dumps(tariff_document(folder, stock, without=without)))
    shop, found = Shop(folder, without), Agreement()
    for number in range(carts):
        cart = draw(stock, chance)
        country, region = PLACES[number % len(PLACES)]
        coupon = chance.choice(("", "H20", "h20"))
        priced = engine(tariff, cart, country, region, coupon)
        expected = shop.price(cart, country, region, coupon)
        found.carts += 1
        found.discounted += bool(priced.discounts)
        found.several += len(priced.discounts) > 1
        found.taxed += priced.tax_minor > 0
        found.not_shipped += expected.shipping is None
        if agree(priced, expected):
            found.agreeing += 1
        else:
            found.differing.append(f"cart {number}: {priced} is not {expected}")
    return found


def engine(tariff: Tariff, cart: list[tuple[Good, int]], country: str, region: str, coupon: str) -> Priced:
    items = [Item(good.sku, count, good.minor, categories=good.categories) for good, count in cart]
    return price(tariff, Purchase(tuple(items), Place(country, region), NOW, (coupon,) if coupon else ()))


def agree(priced: Priced, expected: Expected) -> bool:
    refused = any(each["code"] == "no_shipping" for each in priced.problems)
    return (
        {each.variant_id: each.discount_minor for each in priced.lines} == expected.off
        and refused == (expected.shipping is None)
        and priced.shipping_minor == (expected.shipping or 0)
        and (priced.tax_minor, priced.total_minor) == (expected.tax, expected.total)
    )


def main() -> int:
    from rich.console import Console
    from rich.table import Table

    from tools.settings import current

    folder = current().data / "magento_luma"
    if not folder.is_dir():
        raise SystemExit(f"TRUECART_DATA is not here: {folder}")
    table = Table("rules", "carts", "agree to the cent", "discounted", "by several", "taxed", "not shipped to")
    differing: list[str] = []
    for name, without in (("all", ()), ("without free shipping", (FREE_SHIPPING,))):
        found = compare(folder, CARTS, without=without)
        counts = (found.carts, found.agreeing, found.discounted, found.several, found.taxed, found.not_shipped)
        table.add_row(name, *map(str, counts))
        differing += found.differing
    Console(width=120).print(table, *differing[:5])
    return int(bool(differing))


if __name__ == "__main__":
    raise SystemExit(main())
