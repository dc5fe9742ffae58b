"""The two clean-ups of the checkpoint store."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import aiosqlite
import pytest
from langgraph.checkpoint.base import empty_checkpoint

from web.checkpointer import ShopSaver


async def fill(saver: ShopSaver) -> list[str]:
    ids = []
    config: Any = {"configurable": {"thread_id": "t", "checkpoint_ns": ""}}
    for run in ("one", "two", "three"):
        config = await saver.aput(config, empty_checkpoint(), {"run_id": run, "step": 0}, {})  # type: ignore[typeddict-unknown-key]
        await saver.aput_writes(config, [("reply", run)], f"task-{run}")
        ids.append(config["configurable"]["checkpoint_id"])
    return ids


async def left(saver: ShopSaver) -> list[str]:
    found = saver.alist({"configurable": {"thread_id": "t"}})
    return sorted([each.config["configurable"]["checkpoint_id"] async for each in found])


@pytest.mark.parametrize(
    ("clean", "kept"),
    [("runs", [0, 2]), ("keep_latest", [2]), ("delete_all", [])],
)
async def test_only_what_is_named_goes(tmp_path: Path, clean: str, kept: list[int]) -> None:
    async with aiosqlite.connect(tmp_path / "c.db") as connection:
        saver = ShopSaver(connection)
        ids = await fill(saver)
        if clean == "runs":
            await saver.adelete_for_runs(["two"])
        else:
            await saver.aprune(["t"], strategy=clean)
        assert await left(saver) == [ids[each] for each in kept]
        async with connection.execute("SELECT DISTINCT checkpoint_id FROM writes ORDER BY checkpoint_id") as rows:
            assert [row[0] for row in await rows.fetchall()] == [ids[each] for each in kept]
