"""What gateways say by themselves: believed only so far as to ask the gateway what became of the charge.

A webhook may be forged, repeated, late, lost, or overtaken by a later one. No amount and no state is ever taken from
it, so none of that can move money: it only leads to the same settlement that the sweeper would come to.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, insert, select

from tools.checkout import ledger, quotes, refund_ledger, refunds, settlement
from tools.checkout.gateways.port import WebhookEvent
from tools.checkout.ledger import Payment
from tools.checkout.till import Till
from tools.errors import TruecartError
from tools.schema import refunds as refund_rows
from tools.schema import webhooks

UNSETTLED = ("claimed", "authorized", "unknown")


def receive(till: Till, payload: bytes, headers: Mapping[str, str]) -> str:
    """Settle what a signed webhook of this shop's gateway is about, and answer the state of its payment.

    `headers` with lower-case names. An event that was handled before answers the same and changes nothing; one that
    names no charge, from an account that serves others too, is `ignored`.

    Raises TruecartError `unauthenticated` or `bad_request` as the gateway's `verify_webhook`, `not_found` for a charge
    that is not ours, and `payment_unknown` while the gateway does not answer: then it has to be repeated.
    """
    event = till.gateway.verify_webhook(payload, headers)
    if not event.key:
        return "ignored"
    with till.reading() as connection:
        outcome = _handled(till, connection, event)
        payment = _payment(till, connection, event.key)
    if outcome is not None:
        return outcome
    if payment is None:
        raise TruecartError("not_found", "No payment of this shop has this key.")
    return _record(till, event, payment, _settle(till, payment))


def _handled(till: Till, connection: Connection, event: WebhookEvent) -> str | None:
    this = (webhooks.c.gateway == till.gateway.name) & (webhooks.c.event_id == event.event_id)
    return connection.execute(select(webhooks.c.outcome).where(this)).scalar()


def _payment(till: Till, connection: Connection, key: str) -> Payment | None:
    """The payment that has this key, or one of whose refunds has it."""
    found = ledger.of_key(connection, key)
    if found is None:
        query = select(refund_rows.c.payment_id).where(refund_rows.c.idempotency_key == key)
        payment_id = connection.execute(query).scalar()
        found = ledger.load(connection, payment_id) if payment_id else None
    return found if found and found["gateway"] == till.gateway.name else None


def _settle(till: Till, payment: Payment) -> str:
    """Ask the gateway what became of the charge and of its refunds; answers the payment's state."""
    actor = f"webhook:{till.gateway.name}"
    if payment["state"] in ("voided", "declined"):
        settlement.give_back(till, payment, actor=actor)
    else:
        settlement.settle(till, payment, fresh=False, turn_id="", actor=actor)
    with till.reading() as connection:
        state = ledger.load(connection, payment["payment_id"])["state"]
        owed = [each for each in refund_ledger.unsettled(connection) if each["payment_id"] == payment["payment_id"]]
    if state in UNSETTLED or (state == "requires_action" and not _still_waits(till, payment)):
        raise TruecartError("payment_unknown")
    for each in owed:
        settled = refunds.settle(till, each, fresh=False, turn_id="", actor=actor)["refund"]
        if settled["state"] in refund_ledger.OPEN:
            raise TruecartError("payment_unknown", "The refund's outcome is not known yet.")
    return state


def _still_waits(till: Till, payment: Payment) -> bool:
    """Whether the gateway itself says so: a payment keeps waiting also where it could not be asked."""
    found = till.gateway.lookup(payment["idempotency_key"])
    return found is None or found.state == "requires_action"  # some know of no charge before its payer comes to them


def _record(till: Till, event: WebhookEvent, payment: Payment, outcome: str) -> str:
    """Remember the event; of several that arrived at once the first one's outcome stands."""
    with till.transaction() as connection:
        earlier = _handled(till, connection, event)
        if earlier is not None:
            return earlier
        connection.execute(
            insert(webhooks).values(
                gateway=till.gateway.name,
                event_id=event.event_id,
                kind=event.kind[:64],
                key=event.key,
                received_at=till.now(),
                outcome=outcome,
            )
        )
        thread_id, digest = quotes.identity(connection, payment["quote_id"])
        till.note(
            connection,
            "webhook_received",
            thread_id=thread_id,
            turn_id="",
            actor=f"webhook:{till.gateway.name}",
            quote_id=payment["quote_id"],
            digest=digest,
            payment_id=payment["payment_id"],
            event_id=event.event_id,
            kind=event.kind[:64],
            outcome=outcome,
        )
    return outcome
