"""Giving money back: claim in the ledger first, then the gateway, then settle. Called twice, it gives back once."""

from __future__ import annotations

from typing import TypedDict

from sqlalchemy import Connection

from guards.approval import check_coverage
from guards.violations import Violation, violation
from tools.checkout import approvals, ledger, orders, refund_ledger, refund_quotes
from tools.checkout.gateways.port import OutcomeUnknown, RefundResult
from tools.checkout.ledger import Payment
from tools.checkout.till import Till
from tools.checkout.types import Order, Refund, RefundQuote, Role
from tools.errors import TruecartError

REFUSED = ("bad_request", "not_found", "refund_failed")  # a gateway's plain no: it has not given and will not give
AILING = "gateway_refused"  # it refuses the shop rather than this refund: asked again once that is mended


class RefundOutcome(TypedDict):
    """The refund and its order as they stand. Without violations and nobody to wait for, the money has gone back."""

    refund: Refund
    order: Order
    violations: list[Violation]
    waiting_for: list[Role]


def refund(till: Till, refund_id: str, *, turn_id: str, actor: str) -> RefundOutcome:
    """Give back what was agreed to, once, and settle its order.

    Nothing is given unless every required approval covers the digest, in time, and the order still allows it: its
    state, the units and the money that are left are read again in the claiming transaction. A cancellation then
    makes the order cancelled and puts its goods back; a return makes it returned when all has come back.

    Raises TruecartError `not_found`, or `digest_mismatch` for stored terms that were changed.
    """
    with till.transaction() as connection:
        standing = refund_ledger.load(connection, refund_id)
        fresh = standing["state"] in ("asked", "dropped")
        if fresh:
            quote = refund_quotes.load(connection, refund_id)
            found, waiting = check_coverage(
                quote["required_approvals"], approvals.of_quote(connection, refund_id), quote["digest"], till.clock()
            )
            if found or waiting:
                return _outcome(connection, refund_id, found, waiting)
            standing, found = _claim(till, connection, quote, standing, turn_id, actor)
            if found:
                return _outcome(connection, refund_id, found)
    return settle(till, standing, fresh=fresh, turn_id=turn_id, actor=actor)


def _claim(
    till: Till, connection: Connection, quote: RefundQuote, standing: Refund, turn_id: str, actor: str
) -> tuple[Refund, list[Violation]]:
    found = refund_quotes.check_claim(till, connection, quote)
    if not found and standing["state"] == "dropped":
        found = [violation("approval_superseded", "refund")]
    if not found and ledger.load(connection, standing["payment_id"])["gateway"] != till.gateway.name:
        found = [violation("other_instrument", "refund.gateway")]
    if found:
        _refuse(till, connection, standing, found, turn_id, actor)
        return standing, found
    claimed = refund_ledger.move(connection, standing, "claimed", claimed_at=till.now())
    refund_ledger.note(till, connection, claimed, turn_id, actor)
    return claimed, []


def _refuse(
    till: Till, connection: Connection, standing: Refund, found: list[Violation], turn_id: str, actor: str
) -> None:
    if standing["state"] == "asked":
        approvals.supersede(till, connection, [standing["refund_id"]], turn_id=turn_id, actor=actor)
        dropped = refund_ledger.load(connection, standing["refund_id"])
        codes = [each["code"] for each in found]
        refund_ledger.note(till, connection, dropped, turn_id, actor, codes=codes)


def settle(till: Till, standing: Refund, *, fresh: bool, turn_id: str, actor: str) -> RefundOutcome:
    """Bring a claimed refund to its end.

    `fresh`: claimed by this very call. Otherwise the gateway is asked first what became of the key; only a key that
    it has never seen is sent again. All calls use the one idempotency key, so that any number of processes may settle
    at once.
    """
    if standing["state"] in refund_ledger.OPEN:
        with till.reading() as connection:
            payment = ledger.load(connection, standing["payment_id"])
        try:
            result = _ask(till, standing, payment, fresh)
        except OutcomeUnknown:
            _mark_unknown(till, standing, turn_id, actor)
        except TruecartError as problem:
            if problem.code == AILING:
                _mark_unknown(till, standing, turn_id, actor)
            elif problem.code in REFUSED:
                _fail(till, standing, problem, turn_id, actor)
            else:
                raise
        else:
            _record(till, standing, payment, result, turn_id, actor)
    with till.reading() as connection:
        return _outcome(connection, standing["refund_id"])


def _ask(till: Till, standing: Refund, payment: Payment, fresh: bool) -> RefundResult:
    if payment["gateway"] != till.gateway.name:
        raise OutcomeUnknown("Another gateway took this money: only that one can tell.")
    key, refund_key = payment["idempotency_key"], refund_ledger.key_of(standing["digest"])
    known = None if fresh else till.gateway.lookup_refund(key, refund_key)
    if known:
        return known
    try:
        return till.gateway.refund(key, standing["amount_minor"], refund_key)
    except TruecartError as problem:
        # "more than is left" may mean that another process was quicker with this very refund
        known = till.gateway.lookup_refund(key, refund_key) if problem.code == "bad_request" else None
        if known is None:
            raise
        return known


def _record(till: Till, standing: Refund, payment: Payment, result: RefundResult, turn_id: str, actor: str) -> None:
    given = (result.key, result.amount_minor, result.currency)
    if given != (payment["idempotency_key"], standing["amount_minor"], standing["currency"]):
        raise TruecartError("totals_disagree", "The gateway gave back on other terms.", refund=standing["refund_id"])
    with till.transaction() as connection:
        current = refund_ledger.load(connection, standing["refund_id"])
        if current["state"] not in refund_ledger.OPEN:
            return
        done = refund_ledger.move(connection, current, "refunded", reference=result.reference, settled_at=till.now())
        refund_ledger.note(till, connection, done, turn_id, actor)
        order = orders.load(connection, done["order_id"])
        if done["why"] == "cancel":
            orders.move(till, connection, order, "cancelled", turn_id=turn_id, actor=actor)
            terms, *_ = refund_ledger.terms_of(connection, done["refund_id"])
            orders.put_back(connection, order, terms["catalog"])
        elif _all_back(order):
            orders.move(till, connection, order, "returned", turn_id=turn_id, actor=actor)


def _all_back(order: Order) -> bool:
    back: dict[str, int] = {}
    for each in order["refunds"]:
        for line in each["lines"] if each["state"] == "refunded" else []:
            back[line["variant_id"]] = back.get(line["variant_id"], 0) + line["quantity"]
    return all(back.get(line["variant_id"], 0) == line["quantity"] for line in order["lines"])


def _mark_unknown(till: Till, standing: Refund, turn_id: str, actor: str) -> None:
    with till.transaction() as connection:
        current = refund_ledger.load(connection, standing["refund_id"])
        if current["state"] == "claimed":
            unknown = refund_ledger.move(connection, current, "unknown")
            refund_ledger.note(till, connection, unknown, turn_id, actor)


def _fail(till: Till, standing: Refund, problem: TruecartError, turn_id: str, actor: str) -> None:
    """The gateway has said no: the goods and the money stay as they were, and a person has to look."""
    with till.transaction() as connection:
        current = refund_ledger.load(connection, standing["refund_id"])
        if current["state"] in refund_ledger.OPEN:
            failed = refund_ledger.move(connection, current, "failed", settled_at=till.now())
            refund_ledger.note(till, connection, failed, turn_id, actor, code=problem.code)


def _outcome(
    connection: Connection, refund_id: str, found: list[Violation] | None = None, waiting: list[Role] | None = None
) -> RefundOutcome:
    """The answer that a refund's state gives, now and at every later call."""
    standing = refund_ledger.load(connection, refund_id)
    if found is None:
        code = {"failed": "refund_failed", "claimed": "refund_unknown", "unknown": "refund_unknown"}
        state = standing["state"]
        found = [violation(code[state], "refund", refund_id=refund_id)] if state in code else []
    return {
        "refund": standing,
        "order": orders.load(connection, standing["order_id"]),
        "violations": found,
        "waiting_for": waiting or [],
    }
