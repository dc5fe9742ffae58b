"""The review API: pending purchases, one purchase with all that a reviewer needs, and the decision."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.routing import Route

from graph.services import services
from guards.violations import Violation
from tools.catalog.types import Variant
from tools.checkout.types import Approval, Quote
from tools.errors import TruecartError
from web.answers import answering
from web.identities import Identity
from web.resume import continue_thread

STATUSES = ("pending", "approved", "rejected", "expired", "superseded")


def approvals(request: Request, _who: Identity) -> dict[str, Any]:
    """Approvals of role reviewer with one status, newest first."""
    status = request.query_params.get("status", "pending")
    if status not in STATUSES:
        raise TruecartError("bad_request", f"status is one of {', '.join(STATUSES)}.")
    return {"approvals": [_row(each) for each in services().checkout.list_approvals(status)]}


def approval(request: Request, _who: Identity) -> dict[str, Any]:
    """One purchase: the stored quote, every approval of it, the pictures and what was measured in them."""
    found = services().checkout.approval(request.path_params["approval_id"])
    quote = services().checkout.asked(found["quote_id"])
    variants = services().catalog.variants([line["variant_id"] for line in quote["terms"]["lines"]])
    hashes = {key: each.image for key, each in variants.items() if each.image}
    measured = services().measurements.get(list(hashes.values()))
    return {
        "approval": found,
        "quote": quote,
        "approvals": services().checkout.approvals_of(found["quote_id"]),
        "pictures": {key: f"/images/{image}" for key, image in hashes.items()},
        "measured": {key: measured[image]["colours"] for key, image in hashes.items() if image in measured},
        "options": {key: dict(each.options) for key, each in variants.items()},
        "choices": {key: _choices(each) for key, each in variants.items()},
    }


def _choices(variant: Variant) -> list[dict[str, Any]]:
    """Every variant of the same product that is sold, the given one too: what an edit may put in its place."""
    return [
        {
            "variant_id": each.variant_id,
            "options": dict(each.options),
            "price": {"minor": each.price.minor, "currency": each.price.currency},
            "stock": each.stock,
        }
        for each in services().catalog.variants_of(variant.product_id)
        if each.price is not None
    ]


def decide(request: Request, who: Identity, body: dict[str, Any]) -> Any:
    """Record the decision, first one wins; then let the shopper's thread go on by itself."""
    decision = body.get("decision")
    if decision not in ("approve", "reject", "edit"):
        raise TruecartError("bad_request", 'decision is "approve", "reject" or "edit".')
    if not isinstance(body.get("digest"), str):
        raise TruecartError("digest_mismatch", "The decision names no digest of the terms it covers.")
    note = body.get("note")
    if note is not None and (not isinstance(note, str) or len(note) > 2000):
        raise TruecartError("bad_request", "note is a text of at most 2,000 characters.")
    approval_id, named = request.path_params["approval_id"], {"digest": body["digest"], "actor": who.name, "note": note}
    if decision == "edit":
        made, found = services().checkout.edit(approval_id, changes=body.get("edit"), role=who.role, **named)
        return _edited(services().checkout.approval(approval_id), made, found)
    return _continued(services().checkout.decide(approval_id, decision=decision, role=who.role, **named))


async def _edited(old: Approval, made: Quote, found: list[Violation]) -> dict[str, Any]:
    """The shopper's thread stands at the old quote: it goes on to the new one and asks anew."""
    await continue_thread(old)
    return {"approval": old, "quote": made, "violations": found}


async def _continued(decided: Approval) -> dict[str, Any]:
    return {"approval": decided, "order": await continue_thread(decided)}


def _row(found: Approval) -> dict[str, Any]:
    quote = services().checkout.asked(found["quote_id"])
    own = next(each for each in services().checkout.approvals_of(found["quote_id"]) if each["role"] == "shopper")
    terms = quote["terms"]
    return {
        **found,
        "kind": terms["kind"],
        "total": {"minor": terms["total_minor"], "currency": terms["currency"]},
        "lines": len(terms["lines"]),
        "shopper_status": own["status"],
    }


routes = [
    Route("/review/api/approvals", answering(approvals, role="reviewer")),
    Route("/review/api/approvals/{approval_id}", answering(approval, role="reviewer")),
    Route("/review/api/approvals/{approval_id}/decision", answering(decide, role="reviewer"), methods=["POST"]),
]
