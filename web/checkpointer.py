"""Checkpoints in SQLite under the home folder: an interrupted purchase survives kill -9."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager

import aiosqlite
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

from tools.settings import current

TABLES = ("checkpoints", "writes")


class ShopSaver(AsyncSqliteSaver):
    """The library's saver with the two clean-ups that the server asks of one and that it lacks."""

    async def adelete_for_runs(self, run_ids: Iterable[str]) -> None:
        """Remove the checkpoints that these runs wrote, and their pending writes."""
        await self.setup()
        async with self.lock:
            for run_id in run_ids:
                chosen = (
                    "SELECT checkpoint_id FROM checkpoints WHERE json_extract(CAST(metadata AS TEXT), '$.run_id') = ?"
                )
                for table in reversed(TABLES):
                    await self.conn.execute(f"DELETE FROM {table} WHERE checkpoint_id IN ({chosen})", (str(run_id),))
            await self.conn.commit()

    async def aprune(self, thread_ids: Sequence[str], *, strategy: str = "keep_latest") -> None:
        """Remove all ("delete_all") or all but the newest checkpoint ("keep_latest") of these threads."""
        await self.setup()
        async with self.lock:
            for thread_id in map(str, thread_ids):
                newest = "SELECT max(checkpoint_id) FROM checkpoints WHERE thread_id = ? GROUP BY checkpoint_ns"
                kept = f" AND checkpoint_id NOT IN ({newest})" if strategy == "keep_latest" else ""
                given = (thread_id, thread_id) if kept else (thread_id,)
                for table in reversed(TABLES):
                    await self.conn.execute(f"DELETE FROM {table} WHERE thread_id = ?{kept}", given)
            await self.conn.commit()


@asynccontextmanager
async def checkpointer() -> AsyncIterator[ShopSaver]:
    home = current().home
    async with aiosqlite.connect(home / "checkpoints.db") as connection:
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=10000"):
            await connection.execute(f"PRAGMA {pragma}")
        yield ShopSaver(connection)
