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
    return {**cart, "lines": lines, "currency": currency or cart["currency"], "goods_minor": goods}


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
    """Why a line is there: the words, and the constraints with theirs. `rank` is the 1-based place in the results."""
    where = span if span and span[0] < span[1] <= len(utterance) else [0, len(utterance)]
    found: Lineage = {"turn_id": turn_id, "utterance": utterance, "span": where, "constraints": constraints}
    if rank is not None:
        found["rank"] = rank
    return found
