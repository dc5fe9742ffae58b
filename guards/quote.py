"""Rules of a quote: the sums, the time, and the catalogue's present prices and stock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from guards.cart import OfferFacts, stock_message
from guards.violations import Violation, violation
from tools.checkout.types import QuoteLine, QuoteTerms
from tools.clock import moment


def check_quote(terms: QuoteTerms, now: datetime, offers: Mapping[str, OfferFacts]) -> list[Violation]:
    """What is wrong with these terms at this moment.

    A price above the quoted one, or any other difference, is an error; a price below it is a warning
    (`price_changed`, details `quoted_minor`, `now_minor`), because a fall is passed on.
    """
    return [*check_sums(terms), *check_time(terms, now), *check_offers(terms, offers)]


def check_sums(terms: QuoteTerms) -> list[Violation]:
    """line = unit × quantity, goods = Σ lines, total = goods − discounts + shipping + tax; whole numbers ≥ 0."""
    found = [
        violation("totals_disagree", path, f"{path} is not a whole number of zero or more.", value=repr(value)[:40])
        for path, value in _numbers(terms)
        if type(value) is not int or value < 0
    ]
    found += [
        violation("bad_quantity", f"quote.lines[{index}].quantity")
        for index, line in enumerate(terms["lines"])
        if type(line["quantity"]) is int and line["quantity"] < 1
    ]
    if not terms["lines"]:
        found.append(violation("empty_cart", "quote.lines"))
    return found or _check_additions(terms)


def _numbers(terms: QuoteTerms) -> list[tuple[str, Any]]:
    numbers: list[tuple[str, Any]] = [
        ("quote.goods_minor", terms["goods_minor"]),
        ("quote.shipping_minor", terms["shipping_minor"]),
        ("quote.shipping_tax_minor", terms["shipping_tax_minor"]),
        ("quote.included_tax_minor", terms["included_tax_minor"]),
        ("quote.tax_minor", terms["tax_minor"]),
        ("quote.total_minor", terms["total_minor"]),
    ]
    for index, line in enumerate(terms["lines"]):
        path = f"quote.lines[{index}]"
        numbers += [
            (f"{path}.quantity", line["quantity"]),
            (f"{path}.unit_minor", line["unit_minor"]),
            (f"{path}.line_minor", line["line_minor"]),
            (f"{path}.discount_minor", line["discount_minor"]),
            (f"{path}.tax_ppm", line["tax_ppm"]),
            (f"{path}.tax_minor", line["tax_minor"]),
        ]
    for index, discount in enumerate(terms["discounts"]):
        numbers.append((f"quote.discounts[{index}].minor", discount["minor"]))
    return numbers


def _check_additions(terms: QuoteTerms) -> list[Violation]:
    found = [
        _disagree(f"quote.lines[{index}].line_minor", line["unit_minor"] * line["quantity"], line["line_minor"])
        for index, line in enumerate(terms["lines"])
        if line["line_minor"] != line["unit_minor"] * line["quantity"]
    ]
    goods = sum(line["line_minor"] for line in terms["lines"])
    if goods != terms["goods_minor"]:
        found.append(_disagree("quote.goods_minor", goods, terms["goods_minor"]))
    discounts = sum(discount["minor"] for discount in terms["discounts"])
    if discounts > goods:
        found.append(_disagree("quote.discounts", goods, discounts))
    total = goods - discounts + terms["shipping_minor"] + terms["tax_minor"]
    if total != terms["total_minor"]:
        found.append(_disagree("quote.total_minor", total, terms["total_minor"]))
    return found


def _disagree(path: str, expected: int, found: int) -> Violation:
    return violation("totals_disagree", path, expected=expected, found=found)


def check_time(terms: QuoteTerms, now: datetime) -> list[Violation]:
    """A quote is good before its expiry, not at it."""
    if now < moment(terms["expires_at"]):
        return []
    return [violation("quote_expired", "quote.expires_at", expired_at=terms["expires_at"])]


def check_offers(terms: QuoteTerms, offers: Mapping[str, OfferFacts]) -> list[Violation]:
    """The quoted lines against the catalogue as it is now; `stock_available` must leave out this quote's own hold."""
    found: list[Violation] = []
    wanted: dict[str, int] = {}
    for index, line in enumerate(terms["lines"]):
        path = f"quote.lines[{index}]"
        wanted[line["variant_id"]] = wanted.get(line["variant_id"], 0) + line["quantity"]
        offer = offers.get(line["variant_id"])
        if offer is None:
            found.append(violation("unknown_variant", f"{path}.variant_id", variant_id=line["variant_id"]))
            continue
        found += _check_line(path, line, offer, terms["currency"])
        if wanted[line["variant_id"]] > offer.stock_available:
            found.append(
                violation(
                    "out_of_stock",
                    f"{path}.quantity",
                    stock_message(max(offer.stock_available, 0), wanted[line["variant_id"]]),
                    variant_id=line["variant_id"],
                    available=max(offer.stock_available, 0),
                    asked=wanted[line["variant_id"]],
                )
            )
    return found


def _check_line(path: str, line: QuoteLine, offer: OfferFacts, currency: str) -> list[Violation]:
    if offer.currency != currency:
        return [violation("other_currency", "quote.currency", expected=offer.currency, found=currency)]
    if offer.price_minor is None:
        return [violation("unpriced", path, variant_id=offer.variant_id)]
    if offer.product_id != line["product_id"]:
        return [violation("unknown_product", f"{path}.product_id", variant_id=offer.variant_id)]
    if offer.price_minor == line["unit_minor"]:
        return []
    return [
        violation(
            "price_changed",
            f"{path}.unit_minor",
            severity="warning" if offer.price_minor < line["unit_minor"] else "error",
            variant_id=offer.variant_id,
            quoted_minor=line["unit_minor"],
            now_minor=offer.price_minor,
        )
    ]
