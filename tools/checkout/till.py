"""What every step of a purchase works with, and the one kind of transaction in which money facts are written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine

from tools.audit import AuditLog
from tools.checkout.addresses import AddressBook
from tools.checkout.gateways.port import Gateway
from tools.clock import Clock, stamp
from tools.database import reading, writing
from tools.settings import Settings


@dataclass(frozen=True)
class Till:
    engine: Engine
    settings: Settings
    audit: AuditLog
    clock: Clock
    gateway: Gateway
    addresses: AddressBook

    def now(self) -> str:
        return stamp(self.clock())

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A durable writing transaction, one at a time.

        Every money fact ends in the audit chain, whose head is one row. Taking that row first makes these
        transactions serial on SQLite and PostgreSQL alike: what one has read cannot go stale before it commits, and
        two of them cannot deadlock. Rows that others write too (variants) are locked by those who read them here.
        """
        with writing(self.engine, durable=True) as connection:
            self.audit.lock(connection)
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with reading(self.engine) as connection:
            yield connection

    def note(
        self, connection: Connection, event: str, *, thread_id: str, turn_id: str, actor: str, **body: Any
    ) -> None:
        """Chain an event in the caller's transaction: if it cannot be written, nothing of the transaction is."""
        self.audit.append(connection, thread_id=thread_id, turn_id=turn_id, actor=actor, event=event, body=body)
