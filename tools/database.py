"""One engine for a process: SQLite in WAL mode by default, PostgreSQL by URL. The schema is brought up to date here."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from tools.errors import TruecartError

MIGRATIONS = Path(__file__).parent / "migrations"


def open_database(url: str) -> Engine:
    """An engine whose schema is current.

    SQLite: WAL, foreign keys, 10 s busy time-out, and every writing transaction takes the write lock at its start
    (`writing`), so that a read inside it cannot go stale. PostgreSQL: read committed; rows are locked by
    `SELECT … FOR UPDATE` where it matters.

    Raises TruecartError `schema_mismatch` when the database is newer than this code.
    """
    parsed = make_url(url)
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() == "sqlite":
        if parsed.database and parsed.database != ":memory:":
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(parsed, connect_args={"timeout": 10, "check_same_thread": False})
        event.listen(engine, "connect", _sqlite_pragmas)
        event.listen(engine, "begin", _sqlite_begin)
    else:
        engine = create_engine(parsed, pool_pre_ping=True, pool_size=10)
    _migrate(engine)
    return engine


@contextmanager
def writing(engine: Engine, *, durable: bool = False) -> Iterator[Connection]:
    """A transaction that will write. Commits at the end, rolls back on any exception.

    `durable`: the commit also outlives a power cut (SQLite flushes its log); money facts need that.
    """
    options = {"truecart_write": True, "truecart_durable": durable}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that only reads: never waits for a writer."""
    with engine.connect() as connection, connection.begin():
        yield connection


def _sqlite_pragmas(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # pysqlite must not open transactions behind our back
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")


def _sqlite_begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("truecart_write"):
        level = "FULL" if options.get("truecart_durable") else "NORMAL"
        connection.exec_driver_sql(f"PRAGMA synchronous={level}")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.exec_driver_sql("BEGIN")


def _migrate(engine: Engine) -> None:
    head = _head_revision()
    with engine.connect() as connection:
        if _revision(connection) == head:  # the usual start: no Alembic import, 0.3 s saved
            return
    from alembic import command
    from alembic.config import Config
    from alembic.util.exc import CommandError

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    try:
        with writing(engine) as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except CommandError as problem:
        raise TruecartError("schema_mismatch", f"The database is not one this version knows: {problem}") from problem
    except OperationalError:
        with engine.connect() as connection:  # another process may have been first
            if _revision(connection) != head:
                raise


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first()
    return str(row[0]) if row else None


@functools.cache
def _head_revision() -> str:
    """Revision files are named NNNN_what.py and carry NNNN as their id, so the newest name is the head."""
    return max(path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
