"""Webhooks that the gateway owes: written in the transaction of what they tell, sent until they are acknowledged."""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tools.checkout.gateways.sandbox import faults

BACK_OFF_S = (0.5, 1.0, 2.0, 5.0, 15.0, 60.0, 300.0, 900.0)  # the last of them again and again
GIVE_UP_AFTER = 200  # sendings: about two days
HELD_S = 30.0  # the longest wait of an event that is to come after its successor, unless the fault says

TABLES = """
CREATE TABLE IF NOT EXISTS events (
    seq INTEGER PRIMARY KEY, event_id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, key TEXT NOT NULL,
    payload BLOB NOT NULL, fault TEXT NOT NULL, created_at REAL NOT NULL, due_at REAL NOT NULL,
    sent INTEGER NOT NULL DEFAULT 0, wanted INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS events_wanted ON events (wanted, due_at);
CREATE INDEX IF NOT EXISTS events_key ON events (key, seq);
"""


@dataclass(frozen=True)
class Delivery:
    """One sending of one event. `headers` with lower-case names."""

    event_id: str
    key: str
    payload: bytes
    headers: Mapping[str, str]


def write(books: sqlite3.Connection, now: float, kind: str, charge: Mapping[str, Any], **more: Any) -> None:
    """Owe an event about a charge; a fault armed for webhooks decides how it will travel."""
    event_id = f"evt_{secrets.token_hex(12)}"
    body = {"id": event_id, "kind": kind, "created_at": now, **charge, **more}
    fault, seconds = faults.take(books, "webhook")
    wait = {"late": seconds, "out_of_order": seconds or HELD_S}.get(fault, 0.0)
    wanted = {"lost": 0, "duplicate": 2}.get(fault, 1)
    books.execute(
        "INSERT INTO events (event_id, kind, key, payload, fault, created_at, due_at, wanted)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (event_id, kind, charge["key"], json.dumps(body).encode(), fault, now, now + wait, wanted),
    )


def due(books: sqlite3.Connection, now: float, key: str | None = None) -> list[sqlite3.Row]:
    """Events to be sent now, in their order; of one charge with `key`. One that waits for its successor comes last."""
    return books.execute(
        f"SELECT *, due_at > :now AS held FROM events this WHERE {'key = :key AND ' if key else ''}wanted > 0"
        " AND (due_at <= :now OR (fault = 'out_of_order' AND sent = 0 AND EXISTS ("
        "   SELECT 1 FROM events later WHERE later.key = this.key AND later.seq > this.seq AND later.sent > 0)))"
        " ORDER BY held, seq LIMIT 200",
        {"now": now, "key": key},
    ).fetchall()


def sent(books: sqlite3.Connection, event_id: str, now: float, *, acknowledged: bool) -> None:
    """Book a sending: one fewer is wanted, or it is repeated later."""
    row = books.execute("SELECT sent, wanted FROM events WHERE event_id=?", (event_id,)).fetchone()
    again = BACK_OFF_S[min(row["sent"], len(BACK_OFF_S) - 1)]
    wanted = row["wanted"] - 1 if acknowledged else 0 if row["sent"] + 1 >= GIVE_UP_AFTER else row["wanted"]
    books.execute(
        "UPDATE events SET sent=sent+1, wanted=?, due_at=? WHERE event_id=?",
        (max(wanted, 0), now if acknowledged else now + again, event_id),
    )


def spoilt(row: sqlite3.Row) -> bool:
    """Whether this sending is to be signed wrongly."""
    return bool(row["fault"] == "bad_signature" and row["sent"] == 0)
