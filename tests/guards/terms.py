"""Terms of a sound quote, and the catalogue's facts that agree with it."""

from __future__ import annotations

import copy
from datetime import UTC, datetime, timedelta

from guards.cart import OfferFacts
from tools.checkout.types import QuoteTerms
from tools.clock import stamp

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def offer(variant_id: str = "a", **changes: object) -> OfferFacts:
    facts: dict[str, object] = {
        "variant_id": variant_id,
        "product_id": f"p-{variant_id}",
        "title": "Plain hoodie",
        "options": {"size": "M"},
        "price_minor": 2_000,
        "currency": "USD",
        "stock_available": 10,
        "seller": "Little Seller",
        **changes,
    }
    return OfferFacts(**facts)  # type: ignore[arg-type]


OFFERS = {"a": offer("a"), "b": offer("b", price_minor=550)}

_TERMS: QuoteTerms = {
    "version": 2,
    "kind": "purchase",
    "quote_id": "q_1",
    "thread_id": "t-1",
    "shopper": "ada",
    "catalog": "little",
    "payee": "truecart:little",
    "currency": "USD",
    "lines": [
        {
            "variant_id": variant_id,
            "product_id": f"p-{variant_id}",
            "title": "Plain hoodie",
            "options": {"size": "M"},
            "quantity": quantity,
            "unit_minor": unit,
            "line_minor": quantity * unit,
            "discount_minor": discount,
            "tax_ppm": 8_000,
            "tax_minor": tax,
            "seller": "Little Seller",
            "evidence_ids": [],
        }
        for variant_id, quantity, unit, discount, tax in (("a", 2, 2_000, 35, 32), ("b", 3, 550, 15, 13))
    ],
    "goods_minor": 5_650,
    "discounts": [
        {"code": "welcome", "title": "Welcome", "coupon": "WELCOME", "minor": 50, "lines": {"a": 35, "b": 15}}
    ],
    "shipping_minor": 599,
    "shipping_tax_minor": 1,
    "tax_minor": 46,
    "included_tax_minor": 0,
    "total_minor": 6_245,
    "instrument": "1" * 64,
    "ship_to": "0" * 64,
    "tariff": "2" * 16,
    "policy_version": "1",
    "issued_at": stamp(NOW),
    "expires_at": stamp(NOW + timedelta(minutes=15)),
}


def terms() -> QuoteTerms:
    """A fresh copy, to be spoilt."""
    return copy.deepcopy(_TERMS)
