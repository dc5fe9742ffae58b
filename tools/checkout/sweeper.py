"""What time and crashes leave behind: expired approvals, overdue holds, payments without an outcome."""

from __future__ import annotations

import logging
from datetime import timedelta

from tools.checkout import approvals, holds, ledger, quotes, settlement
from tools.checkout.till import Till
from tools.clock import stamp
from tools.errors import TruecartError

log = logging.getLogger(__name__)
COUNTED = ("expired", "released", "settled", "ended", "waiting", "unknown", "failed", "returned")
LATE_RESERVATIONS = timedelta(hours=1)  # how long a request may wander before it reaches the gateway


def sweep(till: Till) -> dict[str, int]:
    """Expire what is past its time and settle open payments by asking the gateway. Twice changes nothing more.

    Answers counts: `expired` approvals, `released` quotes' holds, payments now `settled`, `ended` without a charge,
    `waiting` for their payer, still `unknown`, or `failed` (they need a person; the others are settled all the same),
    and late charges of given-up payments `returned`.
    """
    counts = dict.fromkeys(COUNTED, 0)
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
    codes = {each["code"] for each in found}
    return "waiting" if "action_required" in codes else "unknown" if "payment_unknown" in codes else "ended"


def _return(till: Till, payment: ledger.Payment) -> bool:
    try:
        return settlement.give_back(till, payment)
    except TruecartError as problem:
        log.warning("payment %s could not be looked up: %s", payment["payment_id"], problem)
        return False
