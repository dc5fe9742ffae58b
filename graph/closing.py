"""The last stations: the skills beside the sale, the reply, and the check of what goes out."""

from __future__ import annotations

from typing import Any

from langchain_core.messages import AIMessage, RemoveMessage
from langchain_core.runnables import RunnableConfig

from agents import reply as wording
from agents.service import run as run_service
from graph.services import Services
from graph.state import ShopState
from graph.trail import flush
from guards.validators import output_guard
from guards.violations import Violation
from tools.money import exponent

MESSAGES_KEPT = 60
# what the nodes handed on to each other within the turn, and what the next turn would only read past
SCAFFOLD: dict[str, Any] = {"candidates": [], "evidence": {}, "ranked": [], "trail": []}
PARTS = ("refused", "failed", "search_violations", "cart_violations", "quote_violations", "payment_violations")


def run_skill(services: Services, state: ShopState, _config: RunnableConfig) -> dict[str, Any]:
    """Order status, delivery, price history, questions about a product, a comparison."""
    result = run_service(
        state["intent"],
        shopper=state["turn"]["shopper"],
        checkout=services.checkout,
        catalog=services.catalog,
        shown=state.get("shown") or [],
        focus=state.get("focus"),
    )
    return {"skill": result}


def reply(services: Services, state: ShopState, _config: RunnableConfig) -> dict[str, Any]:
    """Words for what happened. They are made from the state and carry no fact that is not in it."""
    violations: list[Violation] = [each for part in PARTS for each in state.get(part) or []]  # type: ignore[attr-defined]
    violations += (state.get("skill") or {}).get("violations", [])
    intent = state.get("intent")
    refused = bool(state.get("refused"))
    text = wording.compose(_facts(services, state, violations))
    return {
        "reply": text,
        "violations": violations,
        "last_kind": intent["kind"] if intent and not refused else state.get("last_kind") or "",
    }


def screen_output(services: Services, state: ShopState, config: RunnableConfig) -> dict[str, Any]:
    """No amount that is not ours, no garbled text; then the turn is closed and its trail written."""
    last_resort = wording.safe(_facts(services, state, []).language)
    text = state["reply"] or last_resort
    found = output_guard(text, wording.amounts_of(dict(state)), places=exponent(services.catalog.currency()))
    written: dict[str, Any] = {}
    if found:
        text = last_resort
        written = {"reply": text, "degraded": [*state["degraded"], *[f"reply: {each['code']}" for each in found]]}
    turn = state["turn"]
    outcome = "block" if state.get("refused") else "error" if state.get("failed") else "allow"
    with services.turns.closing(turn["turn_id"], outcome) as transaction:
        flush(services, state, config, {"event": "screen_output", "outcome": outcome}, transaction=transaction)
    answer = AIMessage(content=text, id=f"{turn['turn_id']}-reply")
    return {**written, **SCAFFOLD, "messages": [answer, *_outlived(state)]}


def _facts(services: Services, state: ShopState, violations: list[Violation]) -> wording.Facts:
    earlier = [str(each.content) for each in (state.get("messages") or [])[:-1] if each.type == "human"]
    return wording.facts(dict(state), violations, services.catalog.currency(), earlier)


def _outlived(state: ShopState) -> list[RemoveMessage]:
    """The oldest messages of a long conversation: each turn reads and writes the whole state. `turns` keeps them."""
    messages = state.get("messages") or []
    return [RemoveMessage(id=str(each.id)) for each in messages[: max(0, len(messages) + 1 - MESSAGES_KEPT)]]
