"""Words for what became of a cancellation or a return."""

from __future__ import annotations

from typing import Any

from agents.reply.known import Facts


def concerns_refund(state: dict[str, Any]) -> bool:
    """Whether the turn was about money that goes back."""
    quote = state.get("quote") or {}
    kind = (state.get("intent") or {}).get("kind")
    asked = kind in ("return", "cancel") and bool(state.get("quote_violations"))
    return bool(state.get("refund")) or (quote.get("terms") or {}).get("kind") == "refund" or asked


def refund_told(known: Facts, problems: str) -> str:
    """What was given back, or why not yet; `problems` are the violations in words."""
    state, say = known.state, known.say
    refund, quote = state.get("refund"), state.get("quote")
    if refund and refund["state"] == "refunded":
        return say(
            f"refunded_{refund['why']}",
            total=known.money(refund["amount_minor"], refund["currency"]),
            order=refund["order_id"],
            lines=known.listed([f"{line['quantity']} × {line['title']}" for line in refund["lines"]]),
        )
    if problems or not quote:
        return problems
    decision = state.get("decision") or {}
    if decision.get("status") == "rejected":
        return say("refund_rejected_by_reviewer" if decision.get("role") == "reviewer" else "refund_rejected")
    terms = quote["terms"]
    waiting = (state.get("approval") or {}).get("waiting_for") or []
    return say(
        "refund_waiting" if decision and "reviewer" in waiting else "refund_asked",
        total=known.money(terms["total_minor"], terms["currency"]),
        order=terms["order_id"],
    )
