"""What the ledger asks of a payment gateway. Every gateway passes one contract suite."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, Protocol

from tools.errors import TruecartError

ChargeState = Literal["authorized", "captured", "declined", "voided", "refunded"]


@dataclass(frozen=True)
class ChargeRequest:
    """A wish to reserve money. `key` is the idempotency key: one key, one charge, for ever."""

    key: str
    payer: str
    payee: str
    amount_minor: int
    currency: str


@dataclass(frozen=True)
class ChargeResult:
    """What the gateway knows of a key. `amount_minor` is the reserved, `captured_minor` the taken amount."""

    key: str
    state: ChargeState
    reference: str
    payee: str
    amount_minor: int
    captured_minor: int
    refunded_minor: int
    currency: str
    reason: str = ""  # of a decline


@dataclass(frozen=True)
class WebhookEvent:
    """A gateway's own word on a charge, its signature checked."""

    kind: str
    key: str
    body: dict[str, Any]


class OutcomeUnknown(TruecartError):
    """The gateway did not answer, or its answer was lost: it may or may not have acted. Ask `lookup`, never anew."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__("gateway_unavailable", message)


class KeyReused(TruecartError):
    """The key was used before with other terms."""

    def __init__(self, key: str) -> None:
        super().__init__("digest_mismatch", "This idempotency key was used with other terms.", key=key)


class Gateway(Protocol):
    """All calls may raise `OutcomeUnknown`. A call repeated with its key changes nothing and answers the same."""

    name: str

    def authorize(self, request: ChargeRequest) -> ChargeResult:
        """Reserve the amount: `authorized` or `declined`. Raises `KeyReused`."""

    def capture(self, key: str, amount_minor: int) -> ChargeResult:
        """Take the reserved amount, which must be the whole of it. A charge that is not authorized stays as it is."""

    def void(self, key: str) -> ChargeResult:
        """Give up a reservation. A captured charge stays captured. Raises TruecartError `not_found`."""

    def refund(self, key: str, amount_minor: int, refund_key: str) -> ChargeResult:
        """Give back up to what was captured; `refund_key` makes it idempotent. Raises TruecartError `bad_request`."""

    def lookup(self, key: str) -> ChargeResult | None:
        """What became of the key; None when the gateway has never seen it."""

    def verify_webhook(self, payload: bytes, signature: str) -> WebhookEvent:
        """The event in a signed payload. Raises TruecartError `unauthenticated` for a wrong signature."""
