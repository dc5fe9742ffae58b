"""Magento's sample rules as a tariff: sales rules, catalogue rules, taxes and table rates, from their CSV files.

Rules keep their rows' order as their priority, and stack unless a row stops further ones. A "buy x get y" rule names
its goods in its conditions ("3 tee shirts and the 4th free"), every other rule in its actions.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

Json = dict[str, Any]
REGIONS = {"Michigan": "MI"}
TRUE = ("Yes", "1")


@dataclass(frozen=True)
class Good:
    """One product as rules see it; `minor` is its price in cents."""

    sku: str
    minor: int
    categories: tuple[str, ...]
    on_sale: bool


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def goods(folder: Path) -> list[Good]:
    """Every variant that can be bought, and every product without variants."""
    with (folder / "products.jsonl").open(encoding="utf-8") as lines:
        return [each for line in lines for each in _goods(json.loads(line))]


def _goods(product: Json) -> Iterator[Good]:
    on_sale = product["attributes"].get("sale") in TRUE
    for each in product["variants"] or [product]:
        if each["price"]:
            minor = int(Decimal(str(each["price"])) * 100)
            yield Good(each["sku"], minor, tuple(product["categories"]), on_sale)


def named_by(url_key: str, category: str) -> bool:
    """Whether a category's path has every word of an address such as "tees-women"."""
    parts = {part.casefold() for part in re.split(r"[/\n]", category)}
    return all(word in parts for word in url_key.split("-"))


def tariff_document(folder: Path, stock: list[Good], *, without: tuple[str, ...] = ()) -> Json:
    """The tariff of that shop in US dollars; `without` leaves out sales rules whose name begins so."""
    promotions = [_catalog_rule(number, row, stock) for number, row in enumerate(active(folder, "catalog_rules.csv"))]
    sales = [row for row in active(folder, "sales_rules.csv") if not row["name"].startswith(without or "\0")]
    promotions += [_sales_rule(number, row, stock) for number, row in enumerate(sales)]
    return {
        "currency": "USD",
        "promotions": promotions,
        "shipping": [_shipping_row(row) for row in rows(folder, "tablerate.csv")],
        "tax": {"rates": [_tax_rate(row) for row in rows(folder, "tax_rate.csv")]},
    }


def active(folder: Path, name: str) -> list[dict[str, str]]:
    return [row for row in rows(folder, name) if row["is_active"] == "1"]


def conditions(text: str) -> Json:
    """A serialised tree; the sample writes the values that it fills in later as %url_key=a,url_key=b%."""
    return dict(json.loads(re.sub(r"%([^%]*)%", lambda found: json.dumps(found[1]), text)))


def leaves(tree: Json) -> Iterator[Json]:
    """Its comparisons, each with the value that it must have: "1" true, "0" false."""
    for each in tree.get("conditions", []):
        if "conditions" in each or each["attribute"] is None:
            yield from leaves(each)
        else:
            yield {**each, "must_be": tree["value"]}


def url_keys(value: str) -> list[str]:
    return [each.removeprefix("url_key=") for each in value.split(",")]


def _catalog_rule(number: int, row: dict[str, str], stock: list[Good]) -> Json:
    chosen = _selection(conditions(row["conditions_serialized"]), stock, "1")
    off = {"percent": row["discount_amount"]}
    return {"code": f"catalog-{number}", "title": _title(row), "stage": "price", "off": off, "applies_to": chosen}


def _sales_rule(number: int, row: dict[str, str], stock: list[Good]) -> Json:
    where, what = conditions(row["conditions_serialized"]), conditions(row["actions_serialized"])
    threshold = [each for each in leaves(where) if each["attribute"] == "base_subtotal"]
    rule: Json = {
        "code": f"sales-{number}",
        "title": _title(row),
        "priority": number,
        "stacks": row["stop_rules_processing"] == "0",
        "coupon": row["coupon_code"],
        "off": _off(row),
        "applies_to": _selection(where if row["simple_action"] == "buy_x_get_y" else what, stock, "1"),
        "excludes": _selection(what, stock, "0"),
    }
    if threshold:
        rule |= {"at_least_minor": int(Decimal(threshold[0]["value"]) * 100), "at_least_of": "cart"}
    if row["uses_per_customer"]:
        rule["uses_per_shopper"] = int(row["uses_per_customer"])
    return rule


def _title(row: dict[str, str]) -> Json:
    return {"en": row["name"]}


def _off(row: dict[str, str]) -> Json:
    if row["simple_action"] == "buy_x_get_y":
        return {"buy": int(row["discount_step"]), "get": int(row["discount_amount"])}
    if row["simple_free_shipping"] == "2":
        return {"free_shipping": True}
    return {"percent": row["discount_amount"]}


def _selection(tree: Json, stock: list[Good], must_be: str) -> Json:
    """The goods that a tree chooses ("1") or shuts out ("0"), by category path and by SKU."""
    found = [each for each in leaves(tree) if each["must_be"] == must_be]
    categories = {
        category
        for each in found
        if each["attribute"] == "category_ids"
        for good in stock
        for category in good.categories
        if any(named_by(key, category) for key in url_keys(each["value"]))
    }
    skus = {each["value"] for each in found if each["attribute"] == "sku"}
    if any(each["attribute"] == "sale" for each in found):
        skus |= {good.sku for good in stock if good.on_sale}
    chosen = {"categories": sorted(categories), "variants": sorted(skus)}
    return {name: values for name, values in chosen.items() if values}


def _shipping_row(row: dict[str, str]) -> Json:
    return {
        "country": row["country"],
        "region": row["region"],
        "postcode": row["zip"],
        "from_goods_minor": int(Decimal(row["order_subtotal"]) * 100),
        "price_minor": int(Decimal(row["price"]) * 100),
    }


def _tax_rate(row: dict[str, str]) -> Json:
    region = REGIONS[row["tax_region_name"]]
    place = {"country": row["tax_country_id"], "region": region, "postcode": row["tax_postcode"]}
    return {"name": row["code"], **place, "percent": row["rate"]}
