"""The books: charges, refunds, and both sides of every movement of money, in one SQLite file.

Functions over a connection, called inside a transaction. What changes a charge also owes the webhook that tells of it.
"""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from tools.checkout.gateways.port import ChargeRequest, ChargeResult, KeyReused, RefundResult
from tools.checkout.gateways.sandbox import faults, outbox
from tools.clock import moment
from tools.errors import TruecartError

VERSION = 2
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
CREATE TABLE IF NOT EXISTS secret (id INTEGER PRIMARY KEY, webhook TEXT NOT NULL);
"""
_SINCE_VERSION_2 = ("expires_at", "return_url")  # columns of charges


def create(path: Path) -> None:
    """The file with its tables; one that an earlier version has written gets what it lacks."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with opened(path) as books:
        if books.execute("PRAGMA user_version").fetchone()[0] < VERSION:
            books.execute("PRAGMA journal_mode=WAL")
            books.executescript(f"BEGIN IMMEDIATE; {_TABLES} {faults.TABLES} {outbox.TABLES}")
            known = {row["name"] for row in books.execute("PRAGMA table_info(charges)")}
            for column in _SINCE_VERSION_2:
                if column not in known:
                    books.execute(f"ALTER TABLE charges ADD COLUMN {column} TEXT NOT NULL DEFAULT ''")
            books.execute("INSERT OR IGNORE INTO secret VALUES (1, ?)", (secrets.token_hex(32),))
            books.execute(f"PRAGMA user_version = {VERSION}")
            books.execute("COMMIT")


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection for one operation, so that threads and forks share nothing but the file."""
    books = sqlite3.connect(path, timeout=10, isolation_level=None)
    books.row_factory = sqlite3.Row
    books.execute("PRAGMA synchronous=NORMAL")
    try:
        yield books
    finally:
        books.close()


@contextmanager
def writing(books: sqlite3.Connection) -> Iterator[None]:
    """One transaction; undone by any exception."""
    books.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        books.execute("ROLLBACK")
        raise
    books.execute("COMMIT")


def secret(books: sqlite3.Connection) -> str:
    return str(books.execute("SELECT webhook FROM secret").fetchone()[0])


def reserve(books: sqlite3.Connection, request: ChargeRequest, fault: str, now: float) -> sqlite3.Row:
    """The key's charge, made when there is none. Raises `KeyReused` for other terms, `bad_request` for no amount."""
    if charge(books, request.key) is None:
        _insert(books, request, {"decline": "declined", "requires_action": "requires_action"}.get(fault, "authorized"))
        _tell(books, request.key, now)
    known = found(books, request.key)
    terms = (known["payer"], known["payee"], known["amount_minor"], known["currency"])
    if terms != (request.payer, request.payee, request.amount_minor, request.currency):
        raise KeyReused(request.key)
    return known


def take(books: sqlite3.Connection, key: str, amount_minor: int, declined: bool, now: float) -> sqlite3.Row:
    """Move the whole reserved amount. Raises TruecartError `not_found`, or `KeyReused` for another amount."""
    known = found(books, key)
    if known["amount_minor"] != amount_minor:
        raise KeyReused(key)
    if known["state"] != "authorized":
        return known
    if declined:
        return _move_on(books, key, "declined", "declined", now)
    books.execute("UPDATE charges SET captured_minor=amount_minor WHERE key=?", (key,))
    _book(books, key, amount_minor)
    return _move_on(books, key, "captured", "", now)


def void(books: sqlite3.Connection, key: str, now: float) -> sqlite3.Row:
    """Give up what is reserved or waits for its payer; anything else stays. Raises TruecartError `not_found`."""
    known = found(books, key)
    return _move_on(books, key, "voided", "", now) if known["state"] in ("authorized", "requires_action") else known


def act(books: sqlite3.Connection, reference: str, agree: bool, now: float) -> sqlite3.Row:
    """The payer agrees or refuses; past the charge's time it ends instead. Raises TruecartError `not_found`."""
    row = by_reference(books, reference)
    if row["state"] != "requires_action":
        return row
    if row["expires_at"] and moment(row["expires_at"]).timestamp() <= now:
        return _move_on(books, row["key"], "voided", "expired", now)
    if agree:
        return _move_on(books, row["key"], "authorized", "", now)
    return _move_on(books, row["key"], "declined", "refused_by_payer", now)


def give_back(books: sqlite3.Connection, key: str, amount_minor: int, refund_key: str, now: float) -> RefundResult:
    """Raises TruecartError `not_found`, `bad_request` for more than is left, or `KeyReused`."""
    of = found(books, key)
    known = refund(books, refund_key)
    if known is not None:
        if (known.key, known.amount_minor) != (key, amount_minor):
            raise KeyReused(refund_key)
        return known
    if not 0 < amount_minor <= of["captured_minor"] - of["refunded_minor"]:
        raise TruecartError("bad_request", "A refund is at most what was captured and not yet refunded.")
    books.execute("INSERT INTO refunds VALUES (?, ?, ?)", (refund_key, key, amount_minor))
    books.execute("UPDATE charges SET refunded_minor=refunded_minor+? WHERE key=?", (amount_minor, key))
    _book(books, key, -amount_minor)
    _tell(books, key, now, "charge.refunded", refund_key=refund_key)
    (made,) = _refunds(books, "WHERE r.refund_key=?", refund_key)
    return made


def charge(books: sqlite3.Connection, key: str) -> sqlite3.Row | None:
    row: sqlite3.Row | None = books.execute("SELECT * FROM charges WHERE key=?", (key,)).fetchone()
    return row


def found(books: sqlite3.Connection, key: str) -> sqlite3.Row:
    row = charge(books, key)
    if row is None:
        raise TruecartError("not_found", "The gateway has never seen this key.")
    return row


def by_reference(books: sqlite3.Connection, reference: str) -> sqlite3.Row:
    """Raises TruecartError `not_found`."""
    row: sqlite3.Row | None = books.execute("SELECT * FROM charges WHERE reference=?", (reference,)).fetchone()
    if row is None:
        raise TruecartError("not_found")
    return row


def charges(books: sqlite3.Connection, state: str | None) -> list[sqlite3.Row]:
    return books.execute("SELECT * FROM charges WHERE ? IS NULL OR state = ? ORDER BY rowid", (state, state)).fetchall()


def refund(books: sqlite3.Connection, refund_key: str) -> RefundResult | None:
    return next(iter(_refunds(books, "WHERE r.refund_key=?", refund_key)), None)


def refunds(books: sqlite3.Connection) -> list[RefundResult]:
    return _refunds(books, "ORDER BY r.rowid")


def balances(books: sqlite3.Connection) -> dict[str, int]:
    return {row[0]: row[1] for row in books.execute("SELECT account, SUM(minor) FROM movements GROUP BY 1")}


def result(row: sqlite3.Row, act_url: str) -> ChargeResult:
    """`act_url` is where payers act; a charge's reference is added to it."""
    waiting = row["state"] == "requires_action"
    state: Literal["authorized", "requires_action", "captured", "declined", "voided"] = row["state"]
    return ChargeResult(
        key=row["key"],
        state=state,
        reference=row["reference"],
        payee=row["payee"],
        amount_minor=row["amount_minor"],
        captured_minor=row["captured_minor"],
        refunded_minor=row["refunded_minor"],
        currency=row["currency"],
        reason=row["reason"],
        action={"kind": "redirect", "url": act_url + row["reference"]} if waiting else None,
    )


def _insert(books: sqlite3.Connection, request: ChargeRequest, state: str) -> None:
    if request.amount_minor <= 0:
        raise TruecartError("bad_request", "A charge is of a positive amount.")
    books.execute(
        "INSERT INTO charges (key, reference, payer, payee, amount_minor, currency, state, reason, expires_at,"
        " return_url) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            request.key,
            f"sbx_{secrets.token_hex(12)}",
            request.payer,
            request.payee,
            request.amount_minor,
            request.currency,
            state,
            "declined" if state == "declined" else "",
            request.expires_at,
            request.return_url,
        ),
    )


def _move_on(books: sqlite3.Connection, key: str, state: str, reason: str, now: float) -> sqlite3.Row:
    books.execute("UPDATE charges SET state=?, reason=? WHERE key=?", (state, reason, key))
    _tell(books, key, now)
    return found(books, key)


def _tell(books: sqlite3.Connection, key: str, now: float, kind: str = "", **more: Any) -> None:
    """Owe the webhook of a charge's present state. That it waits for its payer is no news to anybody."""
    row = found(books, key)
    if row["state"] == "requires_action":
        return
    told = ("key", "reference", "state", "amount_minor", "captured_minor", "refunded_minor", "currency", "payee")
    outbox.write(books, now, kind or f"charge.{row['state']}", {name: row[name] for name in told}, **more)


def _book(books: sqlite3.Connection, key: str, minor: int) -> None:
    """Both sides: what leaves the payer's account enters the payee's."""
    books.execute(
        "INSERT INTO movements (key, account, minor, currency)"
        " SELECT key, 'payer:' || payer, -?, currency FROM charges WHERE key=?"
        " UNION ALL SELECT key, 'payee:' || payee, ?, currency FROM charges WHERE key=?",
        (minor, key, minor, key),
    )


def _refunds(books: sqlite3.Connection, which: str, *values: str) -> list[RefundResult]:
    rows = books.execute(
        "SELECT r.refund_key, r.key, r.amount_minor, c.reference, c.currency FROM refunds r"
        f" JOIN charges c ON c.key = r.key {which}",
        values,
    )
    return [
        RefundResult(
            refund_key=row["refund_key"],
            key=row["key"],
            reference=f"{row['reference']}-{hashlib.sha256(row['refund_key'].encode()).hexdigest()[:8]}",
            amount_minor=row["amount_minor"],
            currency=row["currency"],
        )
        for row in rows
    ]
