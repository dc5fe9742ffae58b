"""Cart lines: a cart is never changed in place, every step answers a new one."""

from __future__ import annotations

from typing import Any

from tools.catalog.types import Product, Variant
from tools.checkout.types import Cart, CartLine, Lineage
from tools.vision.types import Evidence


def empty_cart(currency: str = "") -> Cart:
    return {"lines": [], "currency": currency, "goods_minor": 0}


def with_lines(cart: Cart, lines: list[CartLine], currency: str | None = None) -> Cart:
    """The cart with these lines; `goods_minor` is their exact sum in minor units."""
    goods = sum(line["unit_minor"] * line["quantity"] for line in lines)
    return {"lines": lines, "currency": currency or cart["currency"], "goods_minor": goods}


def line_of(
    product: Product, variant: Variant, quantity: int, evidence: list[Evidence], lineage: list[Lineage]
) -> CartLine:
    """A line at the variant's present price. The variant must have a price."""
    assert variant.price is not None
    return {
        "variant_id": variant.variant_id,
        "product_id": product.product_id,
        "title": product.title,
        "options": dict(variant.options),
        "quantity": quantity,
        "unit_minor": variant.price.minor,
        "image": variant.image,
        "evidence": evidence,
        "lineage": lineage,
    }


def put(lines: list[CartLine], new: CartLine) -> list[CartLine]:
    """The lines with `new` merged into the one of the same variant, or after them."""
    if not held(lines, new["variant_id"]):
        return [*lines, new]
    return [_merged(line, new) if line["variant_id"] == new["variant_id"] else line for line in lines]


def _merged(line: CartLine, new: CartLine) -> CartLine:
    merged = new.copy()
    merged["quantity"] = line["quantity"] + new["quantity"]
    merged["lineage"] = line["lineage"] + new["lineage"]
    return merged


def held(lines: list[CartLine], variant_id: str) -> int:
    """Units of the variant in these lines."""
    return sum(line["quantity"] for line in lines if line["variant_id"] == variant_id)


def seen(evidence: dict[str, list[Evidence]], variant: Variant, siblings: list[Variant]) -> list[Evidence]:
    """What is known of the variant's picture: its own evidence, or that of a sibling with the very same picture.

    Evidence on an option in which the sibling differs says nothing here and is left out.
    """
    if variant.variant_id in evidence:
        return evidence[variant.variant_id]
    for other in siblings:
        if variant.image and other.image == variant.image and other.variant_id in evidence:
            alike = {name for name, value in other.options.items() if variant.options.get(name) == value}
            differing = {name.casefold() for name in other.options if name not in alike}
            return [each for each in evidence[other.variant_id] if each["attribute"].casefold() not in differing]
    return []


def lineage_of(
    *,
    turn_id: str,
    utterance: str,
    span: list[int] | None,
    constraints: list[dict[str, Any]],
    rank: int | None,
) -> Lineage:
    """Why a line is there, with the words behind each constraint. `rank` is the 1-based place in the results."""
    where = span if span and span[0] < span[1] <= len(utterance) else [0, len(utterance)]
    said = utterance[where[0] : where[1]]
    why = [f"You said “{said}”." if rank is None else f"You said “{said}”: number {rank} of what was shown."]
    why += [f"{words(each)}: you said “{each['text']}”." for each in constraints if each.get("text")]
    found: Lineage = {
        "turn_id": turn_id,
        "utterance": utterance,
        "span": where,
        "constraints": constraints,
        "why": why,
    }
    if rank is not None:
        found["rank"] = rank
    return found


def words(constraint: dict[str, Any]) -> str:
    """A constraint as a reader takes it: "color navy", "color not black", "price at most 6000"."""
    value = constraint["value"]
    if isinstance(value, dict):
        from tools.money import display

        low = display(value["minor"], value["currency"])
        value = f"{low} to {display(value['minor_max'], value['currency'])}" if "minor_max" in value else low
    op = {"is": "", "is_not": "not ", "range": "", "exactly": ""}.get(constraint["op"])
    return f"{constraint['attribute']} {constraint['op'].replace('_', ' ') + ' ' if op is None else op}{value}"
