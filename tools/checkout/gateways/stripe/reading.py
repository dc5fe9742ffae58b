"""Stripe's objects in the port's words, and the port's terms as Stripe keeps them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from tools.checkout.gateways.port import ChargeRequest, ChargeResult, ChargeState, OutcomeUnknown, RefundResult
from tools.checkout.gateways.stripe.amounts import from_stripe, to_stripe
from tools.errors import TruecartError

KEY, TERMS, PAYEE, REFUND = "truecart_key", "truecart_terms", "truecart_payee", "truecart_refund"
STATES: dict[str, ChargeState] = {
    "requires_capture": "authorized",
    "requires_action": "requires_action",
    "succeeded": "captured",
    "requires_payment_method": "declined",  # we always give one: this is what a refusal leaves
    "canceled": "voided",
}
UNTRIED = "requires_confirmation"  # made, but the issuer was never asked
GIVEN_UP = frozenset({"requires_capture", "requires_action", UNTRIED})  # what can be cancelled


def creation(request: ChargeRequest, *, return_url: str, statement: str) -> dict[str, Any]:
    """Parameters of a PaymentIntent for a request: the same request makes the same ones, byte for byte."""
    customer, _, method = request.instrument.rpartition("/")
    payer_may_act = {"return_url": return_url} if return_url else {"error_on_requires_action": True}
    return {
        "amount": to_stripe(request.amount_minor, request.currency),
        "currency": request.currency.lower(),
        "capture_method": "manual",
        "confirm": True,
        "payment_method": method,
        "payment_method_types": ["card"],
        "metadata": {KEY: request.key, TERMS: terms_mark(request), PAYEE: request.payee},
        "expand": ["latest_charge"],
        **payer_may_act,
        **({"customer": customer} if customer else {}),
        **({"statement_descriptor_suffix": statement} if statement else {}),
    }


def terms_mark(request: ChargeRequest) -> str:
    """A hash of all that a key stands for; it tells nobody who pays."""
    terms = [
        request.key,
        request.payer,
        request.payee,
        request.amount_minor,
        request.currency,
        request.instrument,
    ]
    return hashlib.sha256(f"truecart stripe\n{json.dumps(terms)}".encode()).hexdigest()


def result(intent: Mapping[str, Any]) -> ChargeResult:
    """What a PaymentIntent, its latest charge expanded, says. Raises `OutcomeUnknown` while Stripe is at it."""
    state = STATES.get(intent["status"])
    if state is None:
        raise OutcomeUnknown(f"Stripe has not decided yet: {str(intent['status'])[:40]}.")
    currency = str(intent["currency"]).upper()
    charge = intent.get("latest_charge")
    refunded = charge["amount_refunded"] if state == "captured" and isinstance(charge, dict) else 0
    return ChargeResult(
        key=intent["metadata"][KEY],
        state=state,
        reference=intent["id"],
        payee=intent["metadata"][PAYEE],
        amount_minor=from_stripe(intent["amount"], currency),
        captured_minor=from_stripe(intent["amount_received"], currency),
        refunded_minor=from_stripe(refunded, currency),
        currency=currency,
        reason=_reason(intent) if state == "declined" else "",
        action=_action(intent) if state == "requires_action" else None,
    )


def untouched(request: ChargeRequest, reason: str) -> ChargeResult:
    """A decline of which Stripe keeps no record: the means of payment is none."""
    return ChargeResult(
        key=request.key,
        state="declined",
        reference="",
        payee=request.payee,
        amount_minor=request.amount_minor,
        captured_minor=0,
        refunded_minor=0,
        currency=request.currency,
        reason=reason,
    )


def refund_result(refund: Mapping[str, Any]) -> RefundResult:
    """Raises TruecartError `refund_failed` for one that came back to us."""
    if refund["status"] in ("failed", "canceled"):
        raise TruecartError("refund_failed", reference=refund["id"])
    currency = str(refund["currency"]).upper()
    return RefundResult(
        refund_key=refund["metadata"][REFUND],
        key=refund["metadata"][KEY],
        reference=refund["id"],
        amount_minor=from_stripe(refund["amount"], currency),
        currency=currency,
    )


def _reason(intent: Mapping[str, Any]) -> str:
    error = intent.get("last_payment_error") or {}
    return str(error.get("decline_code") or error.get("code") or "declined")[:80]


def _action(intent: Mapping[str, Any]) -> dict[str, Any]:
    todo = (intent.get("next_action") or {}).get("redirect_to_url") or {}
    return {"kind": "redirect", "url": str(todo.get("url") or "")}
