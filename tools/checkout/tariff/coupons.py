"""How often a shopper has used each promotion, so that one that is for once is for once."""

from __future__ import annotations

import json
from collections import Counter

from sqlalchemy import Connection, select

from guards.violations import Violation, violation
from tools.checkout.ledger import BOUGHT
from tools.checkout.tariff.files import tariff_of
from tools.checkout.tariff.promotions import spent
from tools.checkout.types import QuoteTerms
from tools.schema import payments, quotes
from tools.settings import Settings


def uses(connection: Connection, shopper: str, catalog: str) -> Counter[str]:
    """How many purchases that the shopper has paid for, or is paying for, had each promotion, by its code."""
    query = (
        select(quotes.c.terms)
        .join(payments, payments.c.quote_id == quotes.c.quote_id)
        .where(payments.c.shopper == shopper, payments.c.state.in_(BOUGHT))
    )
    found: Counter[str] = Counter()
    for text in connection.execute(query).scalars():
        terms: QuoteTerms = json.loads(text)
        if terms["catalog"] == catalog:
            found.update({each["code"] for each in terms["discounts"]})
    return found


def check_uses(connection: Connection, settings: Settings, terms: QuoteTerms) -> list[Violation]:
    """`coupon_used` for each discount of these unpaid terms that the shopper has used up since they were quoted.

    Within a money transaction, which are serial, two quotes cannot both pass. Terms of other rules than those in force
    are not charged at all (`in_force.check`).
    """
    if not terms["discounts"]:
        return []
    tariff, used = tariff_of(settings, terms["currency"]), uses(connection, terms["shopper"], terms["catalog"])
    found: list[Violation] = []
    for index, discount in enumerate(terms["discounts"]):
        promotion = tariff.promotion(discount["code"])
        if promotion is not None and spent(promotion, used[discount["code"]]):
            found.append(violation("coupon_used", f"quote.discounts[{index}]", coupon=discount["coupon"]))
    return found
