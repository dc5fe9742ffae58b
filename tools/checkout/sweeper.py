"""What time and crashes leave behind: expired approvals, overdue holds, payments without an outcome."""

from __future__ import annotations

import logging
from datetime import timedelta

from tools.checkout import approvals, holds, ledger, quotes, refund_ledger, refunds, settlement
from tools.checkout.till import Till
from tools.checkout.types import Refund
from tools.clock import stamp
from tools.errors import TruecartError

log = logging.getLogger(__name__)
COUNTED = ("expired", "released", "settled", "ended", "waiting", "unknown", "failed", "returned")
LATE_RESERVATIONS = timedelta(hours=1)  # how long a request may wander before it reaches the gateway


def sweep(till: Till) -> dict[str, int]:
    """Expire what is past its time, settle open payments and refunds by asking the gateway. Twice changes no more.

    Answers counts: `expired` approvals, `released` quotes' holds, payments and refunds now `settled`, `ended` without,
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
        refund_ledger.expire(till, connection)
        unsettled = ledger.unsettled(connection)
        open_refunds = refund_ledger.unsettled(connection)
        given_up = ledger.given_up(connection)
    for payment in unsettled:
        counts[_settle(till, payment)] += 1
    for refund in open_refunds:
        counts[_settle_refund(till, refund)] += 1
    for payment in given_up:
        counts["returned"] += _return(till, payment)
    return counts


def _settle(till: Till, payment: ledger.Payment) -> str:
    try:
        order, found = settlement.settle(till, payment, fresh=False, turn_id="", actor="sweeper")
    except TruecartError as problem:
        log.error("payment %s could not be settled: %s", payment["payment_id"], problem)
        return "failed"
    except Exception:  # one broken row must not keep all others waiting
        log.exception("payment %s could not be settled", payment["payment_id"])
        return "failed"
    if order:
        return "settled"
    codes = {each["code"] for each in found}
    return "waiting" if "action_required" in codes else "unknown" if "payment_unknown" in codes else "ended"


def _settle_refund(till: Till, refund: Refund) -> str:
    try:
        refunds.settle(till, refund, fresh=False, turn_id="", actor="sweeper")
        with till.reading() as connection:
            state = refund_ledger.load(connection, refund["refund_id"])["state"]
    except TruecartError as problem:
        log.error("refund %s could not be settled: %s", refund["refund_id"], problem)
        return "failed"
    return {"refunded": "settled", "failed": "failed"}.get(state, "unknown")


def _return(till: Till, payment: ledger.Payment) -> bool:
    """Give back what came late. However long the shop was down, it is looked up once after the last request is due."""
    try:
        returned = settlement.give_back(till, payment, actor="sweeper")
    except TruecartError as problem:
        log.warning("payment %s could not be looked up: %s", payment["payment_id"], problem)
        return False
    if not returned and stamp(till.clock() - LATE_RESERVATIONS) > (payment["settled_at"] or ""):
        with till.transaction() as connection:
            ledger.close(connection, payment)
    return returned
