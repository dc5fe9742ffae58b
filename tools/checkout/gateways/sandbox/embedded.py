"""The sandbox inside the shop's own process. Many processes may share its file."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from tools.checkout.gateways.port import (
    ChargeRequest,
    ChargeResult,
    OutcomeUnknown,
    RefundResult,
    WebhookEvent,
)
from tools.checkout.gateways.sandbox import faults, ledger, outbox, signing
from tools.checkout.gateways.sandbox.faults import CRASH_STATUS, CallOperation, Fault, Operation
from tools.checkout.gateways.sandbox.outbox import Delivery
from tools.checkout.gateways.sandbox.page import Asked
from tools.clock import Clock, utc_now
from tools.errors import TruecartError

T = TypeVar("T")
ACT_URL = "/pay/act/"  # a route of the shop itself: web.payments_api


class SandboxGateway:
    """A gateway for demos and tests. Its balances always sum to zero, and every charge can be counted."""

    name = "sandbox"
    currencies: frozenset[str] | None = None
    acknowledgement = "ok"

    def __init__(self, path: Path, clock: Clock = utc_now, *, secret: str = "", act_url: str = ACT_URL) -> None:
        """`secret` signs webhooks, the file's own where it is empty; `act_url` and a reference is a payer's page."""
        self.path = path
        self.clock = clock
        self.act_url = act_url
        ledger.create(path)
        with ledger.opened(path) as books:
            self._secret = secret or ledger.secret(books)

    def authorize(self, request: ChargeRequest) -> ChargeResult:
        """`authorized`, `declined` or `requires_action`; the same key answers with its charge. Raises `KeyReused`."""
        return self._charge("authorize", lambda books, fault, now: ledger.reserve(books, request, fault, now))

    def capture(self, key: str, amount_minor: int) -> ChargeResult:
        """Take the whole reserved amount. Raises TruecartError `not_found`, or `KeyReused` for another amount."""
        return self._charge(
            "capture", lambda books, fault, now: ledger.take(books, key, amount_minor, fault == "decline", now)
        )

    def void(self, key: str) -> ChargeResult:
        """Give up a reservation, or a charge that waits for its payer. Raises TruecartError `not_found`."""
        return self._charge("void", lambda books, _fault, now: ledger.void(books, key, now))

    def refund(self, key: str, amount_minor: int, refund_key: str) -> RefundResult:
        """Give back up to what was captured. Raises TruecartError `not_found`, `bad_request`, or `KeyReused`."""
        return self._perform(
            "refund", lambda books, _fault, now: ledger.give_back(books, key, amount_minor, refund_key, now)
        )

    def lookup(self, key: str) -> ChargeResult | None:
        """What became of the key; None when it was never seen."""
        row = self._perform("lookup", lambda books, _fault, _now: ledger.charge(books, key))
        return ledger.result(row, self.act_url) if row else None

    def lookup_refund(self, key: str, refund_key: str) -> RefundResult | None:
        """What became of a refund; None when it was never seen."""
        found = self._perform("lookup_refund", lambda books, _fault, _now: ledger.refund(books, refund_key))
        return found if found and found.key == key else None

    def sign(self, payload: bytes) -> str:
        """The signature of a webhook that is sent now."""
        return signing.sign(self._secret, payload, self._now())

    def verify_webhook(self, payload: bytes, headers: Mapping[str, str]) -> WebhookEvent:
        """The event in a payload `{"id", "kind", "key", …}`, signed in the header `x-truecart-signature`.

        Raises TruecartError `unauthenticated` or `bad_request`.
        """
        return verified(self._secret, payload, headers, self._now())

    def verify_call(self, name: str, body: bytes, mark: str) -> None:
        """Whether a call to the service comes from one who knows the secret. Raises TruecartError `unauthenticated`."""
        signing.check(self._secret, signing.of_call(name, body), mark, self._now())

    def asked(self, reference: str) -> Asked:
        """What a payer's page shows of a charge. Raises TruecartError `not_found`."""
        with ledger.opened(self.path) as books:
            return _asked(ledger.by_reference(books, reference))

    def act(self, reference: str, *, agree: bool) -> Asked:
        """The payer agrees or refuses, once: a charge that does not wait stays. Raises TruecartError `not_found`."""
        with ledger.opened(self.path) as books, ledger.writing(books):
            return _asked(ledger.act(books, reference, agree, self._now()))

    def deliveries(self, key: str | None = None) -> list[Delivery]:
        """Webhooks to be sent now, signed, in order; with `key` those of one charge."""
        with ledger.opened(self.path) as books:
            rows = outbox.due(books, self._now(), key)
        return [self._delivery(row) for row in rows]

    def delivered(self, delivery: Delivery, *, acknowledged: bool) -> None:
        """Book that a webhook was sent; without an acknowledgement it is due again later."""
        with ledger.opened(self.path) as books, ledger.writing(books):
            outbox.sent(books, delivery.event_id, self._now(), acknowledged=acknowledged)

    def arm(self, operation: Operation, fault: Fault, *, times: int = 1, seconds: float = 0.0) -> None:
        """Let the next `times` calls of the operation meet this fault. Raises TruecartError `bad_request`."""
        with ledger.opened(self.path) as books:
            faults.arm(books, operation, fault, times, seconds)

    def disarm(self) -> None:
        """Forget every fault that nobody has met yet."""
        with ledger.opened(self.path) as books:
            faults.disarm(books)

    def charges(self, state: str | None = None) -> list[ChargeResult]:
        """All charges, or those in a state, oldest first."""
        with ledger.opened(self.path) as books:
            return [ledger.result(row, self.act_url) for row in ledger.charges(books, state)]

    def refunds(self) -> list[RefundResult]:
        """All refunds, oldest first."""
        with ledger.opened(self.path) as books:
            return ledger.refunds(books)

    def balances(self) -> dict[str, int]:
        """Minor units by account; over all accounts they sum to zero."""
        with ledger.opened(self.path) as books:
            return ledger.balances(books)

    def _now(self) -> float:
        return self.clock().timestamp()

    def _charge(
        self, operation: CallOperation, act: Callable[[sqlite3.Connection, str, float], sqlite3.Row]
    ) -> ChargeResult:
        return ledger.result(self._perform(operation, act), self.act_url)

    def _perform(self, operation: CallOperation, act: Callable[[sqlite3.Connection, str, float], T]) -> T:
        with ledger.opened(self.path) as books:
            fault, seconds = faults.take(books, operation)
            if fault == "crash_before":
                os._exit(CRASH_STATUS)
            if fault == "lost_request":
                raise OutcomeUnknown("The gateway did not answer.")
            with ledger.writing(books):
                answer = act(books, fault, self._now())
        if fault == "crash_after":
            os._exit(CRASH_STATUS)
        if fault == "slow":
            time.sleep(seconds)
        if fault == "lost_reply":
            raise OutcomeUnknown("The gateway's answer was lost.")
        return answer

    def _delivery(self, row: sqlite3.Row) -> Delivery:
        payload = bytes(row["payload"])
        mark = signing.sign("another secret" if outbox.spoilt(row) else self._secret, payload, self._now())
        headers = {"content-type": "application/json", signing.SIGNATURE_HEADER: mark}
        return Delivery(event_id=row["event_id"], key=row["key"], payload=payload, headers=headers)


def verified(secret: str, payload: bytes, headers: Mapping[str, str], now: float) -> WebhookEvent:
    """The event in a signed payload. Raises TruecartError `unauthenticated` or `bad_request`."""
    signing.check(secret, payload, headers.get(signing.SIGNATURE_HEADER, ""), now)
    try:
        body = json.loads(payload)
        event = WebhookEvent(event_id=body["id"], kind=body["kind"], key=body["key"], body=body)
    except (ValueError, KeyError, TypeError) as problem:
        raise TruecartError("bad_request", "The webhook's payload is not understood.") from problem
    if not all(isinstance(each, str) and each for each in (event.event_id, event.kind, event.key)):
        raise TruecartError("bad_request", "The webhook's payload is not understood.")
    return event


def _asked(row: sqlite3.Row) -> Asked:
    return Asked(
        key=row["key"],
        reference=row["reference"],
        state=row["state"],
        reason=row["reason"],
        payer=row["payer"],
        payee=row["payee"],
        amount_minor=row["amount_minor"],
        currency=row["currency"],
        return_url=row["return_url"],
    )
