"""The tariff's rules once more, in exact fractions, from the raw document: nothing of the product is used here."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

Json = dict[str, Any]
HALF = Fraction(1, 2)


def rounded(amount: Fraction) -> int:
    return math.floor(amount + HALF)


def allocate(amount: int, weights: Json) -> Counter[str]:
    """Floors of the exact shares, then unit by unit to whoever lacks most."""
    whole = sum(weights.values())
    if not whole:
        return Counter()
    exact = {key: Fraction(amount * weight, whole) for key, weight in weights.items()}
    given = Counter({key: math.floor(share) for key, share in exact.items()})
    while sum(given.values()) < amount:
        given[min(exact, key=lambda key: (given[key] - exact[key], key))] += 1
    return given


@dataclass
class Oracle:
    document: Json
    items: list[Json]  # variant_id, quantity, unit_minor, category, product_id, department, restrictions
    country: str
    region: str
    postcode: str
    coupons: list[str]
    used: Json

    def total(self) -> Json:
        rules = sorted(self._open(), key=lambda each: (each.get("priority", 0), each["code"]))
        units = {each["variant_id"]: each["unit_minor"] for each in self.items}
        for rule in rules:
            if rule.get("stage") == "price":
                for item in self._chosen(rule):
                    unit = units[item["variant_id"]]
                    minus = (
                        rounded(unit * self._rate(rule["off"]))
                        if "percent" in rule["off"]
                        else rule["off"]["amount_minor"]
                    )
                    units[item["variant_id"]] = max(unit - minus, 0)
        listed = {each["variant_id"]: units[each["variant_id"]] * each["quantity"] for each in self.items}
        cart = [each for each in rules if each.get("stage") != "price"]
        stacking = [each for each in cart if each.get("stacks", True)]
        options = [stacking, *([each] for each in cart if not each.get("stacks", True))]
        options += [[each for each in stacking if not each.get("coupon")], []]
        outcomes = [self._outcome(each, listed, units) for each in options]
        return min(outcomes, key=lambda each: (each["shipping"] is None, each["total"]))

    def _open(self) -> list[Json]:
        typed = {each.strip().casefold() for each in self.coupons}
        return [
            rule
            for rule in self.document.get("promotions", [])
            if (not rule.get("coupon") or rule["coupon"].casefold() in typed)
            and self.used.get(rule["code"], 0) < rule.get("uses_per_shopper", 10**9)
        ]

    def _chosen(self, rule: Json) -> list[Json]:
        wanted, unwanted = rule.get("applies_to", {}), rule.get("excludes", {})
        return [
            each for each in self.items if (not wanted or self._among(each, wanted)) and not self._among(each, unwanted)
        ]

    @staticmethod
    def _among(item: Json, selection: Json) -> bool:
        return (
            item["category"] in selection.get("categories", [])
            or item["product_id"] in selection.get("products", [])
            or item["variant_id"] in selection.get("variants", [])
            or item["department"] in selection.get("departments", [])
            or bool(set(item["restrictions"]) & set(selection.get("restrictions", [])))
        )

    @staticmethod
    def _rate(row: Json) -> Fraction:
        return Fraction(row["percent"]) / 100

    def _outcome(self, rules: list[Json], listed: Json, units: Json) -> Json:
        left, ships_free, discounts = dict(listed), False, {}
        for rule in rules:
            chosen = self._chosen(rule)
            counted = self.items if rule.get("at_least_of") == "cart" else chosen
            goods = sum(listed[each["variant_id"]] for each in counted)
            if not chosen or goods < rule.get("at_least_minor", 0):
                continue
            if rule["off"].get("free_shipping"):
                ships_free = True
                continue
            taken = self._taken(rule["off"], chosen, units, left)
            for variant_id, minor in taken.items():
                left[variant_id] -= minor
            if sum(taken.values()):
                discounts[rule["code"]] = sum(taken.values())
        return self._summed(left, ships_free, discounts)

    def _taken(self, off: Json, chosen: list[Json], units: Json, left: Json) -> Counter[str]:
        here = {each["variant_id"]: left[each["variant_id"]] for each in chosen}
        cap = off.get("at_most_minor", 10**18)
        if "percent" in off:
            return allocate(min(rounded(sum(here.values()) * self._rate(off)), cap), here)
        if "amount_minor" in off:
            return allocate(min(off["amount_minor"], cap, sum(here.values())), here)
        pieces = sorted(
            (units[each["variant_id"]], each["variant_id"]) for each in chosen for _ in range(each["quantity"])
        )
        free = 0
        for number in range(1, len(pieces) + 1):  # piece by piece through the register
            place = (number - 1) % (off["buy"] + off["get"]) + 1
            free += place > off["buy"]
        gone = Counter(variant_id for _, variant_id in pieces[:free])
        whole = {each["variant_id"]: each["quantity"] for each in chosen}
        taken = Counter({key: rounded(Fraction(left[key] * count, whole[key])) for key, count in gone.items()})
        return taken if sum(taken.values()) <= cap else allocate(cap, taken)

    def _summed(self, left: Json, ships_free: bool, discounts: Json) -> Json:
        tax = self.document.get("tax", {})
        shipping = self._shipping(sum(left.values()))
        charged = 0 if ships_free or shipping is None else shipping
        rates = {each["variant_id"]: self._tax_rate(self._class(each)) for each in self.items}
        rates["shipping"] = self._tax_rate(tax["on_shipping"]) if tax.get("on_shipping") else Fraction(0)
        amounts = {**left, "shipping": charged}
        included = tax.get("prices_include_tax", False)
        contained = sum(rounded(amounts[key] * rate / (1 + rate)) for key, rate in rates.items())
        added = sum(rounded(amounts[key] * rate) for key, rate in rates.items())
        return {
            "left": left,
            "discounts": discounts,
            "shipping": shipping if shipping is None else charged,
            "tax": 0 if included else added,
            "included": contained if included else 0,
            "total": sum(left.values()) + charged + (0 if included else added),
        }

    def _class(self, item: Json) -> str:
        for each in self.document.get("tax", {}).get("classes", []):
            if self._among(item, each["of"]):
                return str(each["name"])
        return "goods"

    def _covers(self, row: Json) -> bool:
        postcode = row.get("postcode", "*")
        return (
            row.get("country", "*") in ("*", self.country)
            and row.get("region", "*") in ("*", self.region)
            and (self.postcode.startswith(postcode[:-1]) if postcode.endswith("*") else self.postcode == postcode)
        )

    def _tax_rate(self, product_class: str) -> Fraction:
        rates = self.document.get("tax", {}).get("rates", [])
        fitting = [each for each in rates if each.get("product_class", "goods") == product_class and self._covers(each)]
        return sum((self._rate(each) for each in fitting), Fraction(0))

    def _shipping(self, goods: int) -> int | None:
        rows = [each for each in self.document["shipping"] if self._covers(each)]
        rows = [each for each in rows if each.get("from_goods_minor", 0) <= goods]

        def closeness(row: Json) -> tuple[Any, ...]:
            postcode = row.get("postcode", "*")
            stars = [row.get("country", "*") == "*", row.get("region", "*") == "*"]
            named = (len(postcode.rstrip("*")), not postcode.endswith("*"))
            return (*(not star for star in stars), named, row.get("from_goods_minor", 0))

        return int(max(rows, key=closeness)["price_minor"]) if rows else None
