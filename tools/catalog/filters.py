"""Constraints as SQL over the catalogue's variants and facets: what must hold, holds exactly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from tools import schema
from tools.catalog.facets import attribute_name, stands_for
from tools.catalog.types import Vocabulary
from tools.errors import TruecartError
from tools.llm.contract import Constraint

ABOUT = 15  # percent on either side of a price that was said with "about"
ONE_OF = frozenset({"category", "color", "size", "brand", "seller", "gender", "department"})  # two values mean either

_VARIANTS = schema.variants.c
Condition = ColumnElement[bool]


def conditions(constraints: Sequence[Constraint], vocabulary: Vocabulary) -> list[Condition]:
    """What a variant must fulfil. Constraints that the catalogue has no word for (`known` False) are not among them.

    Raises TruecartError `other_currency` for a price in another currency and `bad_request` for a value that is no
    text, number or price.
    """
    found: list[Condition] = []
    either: dict[str, list[Condition]] = {}
    for each in constraints:
        if each.get("known") is False:
            continue
        name = attribute_name(each["attribute"])
        condition = _condition(name, each, vocabulary)
        if name in ONE_OF and each["op"] != "is_not":
            either.setdefault(name, []).append(condition)
        else:
            found.append(condition)
    return found + [or_(*some) for some in either.values()]


def sellable(catalog: str) -> Condition:
    """Of this catalogue, and with a price."""
    return and_(_VARIANTS.catalog == catalog, _VARIANTS.price_minor.is_not(None))


def _condition(name: str, constraint: Constraint, vocabulary: Vocabulary) -> Condition:
    if name == "price":
        return _price(constraint, vocabulary.currency)
    if name == "delivery_days":
        return _delivery(constraint, vocabulary.catalog)
    values = _texts(constraint["value"])
    known, wide = vocabulary.values.get(name, ()), constraint["op"] == "is_not"
    held = list(dict.fromkeys(each for value in values for each in stands_for(name, value, known, wide=wide)))
    if not held:
        return true() if constraint["op"] == "is_not" else false()
    table = schema.facets.c
    having = select(table.variant_id).where(
        table.catalog == vocabulary.catalog, table.attribute == name, table.value.in_(held)
    )
    return _VARIANTS.variant_id.not_in(having) if constraint["op"] == "is_not" else _VARIANTS.variant_id.in_(having)


def _price(constraint: Constraint, currency: str) -> Condition:
    value = constraint["value"]
    if not isinstance(value, dict) or type(value.get("minor")) is not int:
        raise TruecartError("bad_request", "A price is {minor, currency}, in whole minor units.")
    if value.get("currency", currency) != currency:
        raise TruecartError("other_currency", f"This catalogue is priced in {currency}, not in {value['currency']}.")
    minor, column = int(value["minor"]), _VARIANTS.price_minor
    match constraint["op"]:
        case "at_most":
            return column <= minor
        case "at_least":
            return column >= minor
        case "range":
            return column.between(minor, int(value.get("minor_max", minor)))
        case "about":
            return column.between(minor * (100 - ABOUT) // 100, -(-minor * (100 + ABOUT) // 100))
        case "is_not":
            return column != minor
        case _:
            return column == minor


def _delivery(constraint: Constraint, catalog: str) -> Condition:
    days = constraint["value"]
    if type(days) is not int:
        raise TruecartError("bad_request", "Delivery days are a whole number.")
    goods = schema.products.c
    ops: dict[str, Condition] = {"at_least": goods.delivery_days >= days, "is": goods.delivery_days == days}
    bound = ops.get(constraint["op"], goods.delivery_days <= days)
    return _VARIANTS.product_id.in_(select(goods.product_id).where(goods.catalog == catalog, bound))


def _texts(value: Any) -> list[str]:
    values: Iterable[Any] = value if isinstance(value, (list, tuple)) else (value,)
    texts = [str(each) for each in values if isinstance(each, (str, int)) and not isinstance(each, bool)]
    if not texts:
        raise TruecartError("bad_request", f"{value!r} is no value to filter by.")
    return texts
