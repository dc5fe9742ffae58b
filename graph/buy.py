"""Buying: quote, check, ask, record, pay. The interrupting nodes only interrupt; the one after them acts.

Every node here may run twice (LangGraph is at-least-once). What must happen once is made so by the approval's
compare-and-set and by the ledger's claim, not by the graph.
"""

from __future__ import annotations

from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.types import interrupt

from agents.cart import empty_cart
from agents.checkout import approval_view, interrupt_payload, read_answer
from graph.identity import Actor, actor
from graph.services import Services
from graph.state import ShopState
from graph.trail import flush
from guards.violations import blocking, violation
from tools.checkout.answers import Answer
from tools.checkout.types import Approval, Quote, RefundQuote, Role
from tools.errors import TruecartError

Asked = Quote | RefundQuote


def quote(services: Services, state: ShopState, config: RunnableConfig) -> dict[str, Any]:
    """A priced snapshot of the cart with a digest, an expiry and a stock hold; pending approvals stand beside it."""
    who = actor(config)
    cart = state.get("cart")
    if not cart or not cart["lines"]:
        return {"quote_violations": [violation("empty_cart", "cart")]}
    cap = state["intent"].get("cap")
    made, violations = services.checkout.quote(
        thread_id=who.thread_id,
        turn_id=state["turn"]["turn_id"],
        shopper=who.name,
        catalog=services.settings.catalog,
        cart=cart,
        cap_minor=cap["minor"] if cap else None,
    )
    return {"quote": made, "quote_violations": violations}


def check_quote(services: Services, state: ShopState, config: RunnableConfig) -> dict[str, Any]:
    """The stored quote against the catalogue once more: sums, currency, expiry, every price.

    A quote that does not hold is withdrawn and its stock released before anybody is asked to approve it.
    """
    made = state["quote"]
    if made is None:
        return {}
    found = services.checkout.check(made["quote_id"])
    if blocking(found):
        who = actor(config)
        services.checkout.supersede(who.thread_id, actor=who.name, turn_id=state["turn"]["turn_id"])
        return {"quote": None, "quote_violations": [*state["quote_violations"], *found]}
    flush(services, state, config, {"event": "check_quote", "digest": made["digest"]})
    return {"approval": view(services, made), "trail": []}


def request_approval(services: Services, state: ShopState, _config: RunnableConfig) -> dict[str, Any]:
    """Stop here and show the stored quote to the shopper. Nothing is done before the answer, nothing after it."""
    return {"decision": _asked(services, state, "shopper")}


def record_approval(services: Services, state: ShopState, config: RunnableConfig) -> dict[str, Any]:
    """The shopper's decision, once, against the digest that they saw."""
    presented = state["presented"]
    return _record(services, state, config, read_answer(presented) if presented else state["decision"], "shopper")


def request_review(services: Services, state: ShopState, _config: RunnableConfig) -> dict[str, Any]:
    """Stop here until a reviewer has decided, in the console or by resuming this thread."""
    return {"decision": _asked(services, state, "reviewer")}


def record_review(services: Services, state: ShopState, config: RunnableConfig) -> dict[str, Any]:
    """The reviewer's decision; what the console has already recorded is read, not decided again."""
    return _record(services, state, config, state["decision"], "reviewer")


def pay(services: Services, state: ShopState, config: RunnableConfig) -> dict[str, Any]:
    """Charge what was approved, once, and write the order. Called again it answers with the same order."""
    made = state["quote"]
    assert made is not None
    outcome = services.checkout.pay(made["quote_id"], turn_id=state["turn"]["turn_id"], actor=actor(config).name)
    written: dict[str, Any] = {
        "order": outcome["order"],
        "payment": outcome["payment"],
        "paying": None if outcome["order"] or not outcome["payment"] else made["quote_id"],
        "payment_violations": outcome["violations"],
        "approval": view(services, made),
    }
    if outcome["order"]:
        written["cart"] = empty_cart(made["terms"]["currency"])
    return written


def _asked(services: Services, state: ShopState, role: Role) -> dict[str, Any]:
    made = state["quote"]
    assert made is not None
    approval = _of_role(services, made, role)
    ids = [line["variant_id"] for line in made["terms"]["lines"]]
    variants = services.catalog.variants(ids)
    pictures = {key: f"/images/{each.image}" for key, each in variants.items() if each.image}
    payload = interrupt_payload(made, approval, pictures, state.get("payment_violations") or [])
    return {**read_answer(interrupt(payload))}


def _record(services: Services, state: ShopState, config: RunnableConfig, answer: Any, role: Role) -> dict[str, Any]:
    who, made = actor(config), state.get("quote")
    try:
        decided = _decided_elsewhere(services, made, who, role) or _answered(services, state, who, answer)
    except TruecartError as problem:
        return _refused(services, who, made, problem)
    if decided["status"] == "superseded":
        return _refused(services, who, made, TruecartError("approval_superseded", approval_id=decided["id"]))
    quote = services.checkout.asked(decided["quote_id"])
    return {
        "decision": {**_facts(decided), "role": role},
        "quote": quote,
        "approval": view(services, quote),
        "payment_violations": [],
    }


def _decided_elsewhere(services: Services, made: Asked | None, who: Actor, role: Role) -> Approval | None:
    """What another person, or the console, has decided already; this run only goes on with it."""
    if made is None or who.role == role:
        return None
    standing = _of_role(services, made, role)
    return standing if standing["status"] != "pending" else None


def _answered(services: Services, state: ShopState, who: Actor, answer: Answer) -> Approval:
    if who.role == "system":
        raise TruecartError("not_your_approval")
    turn_id = state["turn"]["turn_id"]
    return services.checkout.answer(who.thread_id, answer, actor=who.name, role=who.role, turn_id=turn_id)


def _refused(services: Services, who: Actor, made: Asked | None, problem: TruecartError) -> dict[str, Any]:
    """The answer did not count. What is pending on this thread now is shown: the same quote, or an edited one."""
    waiting = [each["quote_id"] for each in services.checkout.pending(who.thread_id)]
    newer = next((each for each in waiting if made is None or each != made["quote_id"]), None)
    edited = newer is not None and made is not None and problem.code == "approval_superseded"
    quote = services.checkout.asked(newer) if newer and (edited or made is None) else made
    return {
        "decision": {"status": "edited" if edited else "refused", "code": problem.code},
        "payment_violations": [violation(problem.code, "approval", problem.message, **problem.details)],
        "quote": quote,
        "approval": view(services, quote) if quote else None,
    }


def _facts(approval: Approval) -> dict[str, Any]:
    return {key: approval[key] for key in ("id", "digest", "status", "decided_by", "decided_at", "role")}


def view(services: Services, made: Asked) -> dict[str, Any]:
    """The shopper's approval of a quote as clients see it, with the roles that are still to agree."""
    return approval_view(_of_role(services, made, "shopper"), services.checkout.approvals_of(made["quote_id"]))


def _of_role(services: Services, made: Asked, role: Role) -> Approval:
    return next(each for each in services.checkout.approvals_of(made["quote_id"]) if each["role"] == role)
