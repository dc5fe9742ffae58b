"""What a shopper asks to have back: the terms of a refund, stored with the digest that its approvals are bound to."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import TypedDict

from sqlalchemy import Connection

from guards.after_sale import (
    Part,
    RefundFacts,
    Sale,
    SoldLine,
    check_amounts,
    check_cancel,
    check_owner,
    check_return,
    check_shares,
    required_refund_approvals,
    share,
)
from guards.cart import check_quantity
from guards.policy import POLICY_VERSION
from guards.violations import Violation, violation
from tools.checkout import approvals, ledger, orders, quotes, refund_ledger
from tools.checkout.digest import canonical, digest_of
from tools.checkout.offers import read_offers
from tools.checkout.till import Till
from tools.checkout.types import (
    Order,
    Quote,
    Refund,
    RefundKind,
    RefundLine,
    RefundQuote,
    RefundTerms,
    RequiredApproval,
)
from tools.clock import moment, stamp
from tools.errors import TruecartError

TERMS_VERSION = 1


class Wanted(TypedDict):
    """Units of a line of an order that are to go back."""

    variant_id: str
    quantity: int


def issue(
    till: Till,
    *,
    order_id: str,
    shopper: str,
    thread_id: str,
    turn_id: str,
    why: RefundKind,
    lines: Sequence[Wanted] | None,
) -> tuple[RefundQuote | None, list[Violation]]:
    """Say what would be given back and ask for the approvals that it needs, in one transaction.

    Without `lines` all that can still go back; a cancellation is always of the whole order. Whatever else waited for
    approval in the thread is superseded, and what was asked of this order elsewhere and not answered. With a violation
    nothing is written and the first answer is None.
    """
    with till.transaction() as connection:
        try:
            order = orders.load(connection, order_id)
        except TruecartError as problem:
            return None, [violation(problem.code, "order.order_id", problem.message)]
        replaced = {*approvals.unpaid_quotes(connection, thread_id), *refund_ledger.unanswered(connection, order_id)}
        purchase = quotes.load(connection, order["quote_id"])
        sale = sale_of(till, connection, order, purchase, besides=replaced)
        wanted, found = _wanted(sale, why, lines)
        found = found or _check(till, sale, shopper, why, wanted)
        if found:
            return None, found
        terms = _terms(till, order, purchase, sale, thread_id, why, wanted)
        parts = parts_of(terms)
        found = check_shares(sale, parts) + check_amounts(sale, parts, terms["shipping_minor"], terms["total_minor"])
        if found:
            return None, found
        quote = _quote(terms, digest_of(canonical(terms)), purchase, _required(till, connection, sale, terms))
        approvals.supersede(till, connection, replaced, turn_id=turn_id, actor=shopper)
        _store(till, connection, quote, turn_id)
        return quote, []


def sale_of(
    till: Till, connection: Connection, order: Order, purchase: Quote, *, besides: Collection[str] = ()
) -> Sale:
    """An order as the rules see it now, not counting the refunds `besides`."""
    counted = refund_ledger.counting(connection, order["order_id"], till.now(), besides=besides)
    ids = [line["variant_id"] for line in order["lines"]]
    offers = read_offers(connection, purchase["terms"]["catalog"], ids, till.clock())
    delivered = orders.event_of(connection, order, "order_delivered")
    return Sale(
        order_id=order["order_id"],
        shopper=order["shopper"],
        status=order["status"],
        captured_minor=order["payment"]["captured_minor"],
        shipping_minor=order["shipping_minor"] + order["shipping_tax_minor"],
        lines=tuple(
            SoldLine(
                variant_id=line["variant_id"],
                quantity=line["quantity"],
                paid_minor=line["line_minor"] - line["discount_minor"] + line["tax_minor"],
                taken_back=sum(each["quantity"] for each in _lines_of(counted, line["variant_id"])),
                given_minor=sum(each["minor"] for each in _lines_of(counted, line["variant_id"])),
                restrictions=offers[line["variant_id"]].restrictions if line["variant_id"] in offers else None,
            )
            for line in order["lines"]
        ),
        given_minor=sum(each["amount_minor"] for each in counted),
        delivered_at=moment(delivered["at"]) if delivered else None,
    )


def _lines_of(counted: Sequence[Refund], variant_id: str) -> list[RefundLine]:
    return [line for refund in counted for line in refund["lines"] if line["variant_id"] == variant_id]


def _wanted(sale: Sale, why: RefundKind, lines: Sequence[Wanted] | None) -> tuple[dict[str, int], list[Violation]]:
    """Units by variant."""
    if lines is None:
        return {line.variant_id: line.left for line in sale.lines if line.left > 0}, []
    wanted: dict[str, int] = {}
    for place, line in enumerate(lines):
        problem = check_quantity(line["quantity"], f"return.lines[{place}].quantity")
        if problem:
            return {}, [problem]
        wanted[line["variant_id"]] = wanted.get(line["variant_id"], 0) + line["quantity"]
    if why == "cancel" and wanted != {line.variant_id: line.quantity for line in sale.lines}:
        return {}, [violation("order_state", "cancel.lines", "An order that was not shipped is cancelled as a whole.")]
    return wanted, []


def _check(till: Till, sale: Sale, shopper: str, why: RefundKind, wanted: Mapping[str, int]) -> list[Violation]:
    if why == "cancel":
        return check_cancel(sale, shopper)
    return check_return(sale, shopper, wanted, till.clock(), till.settings.return_days)


def _terms(
    till: Till,
    order: Order,
    purchase: Quote,
    sale: Sale,
    thread_id: str,
    why: RefundKind,
    wanted: Mapping[str, int],
) -> RefundTerms:
    now = till.clock()
    sold = {line.variant_id: line for line in sale.lines}
    lines: list[RefundLine] = [
        {
            "variant_id": line["variant_id"],
            "title": line["title"],
            "options": line["options"],
            "quantity": wanted[line["variant_id"]],
            "minor": share(sold[line["variant_id"]], wanted[line["variant_id"]]),
        }
        for line in order["lines"]
        if line["variant_id"] in wanted
    ]
    shipping = sale.shipping_minor if why == "cancel" else 0
    return {
        "version": TERMS_VERSION,
        "kind": "refund",
        "why": why,
        "quote_id": f"r_{secrets.token_hex(12)}",
        "order_id": order["order_id"],
        "order_digest": order["digest"],
        "thread_id": thread_id,
        "shopper": order["shopper"],
        "catalog": purchase["terms"]["catalog"],
        "payee": purchase["terms"]["payee"],
        "currency": order["currency"],
        "lines": lines,
        "shipping_minor": shipping,
        "total_minor": sum(line["minor"] for line in lines) + shipping,
        "policy_version": POLICY_VERSION,
        "issued_at": stamp(now),
        "expires_at": stamp(now + timedelta(minutes=till.settings.quote_minutes)),
    }


def parts_of(terms: RefundTerms) -> list[Part]:
    return [Part(line["variant_id"], line["quantity"], line["minor"]) for line in terms["lines"]]


def _required(till: Till, connection: Connection, sale: Sale, terms: RefundTerms) -> list[RequiredApproval]:
    wanted = {line["variant_id"] for line in terms["lines"]}
    since = stamp(till.clock() - timedelta(days=till.settings.return_days))
    return required_refund_approvals(
        RefundFacts(
            why=terms["why"],
            total_minor=terms["total_minor"],
            restrictions=tuple(line.restrictions for line in sale.lines if line.variant_id in wanted),
            returns_lately=refund_ledger.returns_since(connection, terms["shopper"], since),
            review_above_minor=till.settings.review_above_minor,
            review_returns=till.settings.review_returns,
        )
    )


def _quote(terms: RefundTerms, digest: str, purchase: Quote, required: list[RequiredApproval]) -> RefundQuote:
    """Words and evidence are those by which the lines were bought."""
    wanted = {line["variant_id"] for line in terms["lines"]}
    return {
        "quote_id": terms["quote_id"],
        "digest": digest,
        "terms": terms,
        "evidence": [each for each in purchase["evidence"] if each["variant_id"] in wanted],
        "lineage": {each: words for each, words in purchase["lineage"].items() if each in wanted},
        "required_approvals": required,
    }


def _store(till: Till, connection: Connection, quote: RefundQuote, turn_id: str) -> None:
    terms = quote["terms"]
    payment = ledger.of_quote(connection, orders.load(connection, terms["order_id"])["quote_id"])
    assert payment is not None, "an order is written by the payment that it came from"
    refund = refund_ledger.store(connection, quote, payment["payment_id"])
    asked = approvals.ask(connection, quote)
    refund_ledger.note(
        till,
        connection,
        refund,
        turn_id,
        terms["shopper"],
        order_digest=terms["order_digest"],
        lines={line["variant_id"]: line["quantity"] for line in terms["lines"]},
        approvals=[{"id": each["id"], "role": each["role"], "reasons": each["reasons"]} for each in asked],
    )


def load(connection: Connection, refund_id: str) -> RefundQuote:
    """The stored terms, their digest recomputed. Raises TruecartError `not_found` or `digest_mismatch`."""
    terms, digest, required = refund_ledger.terms_of(connection, refund_id)
    order = orders.load(connection, terms["order_id"])
    return _quote(terms, digest, quotes.load(connection, order["quote_id"]), required)


def check_claim(till: Till, connection: Connection, quote: RefundQuote) -> list[Violation]:
    """What forbids giving this back now, whatever was agreed to: state, owner, time, units and amounts."""
    terms = quote["terms"]
    order = orders.load(connection, terms["order_id"])
    purchase = quotes.load(connection, order["quote_id"])
    sale = sale_of(till, connection, order, purchase, besides=[quote["quote_id"]])
    found = check_owner(sale, terms["shopper"])
    if till.clock() >= moment(terms["expires_at"]):
        found.append(violation("quote_expired", "refund.expires_at"))
    if sale.status != ("paid" if terms["why"] == "cancel" else "delivered"):
        message = f"{order['order_id']} is {order['status']} by now."
        found.append(violation("order_state", "order.status", message, status=order["status"]))
    return found or check_amounts(sale, parts_of(terms), terms["shipping_minor"], terms["total_minor"])
