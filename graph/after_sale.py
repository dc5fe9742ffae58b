"""After the sale: what goes back is quoted, asked about and given back, by the stations that purchases take too."""

from __future__ import annotations

from typing import Any

from langchain_core.runnables import RunnableConfig

from agents.aftersale import Units, Wanted, wanted
from agents.intent import words_of
from graph.buy import view
from graph.identity import actor
from graph.services import Services
from graph.state import ShopState


def quote_refund(services: Services, state: ShopState, config: RunnableConfig) -> dict[str, Any]:
    """What a cancellation or a return would give back, with a digest and an expiry; or the question what is meant."""
    who = actor(config)
    orders, days = services.checkout.orders_of(who.name), services.settings.return_days
    said = words_of(state["intent"], state["turn"]["text"])
    wish: Wanted | None
    if state["intent"]["kind"] == "confirm" and (aside := state.get("superseded_refund")):
        wish, problem = _again(services, aside), None
    else:
        wish, problem = wanted(state["intent"], said, orders, return_days=days)
    if wish is None:
        return {"quote_violations": [problem]}
    made, found = services.checkout.refund_quote(
        order_id=wish["order_id"],
        shopper=who.name,
        thread_id=who.thread_id,
        turn_id=state["turn"]["turn_id"],
        why=wish["why"],
        lines=wish["lines"],
    )
    return {"quote": made, "quote_violations": found, "approval": view(services, made) if made else None}


def _again(services: Services, refund_id: str) -> Wanted:
    """What was just put aside: a typed yes gives nothing back, it is answered with a fresh question."""
    terms = services.checkout.asked(refund_id)["terms"]
    assert terms["kind"] == "refund"
    lines: list[Units] = [{"variant_id": each["variant_id"], "quantity": each["quantity"]} for each in terms["lines"]]
    return {"why": terms["why"], "order_id": terms["order_id"], "lines": lines}


def refund(services: Services, state: ShopState, config: RunnableConfig) -> dict[str, Any]:
    """Give back what was agreed to, once. Called again it answers with the same refund."""
    made = state["quote"]
    assert made is not None
    outcome = services.checkout.refund(made["quote_id"], turn_id=state["turn"]["turn_id"], actor=actor(config).name)
    return {
        "refund": outcome["refund"],
        "payment_violations": outcome["violations"],
        "approval": view(services, made),
    }
