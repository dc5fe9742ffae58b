"""What time and crashes leave behind: expired approvals, overdue holds, payments without an outcome."""

from __future__ import annotations

import logging
from datetime import timedelta

from tools.checkout import approvals, holds, ledger, quotes, settlement
from tools.checkout.till import Till
from tools.clock import stamp
from tools.errors import TruecartError

log = logging.getLogger(__name__)
LATE_RESERVATIONS = timedelta(hours=1)  # how long a request may wander before it reaches the gateway


def sweep(till: Till) -> dict[str, int]:
    """Expire what is past its time and settle open payments by asking the gateway. Twice changes nothing more.

    Answers counts: `expired` approvals, `released` quotes' holds, payments now `settled`, `ended` without a charge,
    still `unknown`, or `failed` (they need a person; the others are settled all the same), and late reservations
    of given-up payments `returned`.
    """
    counts = {"expired": 0, "released": 0, "settled": 0, "ended": 0, "unknown": 0, "failed": 0, "returned": 0}
    with till.transaction() as connection:
        counts["expired"] = len(approvals.expire(till, connection, till.clock()))
        for quote_id in holds.overdue(connection, till.now()):
            holds.release(connection, quote_id)
            thread_id, digest = quotes.identity(connection, quote_id)
            till.note(
                connection,
                "hold_released",
                thread_id=thread_id,
                turn_id="",
                actor="sweeper",
                quote_id=quote_id,
                digest=digest,
            )
            counts["released"] += 1
        unsettled = ledger.unsettled(connection)
        given_up = ledger.given_up(connection, stamp(till.clock() - LATE_RESERVATIONS))
    for payment in unsettled:
        counts[_settle(till, payment)] += 1
    for payment in given_up:
        counts["returned"] += _return(till, payment)
    return counts


def _settle(till: Till, payment: ledger.Payment) -> str:
    try:
        order, found = settlement.settle(till, payment, fresh=False, turn_id="", actor="sweeper")
    except TruecartError as problem:
        log.error("payment %s could not be settled: %s", payment["payment_id"], problem)
        return "failed"
    if order:
        return "settled"
    return "unknown" if any(each["code"] == "payment_unknown" for each in found) else "ended"


def _return(till: Till, payment: ledger.Payment) -> bool:
    """Give back a reservation that reached the gateway after its payment was given up."""
    try:
        found = till.gateway.lookup(payment["idempotency_key"])
        if found is None or found.state != "authorized":
            return False
        return till.gateway.void(payment["idempotency_key"]).state == "voided"
    except TruecartError as problem:
        log.warning("payment %s could not be looked up: %s", payment["payment_id"], problem)
        return False
