"""What the contract suite needs to know of a gateway: the gateway, and the other side of it."""

from __future__ import annotations

from typing import Literal, NamedTuple, Protocol

from tools.checkout.gateways.port import ChargeRequest, ChargeResult, Gateway

Operation = Literal["authorize", "capture", "void", "refund", "lookup", "lookup_refund"]
Fault = Literal["lost_request", "lost_reply", "decline", "requires_action"]


class Entry(NamedTuple):
    """A key's charge as the other side has booked it, in minor units. Nothing taken is 0, 0."""

    key: str
    captured_minor: int
    refunded_minor: int


class Harness(Protocol):
    """A module `harness_NAME.py` beside this one has `open_harness(folder, session)` that answers one of these."""

    gateway: Gateway
    reserves: bool  # authorize and capture are two steps; otherwise the payer's agreement takes the money
    instrument: str  # a means of payment that is good for any amount
    currency: str  # one that it takes, with two decimal places

    def supports(self, fault: Fault) -> bool:
        """Whether `arm` knows this fault. A gateway that always asks its payer supports `requires_action`."""

    def arm(self, operation: Operation, fault: Fault) -> None:
        """Let the next call of the operation meet this fault; `lost_reply` acts all the same."""

    def payer_acts(self, key: str, agree: bool = True) -> None:
        """The payer does what `requires_action` asks of them, or refuses."""

    def books(self) -> list[Entry]:
        """Every charge that the other side has taken or may take money for, read from its own ledger."""

    def webhook(self, key: str) -> tuple[bytes, dict[str, str]]:
        """The provider's latest word on the key as it would send it: payload, headers with lower-case names."""

    def close(self) -> None:
        """Let go of what was opened for one test."""


def wish(harness: Harness, key: str = "k1", **changes: object) -> ChargeRequest:
    """10.00 of ada's in the gateway's currency, with any field changed."""
    terms: dict[str, object] = {
        "key": key,
        "payer": "ada",
        "payee": "truecart:little",
        "amount_minor": 1_000,
        "currency": harness.currency,
        "instrument": harness.instrument,
        "expires_at": "2099-01-01T00:00:00Z",
        "return_url": "http://127.0.0.1:2024/",
        **changes,
    }
    return ChargeRequest(**terms)  # type: ignore[arg-type]


def agreed(harness: Harness, key: str = "k1") -> ChargeResult:
    """A charge that its payer has agreed to: `authorized`, or `captured` where nothing is reserved first."""
    result = harness.gateway.authorize(wish(harness, key))
    if result.state != "requires_action":
        return result
    harness.payer_acts(key)
    found = harness.gateway.lookup(key)
    assert found is not None
    return found


def taken(harness: Harness, key: str = "k1") -> ChargeResult:
    """A charge of which the whole is taken."""
    agreed(harness, key)
    return harness.gateway.capture(key, 1_000)
