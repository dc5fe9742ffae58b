"""Conversations with the compiled graph in this process, as `truecart chat` has them, and everything done to them."""

from __future__ import annotations

import asyncio
import copy
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from langgraph.checkpoint.memory import MemorySaver
from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.types import Command

from evals.proof.shop import cart
from graph.build import build_graph
from graph.services import Services


@dataclass(frozen=True)
class Pending:
    """An open interrupt: its id, and what it shows."""

    id: str
    shown: dict[str, Any]

    def answer(self, decision: str) -> dict[str, Any]:
        """An answer that names what was shown."""
        return {"id": self.shown["approval"]["id"], "digest": self.shown["quote"]["digest"], "decision": decision}


@dataclass(frozen=True)
class Talk:
    """One thread of one shopper. What a call came to is told as `order ORD-…`, `waits`, or the refusal's codes."""

    graph: Any
    saver: Any
    shopper: str
    thread_id: str

    def config(self, who: str | None = None, role: str = "shopper", **more: Any) -> Any:
        user = {"identity": who or self.shopper, "role": role}
        return {"configurable": {"thread_id": self.thread_id, "langgraph_auth_user": user, **more}}

    def ask(self, *wanted: tuple[str, int]) -> Pending:
        """Fill the cart and go to the till; what is then shown."""
        self.graph.update_state(self.config(), {"cart": cart(*wanted)}, as_node="screen_output")
        self.say("checkout")
        pending = self.pending()
        assert pending is not None, self.state().get("violations")
        return pending

    def say(self, text: str) -> str:
        spoken = {"messages": [{"role": "user", "content": text}], "approval": None, "image": None}
        self.graph.invoke(spoken, self.config(), durability="exit")
        return self.told()

    def resume(self, answer: Any, who: str | None = None, role: str = "shopper", **more: Any) -> str:
        """`more` may pin a `checkpoint_id`."""
        config = self.config(who, role, **more)
        return self.outcome(self.graph.invoke(Command(resume=answer), config, durability="sync"))

    def replay(self, checkpoint: str) -> str:
        return self.outcome(self.graph.invoke(None, self.config(checkpoint_id=checkpoint), durability="sync"))

    def checkpoint(self) -> str:
        return str(self.graph.get_state(self.config()).config["configurable"]["checkpoint_id"])

    def checkpoints(self) -> list[str]:
        """Newest first."""
        return [each.config["configurable"]["checkpoint_id"] for each in self.graph.get_state_history(self.config())]

    def state(self) -> dict[str, Any]:
        return dict(self.graph.get_state(self.config()).values)

    def pending(self) -> Pending | None:
        open_ones = self.graph.get_state(self.config()).interrupts
        return Pending(open_ones[0].id, open_ones[0].value) if open_ones else None

    def told(self) -> str:
        return self.outcome(self.state())

    def outcome(self, state: dict[str, Any] | None) -> str:
        """In the words of `Talk`: of what a run has answered, which need not be the thread's newest state."""
        state = state or {}
        if order := state.get("order"):
            return f"order {order['order_id']}"
        if "__interrupt__" in state:
            shown = state["__interrupt__"][0].value
            refused = "+".join(each["code"] for each in shown.get("violations") or [])
            return f"waits for the {shown['role']}" + (f" after {refused}" if refused else "")
        found = [each["code"] for each in state.get("violations") or [] if each["severity"] == "error"]
        return "+".join(found) or f"no order, the shopper's approval is {(state.get('approval') or {}).get('status')}"

    def copied(self, thread_id: str) -> Talk:
        """The conversation with its pending purchase under another thread, as a copy of the thread would be."""
        if isinstance(self.saver, MemorySaver):
            self.saver.storage[thread_id] = copy.deepcopy(self.saver.storage[self.thread_id])
            for saved in (self.saver.writes, self.saver.blobs):
                for key in [key for key in saved if key[0] == self.thread_id]:
                    saved[(thread_id, *key[1:])] = copy.deepcopy(saved[key])  # type: ignore[index]
        else:
            for table in ("checkpoints", "writes"):
                names = [
                    row[1] for row in self.saver.conn.execute(f"PRAGMA table_info({table})") if row[1] != "thread_id"
                ]
                columns = ", ".join(names)
                self.saver.conn.execute(
                    f"INSERT INTO {table} (thread_id, {columns}) SELECT ?, {columns} FROM {table} WHERE thread_id=?",
                    (thread_id, self.thread_id),
                )
        return Talk(self.graph, self.saver, self.shopper, thread_id)

    def cancel(self, answer: Any, claimed: Callable[[], bool]) -> None:
        """Resume, and cancel the run as soon as its payment is claimed."""
        asyncio.run(self._cancel(answer, claimed))

    async def _cancel(self, answer: Any, claimed: Callable[[], bool]) -> None:
        async with _Asynchronous(self.graph, self.saver) as graph:
            run = asyncio.create_task(graph.ainvoke(Command(resume=answer), self.config(), durability="sync"))
            while not claimed() and not run.done():
                await asyncio.sleep(0.005)
            run.cancel()
            await asyncio.gather(run, return_exceptions=True)


class _Asynchronous:
    """The same graph for asyncio: the memory saver serves both, SQLite's has a class of its own for it."""

    def __init__(self, graph: Any, saver: Any) -> None:
        self.graph, self.saver = graph, saver
        self.other: Any = None

    async def __aenter__(self) -> Any:
        if isinstance(self.saver, MemorySaver):
            return self.graph
        from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

        path = self.saver.conn.execute("PRAGMA database_list").fetchone()[2]
        self.other = AsyncSqliteSaver.from_conn_string(path)
        return self.graph.copy({"checkpointer": await self.other.__aenter__()})

    async def __aexit__(self, *_problem: Any) -> None:
        if self.other is not None:
            await self.other.__aexit__(None, None, None)


@contextmanager
def talks(services: Services, saver: str, folder: Path) -> Iterator[Callable[[str], Talk]]:
    """`talk(shopper)` opens a conversation; `saver` is "memory" or "SQLite"."""
    with closing(sqlite3.connect(folder / "chat.db", check_same_thread=False, timeout=10)) as connection:
        kept: Any = MemorySaver() if saver == "memory" else SqliteSaver(connection)
        if saver != "memory":
            kept.setup()
        graph = build_graph(lambda: services).compile(checkpointer=kept)
        yield lambda shopper: Talk(graph, kept, shopper, f"thread-{shopper}")
