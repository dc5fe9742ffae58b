"""The turn, one node after the other. `graph.app` compiles it for the server, `truecart chat` for a terminal.

START → begin_turn → screen_input → parse_intent ─┬ cart    → update_cart → check_cart ─────────────────────────┐
                                                  │             └→ and the message's one other request: below   │
                                                  ├ browse  → retrieve → verify_attributes → rank ──────────────┤
                                                  ├ buy     → quote → check_quote → request_approval ⟂          │
                                                  │             → record_approval → [request_review ⟂           │
                                                  │             → record_review] → pay ─────────────────────────┤
                                                  ├ return  → quote_refund → request_approval ⟂ … → refund ─────┤
                                                  ├ service → run_skill ────────────────────────────────────────┤
                                                  └ else ───────────────────────────────────────────────────────┤
                                                                        END ← screen_output ← reply ←───────────┘

A message of several requests takes the cart's road first, once for all that it says of the cart, and then the road of
the one other request that goes with it, if the cart took its part: "add the second one and check out".
An answer that does not count leaves its question standing, and a reviewer's edit leads back to check_quote: each such
step waits for a person.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Literal

from langchain_core.runnables import RunnableConfig
from langgraph.graph import END, START, StateGraph

from agents.aftersale import speaks_of_order
from agents.intent import CART, words_of
from graph import after_sale, browse, buy, cart, closing, opening
from graph.services import Services
from graph.state import InputState, OutputState, ShopState
from graph.trail import recorded
from guards.violations import blocking

BROWSE = {"search", "refine"}
SERVICE = {"track", "watch_price", "try_on", "human", "ask", "compare"}

NODES: dict[str, Callable[..., dict[str, Any]]] = {
    "begin_turn": opening.begin_turn,
    "screen_input": opening.screen_input,
    "parse_intent": opening.parse_intent,
    "retrieve": browse.retrieve,
    "verify_attributes": browse.verify_attributes,
    "rank": browse.rank,
    "update_cart": cart.update_cart,
    "check_cart": cart.check_cart,
    "quote": buy.quote,
    "check_quote": buy.check_quote,
    "request_approval": buy.request_approval,
    "record_approval": buy.record_approval,
    "request_review": buy.request_review,
    "record_review": buy.record_review,
    "pay": buy.pay,
    "quote_refund": after_sale.quote_refund,
    "refund": after_sale.refund,
    "run_skill": closing.run_skill,
    "reply": closing.reply,
    "screen_output": closing.screen_output,
}


def build_graph(services: Callable[[], Services]) -> StateGraph[ShopState, None, InputState, OutputState]:
    """The graph, not yet compiled. `services` is asked at each node, so that nothing is opened at import."""
    graph = StateGraph(ShopState, input_schema=InputState, output_schema=OutputState)
    for name, node in NODES.items():
        graph.add_node(name, recorded(name, functools.partial(_with_services, services, node)))  # type: ignore[call-overload]
    graph.add_edge(START, "begin_turn")
    graph.add_edge("begin_turn", "screen_input")
    graph.add_conditional_edges("screen_input", after_screening)
    graph.add_conditional_edges("parse_intent", by_intent)
    for here, there in (
        ("retrieve", "verify_attributes"),
        ("verify_attributes", "rank"),
        ("rank", "reply"),
        ("update_cart", "check_cart"),
        ("quote", "check_quote"),
        ("request_approval", "record_approval"),
        ("request_review", "record_review"),
        ("pay", "reply"),
        ("refund", "reply"),
        ("run_skill", "reply"),
        ("reply", "screen_output"),
        ("screen_output", END),
    ):
        graph.add_edge(here, there)
    graph.add_conditional_edges("check_cart", after_cart)
    graph.add_conditional_edges("check_quote", after_checking)
    graph.add_conditional_edges("quote_refund", after_checking)
    graph.add_conditional_edges("record_approval", after_consent)
    graph.add_conditional_edges("record_review", after_review)
    return graph


def after_screening(state: ShopState) -> Literal["reply", "record_approval", "parse_intent"]:
    if state.get("refused") or state.get("failed"):
        return "reply"
    return "record_approval" if state.get("presented") else "parse_intent"


def by_intent(state: ShopState) -> Literal["update_cart", "retrieve", "quote", "quote_refund", "run_skill", "reply"]:
    if state.get("failed"):
        return "reply"
    return "update_cart" if any(each["kind"] in CART for each in state["requests"]) else _other_road(state)


def after_cart(state: ShopState) -> Literal["retrieve", "quote", "run_skill", "reply"]:
    """On to what the message asked for beside its changes of the cart; not when these could not be made."""
    stopped = state.get("failed") or blocking(state["cart_violations"]) or state["intent"]["kind"] in CART
    road = "reply" if stopped else _other_road(state)
    assert road != "quote_refund", "a return is never a request behind another one"
    return road


def _other_road(state: ShopState) -> Literal["retrieve", "quote", "quote_refund", "run_skill", "reply"]:
    kind = state["intent"]["kind"]
    if kind in BROWSE:
        return "retrieve"
    if kind == "confirm" and state.get("superseded_refund"):
        return "quote_refund"
    if kind == "checkout" or (kind == "confirm" and state.get("superseded")):
        return "quote"  # a typed yes charges nothing: it is answered with a fresh quote to approve
    if kind == "return" or (kind == "cancel" and _cancels_order(state)):
        return "quote_refund"
    return "run_skill" if kind in SERVICE else "reply"


def _cancels_order(state: ShopState) -> bool:
    """Whether there is nothing else to cancel: "cancel the order" first of all stops the purchase under way."""
    buying = state.get("superseded") and not state.get("superseded_refund")
    return not buying and speaks_of_order(state["intent"], words_of(state["intent"], state["turn"]["text"]))


def after_checking(state: ShopState) -> Literal["reply", "request_approval"]:
    stopped = state.get("failed") or blocking(state["quote_violations"]) or not state.get("quote")
    return "reply" if stopped else "request_approval"


def after_consent(
    state: ShopState,
) -> Literal["reply", "check_quote", "request_approval", "request_review", "pay", "refund"]:
    """An answer that did not count leaves the question standing; one that came with a message is told in the reply."""
    status, approval = state["decision"].get("status"), state["approval"] or {}
    if state.get("failed"):
        return "reply"
    if status == "edited":
        return "check_quote"
    if status == "refused" and not state.get("presented") and approval.get("status") == "pending":
        return "request_approval"
    if status != "approved":
        return "reply"
    return "request_review" if "reviewer" in approval.get("waiting_for", []) else _settling(state)


def after_review(state: ShopState) -> Literal["reply", "check_quote", "request_review", "pay", "refund"]:
    status, approval = state["decision"].get("status"), state["approval"] or {}
    if state.get("failed"):
        return "reply"
    if status == "edited":
        return "check_quote"
    if status == "refused" and "reviewer" in approval.get("waiting_for", []):
        return "request_review"
    return _settling(state) if status == "approved" else "reply"


def _settling(state: ShopState) -> Literal["pay", "refund"]:
    made = state["quote"]
    return "refund" if made is not None and made["terms"]["kind"] == "refund" else "pay"


def _with_services(
    services: Callable[[], Services], node: Callable[..., dict[str, Any]], state: ShopState, config: RunnableConfig
) -> dict[str, Any]:
    return node(services(), state, config)
