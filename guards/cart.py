"""Rules of a cart: quantities, stock, prices and what the pictures said, against the catalogue's present facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from guards.violations import Violation, violation
from tools.checkout.types import Cart, CartLine


@dataclass(frozen=True)
class OfferFacts:
    """What the catalogue says of a variant now. `price_minor` None means that it cannot be sold.

    `stock_available` is the stock less what other quotes hold.
    """

    variant_id: str
    product_id: str
    title: str
    options: Mapping[str, str]
    price_minor: int | None
    currency: str
    stock_available: int
    max_quantity: int | None = None
    pack_size: int = 1
    seller: str = ""
    restrictions: tuple[str, ...] = ()
    delivery_days: int | None = None
    department: str = ""
    category: str = ""


@dataclass(frozen=True)
class CartLimits:
    """`max_line_quantity`: most units of one variant in a cart."""

    max_line_quantity: int = 100


@dataclass
class _Asked:
    """All that a cart asks of one variant; `path` is the last line that asks for it."""

    path: str = ""
    quantity: int = 0


def check_cart(cart: Cart, offers: Mapping[str, OfferFacts], limits: CartLimits) -> list[Violation]:
    """The cart's violations in line order; none when it can be quoted as it is.

    `price_changed` is a warning (the quote carries the true price), `contradicted_attribute` sends the purchase to
    a reviewer, everything else is an error.
    """
    found: list[Violation] = []
    asked: dict[str, _Asked] = {}
    for index, line in enumerate(cart["lines"]):
        path = f"cart.lines[{index}]"
        problem = check_quantity(line["quantity"], f"{path}.quantity")
        if problem:
            found.append(problem)
        offer = offers.get(line["variant_id"])
        if offer is None:
            found.append(violation("unknown_variant", f"{path}.variant_id", variant_id=line["variant_id"]))
            continue
        found += _check_offer(path, line, offer, cart["currency"])
        found += _check_evidence(path, line)
        if problem is None:
            wanted = asked.setdefault(line["variant_id"], _Asked())
            wanted.path = f"{path}.quantity"
            wanted.quantity += line["quantity"]
    for variant_id, wanted in asked.items():
        found += _check_amount(wanted, offers[variant_id], limits)
    return found


def check_quantity(quantity: Any, path: str) -> Violation | None:
    """A quantity is a whole number of one or more; True, 2.0 and "2" are not."""
    if type(quantity) is int and quantity >= 1:
        return None
    return violation("bad_quantity", path, quantity=repr(quantity)[:40])


def _check_offer(path: str, line: CartLine, offer: OfferFacts, currency: str) -> list[Violation]:
    if offer.currency != currency:
        return [violation("other_currency", f"{path}.unit_minor", expected=offer.currency, found=currency)]
    if offer.price_minor is None:
        return [violation("unpriced", path, variant_id=offer.variant_id)]
    if line["unit_minor"] != offer.price_minor:
        return [
            violation(
                "price_changed",
                f"{path}.unit_minor",
                severity="warning",
                shown_minor=line["unit_minor"],
                now_minor=offer.price_minor,
            )
        ]
    return []


def _check_evidence(path: str, line: CartLine) -> list[Violation]:
    return [
        violation(
            "contradicted_attribute",
            f"{path}.evidence",
            severity="review",
            evidence_id=evidence["id"],
            attribute=evidence["attribute"],
            claimed=evidence["claimed"],
        )
        for evidence in line["evidence"]
        if evidence["verdict"] == "contradicted"
    ]


def _check_amount(wanted: _Asked, offer: OfferFacts, limits: CartLimits) -> list[Violation]:
    limit = limits.max_line_quantity
    if offer.max_quantity is not None:
        limit = min(limit, offer.max_quantity)
    if wanted.quantity > limit:
        return [violation("quantity_over_limit", wanted.path, limit=limit, variant_id=offer.variant_id)]
    available = max(offer.stock_available, 0)
    if wanted.quantity > available:
        return [
            violation(
                "out_of_stock",
                wanted.path,
                stock_message(available, wanted.quantity),
                available=available,
                asked=wanted.quantity,
                variant_id=offer.variant_id,
            )
        ]
    return []


def stock_message(available: int, asked: int) -> str:
    """What is left, said with the refusal: it is what would satisfy the rule."""
    left = "none is" if not available else "only 1 is" if available == 1 else f"only {available} are"
    return f"{asked} were asked for, and {left} left." if asked != 1 else "It is sold out."


def quantities(lines: Sequence[CartLine]) -> dict[str, int]:
    """Units asked for by variant, in the order in which the variants first appear."""
    total: dict[str, int] = {}
    for line in lines:
        total[line["variant_id"]] = total.get(line["variant_id"], 0) + line["quantity"]
    return total
