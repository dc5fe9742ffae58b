"""Paying a quote: claim in the ledger first, then the gateway, then settle. Called twice, it pays once."""

from __future__ import annotations

from typing import Any, TypedDict

from sqlalchemy import Connection

from guards.approval import check_coverage
from guards.violations import Violation, violation
from tools.checkout import approvals, holds, in_force, ledger, quotes, settlement
from tools.checkout.ledger import Payment
from tools.checkout.pricing import bounded, charge_for
from tools.checkout.tariff.coupons import check_uses
from tools.checkout.till import Till
from tools.checkout.types import Order, Quote, Role
from tools.errors import TruecartError


class PayOutcome(TypedDict):
    """An order, or why there is none: violations, or the roles that have yet to decide.

    `payment` is how the charge stands, `{"state"[, "action"]}`; None when nothing was claimed.
    """

    order: Order | None
    violations: list[Violation]
    waiting_for: list[Role]
    payment: dict[str, Any] | None


def pay(till: Till, quote_id: str, *, turn_id: str, actor: str) -> PayOutcome:
    """Charge an approved quote once and place its order.

    Nothing is charged unless every required approval covers the quote's digest, the quote has not expired, and the
    catalogue still has its prices and stock at this moment. A rise of a price, or any other change, supersedes the
    approvals and releases the stock; a pure fall is charged at the lower amount (`pricing.charge_for`). A payment
    that is already claimed is never claimed again: its outcome is asked of the gateway.

    Raises TruecartError `not_found` for an unknown quote, `digest_mismatch` for stored terms that were changed.
    """
    with till.transaction() as connection:
        quote = quotes.load(connection, quote_id)
        payment = ledger.of_quote(connection, quote_id)
        fresh = payment is None
        if payment is None:
            outcome = _uncovered(till, connection, quote)
            if outcome:
                return outcome
            payment, refused = _claim(till, connection, quote, turn_id, actor)
            if payment is None:
                return _unpaid(refused)
    order, found = settlement.settle(till, payment, fresh=fresh, turn_id=turn_id, actor=actor)
    return {"order": order, "violations": found, "waiting_for": [], "payment": standing(till, quote_id)}


def standing(till: Till, quote_id: str) -> dict[str, Any] | None:
    """How a quote's charge stands: `{"state"[, "action"]}`, `action` while the payer has to do something."""
    with till.reading() as connection:
        payment = ledger.of_quote(connection, quote_id)
    if payment is None:
        return None
    return {"state": payment["state"], **({"action": payment["action"]} if payment["action"] else {})}


def _unpaid(violations: list[Violation], waiting_for: list[Role] | None = None) -> PayOutcome:
    return {"order": None, "violations": violations, "waiting_for": waiting_for or [], "payment": None}


def _uncovered(till: Till, connection: Connection, quote: Quote) -> PayOutcome | None:
    found, waiting = check_coverage(
        quote["required_approvals"],
        approvals.of_quote(connection, quote["quote_id"]),
        quote["digest"],
        till.clock(),
    )
    return _unpaid(found, waiting) if found or waiting else None


def _claim(
    till: Till, connection: Connection, quote: Quote, turn_id: str, actor: str
) -> tuple[Payment | None, list[Violation]]:
    terms = quote["terms"]
    offers, found = in_force.check(till, connection, quote, till.clock())
    found += check_uses(connection, till.settings, terms)
    if not found and holds.keep(connection, quote["quote_id"]) != len(terms["lines"]):
        found = [violation("quote_expired", "quote.holds", "The stock is no longer held.")]
    if found:
        _refuse(till, connection, quote, found, turn_id, actor)
        return None, found
    units = {variant_id: _price(offer.price_minor) for variant_id, offer in offers.items()}
    charge = bounded(charge_for(terms, units), terms["total_minor"])
    payment = ledger.claim(connection, quote, charge, till.gateway.name, till.now())
    till.note(
        connection,
        "payment_claimed",
        thread_id=terms["thread_id"],
        turn_id=turn_id,
        actor=actor,
        quote_id=quote["quote_id"],
        digest=quote["digest"],
        order_id=payment["order_id"],
        payment_id=payment["payment_id"],
        amount_minor=payment["amount_minor"],
        approved_minor=terms["total_minor"],
        currency=payment["currency"],
        payee=payment["payee"],
    )
    return payment, []


def _refuse(till: Till, connection: Connection, quote: Quote, found: list[Violation], turn_id: str, actor: str) -> None:
    approvals.supersede(till, connection, [quote["quote_id"]], turn_id=turn_id, actor=actor)
    till.note(
        connection,
        "payment_refused",
        thread_id=quote["terms"]["thread_id"],
        turn_id=turn_id,
        actor=actor,
        quote_id=quote["quote_id"],
        digest=quote["digest"],
        codes=[each["code"] for each in found],
    )


def _price(minor: int | None) -> int:
    if minor is None:
        raise TruecartError("unpriced")
    return minor
