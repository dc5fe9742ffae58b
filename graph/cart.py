"""The cart: a change is proposed by one node and taken over by the next, when the rules allow it."""

from __future__ import annotations

from typing import Any

from langchain_core.runnables import RunnableConfig

from agents.cart import by_request, empty_cart, question_of
from agents.cart import update_all as propose
from agents.intent import CART, words_of
from agents.visual import evidence_of
from graph.services import Services
from graph.state import ShopState
from guards.cart import CartLimits
from guards.cart import check_cart as cart_rules
from guards.violations import Violation, blocking
from tools.checkout.tariff import coupon_key
from tools.checkout.types import Cart
from tools.llm.contract import Constraint, Intent


def update_cart(services: Services, state: ShopState, _config: RunnableConfig) -> dict[str, Any]:
    """What the words do to the cart, one request after the other: a proposal, nothing is changed here."""
    change = propose(
        state.get("cart") or empty_cart(services.catalog.currency()),
        _about_cart(state),
        shown=state.get("shown") or [],
        shelf=services.catalog,
        evidence={},
        turn_id=state["turn"]["turn_id"],
        utterance=state["turn"]["text"],
        constraints=_found_by(state),
        last_line=state.get("focus"),
        max_quantity=services.settings.max_line_quantity,
    )
    return {"change": _with_estimate(services, state, _with_evidence(services, state, dict(change)))}


def check_cart(services: Services, state: ShopState, _config: RunnableConfig) -> dict[str, Any]:
    """Quantity, stock, price, limit and evidence of the proposal. Any error, and the old cart stays as it was, and
    what the message asked for beside it waits.
    """
    change = state["change"]
    cart: Cart = change["cart"]
    violations = list(change["violations"])
    if not blocking(violations):
        wanted = [line["variant_id"] for line in cart["lines"]]
        offers = services.checkout.offers(services.settings.catalog, wanted, thread_id=state["turn"]["thread_id"])
        found = cart_rules(cart, offers, CartLimits(services.settings.max_line_quantity))
        violations += by_request(found, change["steps"], cart)
        violations += _coupon_problems(state, change)
    asked = question_of(state["requests"], violations)
    if blocking(violations):
        undone = [words_of(each, state["turn"]["text"]) for each in state["requests"]]
        return {"cart_violations": violations, "asked": asked, "undone": undone if len(undone) > 1 else []}
    discounts = (change.get("estimate") or {}).get("discounts", [])
    return {
        "cart": {**cart, "discounts": discounts},
        "cart_violations": violations,
        "asked": asked,
        "focus": change["variant_id"] or state.get("focus"),
    }


def _about_cart(state: ShopState) -> list[Intent]:
    return [each for each in state["requests"] if each["kind"] in CART]


def _found_by(state: ShopState) -> list[Constraint]:
    """The wish that led to what is added: not the one of a search that stands behind it in the same message."""
    return state["shown_for"] if "shown_for" in state else state.get("constraints") or []


def _with_estimate(services: Services, state: ShopState, change: dict[str, Any]) -> dict[str, Any]:
    """What the proposed cart comes to with its discounts, for carts that have a coupon or meet an offer."""
    cart: Cart = change["cart"]
    if blocking(change["violations"]) or not (cart["lines"] or cart.get("coupons")):
        return change
    turn, catalog = state["turn"], services.settings.catalog
    told = services.checkout.estimate(thread_id=turn["thread_id"], shopper=turn["shopper"], catalog=catalog, cart=cart)
    return {**change, "estimate": told} if told and (told["discounts"] or cart.get("coupons")) else change


def _coupon_problems(state: ShopState, change: dict[str, Any]) -> list[Violation]:
    """Those of the coupon that was typed now stop it; those of coupons from before are only said."""
    typed = {coupon_key(each["coupon"]["code"]) for each in _about_cart(state) if "coupon" in each}
    problems: list[Violation] = (change.get("estimate") or {}).get("problems", [])
    return [
        each if coupon_key(each["details"].get("coupon", "")) in typed else {**each, "severity": "warning"}
        for each in problems
        if "coupon" in each.get("details", {})
    ]


def _with_evidence(services: Services, state: ShopState, change: dict[str, Any]) -> dict[str, Any]:
    """Each new line with what its own picture says: another colour than the one shown has another picture."""
    cart: Cart = change["cart"]
    lines = [
        {
            **line,
            "evidence": evidence_of(
                services.verifier,
                services.measurements,
                services.catalog.product(line["product_id"]),
                services.catalog.variant(line["variant_id"]),
                _found_by(state),
            ),
        }
        if not line["evidence"]
        else line
        for line in cart["lines"]
    ]
    return {**change, "cart": {**cart, "lines": lines}}
