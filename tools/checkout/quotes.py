"""Quotes: priced, validated snapshots of a cart, stored with the digest that approvals are bound to."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, select

from guards.cart import CartLimits, OfferFacts, check_cart, quantities
from guards.policy import POLICY_VERSION, LineFacts, PurchaseFacts, required_approvals
from guards.quote import check_quote
from guards.violations import Violation, blocking, violation
from tools.checkout import addresses, approvals, cart_prices, holds, instruments
from tools.checkout.digest import canonical, digest_of
from tools.checkout.ledger import BOUGHT
from tools.checkout.offers import medians, read_offers
from tools.checkout.tariff import Priced, PricedLine
from tools.checkout.till import Till
from tools.checkout.types import Cart, CartLine, Lineage, Quote, QuoteLine, QuoteTerms, RequiredApproval
from tools.clock import stamp
from tools.errors import TruecartError
from tools.schema import payments, quotes
from tools.settings import Settings
from tools.vision.types import Evidence

TERMS_VERSION = 2


def issue(
    till: Till, *, thread_id: str, turn_id: str, shopper: str, catalog: str, cart: Cart, cap_minor: int | None
) -> tuple[Quote | None, list[Violation]]:
    """Quote a cart, hold its stock and ask for the approvals it needs, in one transaction.

    Earlier unpaid quotes of the thread are superseded. With a blocking violation nothing is written and the first
    answer is None.
    """
    if not cart["lines"]:
        return None, [violation("empty_cart", "cart.lines")]
    with till.transaction() as connection:
        return issue_within(
            till,
            connection,
            thread_id=thread_id,
            turn_id=turn_id,
            shopper=shopper,
            catalog=catalog,
            cart=cart,
            cap_minor=cap_minor,
            actor=shopper,
        )


def issue_within(
    till: Till,
    connection: Connection,
    *,
    thread_id: str,
    turn_id: str,
    shopper: str,
    catalog: str,
    cart: Cart,
    cap_minor: int | None,
    actor: str,
) -> tuple[Quote | None, list[Violation]]:
    """`issue` as a part of the caller's transaction; `actor` is whose doing it is that earlier quotes end."""
    now = till.clock()
    replaced = approvals.unpaid_quotes(connection, thread_id)
    wanted = {line["variant_id"] for line in cart["lines"]}
    offers = read_offers(connection, catalog, wanted, now, besides=replaced, lock=True)
    found = check_cart(cart, offers, CartLimits(till.settings.max_line_quantity))
    if blocking(found):
        return None, found
    priced = cart_prices.price_cart(till, connection, shopper, catalog, cart, offers)
    found += [*priced.problems, *cart_prices.check_total(priced.total_minor, cap_minor)]
    if blocking(found):
        return None, found
    terms = _terms(till, connection, thread_id, shopper, catalog, cart["lines"], offers, priced, now)
    found += instruments.check(connection, terms, till.gateway.name) + payable(till, terms["currency"])
    found += check_quote(terms, now, offers)
    if blocking(found):
        return None, found
    required = _required(till, connection, terms, cart["lines"], offers, now)
    quote = _quote(terms, cart["lines"], required)
    approvals.supersede(till, connection, replaced, turn_id=turn_id, actor=actor)
    _store(till, connection, quote, turn_id)
    return quote, found


def payable(till: Till, currency: str) -> list[Violation]:
    """Whether the gateway takes this currency: better asked before anybody agrees to a quote."""
    taken = till.gateway.currencies
    if taken is None or currency in taken:
        return []
    message = f"{till.gateway.name} takes {', '.join(sorted(taken))} only, not {currency}."
    return [violation("other_currency", "quote.currency", message, expected=sorted(taken), found=currency)]


def _terms(
    till: Till,
    connection: Connection,
    thread_id: str,
    shopper: str,
    catalog: str,
    lines: Sequence[CartLine],
    offers: Mapping[str, OfferFacts],
    priced: Priced,
    now: datetime,
) -> QuoteTerms:
    wanted = quantities(lines)
    return {
        "version": TERMS_VERSION,
        "kind": "purchase",
        "quote_id": f"q_{secrets.token_hex(12)}",
        "thread_id": thread_id,
        "shopper": shopper,
        "catalog": catalog,
        "payee": payee(till.settings, catalog),
        "currency": offers[lines[0]["variant_id"]].currency,
        "lines": [_line(offers[each.variant_id], wanted[each.variant_id], lines, each) for each in priced.lines],
        "goods_minor": priced.goods_minor,
        "discounts": list(priced.discounts),
        "shipping_minor": priced.shipping_minor,
        "shipping_tax_minor": priced.shipping_tax_minor,
        "tax_minor": priced.tax_minor,
        "included_tax_minor": priced.included_tax_minor,
        "total_minor": priced.total_minor,
        "instrument": instruments.fingerprint(connection, shopper, till.gateway.name),
        "ship_to": till.addresses.ship_to(connection, shopper),
        "tariff": priced.tariff,
        "policy_version": POLICY_VERSION,
        "issued_at": stamp(now),
        "expires_at": stamp(now + timedelta(minutes=till.settings.quote_minutes)),
    }


def _priced(offer: OfferFacts) -> int:
    if offer.price_minor is None:
        raise TruecartError("unpriced", variant_id=offer.variant_id)
    return offer.price_minor


def _line(offer: OfferFacts, quantity: int, lines: Sequence[CartLine], priced: PricedLine) -> QuoteLine:
    """Title, options and price are the catalogue's; of the cart only the quantity and the evidence ids are taken."""
    evidence = [each for line in lines if line["variant_id"] == offer.variant_id for each in line["evidence"]]
    return {
        "variant_id": offer.variant_id,
        "product_id": offer.product_id,
        "title": offer.title,
        "options": dict(offer.options),
        "quantity": quantity,
        "unit_minor": _priced(offer),
        "line_minor": _priced(offer) * quantity,
        "discount_minor": priced.discount_minor,
        "tax_ppm": priced.tax_ppm,
        "tax_minor": priced.tax_minor,
        "seller": offer.seller,
        "evidence_ids": list(dict.fromkeys(each["id"] for each in evidence)),
    }


def _required(
    till: Till,
    connection: Connection,
    terms: QuoteTerms,
    lines: Sequence[CartLine],
    offers: Mapping[str, OfferFacts],
    now: datetime,
) -> list[RequiredApproval]:
    usual = medians(connection, terms["catalog"], list(offers), now)
    since = stamp(now - timedelta(minutes=till.settings.repeat_minutes))
    lately = bought_since(connection, terms["shopper"], terms["catalog"], since)
    facts = [
        LineFacts(
            variant_id=line["variant_id"],
            quantity=line["quantity"],
            unit_minor=line["unit_minor"],
            pack_size=offers[line["variant_id"]].pack_size,
            restrictions=offers[line["variant_id"]].restrictions,
            median_minor=usual.get(line["variant_id"]),
            verdicts=tuple(
                evidence["verdict"]
                for each in lines
                if each["variant_id"] == line["variant_id"]
                for evidence in each["evidence"]
            ),
            bought_lately=line["variant_id"] in lately,
        )
        for line in terms["lines"]
    ]
    return required_approvals(
        PurchaseFacts(
            total_minor=terms["total_minor"],
            lines=tuple(facts),
            review_above_minor=till.settings.review_above_minor,
            review_quantity=till.settings.review_quantity,
            new_address=addresses.is_new(connection, terms),
        )
    )


def bought_since(connection: Connection, shopper: str, catalog: str, since: str) -> set[str]:
    """Variants for which the shopper has paid, or is paying, since that time."""
    query = (
        select(quotes.c.terms)
        .join(payments, payments.c.quote_id == quotes.c.quote_id)
        .where(
            payments.c.shopper == shopper,
            payments.c.claimed_at >= since,
            payments.c.state.in_(BOUGHT),
        )
    )
    bought: set[str] = set()
    for text in connection.execute(query).scalars():
        terms: QuoteTerms = json.loads(text)
        if terms["catalog"] == catalog:
            bought |= {line["variant_id"] for line in terms["lines"]}
    return bought


def _quote(terms: QuoteTerms, lines: Sequence[CartLine], required: list[RequiredApproval]) -> Quote:
    evidence: dict[str, Evidence] = {each["id"]: each for line in lines for each in line["evidence"]}
    lineage: dict[str, list[Lineage]] = {}
    for line in lines:
        lineage.setdefault(line["variant_id"], []).extend(line["lineage"])
    return {
        "quote_id": terms["quote_id"],
        "digest": digest_of(canonical(terms)),
        "terms": terms,
        "evidence": list(evidence.values()),
        "lineage": lineage,
        "required_approvals": required,
    }


def _store(till: Till, connection: Connection, quote: Quote, turn_id: str) -> None:
    terms = quote["terms"]
    connection.execute(
        insert(quotes).values(
            quote_id=quote["quote_id"],
            digest=quote["digest"],
            thread_id=terms["thread_id"],
            shopper=terms["shopper"],
            terms=canonical(terms),
            evidence=quote["evidence"],
            lineage=quote["lineage"],
            required=quote["required_approvals"],
            issued_at=terms["issued_at"],
            expires_at=terms["expires_at"],
        )
    )
    wanted = {line["variant_id"]: line["quantity"] for line in terms["lines"]}
    holds.place(connection, quote["quote_id"], terms["catalog"], wanted, terms["expires_at"])
    asked = approvals.ask(connection, quote)
    till.note(
        connection,
        "quote_issued",
        thread_id=terms["thread_id"],
        turn_id=turn_id,
        actor=terms["shopper"],
        quote_id=quote["quote_id"],
        digest=quote["digest"],
        total_minor=terms["total_minor"],
        currency=terms["currency"],
        lines=wanted,
        approvals=[{"id": each["id"], "role": each["role"], "reasons": each["reasons"]} for each in asked],
    )


def payee(settings: Settings, catalog: str) -> str:
    """Who sells what is in this catalogue."""
    return settings.payee or f"truecart:{catalog}"


def identity(connection: Connection, quote_id: str) -> tuple[str, str]:
    """(thread_id, digest) of a quote, unproven."""
    row = connection.execute(select(quotes.c.thread_id, quotes.c.digest).where(quotes.c.quote_id == quote_id)).one()
    return row.thread_id, row.digest


def load(connection: Connection, quote_id: str) -> Quote:
    """The stored quote, its digest recomputed.

    Raises TruecartError `not_found`, or `digest_mismatch` when the stored terms are not those that were digested.
    """
    row = connection.execute(select(quotes).where(quotes.c.quote_id == quote_id)).first()
    if row is None:
        raise TruecartError("not_found", "There is no such quote.", quote_id=quote_id)
    terms: QuoteTerms = json.loads(row.terms)
    if digest_of(row.terms) != row.digest or terms.get("quote_id") != quote_id:
        raise TruecartError("digest_mismatch", "The stored terms were changed.", quote_id=quote_id)
    return {
        "quote_id": row.quote_id,
        "digest": row.digest,
        "terms": terms,
        "evidence": row.evidence,
        "lineage": row.lineage,
        "required_approvals": row.required,
    }
