"""The embedded payment gateway: a separate ledger in its own SQLite file, with faults on demand.

It moves play money between accounts (capture: payer to payee, refund: back), so that every charge can be counted
and the books always sum to zero. A fault is armed with `arm` and met by the next call of that operation:

- `lost_request`: the gateway never sees the call; the caller gets no answer
- `lost_reply`: the gateway acts, the answer is lost
- `slow`: the answer comes late (`seconds`)
- `decline`: the reservation is refused
- `crash_before`, `crash_after`: the calling process dies at once, before or after the gateway acted
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, TypeVar

from tools.checkout.gateways.port import (
    ChargeRequest,
    ChargeResult,
    KeyReused,
    OutcomeUnknown,
    RefundResult,
    WebhookEvent,
)
from tools.errors import TruecartError

T = TypeVar("T")
Operation = Literal["authorize", "capture", "void", "refund", "lookup", "lookup_refund"]
Fault = Literal["lost_request", "lost_reply", "slow", "decline", "crash_before", "crash_after"]
SIGNATURE_HEADER = "x-truecart-signature"
CRASH_STATUS = 70  # exit status of a process that an armed crash ended

_TABLES = """
CREATE TABLE IF NOT EXISTS charges (
    key TEXT PRIMARY KEY, reference TEXT NOT NULL UNIQUE, payer TEXT NOT NULL, payee TEXT NOT NULL,
    amount_minor INTEGER NOT NULL CHECK (amount_minor > 0), currency TEXT NOT NULL, state TEXT NOT NULL,
    captured_minor INTEGER NOT NULL DEFAULT 0, refunded_minor INTEGER NOT NULL DEFAULT 0,
    reason TEXT NOT NULL DEFAULT '', CHECK (refunded_minor <= captured_minor AND captured_minor <= amount_minor));
CREATE TABLE IF NOT EXISTS movements (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL, account TEXT NOT NULL, minor INTEGER NOT NULL, currency TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS refunds (
    refund_key TEXT PRIMARY KEY, key TEXT NOT NULL, amount_minor INTEGER NOT NULL CHECK (amount_minor > 0));
CREATE TABLE IF NOT EXISTS faults (
    id INTEGER PRIMARY KEY, operation TEXT NOT NULL, fault TEXT NOT NULL, seconds REAL NOT NULL);
CREATE TABLE IF NOT EXISTS secret (id INTEGER PRIMARY KEY, webhook TEXT NOT NULL);
"""


class SandboxGateway:
    """A gateway for demos and tests. Many processes may share its file."""

    name = "sandbox"
    acknowledgement = "ok"

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._open() as ledger:
            if ledger.execute("SELECT 1 FROM sqlite_master WHERE name='secret'").fetchone() is None:
                ledger.execute("PRAGMA journal_mode=WAL")
                ledger.executescript(f"BEGIN IMMEDIATE; {_TABLES} COMMIT;")
            ledger.execute("INSERT OR IGNORE INTO secret VALUES (1, ?)", (secrets.token_hex(32),))

    def authorize(self, request: ChargeRequest) -> ChargeResult:
        """Reserve the amount: `authorized` or `declined`; the same key answers as it did the first time."""

        def act(ledger: sqlite3.Connection, declined: bool) -> ChargeResult:
            known = _charge(ledger, request.key)
            if known is None:
                _reserve(ledger, request, declined)
                known = _found(ledger, request.key)
            if not _same_terms(ledger, request):
                raise KeyReused(request.key)
            return known

        return self._perform("authorize", act)

    def capture(self, key: str, amount_minor: int) -> ChargeResult:
        """Take the whole reserved amount. Raises TruecartError `not_found`, or `KeyReused` for another amount."""

        def act(ledger: sqlite3.Connection, declined: bool) -> ChargeResult:
            charge = _found(ledger, key)
            if charge.amount_minor != amount_minor:
                raise KeyReused(key)
            if charge.state != "authorized":
                return charge
            if declined:
                ledger.execute("UPDATE charges SET state='declined', reason='declined' WHERE key=?", (key,))
                return _found(ledger, key)
            ledger.execute("UPDATE charges SET state='captured', captured_minor=amount_minor WHERE key=?", (key,))
            _move(ledger, key, amount_minor)
            return _found(ledger, key)

        return self._perform("capture", act)

    def void(self, key: str) -> ChargeResult:
        """Give up a reservation; anything else stays as it is. Raises TruecartError `not_found`."""

        def act(ledger: sqlite3.Connection, _declined: bool) -> ChargeResult:
            ledger.execute("UPDATE charges SET state='voided' WHERE key=? AND state='authorized'", (key,))
            return _found(ledger, key)

        return self._perform("void", act)

    def refund(self, key: str, amount_minor: int, refund_key: str) -> RefundResult:
        """Give back up to what was captured. Raises TruecartError `not_found`, `bad_request`, or `KeyReused`."""

        def act(ledger: sqlite3.Connection, _declined: bool) -> RefundResult:
            charge = _found(ledger, key)
            known = _refund(ledger, refund_key)
            if known is not None:
                if (known.key, known.amount_minor) != (key, amount_minor):
                    raise KeyReused(refund_key)
                return known
            if not 0 < amount_minor <= charge.captured_minor - charge.refunded_minor:
                raise TruecartError("bad_request", "A refund is at most what was captured and not yet refunded.")
            ledger.execute("INSERT INTO refunds VALUES (?, ?, ?)", (refund_key, key, amount_minor))
            ledger.execute("UPDATE charges SET refunded_minor=refunded_minor+? WHERE key=?", (amount_minor, key))
            _move(ledger, key, -amount_minor)
            made = _refund(ledger, refund_key)
            assert made is not None
            return made

        return self._perform("refund", act)

    def lookup(self, key: str) -> ChargeResult | None:
        """What became of the key; None when it was never seen."""

        def act(ledger: sqlite3.Connection, _declined: bool) -> ChargeResult | None:
            return _charge(ledger, key)

        return self._perform("lookup", act)

    def lookup_refund(self, key: str, refund_key: str) -> RefundResult | None:
        """What became of a refund; None when it was never seen."""

        def act(ledger: sqlite3.Connection, _declined: bool) -> RefundResult | None:
            found = _refund(ledger, refund_key)
            return found if found and found.key == key else None

        return self._perform("lookup_refund", act)

    def sign(self, payload: bytes) -> str:
        """The HMAC-SHA-256 hex signature that this gateway puts on its webhooks."""
        with self._open() as ledger:
            secret = ledger.execute("SELECT webhook FROM secret").fetchone()[0]
        return hmac.new(secret.encode(), payload, hashlib.sha256).hexdigest()

    def verify_webhook(self, payload: bytes, headers: Mapping[str, str]) -> WebhookEvent:
        """The event in a payload `{"id", "kind", "key", …}`, signed in the header `x-truecart-signature`.

        Raises TruecartError `unauthenticated` or `bad_request`.
        """
        signature = headers.get(SIGNATURE_HEADER, "")
        if not hmac.compare_digest(self.sign(payload).encode(), signature.encode()):
            raise TruecartError("unauthenticated", "The webhook's signature is wrong.")
        try:
            body = json.loads(payload)
            return WebhookEvent(event_id=body["id"], kind=body["kind"], key=body["key"], body=body)
        except (ValueError, KeyError, TypeError) as problem:
            raise TruecartError("bad_request", "The webhook's payload is not understood.") from problem

    def arm(self, operation: Operation, fault: Fault, *, times: int = 1, seconds: float = 0.0) -> None:
        """Let the next `times` calls of the operation meet this fault."""
        with self._open() as ledger:
            ledger.executemany(
                "INSERT INTO faults (operation, fault, seconds) VALUES (?, ?, ?)", [(operation, fault, seconds)] * times
            )

    def disarm(self) -> None:
        """Forget every fault that nobody has met yet."""
        with self._open() as ledger:
            ledger.execute("DELETE FROM faults")

    def charges(self, state: str | None = None) -> list[ChargeResult]:
        """All charges, or those in a state, oldest first."""
        with self._open() as ledger:
            rows = ledger.execute("SELECT * FROM charges WHERE ? IS NULL OR state = ? ORDER BY rowid", (state, state))
            return [_result(row) for row in rows]

    def balances(self) -> dict[str, int]:
        """Minor units by account; over all accounts they sum to zero."""
        with self._open() as ledger:
            return {row[0]: row[1] for row in ledger.execute("SELECT account, SUM(minor) FROM movements GROUP BY 1")}

    def _perform(self, operation: Operation, act: Callable[[sqlite3.Connection, bool], T]) -> T:
        with self._open() as ledger:
            fault, seconds = _next_fault(ledger, operation)
            if fault == "crash_before":
                os._exit(CRASH_STATUS)
            if fault == "lost_request":
                raise OutcomeUnknown("The gateway did not answer.")
            ledger.execute("BEGIN IMMEDIATE")
            try:
                answer = act(ledger, fault == "decline")
            except BaseException:
                ledger.execute("ROLLBACK")
                raise
            ledger.execute("COMMIT")
        if fault == "crash_after":
            os._exit(CRASH_STATUS)
        if fault == "slow":
            time.sleep(seconds)
        if fault == "lost_reply":
            raise OutcomeUnknown("The gateway's answer was lost.")
        return answer

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A connection for one operation, so that threads and forks share nothing but the file."""
        ledger = sqlite3.connect(self.path, timeout=10, isolation_level=None)
        ledger.row_factory = sqlite3.Row
        ledger.execute("PRAGMA synchronous=NORMAL")
        try:
            yield ledger
        finally:
            ledger.close()


def _next_fault(ledger: sqlite3.Connection, operation: Operation) -> tuple[str, float]:
    """The oldest armed fault of the operation, used up: (fault, seconds)."""
    if ledger.execute("SELECT 1 FROM faults WHERE operation=?", (operation,)).fetchone() is None:
        return "", 0.0
    row = ledger.execute(
        "DELETE FROM faults WHERE id = (SELECT MIN(id) FROM faults WHERE operation=?) RETURNING fault, seconds",
        (operation,),
    ).fetchone()
    return (row[0], row[1]) if row else ("", 0.0)


def _reserve(ledger: sqlite3.Connection, request: ChargeRequest, declined: bool) -> None:
    ledger.execute(
        "INSERT INTO charges (key, reference, payer, payee, amount_minor, currency, state, reason)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            request.key,
            f"sbx_{secrets.token_hex(8)}",
            request.payer,
            request.payee,
            request.amount_minor,
            request.currency,
            "declined" if declined else "authorized",
            "declined" if declined else "",
        ),
    )


def _same_terms(ledger: sqlite3.Connection, request: ChargeRequest) -> bool:
    row = ledger.execute(
        "SELECT payer, payee, amount_minor, currency FROM charges WHERE key=?", (request.key,)
    ).fetchone()
    return tuple(row) == (request.payer, request.payee, request.amount_minor, request.currency)


def _move(ledger: sqlite3.Connection, key: str, minor: int) -> None:
    """Book both sides: what leaves the payer's account enters the payee's."""
    ledger.execute(
        "INSERT INTO movements (key, account, minor, currency)"
        " SELECT key, 'payer:' || payer, -?, currency FROM charges WHERE key=?"
        " UNION ALL SELECT key, 'payee:' || payee, ?, currency FROM charges WHERE key=?",
        (minor, key, minor, key),
    )


def _charge(ledger: sqlite3.Connection, key: str) -> ChargeResult | None:
    row = ledger.execute("SELECT * FROM charges WHERE key=?", (key,)).fetchone()
    return _result(row) if row else None


def _refund(ledger: sqlite3.Connection, refund_key: str) -> RefundResult | None:
    row = ledger.execute(
        "SELECT r.refund_key, r.key, r.amount_minor, c.reference, c.currency FROM refunds r"
        " JOIN charges c ON c.key = r.key WHERE r.refund_key=?",
        (refund_key,),
    ).fetchone()
    if row is None:
        return None
    return RefundResult(
        refund_key=row["refund_key"],
        key=row["key"],
        reference=f"{row['reference']}-{hashlib.sha256(refund_key.encode()).hexdigest()[:8]}",
        amount_minor=row["amount_minor"],
        currency=row["currency"],
    )


def _found(ledger: sqlite3.Connection, key: str) -> ChargeResult:
    charge = _charge(ledger, key)
    if charge is None:
        raise TruecartError("not_found", "The gateway has never seen this key.")
    return charge


def _result(row: sqlite3.Row) -> ChargeResult:
    return ChargeResult(
        key=row["key"],
        state=row["state"],
        reference=row["reference"],
        payee=row["payee"],
        amount_minor=row["amount_minor"],
        captured_minor=row["captured_minor"],
        refunded_minor=row["refunded_minor"],
        currency=row["currency"],
        reason=row["reason"],
    )
