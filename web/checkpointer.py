"""Checkpoints in SQLite under the home folder: an interrupted purchase survives kill -9."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiosqlite
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

from tools.settings import current


@asynccontextmanager
async def checkpointer() -> AsyncIterator[AsyncSqliteSaver]:
    home = current().home
    async with aiosqlite.connect(home / "checkpoints.db") as connection:
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=10000"):
            await connection.execute(f"PRAGMA {pragma}")
        yield AsyncSqliteSaver(connection)
