"""Rules of a quote: the sums, the time, and the catalogue's present prices and stock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from guards.cart import OfferFacts, stock_message
from guards.violations import Violation, violation
from tools.checkout.types import QuoteLine, QuoteTerms
from tools.clock import moment

MILLION = 1_000_000


def check_quote(terms: QuoteTerms, now: datetime, offers: Mapping[str, OfferFacts]) -> list[Violation]:
    """What is wrong with these terms at this moment.

    A price above the quoted one, or any other difference, is an error; a price below it is a warning
    (`price_changed`, details `quoted_minor`, `now_minor`), because a fall is passed on.
    """
    return [*check_sums(terms), *check_time(terms, now), *check_offers(terms, offers)]


def check_sums(terms: QuoteTerms) -> list[Violation]:
    """Every relation that `QuoteLine`, `Discount` and `QuoteTerms` promise; all amounts are whole numbers ≥ 0."""
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
    return found or [_disagree(*each) for each in _relations(terms) if each[1] != each[2]]


AMOUNTS = ("goods_minor", "shipping_minor", "shipping_tax_minor", "included_tax_minor", "tax_minor", "total_minor")
LINE_AMOUNTS = ("quantity", "unit_minor", "line_minor", "discount_minor", "tax_ppm", "tax_minor")


def _numbers(terms: QuoteTerms) -> Iterator[tuple[str, Any]]:
    for name in AMOUNTS:
        yield f"quote.{name}", terms[name]  # type: ignore[literal-required]
    for index, line in enumerate(terms["lines"]):
        for name in LINE_AMOUNTS:
            yield f"quote.lines[{index}].{name}", line[name]  # type: ignore[literal-required]
    for index, discount in enumerate(terms["discounts"]):
        yield f"quote.discounts[{index}].minor", discount["minor"]
        for variant_id, minor in discount["lines"].items():
            yield f"quote.discounts[{index}].lines[{variant_id}]", minor


Relation = tuple[str, int, int]  # path, what it must be, what it is


def _relations(terms: QuoteTerms) -> Iterator[Relation]:
    lines, discounts = terms["lines"], terms["discounts"]
    for index, line in enumerate(lines):
        yield from _line_relations(f"quote.lines[{index}]", line, included=terms["included_tax_minor"] > 0)
    yield from _discount_relations(terms)
    yield "quote.goods_minor", sum(line["line_minor"] for line in lines), terms["goods_minor"]
    yield from _shipping_relations(terms)
    tax = sum(line["tax_minor"] for line in lines) + terms["shipping_tax_minor"]
    yield "quote.tax_minor", tax, terms["tax_minor"]
    off = sum(discount["minor"] for discount in discounts)
    total = terms["goods_minor"] - off + terms["shipping_minor"] + terms["tax_minor"]
    yield "quote.total_minor", total, terms["total_minor"]


def _line_relations(path: str, line: QuoteLine, *, included: bool) -> Iterator[Relation]:
    yield f"{path}.line_minor", line["unit_minor"] * line["quantity"], line["line_minor"]
    yield f"{path}.discount_minor", min(line["discount_minor"], line["line_minor"]), line["discount_minor"]
    net = max(line["line_minor"] - line["discount_minor"], 0)
    yield f"{path}.tax_minor", 0 if included else _half_up(net * line["tax_ppm"], MILLION), line["tax_minor"]


def _discount_relations(terms: QuoteTerms) -> Iterator[Relation]:
    """A discount is the sum of its shares, and a line's discount is the sum of the shares that fall on it."""
    shares: Counter[str] = Counter()
    for index, discount in enumerate(terms["discounts"]):
        yield f"quote.discounts[{index}].minor", sum(discount["lines"].values()), discount["minor"]
        shares.update(discount["lines"])
    on_lines: Counter[str] = Counter()
    for line in terms["lines"]:
        on_lines[line["variant_id"]] += line["discount_minor"]
    for variant_id in sorted({*shares, *on_lines}):
        yield f"quote.discounts[].lines[{variant_id}]", on_lines[variant_id], shares[variant_id]


def _shipping_relations(terms: QuoteTerms) -> Iterator[Relation]:
    """Tax on shipping is never above it; tax that prices contain is that of the lines and at most all of shipping."""
    most = 0 if terms["included_tax_minor"] else terms["shipping_minor"]
    yield "quote.shipping_tax_minor", min(terms["shipping_tax_minor"], most), terms["shipping_tax_minor"]
    if terms["included_tax_minor"]:
        least = sum(_contained(line) for line in terms["lines"])
        bounded = max(least, min(terms["included_tax_minor"], least + terms["shipping_minor"]))
        yield "quote.included_tax_minor", bounded, terms["included_tax_minor"]


def _contained(line: QuoteLine) -> int:
    net = max(line["line_minor"] - line["discount_minor"], 0)
    return _half_up(net * line["tax_ppm"], MILLION + line["tax_ppm"])


def _half_up(number: int, divisor: int) -> int:
    return (2 * number + divisor) // (2 * divisor)


def _disagree(path: str, expected: int, found: int) -> Violation:
    return violation("totals_disagree", path, expected=expected, found=found)


@dataclass(frozen=True)
class InForce:
    """What the shop itself puts into terms, as it would put it there now."""

    version: int
    payee: str
    tariff: str
    policy_version: str


def check_in_force(terms: QuoteTerms, now: InForce) -> list[Violation]:
    """Terms that were written under other rules, or for another payee, are not charged: they are quoted anew."""
    return [
        violation("terms_changed", f"quote.{name}", quoted=terms.get(name), now=value)
        for name, value in vars(now).items()
        if terms.get(name) != value
    ]


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
    described = {"title": offer.title, "options": dict(offer.options), "seller": offer.seller}
    if changed := [name for name, value in described.items() if line.get(name) != value]:
        return [violation("terms_changed", f"{path}.{changed[0]}", variant_id=offer.variant_id)]
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
