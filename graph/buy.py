"""Buying: quote, check, ask, record, pay. The interrupting nodes only interrupt; the one after them acts.

Every node here may run twice (LangGraph is at-least-once). What must happen once is made so by the approval's
compare-and-set and by the ledger's claim, not by the graph.
"""

from __future__ import annotations

from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.types import interrupt

from agents.checkout import approval_view, interrupt_payload, read_answer
from graph.identity import Actor, actor
from graph.services import Services
from graph.state import ShopState
from graph.trail import flush
from guards.violations import blocking, violation
from tools.checkout.types import Approval, Cart, Quote
from tools.errors import TruecartError

PAST = {"approve": "approved", "reject": "rejected"}


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
    own = _own(services, made)
    return {"approval": approval_view(own, services.checkout.approvals_of(made["quote_id"])), "trail": []}


def request_approval(services: Services, state: ShopState, _config: RunnableConfig) -> dict[str, Any]:
    """Stop here and show the stored quote to the shopper. Nothing is done before the answer, nothing after it."""
    made = state["quote"]
    assert made is not None
    answer = interrupt(_payload(services, made, _own(services, made)))
    return {"decision": read_answer(answer)}


def record_approval(services: Services, state: ShopState, config: RunnableConfig) -> dict[str, Any]:
    """The shopper's decision, once, against the digest that they saw."""
    return _record(services, state, config, state["presented"] or state["decision"], "shopper")


def request_review(services: Services, state: ShopState, _config: RunnableConfig) -> dict[str, Any]:
    """Stop here until a reviewer has decided, in the console or by resuming this thread."""
    made = state["quote"]
    assert made is not None
    answer = interrupt(_payload(services, made, _of_role(services, made, "reviewer")))
    return {"decision": read_answer(answer)}


def record_review(services: Services, state: ShopState, config: RunnableConfig) -> dict[str, Any]:
    """The reviewer's decision; what the console has already recorded is read, not decided again."""
    made = state["quote"]
    assert made is not None
    review = _of_role(services, made, "reviewer")
    if review["status"] != "pending" and actor(config).role != "reviewer":
        return {"decision": _decided(review), "approval": _view(services, made)}
    return _record(services, state, config, state["decision"], "reviewer")


def pay(services: Services, state: ShopState, config: RunnableConfig) -> dict[str, Any]:
    """Charge what was approved, once, and write the order. Called again it answers with the same order."""
    made = state["quote"]
    assert made is not None
    outcome = services.checkout.pay(made["quote_id"], turn_id=state["turn"]["turn_id"], actor=actor(config).name)
    written: dict[str, Any] = {
        "order": outcome["order"],
        "payment_violations": outcome["violations"],
        "approval": _view(services, made),
    }
    if outcome["order"]:
        cart: Cart = {"lines": [], "currency": made["terms"]["currency"], "goods_minor": 0}
        written["cart"] = cart
    return written


def _record(
    services: Services, state: ShopState, config: RunnableConfig, answer: dict[str, Any], role: str
) -> dict[str, Any]:
    who = actor(config)
    try:
        decided = _decide(services, who, answer, state["turn"]["turn_id"])
        made = services.checkout.quote_by_id(decided["quote_id"])
    except TruecartError as problem:
        found = violation(problem.code, "approval", problem.message, **problem.details)
        standing = state.get("quote")
        return {
            "decision": {"status": "refused", "code": problem.code},
            "payment_violations": [found],
            "approval": _view(services, standing) if standing else _pending_view(services, who.thread_id),
        }
    return {"decision": {**_decided(decided), "role": role}, "quote": made, "approval": _view(services, made)}


def _decide(services: Services, who: Actor, answer: dict[str, Any], turn_id: str) -> Approval:
    """The compare-and-set. The same answer by the same person again is no conflict: a node may run twice."""
    decision = answer.get("decision")
    if decision not in ("approve", "reject"):
        raise TruecartError("bad_request", "The answer is neither an approval nor a rejection. Nothing was decided.")
    standing = services.checkout.approval(str(answer.get("id") or ""))
    if standing["thread_id"] != who.thread_id or who.role == "system":
        raise TruecartError("not_your_approval")
    digest = str(answer.get("digest") or "")
    try:
        return services.checkout.decide(
            standing["id"],
            digest=digest,
            decision=decision,
            actor=who.name,
            role=who.role,
            note=answer.get("note"),
            turn_id=turn_id,
        )
    except TruecartError as problem:
        if problem.code != "already_decided":
            raise
        decided = services.checkout.approval(standing["id"])
        if (decided["decided_by"], decided["status"], decided["digest"]) != (who.name, PAST[decision], digest):
            raise
        return decided


def _decided(approval: Approval) -> dict[str, Any]:
    return {key: approval[key] for key in ("id", "digest", "status", "decided_by", "decided_at", "role")}


def _view(services: Services, made: Quote) -> dict[str, Any]:
    return approval_view(_own(services, made), services.checkout.approvals_of(made["quote_id"]))


def _pending_view(services: Services, thread_id: str) -> dict[str, Any] | None:
    pending = services.checkout.pending(thread_id)
    own = next((each for each in pending if each["role"] == "shopper"), None)
    return approval_view(own, pending) if own else None


def _own(services: Services, made: Quote) -> Approval:
    return _of_role(services, made, "shopper")


def _of_role(services: Services, made: Quote, role: str) -> Approval:
    return next(each for each in services.checkout.approvals_of(made["quote_id"]) if each["role"] == role)


def _payload(services: Services, made: Quote, approval: Approval) -> dict[str, Any]:
    ids = [line["variant_id"] for line in made["terms"]["lines"]]
    variants = services.catalog.variants(ids)
    pictures = {key: f"/images/{each.image}" for key, each in variants.items() if each.image}
    return interrupt_payload(made, approval, pictures)
