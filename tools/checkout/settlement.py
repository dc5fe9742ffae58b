"""From a claim to its end: the gateway is asked outside every transaction, and what it says is settled inside one.

Any number of threads and processes may settle one payment at once. They all use the one idempotency key, and these
facts keep it to one charge and one order:

- the database's move to `authorized` shuts out the move to `voided` and comes before every capture
- a reservation of a payment that was voided is voided at the gateway too, never captured
- the first to record the capture writes the order; the others find it
"""

from __future__ import annotations

from sqlalchemy import Connection

from guards.quote import check_time
from guards.violations import Violation, violation
from tools.checkout import approvals, holds, in_force, instruments, ledger, orders, quotes
from tools.checkout.gateways.port import ChargeRequest, ChargeResult, OutcomeUnknown
from tools.checkout.ledger import Payment
from tools.checkout.till import Till
from tools.checkout.types import Order, PaymentState, Quote
from tools.errors import TruecartError

Settled = tuple[Order | None, list[Violation]]


def settle(till: Till, payment: Payment, *, fresh: bool, turn_id: str, actor: str) -> Settled:
    """Bring a claimed payment to its end: (order, []) or (None, why not).

    `fresh`: claimed by this very call. Otherwise the gateway is asked first what became of the key; only a key that
    it has never seen is tried, and only while the approval and the prices still stand. A charge that waits for its
    payer is left waiting until the quote's expiry and then given up.
    """
    if payment["state"] not in ledger.OPEN:
        return _ended(till, payment)
    try:
        result = None if fresh else till.gateway.lookup(payment["idempotency_key"])
        if result is None:
            stale = [] if fresh else _give_up_if_stale(till, payment, turn_id, actor)
            if stale:
                return None, stale
            result = till.gateway.authorize(_request(till, payment))
        if result.state == "requires_action" and _waits(till, payment, result, turn_id, actor):
            return _ended(till, _present(till, payment))
        if result.state == "requires_action":
            result = till.gateway.void(payment["idempotency_key"])
        if result.state == "authorized":
            result = _capture_or_void(till, payment, result, turn_id, actor)
    except OutcomeUnknown:
        return _mark_unknown(till, payment, turn_id, actor)
    return _record(till, payment, result, turn_id, actor)


def _request(till: Till, payment: Payment) -> ChargeRequest:
    with till.reading() as connection:
        terms = _quote(connection, payment)["terms"]
        instrument = instruments.bound(connection, terms, payment["gateway"])
    return ChargeRequest(
        key=payment["idempotency_key"],
        payer=payment["shopper"],
        payee=payment["payee"],
        amount_minor=payment["amount_minor"],
        currency=payment["currency"],
        instrument=instrument.token,
        expires_at=terms["expires_at"],
        return_url=till.settings.public_url,
    )


def _present(till: Till, payment: Payment) -> Payment:
    with till.reading() as connection:
        return ledger.load(connection, payment["payment_id"])


def _waits(till: Till, payment: Payment, result: ChargeResult, turn_id: str, actor: str) -> bool:
    """Record that the payer has to act, if the payment is still ours to take and in time."""
    _agree(payment, result)
    with till.transaction() as connection:
        current = ledger.load(connection, payment["payment_id"])
        terms = _quote(connection, payment)["terms"]
        if current["state"] not in ledger.OPEN or check_time(terms, till.clock()):
            return False
        if current["state"] != "requires_action":
            action = dict(result.action or {})
            ledger.move(connection, current, "requires_action", reference=result.reference, action=action)
            _note(till, connection, current, "payment_requires_action", turn_id, actor)
    return True


def _give_up_if_stale(till: Till, payment: Payment, turn_id: str, actor: str) -> list[Violation]:
    """Void a claim that the gateway has never seen when its terms no longer stand; answers why, or nothing.

    A reservation may still be on its way: the void is recorded first, so nobody will capture it, and the gateway is
    told as well.
    """
    with till.transaction() as connection:
        current = ledger.load(connection, payment["payment_id"])
        waiting = current["state"] == "requires_action"
        if not waiting and (current["state"] not in ("claimed", "unknown") or current["reference"]):
            return []
        quote = _quote(connection, payment)
        now = till.clock()
        found = check_time(quote["terms"], now) if waiting else in_force.check(till, connection, quote, now)[1]
        if not found:
            return []
        _end(till, connection, {**current, "reference": None}, "voided", turn_id, actor)
    try:
        till.gateway.void(payment["idempotency_key"])
    except (OutcomeUnknown, TruecartError) as problem:
        if not isinstance(problem, OutcomeUnknown) and problem.code != "not_found":
            raise
    return found


def give_back(till: Till, payment: Payment, *, actor: str) -> bool:
    """Return what reached the gateway after its payment was given up: a reservation, or money already taken.

    Answers whether there was something to return. Raises TruecartError as the gateway does.
    """
    key = payment["idempotency_key"]
    found = till.gateway.lookup(key)
    if found is None or found.state not in ("authorized", "requires_action", "captured"):
        return False
    left = found.captured_minor - found.refunded_minor
    if found.state == "captured" and left == 0:
        return False
    ended = till.gateway.void(key) if found.state != "captured" else found
    if ended.state == "captured":
        till.gateway.refund(key, ended.captured_minor - ended.refunded_minor, f"{key}-late")
    with till.transaction() as connection:
        _note(till, connection, payment, "late_charge_returned", "", actor)
    return True


def _capture_or_void(till: Till, payment: Payment, result: ChargeResult, turn_id: str, actor: str) -> ChargeResult:
    """Take the reserved money if the payment is still ours to take and in time; else give the reservation back."""
    _agree(payment, result)
    with till.transaction() as connection:
        current = ledger.load(connection, payment["payment_id"])
        terms = _quote(connection, payment)["terms"]
        good = current["state"] in ledger.OPEN and not check_time(terms, till.clock())
        if good and current["state"] != "authorized":
            ledger.move(connection, current, "authorized", reference=result.reference)
            _note(till, connection, current, "payment_authorized", turn_id, actor)
    if good:
        return till.gateway.capture(payment["idempotency_key"], payment["amount_minor"])
    return till.gateway.void(payment["idempotency_key"])


def _record(till: Till, payment: Payment, result: ChargeResult, turn_id: str, actor: str) -> Settled:
    with till.transaction() as connection:
        current = ledger.load(connection, payment["payment_id"])
        if current["state"] in ledger.OPEN:
            if result.state == "captured" and result.refunded_minor == result.captured_minor:
                _end(till, connection, current, "voided", turn_id, actor)  # given back by hand before it was heard of
            elif result.state == "captured":
                _capture(till, connection, current, result, turn_id, actor)
            elif result.state in ("declined", "voided"):
                _end(till, connection, current, result.state, turn_id, actor)
            else:
                raise TruecartError("internal", f"The gateway left the charge {result.state}.")
            current = ledger.load(connection, payment["payment_id"])
    return _ended(till, current)


def _capture(
    till: Till, connection: Connection, payment: Payment, result: ChargeResult, turn_id: str, actor: str
) -> None:
    _agree(payment, result)
    if result.captured_minor != payment["amount_minor"]:
        raise TruecartError("totals_disagree", "The gateway took another amount.", took=result.captured_minor)
    now = till.now()
    captured = ledger.move(connection, payment, "captured", reference=result.reference, settled_at=now)
    _note(till, connection, captured, "payment_captured", turn_id, actor)
    quote = _quote(connection, payment)
    orders.place(till, connection, quote, captured, now, turn_id=turn_id, actor=actor)


def _agree(payment: Payment, result: ChargeResult) -> None:
    """What the gateway holds under our key must be what was claimed; anything else is for a person to look at."""
    claimed = (payment["amount_minor"], payment["currency"], payment["payee"])
    if (result.amount_minor, result.currency, result.payee) != claimed:
        raise TruecartError("totals_disagree", "The gateway holds other terms under this key.")


def _end(till: Till, connection: Connection, payment: Payment, state: PaymentState, turn_id: str, actor: str) -> None:
    """End a payment by which nothing was taken: its stock is given back."""
    ended = ledger.move(connection, payment, state, settled_at=till.now())
    holds.release(connection, payment["quote_id"])
    _note(till, connection, ended, f"payment_{state}", turn_id, actor)
    if state == "voided":
        approvals.supersede(till, connection, [payment["quote_id"]], turn_id=turn_id, actor=actor)


def _mark_unknown(till: Till, payment: Payment, turn_id: str, actor: str) -> Settled:
    with till.transaction() as connection:
        current = ledger.load(connection, payment["payment_id"])
        if current["state"] in ("claimed", "authorized"):  # one that waits for its payer keeps telling what to do
            current = ledger.move(connection, current, "unknown")
            _note(till, connection, current, "payment_unknown", turn_id, actor)
    return _ended(till, current)


def _ended(till: Till, payment: Payment) -> Settled:
    """The answer that a payment's state gives, now and at every later call."""
    if payment["state"] == "captured":
        with till.reading() as connection:
            return orders.load(connection, payment["order_id"]), []
    if payment["state"] == "declined":
        return None, [violation("payment_declined", "payment", payment_id=payment["payment_id"])]
    if payment["state"] == "voided":
        return None, [violation("quote_expired", "payment", "The quote ended before anything was charged.")]
    if payment["state"] == "requires_action":
        return None, [violation("action_required", "payment", payment_id=payment["payment_id"])]
    return None, [violation("payment_unknown", "payment", payment_id=payment["payment_id"])]


def _quote(connection: Connection, payment: Payment) -> Quote:
    """The quote that was claimed. Raises TruecartError `digest_mismatch` when other terms stand in its place."""
    quote = quotes.load(connection, payment["quote_id"])
    if quote["digest"] != payment["digest"]:
        raise TruecartError("digest_mismatch", "The stored terms were changed.", quote_id=payment["quote_id"])
    return quote


def _note(till: Till, connection: Connection, payment: Payment, event: str, turn_id: str, actor: str) -> None:
    quote = _quote(connection, payment)
    till.note(
        connection,
        event,
        thread_id=quote["terms"]["thread_id"],
        turn_id=turn_id,
        actor=actor,
        quote_id=payment["quote_id"],
        digest=payment["digest"],
        order_id=payment["order_id"],
        payment_id=payment["payment_id"],
        amount_minor=payment["amount_minor"],
        currency=payment["currency"],
        **({"reference": payment["reference"]} if payment["reference"] else {}),
    )
