"""What an approver is shown, and how an answer is read. No amount is ever taken from an answer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from guards.violations import Violation
from tools.checkout.answers import Answer
from tools.checkout.types import Approval, Decision, Quote, RefundQuote
from tools.money import display

WORDS: dict[str, Decision] = {
    **dict.fromkeys(("approve", "approved", "accept", "yes"), "approve"),
    **dict.fromkeys(("reject", "rejected", "ignore", "no", "response", "respond"), "reject"),
    "edit": "edit",
}


def approval_view(approval: Approval, all_of_quote: list[Approval]) -> dict[str, Any]:
    """An approval as clients see it, with the roles that are still to agree."""
    waiting = [each["role"] for each in all_of_quote if each["status"] == "pending"]
    return {**approval, "waiting_for": waiting}


def interrupt_payload(
    quote: Quote | RefundQuote, approval: Approval, pictures: dict[str, str], found: Sequence[Violation] = ()
) -> dict[str, Any]:
    """The stored quote, in the shape that both common reviewer pages read.

    agent-chat-ui reads `action_requests[].args` and `review_configs`; agent-inbox reads `arguments`. A reviewer edits
    by changing `quantities`. `violations` say why an earlier answer to the same question did not count.
    """
    terms = quote["terms"]
    reviewing = approval["role"] == "reviewer" and terms["kind"] == "purchase"
    args: dict[str, Any] = {
        "id": approval["id"],
        "digest": quote["digest"],
        "total": display(terms["total_minor"], terms["currency"]),
        "lines": [f"{line['quantity']} × {line['title']}" for line in terms["lines"]],
        "reasons": approval["reasons"],
        "expires_at": approval["expires_at"],
    }
    if reviewing:
        args["quantities"] = {line["variant_id"]: line["quantity"] for line in terms["lines"]}
    if terms["kind"] == "purchase":
        name, summary = "pay", f"Pay {args['total']} to {terms['payee']}"
    else:
        name, summary = "refund", f"Give back {args['total']} of order {terms['order_id']}"
    allowed = ["approve", "reject", "edit"] if reviewing else ["approve", "reject"]
    return {
        "type": "approval",
        "role": approval["role"],
        "approval": approval,
        "quote": quote,
        "reasons": approval["reasons"],
        "pictures": pictures,
        "violations": list(found),
        "action_requests": [{"name": name, "args": args, "arguments": args, "description": summary}],
        "review_configs": [{"action_name": name, "allowed_decisions": allowed}],
    }


def read_answer(answer: Any) -> Answer:
    """What was answered, from any answer form; what is missing or unknown stays None.

    Forms: our own `{"id", "digest", "decision"[, "note"][, "edit"]}`; agent-chat-ui's `{"decisions": [{"type", …}]}`;
    agent-inbox's `[{"type", "args"}]`; a bare word such as "approve". Of several decisions none is taken: which one
    was meant is not ours to choose.
    """
    body = answer
    if isinstance(body, dict) and isinstance(body.get("decisions"), list):
        body = body["decisions"]
    if isinstance(body, list):
        body = body[0] if len(body) == 1 else None
    if isinstance(body, str):
        body = {"decision": body}
    if not isinstance(body, dict):
        return {"id": None, "digest": None, "decision": None, "note": None}
    inner = _object(body.get("args")) or _object(body.get("edited_action"))
    inner = _object(inner.get("args")) or inner  # both pages wrap the request once more
    decision = WORDS.get(str(body.get("decision") or body.get("type") or "").strip().lower())
    said: Answer = {
        "id": _text(body.get("id") or inner.get("id")),
        "digest": _text(body.get("digest") or inner.get("digest")),
        "decision": decision,
        "note": _text(body.get("note") or body.get("message")),
    }
    if decision == "edit":
        said["edit"] = _object(body.get("edit")) or _quantities(inner.get("quantities"))
    return said


def _quantities(given: Any) -> dict[str, Any]:
    """An edit from the quantities of a reviewer's page, which may have made texts of them; zero removes a line."""
    if isinstance(given, str):
        try:
            given = json.loads(given)
        except ValueError:
            return {}
    if not isinstance(given, Mapping):
        return {}
    lines = [{"variant_id": key, "quantity": _whole(value)} for key, value in given.items()]
    return {"lines": [line for line in lines if line["quantity"] != 0]}


def _whole(value: Any) -> Any:
    """The whole number that a text writes out; anything else as it came, to be refused by the checks."""
    return int(value) if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit() else value


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str | None:
    return value[:2000] if isinstance(value, str) else None
