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
from tools.clock import moment
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
    """Words for what happened. They are made from the state and carry no fact that is not in it.

    Where a language model is at hand and calm, and time is left of what a turn may wait for it, its wording begins the
    answer about goods; `degraded` tells when that was asked for and came too late or broken.
    """
    violations: list[Violation] = [each for part in PARTS for each in state.get(part) or []]  # type: ignore[attr-defined]
    violations += (state.get("skill") or {}).get("violations", [])
    intent = state.get("intent")
    refused = bool(state.get("refused"))
    known = _facts(services, state, violations)
    draft = _draft(services, state, known)
    degraded = [*(state.get("degraded") or []), *([draft.degraded] if draft.degraded else [])]
    text = wording.compose(known, draft.text)
    if draft.text and _unfit(services, state, text):
        text = wording.compose(known)
    return {
        "reply": text,
        "degraded": degraded,
        "violations": violations,
        "last_kind": intent["kind"] if intent and not refused else state.get("last_kind") or "",
    }


def screen_output(services: Services, state: ShopState, config: RunnableConfig) -> dict[str, Any]:
    """No amount that is not ours, no garbled text; then the turn is closed and its trail written."""
    last_resort = wording.safe(_facts(services, state, []).language)
    text = state["reply"] or last_resort
    found = _unfit(services, state, text)
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


def _unfit(services: Services, state: ShopState, text: str) -> list[Violation]:
    return output_guard(text, wording.amounts_of(dict(state)), places=exponent(services.catalog.currency()))


def _draft(services: Services, state: ShopState, known: wording.Facts) -> wording.Draft:
    """The model's beginning of the reply, if there is one to use. It shares the turn's wait with the reading of it."""
    if not services.settings.llm_replies or services.model is None or state.get("degraded"):
        return wording.Draft()
    if not wording.wanted(known) or services.model.level() != "full":
        return wording.Draft()
    turn, now = state["turn"], services.clock()
    shared = services.settings.llm_seconds - (now - moment(turn["started_at"])).total_seconds()
    left = min(shared, (moment(turn["deadline"]) - now).total_seconds() - 0.3)
    if left < wording.LEAST_S:
        return wording.Draft()
    try:
        goods = _goods(services, known)
    except KeyError:  # taken from the catalogue since it was found: the template speaks of what was found
        return wording.Draft()
    vocabulary = services.catalog.vocabulary()
    shelf = wording.shelf_of(known, goods, vocabulary, wording.names_of(services.catalog, vocabulary))
    return wording.drafted(services.model, known, shelf, left)


def _goods(services: Services, known: wording.Facts) -> list[wording.Good]:
    """What a draft may say of each product; prices are those of the state, which the reply's guard knows."""
    named = wording.named(known)
    products = services.catalog.products([each["product_id"] for each in named])
    variants = services.catalog.variants([each["variant_id"] for each in named])
    return [
        wording.good(
            products[each["product_id"]],
            variants[each["variant_id"]],
            known.money(each["price"]["minor"], each["price"]["currency"]),
            each.get("evidence"),
        )
        for each in named
    ]


def _facts(services: Services, state: ShopState, violations: list[Violation]) -> wording.Facts:
    earlier = [str(each.content) for each in (state.get("messages") or [])[:-1] if each.type == "human"]
    return wording.facts(dict(state), violations, services.catalog.currency(), earlier)


def _outlived(state: ShopState) -> list[RemoveMessage]:
    """The oldest messages of a long conversation: each turn reads and writes the whole state. `turns` keeps them."""
    messages = state.get("messages") or []
    return [RemoveMessage(id=str(each.id)) for each in messages[: max(0, len(messages) + 1 - MESSAGES_KEPT)]]
