"""Whether approved terms could still be quoted as they are: the one question before every charge."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from guards.cart import OfferFacts
from guards.policy import POLICY_VERSION
from guards.quote import InForce, check_in_force, check_quote
from guards.violations import Violation, blocking
from tools.checkout import instruments, quotes
from tools.checkout.offers import read_offers
from tools.checkout.tariff import tariff_of
from tools.checkout.till import Till
from tools.checkout.types import Quote, QuoteTerms


def check(
    till: Till, connection: Connection, quote: Quote, now: datetime
) -> tuple[Mapping[str, OfferFacts], list[Violation]]:
    """The catalogue's present offers, locked until the transaction ends, and what has changed since the quote.

    A pure fall of a price is no change. Needs a till's transaction. Raises TruecartError `unknown_catalog`.
    """
    terms = quote["terms"]
    wanted = [line["variant_id"] for line in terms["lines"]]
    offers = read_offers(connection, terms["catalog"], wanted, now, besides=[quote["quote_id"]], lock=True)
    found = blocking(check_quote(terms, now, offers)) + check_in_force(terms, _in_force(till, terms))
    found += till.addresses.changed(connection, terms)
    return offers, found + instruments.check(connection, terms, till.gateway.name)


def _in_force(till: Till, terms: QuoteTerms) -> InForce:
    return InForce(
        version=quotes.TERMS_VERSION,
        payee=quotes.payee(till.settings, terms["catalog"]),
        tariff=tariff_of(till.settings, terms["currency"]).version,
        policy_version=POLICY_VERSION,
    )
