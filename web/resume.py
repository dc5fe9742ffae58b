"""The server's own runs: it lets a thread go on after the console's decision, and brings threads back after a crash.

The in-process client bypasses authentication. It carries no decision: the graph reads those from the database, and a
run without an identity can decide nothing.
"""

from __future__ import annotations

import logging
from typing import Any

import anyio.to_thread
from langgraph_sdk import get_client
from langgraph_sdk.client import LangGraphClient

from graph.services import services
from tools.checkout.types import Approval, Order

ASSISTANT = "shop"
log = logging.getLogger("truecart.resume")


async def continue_thread(decided: Approval) -> Order | None:
    """Resume the thread that waits for this approval; answers the order when the purchase is complete.

    A thread that waits for something else, or is gone, is left alone: the decision stands in the database and
    counts when the shopper goes on.
    """
    client = get_client()
    try:
        waiting = await _interrupt_of(client, decided)
        if waiting:
            await client.runs.wait(
                decided["thread_id"],
                ASSISTANT,
                command={"resume": {waiting: {"id": decided["id"], "digest": decided["digest"]}}},
                durability="sync",
            )
    except Exception:
        log.exception("thread %s could not be continued; it goes on with the shopper's next step", decided["thread_id"])
    return await anyio.to_thread.run_sync(_order_of, decided["quote_id"])


async def restore_threads() -> int:
    """Bring back the thread rows that a kill -9 lost, so that their interrupts can be answered. Answers how many."""
    client = get_client()
    pending = await anyio.to_thread.run_sync(services().checkout.threads_waiting)
    for thread_id, shopper in pending:
        await client.threads.create(
            thread_id=thread_id, if_exists="do_nothing", metadata={"owner": shopper, "graph_id": ASSISTANT}
        )
    return len(pending)


async def _interrupt_of(client: LangGraphClient, decided: Approval) -> str | None:
    state: Any = await client.threads.get_state(decided["thread_id"])
    for task in state["tasks"]:
        for pending in task["interrupts"]:
            waiting = pending["value"].get("approval", {})
            if waiting.get("id") == decided["id"] or (
                decided["status"] == "superseded" and waiting.get("quote_id") == decided["quote_id"]
            ):
                return str(pending["id"])
    return None


def _order_of(quote_id: str) -> Order | None:
    return services().checkout.order_of_quote(quote_id)
