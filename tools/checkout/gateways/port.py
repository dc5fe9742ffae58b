"""What the ledger asks of a payment gateway. Every gateway passes one contract suite."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from tools.errors import TruecartError

ChargeState = Literal["authorized", "requires_action", "captured", "declined", "voided"]


@dataclass(frozen=True)
class ChargeRequest:
    """A wish to reserve money. `key` is the idempotency key: one key, one charge, for ever.

    `instrument` is the gateway's own token of the payer's means of payment, empty where the gateway asks the payer
    itself. `expires_at` (ISO 8601) is when an unpaid charge may be closed, `return_url` where the payer comes back to.
    """

    key: str
    payer: str
    payee: str
    amount_minor: int
    currency: str
    instrument: str = ""
    expires_at: str = ""
    return_url: str = ""


@dataclass(frozen=True)
class ChargeResult:
    """What the gateway knows of a key. `amount_minor` is the reserved, `captured_minor` the taken amount.

    A charge that was refunded stays `captured`, with `refunded_minor` of it given back. With `requires_action` the
    payer has to do something first: `action` is `{"kind": "redirect", "url"}`.
    """

    key: str
    state: ChargeState
    reference: str
    payee: str
    amount_minor: int
    captured_minor: int
    refunded_minor: int
    currency: str
    reason: str = ""  # of a decline
    action: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class RefundResult:
    """A refund that the gateway has made."""

    refund_key: str
    key: str
    reference: str
    amount_minor: int
    currency: str


@dataclass(frozen=True)
class WebhookEvent:
    """A gateway's own word on a charge, its signature checked. `event_id` is the same in every repetition of it.

    `key` is empty for what is about no charge of this shop's.
    """

    event_id: str
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
    currencies: frozenset[str] | None  # ISO 4217 codes that it takes; None: any
    acknowledgement: str  # the body that it wants to hear for a webhook that was handled

    def authorize(self, request: ChargeRequest) -> ChargeResult:
        """Reserve the amount: `authorized`, `requires_action` or `declined`; `captured` where a gateway knows no
        reservations and the payer has paid. Raises `KeyReused`.
        """

    def capture(self, key: str, amount_minor: int) -> ChargeResult:
        """Take the reserved amount, which must be the whole of it. A charge that is not authorized stays as it is."""

    def void(self, key: str) -> ChargeResult:
        """Give up a reservation, or a charge that waits for its payer. A captured charge stays captured.

        Raises TruecartError `not_found`.
        """

    def refund(self, key: str, amount_minor: int, refund_key: str) -> RefundResult:
        """Give back up to what was captured; `refund_key` makes it idempotent.

        Raises TruecartError `bad_request` for more than is left, `not_found`, `refund_failed` for one that the payer's
        bank has sent back, or `KeyReused`.
        """

    def lookup(self, key: str) -> ChargeResult | None:
        """What became of the key; None when the gateway has never seen it."""

    def lookup_refund(self, key: str, refund_key: str) -> RefundResult | None:
        """What became of a refund of the charge `key`; None when the gateway has never seen it.

        Raises TruecartError `refund_failed`.
        """

    def verify_webhook(self, payload: bytes, headers: Mapping[str, str]) -> WebhookEvent:
        """The event in a signed payload; `headers` with lower-case names.

        Raises TruecartError `unauthenticated` for a wrong signature, `bad_request` for a payload not understood.
        """
