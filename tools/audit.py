"""The audit log: an append-only hash chain with an anchored head, written inside the transaction it speaks of.

Each event's hash is SHA-256 over the previous hash and the RFC 8785 form of the event. The head row is moved in
the same transaction, so a cut tail shows. Bodies hold ids, digests, amounts and codes, never personal data.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypedDict

import rfc8785
from sqlalchemy import Connection, Engine, Row, insert, select, text, update

from tools.clock import Clock, stamp
from tools.database import reading, writing
from tools.errors import TruecartError
from tools.schema import audit_events, audit_head, orders, refunds

GENESIS = "0" * 64
HEAD = 1  # the id of the one head row


class AuditEntry(TypedDict):
    """What a caller says of an event; the log adds seq, time and hashes."""

    thread_id: str
    turn_id: str
    actor: str
    event: str
    body: dict[str, Any]


class AuditLog:
    """The one writer of `audit_events` and `audit_head`."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self.engine = engine
        self.clock = clock

    def append(
        self,
        connection: Connection | None,
        *,
        thread_id: str,
        turn_id: str,
        actor: str,
        event: str,
        body: dict[str, Any],
    ) -> int:
        """Append one event and answer its seq.

        With a connection it joins that writing transaction: an error here rolls the caller's facts back too.
        """
        entry: AuditEntry = {
            "thread_id": thread_id,
            "turn_id": turn_id,
            "actor": actor,
            "event": event,
            "body": body,
        }
        return self.append_many([entry], connection)[0]

    def append_many(self, entries: Iterable[AuditEntry], connection: Connection | None = None) -> list[int]:
        """Append events in order, in one transaction; answers their seqs. All of them or none."""
        prepared = list(entries)
        if not prepared:
            return []
        if connection is not None:
            return self._append(connection, prepared)
        with writing(self.engine) as own:
            return self._append(own, prepared)

    def lock(self, connection: Connection) -> None:
        """Take the head row for this transaction: whoever holds it is the only writer of money facts.

        Raises TruecartError `audit_broken` when the last event is not the one that the head anchors: nothing is
        sold on a log whose end was cut or edited.
        """
        seq, anchored = self._head(connection)
        last = connection.execute(select(audit_events.c.hash).where(audit_events.c.seq == seq)).scalar()
        if (last or GENESIS) != anchored:
            raise TruecartError("audit_broken", seq=seq)

    def verify(self) -> dict[str, Any]:
        """Recompute the whole chain.

        Answers `{"ok", "events", "head", "broken_at", "reason"?}`; `broken_at` is the seq of the first event that
        does not fit, None when the chain is whole or when the fault lies in the orders table.
        """
        with _snapshot(self.engine) as connection:
            found = _walk(connection)
            for agree in (_orders_agree, _moves_agree):
                found = agree(connection, found) if found["ok"] else found
            return found

    def events(self, *, thread_id: str | None = None, order_id: str | None = None) -> list[dict[str, Any]]:
        """The events of a thread, or those of an order (its quote, approvals, payment, refunds), oldest first."""
        with reading(self.engine) as connection:
            if order_id is None:
                return [_event(row) for row in _of_threads(connection, [thread_id])]
            order = connection.execute(select(orders).where(orders.c.order_id == order_id)).first()
            if order is None:
                return []
            given = connection.execute(select(refunds).where(refunds.c.order_id == order_id)).all()
            threads = {order.thread_id, *(each.thread_id for each in given)}
            rows = [_event(row) for row in _of_threads(connection, sorted(threads))]
        quotes = {order.quote_id, *(each.refund_id for each in given)}
        return [
            each for each in rows if each["body"].get("order_id") == order_id or each["body"].get("quote_id") in quotes
        ]

    def _head(self, connection: Connection) -> tuple[int, str]:
        query = select(audit_head.c.seq, audit_head.c.hash).where(audit_head.c.id == HEAD).with_for_update()
        row = connection.execute(query).first()
        if row is None:
            connection.execute(
                text("INSERT INTO audit_head (id, seq, hash) VALUES (:id, 0, :hash) ON CONFLICT DO NOTHING"),
                {"id": HEAD, "hash": GENESIS},
            )
            row = connection.execute(query).one()
        return row.seq, row.hash

    def _append(self, connection: Connection, entries: list[AuditEntry]) -> list[int]:
        seq, previous = self._head(connection)
        at = stamp(self.clock())
        rows: list[dict[str, Any]] = []
        for entry in entries:
            seq += 1
            row: dict[str, Any] = {**entry, "seq": seq, "at": at, "body": rfc8785.dumps(entry["body"]).decode()}
            row["previous"], row["hash"] = previous, _hash(previous, row)
            previous = row["hash"]
            rows.append(row)
        connection.execute(insert(audit_events), rows)
        connection.execute(update(audit_head).where(audit_head.c.id == HEAD).values(seq=seq, hash=previous))
        return [row["seq"] for row in rows]


_HASHED = ("seq", "at", "thread_id", "turn_id", "actor", "event", "body")


def _hash(previous: str, row: dict[str, Any]) -> str:
    canonical = rfc8785.dumps({name: row[name] for name in _HASHED})
    return hashlib.sha256(previous.encode() + b"\n" + canonical).hexdigest()


@contextmanager
def _snapshot(engine: Engine) -> Iterator[Connection]:
    """A reading transaction in which head, events and orders are of one moment."""
    level = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    with engine.connect().execution_options(**level) as connection, connection.begin():
        yield connection


def _walk(connection: Connection) -> dict[str, Any]:
    head = connection.execute(select(audit_head).where(audit_head.c.id == HEAD)).first()
    count, previous = 0, GENESIS
    query = select(audit_events).order_by(audit_events.c.seq).execution_options(yield_per=1000)
    with connection.execute(query) as rows:
        for row in rows:
            expected = count + 1
            if row.seq != expected:
                return _broken(count, previous, expected, "missing_event")
            if row.previous != previous or row.hash != _hash(previous, dict(row._mapping)):
                return _broken(count, previous, row.seq, "edited_event")
            count, previous = expected, row.hash
    anchored = (head.seq, head.hash) if head else (0, GENESIS)
    if anchored[0] > count:
        return _broken(count, previous, count + 1, "cut_tail")
    if anchored != (count, previous):
        return _broken(count, previous, anchored[0] + 1, "unanchored_event")
    return {"ok": True, "events": count, "head": previous, "broken_at": None}


def _orders_agree(connection: Connection, found: dict[str, Any]) -> dict[str, Any]:
    """An order that no event speaks of, or whose receipt differs from the one that was chained, breaks the log."""
    placed: dict[str, tuple[int, str]] = {}
    for row in connection.execute(select(audit_events).where(audit_events.c.event == "order_placed")):
        body = json.loads(row.body)
        placed[body["order_id"]] = (row.seq, body["receipt_hash"])
    for order in connection.execute(select(orders.c.order_id, orders.c.total_minor, orders.c.receipt)):
        seq, chained = placed.get(order.order_id, (None, None))
        if chained is None:
            return _broken(found["events"], found["head"], None, "order_without_event")
        if chained != receipt_hash(order.receipt) or order.total_minor != order.receipt["total_minor"]:
            return _broken(found["events"], found["head"], seq, "edited_order")
    return found


_MOVES = {f"order_{status}": status for status in ("shipped", "delivered", "cancelled", "returned")}


def _moves_agree(connection: Connection, found: dict[str, Any]) -> dict[str, Any]:
    """An order's status is the last that an event gave it; money went back as an event says, or the log is broken."""
    status: dict[str, tuple[int, str]] = {}
    given: dict[str, tuple[int, int]] = {}
    told = select(audit_events).where(audit_events.c.event.in_([*_MOVES, "refund_done"]))
    for row in connection.execute(told.order_by(audit_events.c.seq)):
        body = json.loads(row.body)
        if row.event == "refund_done":
            given[body["quote_id"]] = (row.seq, body["amount_minor"])
        else:
            status[body["order_id"]] = (row.seq, _MOVES[row.event])
    for order in connection.execute(select(orders.c.order_id, orders.c.status)):
        seq, chained = status.get(order.order_id, (None, "paid"))
        if order.status != chained:
            return _broken(found["events"], found["head"], seq, "edited_order")
    done = select(refunds.c.refund_id, refunds.c.amount_minor).where(refunds.c.state == "refunded")
    amounts = {row.refund_id: row.amount_minor for row in connection.execute(done)}
    for refund_id in sorted({*given, *amounts}):
        seq, amount = given.get(refund_id, (None, None))
        if amount != amounts.get(refund_id):
            return _broken(found["events"], found["head"], seq, "edited_refund")
    return found


def receipt_hash(receipt: Any) -> str:
    """SHA-256 hex of a receipt's RFC 8785 form, as the event `order_placed` carries it."""
    return hashlib.sha256(rfc8785.dumps(receipt)).hexdigest()


def _broken(events: int, head: str, at: int | None, reason: str) -> dict[str, Any]:
    return {"ok": False, "events": events, "head": head, "broken_at": at, "reason": reason}


def _of_threads(connection: Connection, thread_ids: Sequence[str | None]) -> list[Row[Any]]:
    query = select(audit_events).where(audit_events.c.thread_id.in_(thread_ids)).order_by(audit_events.c.seq)
    return list(connection.execute(query))


def _event(row: Row[Any]) -> dict[str, Any]:
    return {**row._mapping, "body": json.loads(row.body)}
