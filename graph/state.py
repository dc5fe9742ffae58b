"""What a turn takes, keeps and answers. Everything here is JSON; pictures travel as content hashes.

Each key has one writer, named beside it. Keys of the turn are cleared by `begin_turn`, because LangGraph keeps
every key from turn to turn; keys of the thread (cart, shown, constraints, focus) live on.
"""

from __future__ import annotations

from typing import Annotated, Any, NotRequired, TypedDict

from langchain_core.messages import AnyMessage
from langgraph.graph.message import add_messages

from agents.arrival import Arrival
from agents.cart import Asked
from agents.picture import PictureReading
from guards.violations import Violation
from tools.checkout.types import Cart, Quote, RefundQuote
from tools.llm.contract import Constraint, Intent, ShownProduct
from tools.vision.types import Evidence


class InputState(TypedDict, total=False):
    messages: Annotated[list[AnyMessage], add_messages]
    image: dict[str, str] | None  # {"content_hash"} or {"data_url"}
    approval: dict[str, Any] | None  # {"id", "digest", "decision"}: what the shopper's screen showed and was answered


class Turn(TypedDict):
    turn_id: str
    text: str
    started_at: str
    deadline: str
    shopper: str
    thread_id: str


class Ranked(TypedDict):
    product_id: str
    variant_id: str
    score: float
    why: list[str]
    arrival: NotRequired[Arrival]  # beside the day that the shopper named


class ShopState(InputState, total=False):
    # the thread's
    constraints: list[Constraint]  # retrieve: the running wish
    query: str  # retrieve
    sort: str  # retrieve: the order that the running wish asked for
    comparing: list[Constraint]  # parse_intent: "darker than which one?", answered in the next turn or forgotten
    shown: list[ShownProduct]  # rank: what is on the screen, for "the second one"
    shown_for: list[Constraint]  # rank: the wish that it was found for; `constraints` may be a newer one
    cart: Cart  # check_cart, and emptied by pay
    asked: Asked | None  # check_cart: "which size?", answered in the next turn or, by parse_intent, forgotten
    focus: str | None  # check_cart: the variant that "it" and "two of them" mean
    paying: str | None  # pay: the quote whose charge was left open; begin_turn looks what became of it
    last_kind: str  # reply
    # the turn's
    turn: Turn  # begin_turn
    presented: dict[str, Any] | None  # begin_turn: the approval that came with this message
    superseded: str | None  # begin_turn: the approval that this message put aside
    superseded_refund: str | None  # begin_turn: the refund that it was of, if it was of one
    trail: list[dict[str, Any]]  # every node, through graph.trail: what is yet to be written to the audit chain
    failed: list[Violation]  # graph.trail: a node that broke
    refused: list[Violation]  # screen_input
    requests: list[Intent]  # parse_intent: what this turn carries out of the message, changes of the cart first
    intent: Intent  # parse_intent: the last of them, which says where the turn ends
    picture: PictureReading | None  # parse_intent: what was seen in the shopper's picture, and how sure
    candidates: list[dict[str, Any]]  # retrieve
    relaxed: list[str]  # retrieve: constraints that nothing satisfied and that were loosened
    search_violations: list[Violation]  # retrieve: such as a price in another currency
    evidence: dict[str, list[Evidence]]  # verify_attributes: by variant_id
    contradicted: list[dict[str, Any]]  # verify_attributes: what left the list, and why
    ranked: list[Ranked]  # rank
    results: list[dict[str, Any]]  # rank: as the storefront shows them
    change: dict[str, Any]  # update_cart: the proposed cart and what was done
    cart_violations: list[Violation]  # check_cart
    undone: list[str]  # check_cart: the requests of a message of several, none of which was carried out, in words
    quote: Quote | RefundQuote | None  # quote, quote_refund; record_approval and record_review, for an edited one
    quote_violations: list[Violation]  # check_quote, quote_refund
    decision: dict[str, Any]  # record_approval
    order: dict[str, Any] | None  # pay
    payment: dict[str, Any] | None  # pay: {"state"[, "action"]} of the charge
    refund: dict[str, Any] | None  # refund
    payment_violations: list[Violation]  # pay, refund; an answer that did not count
    skill: dict[str, Any]  # run_skill
    reply: str  # reply
    violations: list[Violation]  # reply: all of the turn's
    degraded: list[str]  # reply: what took its short way


class OutputState(TypedDict, total=False):
    messages: Annotated[list[AnyMessage], add_messages]
    reply: str
    results: list[dict[str, Any]]
    cart: Cart
    quote: Quote | RefundQuote | None
    approval: dict[str, Any] | None
    order: dict[str, Any] | None
    payment: dict[str, Any] | None
    refund: dict[str, Any] | None
    violations: list[Violation]
    degraded: list[str]
    picture: PictureReading | None
    contradicted: list[dict[str, Any]]
