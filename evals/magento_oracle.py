"""What a cart costs by Magento's sample rules, worked out with exact fractions from the rows themselves.

It shares only the reading of the CSV files with the converter, and nothing with the engine: money here is dollars as
fractions, and is rounded where a shop has to (the price of a unit, a rule's discount, the tax of a line: to the cent,
halves upwards).
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from evals.magento_rules import REGIONS, Good, active, conditions, leaves, named_by, rows, url_keys

CENT = Fraction(1, 100)


@dataclass(frozen=True)
class Expected:
    """In cents; `shipping` None where the shop does not ship."""

    off: dict[str, int]
    shipping: int | None
    tax: int
    total: int


def cents(amount: Fraction) -> Fraction:
    return Fraction(math.floor(amount / CENT + Fraction(1, 2)) * CENT)


def share(amount: Fraction, weights: dict[str, Fraction]) -> dict[str, Fraction]:
    """Cent by cent to whoever is furthest below the exact share, after everybody has the whole cents of theirs."""
    whole = sum(weights.values())
    exact = {sku: amount * weight / whole for sku, weight in weights.items()} if whole else {}
    given = {sku: math.floor(part / CENT) * CENT for sku, part in exact.items()}
    while sum(given.values()) < amount and exact:
        given[min(exact, key=lambda sku: (given[sku] - exact[sku], sku))] += CENT
    return given


class Shop:
    """The rules' rows, and which of the sales rules are left out."""

    def __init__(self, folder: Path, without: tuple[str, ...] = ()) -> None:
        self.catalog = active(folder, "catalog_rules.csv")
        self.sales = [row for row in active(folder, "sales_rules.csv") if not row["name"].startswith(without or "\0")]
        self.rates, self.table = rows(folder, "tax_rate.csv"), rows(folder, "tablerate.csv")

    def price(self, cart: list[tuple[Good, int]], country: str, region: str, coupon: str) -> Expected:
        units = {good.sku: self._unit(good) for good, _ in cart}
        left = {good.sku: units[good.sku] * count for good, count in cart}
        subtotal, ships_free = sum(left.values()), False
        for row in self.sales:
            if row["coupon_code"] not in ("", coupon.upper()) or not self._reached(row, subtotal):
                continue
            if row["simple_free_shipping"] == "2":
                ships_free = True
            for sku, off in self._off(row, cart, units, left).items():
                left[sku] -= off
        shipping = self._shipping(country, region, sum(left.values()))
        shipping = Fraction(0) if ships_free and shipping is not None else shipping
        rate = sum((Fraction(row["rate"]) / 100 for row in self.rates if self._taxes(row, country, region)), Fraction())
        tax = sum((cents(net * rate) for net in left.values()), Fraction())
        total = sum(left.values()) + (shipping or 0) + tax
        off = {good.sku: int((Fraction(good.minor * count, 100) - left[good.sku]) * 100) for good, count in cart}
        return Expected(off, None if shipping is None else int(shipping * 100), int(tax * 100), int(total * 100))

    def _unit(self, good: Good) -> Fraction:
        price = Fraction(good.minor, 100)
        for row in self.catalog:
            keys = [key for each in leaves(conditions(row["conditions_serialized"])) for key in url_keys(each["value"])]
            if any(named_by(key, category) for key in keys for category in good.categories):
                price -= cents(price * Fraction(row["discount_amount"]) / 100)
        return price

    @staticmethod
    def _reached(row: dict[str, str], subtotal: Fraction | int) -> bool:
        asked = [each for each in leaves(conditions(row["conditions_serialized"])) if "subtotal" in each["attribute"]]
        return all(subtotal >= Fraction(each["value"]) for each in asked)

    def _off(
        self, row: dict[str, str], cart: list[tuple[Good, int]], units: dict[str, Fraction], left: dict[str, Fraction]
    ) -> dict[str, Fraction]:
        if row["simple_action"] == "buy_x_get_y":
            return self._free_pieces(row, cart, units, left)
        tree = conditions(row["actions_serialized"])
        chosen = {good.sku: left[good.sku] for good, _ in cart if _fits(tree, good)}
        rate = Fraction(row["discount_amount"]) / 100
        return share(cents(sum(chosen.values(), Fraction()) * rate), chosen)

    @staticmethod
    def _free_pieces(
        row: dict[str, str], cart: list[tuple[Good, int]], units: dict[str, Fraction], left: dict[str, Fraction]
    ) -> dict[str, Fraction]:
        tree = conditions(row["conditions_serialized"])
        pieces = sorted((units[good.sku], good.sku) for good, count in cart if _fits(tree, good) for _ in range(count))
        bought, given = int(row["discount_step"]), int(row["discount_amount"])
        free = sum(at % (bought + given) >= bought for at in range(len(pieces)))
        counts = {good.sku: count for good, count in cart}
        return {
            sku: cents(left[sku] * gone / counts[sku]) for sku, gone in Counter(sku for _, sku in pieces[:free]).items()
        }

    def _shipping(self, country: str, region: str, goods: Fraction | int) -> Fraction | None:
        here = [row for row in self.table if row["country"] == country and Fraction(row["order_subtotal"]) <= goods]
        own = [row for row in here if row["region"] == region]
        others = [row for row in here if row["region"] == "*"]
        best = max(own or others, key=lambda row: Fraction(row["order_subtotal"]), default=None)
        return Fraction(best["price"]) if best else None

    @staticmethod
    def _taxes(row: dict[str, str], country: str, region: str) -> bool:
        return row["tax_country_id"] == country and REGIONS[row["tax_region_name"]] == region


def _fits(tree: dict[str, object], good: Good) -> bool:
    """All comparisons hold, or fail where they must; a tree without any holds for every product."""
    return all(_holds(each, good) == (each["must_be"] == "1") for each in leaves(tree))


def _holds(leaf: dict[str, str], good: Good) -> bool:
    if leaf["attribute"] == "category_ids":
        return any(named_by(key, category) for key in url_keys(leaf["value"]) for category in good.categories)
    return good.sku == leaf["value"] if leaf["attribute"] == "sku" else good.on_sale
