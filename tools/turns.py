"""The log of threads and turns: a turn is recorded before any work is done on it, and a thread has one owner."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypedDict

from sqlalchemy import Connection, Engine, Table, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from tools.clock import Clock, stamp
from tools.database import reading, writing
from tools.errors import TruecartError
from tools.schema import threads, turns


class ThreadSummary(TypedDict):
    thread_id: str
    created_at: str
    title: str  # the first thing said in it


class TurnLog:
    """The one writer of `threads` and `turns`. Texts are stored as handed over: redacted by the caller."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self.engine = engine
        self.clock = clock

    def begin(self, turn_id: str, thread_id: str, shopper: str, catalog: str, text: str) -> None:
        """Record a turn at its start, and with the first one its thread's owner.

        A turn that runs a second time keeps its first record. Raises TruecartError `forbidden` when the thread
        belongs to somebody else.
        """
        now = stamp(self.clock())
        thread = {"thread_id": thread_id, "shopper": shopper, "catalog": catalog, "created_at": now}
        turn = {"turn_id": turn_id, "thread_id": thread_id, "shopper": shopper, "text": text, "started_at": now}
        with writing(self.engine) as connection:
            _insert_first(connection, threads, thread)
            if _owner(connection, thread_id) != shopper:
                raise TruecartError("forbidden", "This thread belongs to somebody else.")
            _insert_first(connection, turns, turn)

    @contextmanager
    def closing(self, turn_id: str, outcome: str) -> Iterator[Connection]:
        """Close a turn with its outcome: allow, block or error. What the block writes goes with it, all or nothing.

        Raises TruecartError `not_found`.
        """
        with writing(self.engine) as connection:
            yield connection
            changed = connection.execute(
                update(turns).where(turns.c.turn_id == turn_id).values(finished_at=stamp(self.clock()), outcome=outcome)
            )
            if changed.rowcount == 0:
                raise TruecartError("not_found", "There is no such turn.")

    def owner(self, thread_id: str) -> str | None:
        """The shopper whose thread it is; None for a thread that nobody has spoken in."""
        with reading(self.engine) as connection:
            return _owner(connection, thread_id)

    def threads(self, shopper: str) -> list[ThreadSummary]:
        """The shopper's threads, newest first, each titled by its first turn."""
        first = (
            select(turns.c.thread_id, func.min(turns.c.started_at).label("at")).group_by(turns.c.thread_id).subquery()
        )
        query = (
            select(threads.c.thread_id, threads.c.created_at, func.min(turns.c.text).label("title"))
            .outerjoin(first, first.c.thread_id == threads.c.thread_id)
            .outerjoin(turns, (turns.c.thread_id == first.c.thread_id) & (turns.c.started_at == first.c.at))
            .where(threads.c.shopper == shopper)
            .group_by(threads.c.thread_id, threads.c.created_at)
            .order_by(threads.c.created_at.desc(), threads.c.thread_id)
        )
        with reading(self.engine) as connection:
            return [
                {"thread_id": row.thread_id, "created_at": row.created_at, "title": row.title or ""}
                for row in connection.execute(query)
            ]


def _insert_first(connection: Connection, table: Table, row: dict[str, str]) -> None:
    """Insert, or leave the row that is already there."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    connection.execute(dialect.insert(table).values(row).on_conflict_do_nothing())


def _owner(connection: Connection, thread_id: str) -> str | None:
    row = connection.execute(select(threads.c.shopper).where(threads.c.thread_id == thread_id)).first()
    return str(row.shopper) if row else None
