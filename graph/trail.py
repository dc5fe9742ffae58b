"""The turn's trail: what each node did, gathered in the state and written to the audit chain in one go.

Money facts are not written here: they go with the order rows, in the same transaction (tools.checkout).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.errors import GraphBubbleUp

from graph.identity import actor
from graph.services import Services
from graph.state import ShopState
from guards.violations import violation
from tools.errors import TruecartError

Node = Callable[[ShopState, RunnableConfig], dict[str, Any]]
ALWAYS = frozenset({"begin_turn", "reply", "screen_output"})  # these run even after another node failed
log = logging.getLogger("truecart.turn")


def recorded(name: str, node: Node) -> Node:
    """The node, with its event on the trail, and with a failure turned into a violation that the reply tells.

    An interrupt is no failure and passes through; so does a cancellation.
    """

    def run(state: ShopState, config: RunnableConfig) -> dict[str, Any]:
        if state.get("failed") and name not in ALWAYS:
            return {}
        started = time.perf_counter()
        try:
            written = node(state, config)
        except GraphBubbleUp:
            raise
        except TruecartError as problem:
            if name == "begin_turn":  # a turn that was never opened has nothing to say
                raise
            written = {"failed": [violation(problem.code, name, problem.message, **problem.details)]}
        except Exception:
            if name == "begin_turn":
                raise
            log.exception("node %s failed", name)
            # where money may have moved, "nothing was charged" would be a guess: the sweeper settles it
            written = {"failed": [violation("payment_unknown" if name == "pay" else "internal", name)]}
        event = {"event": name, "ms": round((time.perf_counter() - started) * 1000, 1), **_facts(written)}
        before = [] if name == "begin_turn" else state.get("trail") or []
        return {"trail": [*before, event], **written}

    run.__name__ = name
    return run


def flush(
    services: Services, state: ShopState, config: RunnableConfig, *last: dict[str, Any], transaction: Any = None
) -> None:
    """Append the trail, and `last`, to the hash chain; within a transaction of `tools.turns` when there is one."""
    turn = state.get("turn")
    who = actor(config)
    events = [*(state.get("trail") or []), *last]
    services.audit.append_many(
        [
            {
                "thread_id": who.thread_id,
                "turn_id": turn["turn_id"] if turn else "",
                "actor": who.name,
                "event": event["event"],
                "body": {key: value for key, value in event.items() if key != "event"},
            }
            for event in events
        ],
        transaction,
    )


def _facts(written: dict[str, Any]) -> dict[str, Any]:
    """Ids, counts and codes of what a node wrote: no prose, no personal data."""
    facts: dict[str, Any] = {}
    if intent := written.get("intent"):
        facts["kind"] = intent["kind"]
        facts["source"] = intent["source"]
    if len(requests := written.get("requests") or []) > 1:
        facts["requests"] = [each["kind"] for each in requests]
    for key in ("candidates", "ranked", "contradicted"):
        if written.get(key):
            facts[key] = [each.get("variant_id") for each in written[key]][:20]
    if quote := written.get("quote"):
        facts["digest"] = quote["digest"]
    if order := written.get("order"):
        facts["order_id"] = order["order_id"]
    codes = [v["code"] for key, found in written.items() if _is_violations(key, found) for v in found]
    if codes:
        facts["codes"] = codes
    return facts


def _is_violations(key: str, found: Any) -> bool:
    return isinstance(found, list) and (key.endswith("violations") or key in {"failed", "refused"})
