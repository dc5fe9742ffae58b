"""What an approver is shown, and how an answer is read. No amount is ever taken from an answer."""

from __future__ import annotations

from typing import Any

from tools.checkout.types import Approval, Quote
from tools.money import display

APPROVE = {"approve", "approved", "accept", "yes"}
REJECT = {"reject", "rejected", "ignore", "no", "response"}


def approval_view(approval: Approval, all_of_quote: list[Approval]) -> dict[str, Any]:
    """An approval as clients see it, with the roles that are still to agree."""
    waiting = [each["role"] for each in all_of_quote if each["status"] == "pending"]
    return {**approval, "waiting_for": waiting}


def interrupt_payload(quote: Quote, approval: Approval, pictures: dict[str, str]) -> dict[str, Any]:
    """The stored quote, in the shape that both common reviewer pages read.

    agent-chat-ui reads `action_requests[].args` and `review_configs`; agent-inbox reads `arguments`.
    """
    terms = quote["terms"]
    args = {
        "id": approval["id"],
        "digest": quote["digest"],
        "total": display(terms["total_minor"], terms["currency"]),
        "lines": [f"{line['quantity']} × {line['title']}" for line in terms["lines"]],
        "reasons": approval["reasons"],
    }
    summary = f"Pay {args['total']} to {terms['payee']}"
    return {
        "type": "approval",
        "role": approval["role"],
        "approval": approval,
        "quote": quote,
        "reasons": approval["reasons"],
        "pictures": pictures,
        "action_requests": [{"name": "pay", "args": args, "arguments": args, "description": summary}],
        "review_configs": [{"action_name": "pay", "allowed_decisions": ["approve", "reject"]}],
    }


def read_answer(answer: Any) -> dict[str, Any]:
    """`{"id", "digest", "decision", "note"}` from any answer form; what is missing or unknown stays None.

    Forms: our own `{"id", "digest", "decision"}`; agent-chat-ui's `{"decisions": [{"type", …}]}`; agent-inbox's
    `[{"type", "args"}]`. An answer that names no approval and no digest decides nothing: `Checkout.decide` refuses it.
    """
    body = answer
    if isinstance(body, dict) and isinstance(body.get("decisions"), list):
        body = body["decisions"]
    if isinstance(body, list):
        body = body[0] if body else {}
    if not isinstance(body, dict):
        return {"id": None, "digest": None, "decision": None, "note": None}
    inner = _object(body.get("args"))
    inner = _object(inner.get("args")) or inner  # agent-inbox wraps the request once more
    word = str(body.get("decision") or body.get("type") or "").lower()
    return {
        "id": _text(body.get("id") or inner.get("id")),
        "digest": _text(body.get("digest") or inner.get("digest")),
        "decision": "approve" if word in APPROVE else "reject" if word in REJECT else None,
        "note": _text(body.get("note") or body.get("message")),
    }


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str | None:
    return value[:2000] if isinstance(value, str) else None
