"""Stripe's errors in the port's words. The SDK's own hold whole requests and answers, so they go no further."""

from __future__ import annotations

from typing import Any

from tools.checkout.gateways.port import OutcomeUnknown
from tools.errors import TruecartError

AMOUNT_CODES = frozenset({"amount_too_small", "amount_too_large"})


class CardRefused(Exception):
    """The issuer said no. `intent` is the id of the PaymentIntent that says so, empty when Stripe named none."""

    def __init__(self, reason: str, intent: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.intent = intent


class OtherTerms(Exception):
    """The idempotency key came with other parameters before."""


class RequestRefused(TruecartError):
    """Stripe did not act and never will on this request: `reason` is its code, `param` what it objects to."""

    def __init__(self, reason: str, param: str, status: int) -> None:
        said = f"Stripe refuses the request: {reason or status}" + (f" ({param})" if param else "")
        code = "bad_price" if reason in AMOUNT_CODES else "gateway_refused"
        super().__init__(code, f"{said}.", reason=reason, param=param)
        self.reason = reason
        self.param = param


def translated(problem: Any) -> Exception:
    """For any of the SDK's exceptions (their classes by name, so that the SDK need not be loaded to read them)."""
    kinds = {each.__name__ for each in type(problem).__mro__}
    error = _error(problem)
    reason, param = _short(error.get("code")), _short(error.get("param"))
    if "CardError" in kinds:
        intent = error.get("payment_intent")
        named = intent.get("id") if isinstance(intent, dict) else intent
        return CardRefused(_short(error.get("decline_code")) or reason or "declined", _short(named))
    if "IdempotencyError" in kinds:
        return OtherTerms()
    if kinds & {"AuthenticationError", "PermissionError"}:
        return TruecartError("gateway_refused", "Stripe refuses the key in TRUECART_STRIPE_KEY.")
    if "InvalidRequestError" in kinds:
        return RequestRefused(reason, param, problem.http_status or 0)
    return OutcomeUnknown(f"Stripe's answer says nothing certain ({problem.http_status or type(problem).__name__}).")


def _error(problem: Any) -> dict[str, Any]:
    body = problem.json_body
    error = body.get("error") if isinstance(body, dict) else None
    return error if isinstance(error, dict) else {}


def _short(value: object) -> str:
    return value[:80] if isinstance(value, str) else ""
