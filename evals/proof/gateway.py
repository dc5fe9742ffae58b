"""A gateway that lets something happen right before or after one of its calls, and remembers what it was asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from tools.checkout.gateways.port import ChargeRequest, ChargeResult, Gateway, RefundResult, WebhookEvent

Hook = Callable[[], None]
T = TypeVar("T")


class Died(BaseException):
    """Stands for the end of the process: no `except Exception` may survive it."""


def die() -> None:
    raise Died


@dataclass
class HookedGateway:
    """Hooks by (when, operation), such as ("after", "authorize"); each is used up by its first call.

    `always` is told of every call as (when, operation), before the hook.
    """

    inner: Gateway
    hooks: dict[tuple[str, str], Hook] = field(default_factory=dict)
    always: Callable[[str, str], None] = lambda _when, _operation: None
    requests: list[ChargeRequest] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.inner.name

    @property
    def currencies(self) -> frozenset[str] | None:
        return self.inner.currencies

    @property
    def acknowledgement(self) -> str:
        return self.inner.acknowledgement

    def authorize(self, request: ChargeRequest) -> ChargeResult:
        self.requests.append(request)
        return self._around("authorize", lambda: self.inner.authorize(request))

    def capture(self, key: str, amount_minor: int) -> ChargeResult:
        return self._around("capture", lambda: self.inner.capture(key, amount_minor))

    def void(self, key: str) -> ChargeResult:
        return self._around("void", lambda: self.inner.void(key))

    def refund(self, key: str, amount_minor: int, refund_key: str) -> RefundResult:
        return self._around("refund", lambda: self.inner.refund(key, amount_minor, refund_key))

    def lookup(self, key: str) -> ChargeResult | None:
        return self._around("lookup", lambda: self.inner.lookup(key))

    def lookup_refund(self, key: str, refund_key: str) -> RefundResult | None:
        return self._around("lookup_refund", lambda: self.inner.lookup_refund(key, refund_key))

    def verify_webhook(self, payload: bytes, headers: Mapping[str, str]) -> WebhookEvent:
        return self.inner.verify_webhook(payload, headers)

    def _around(self, operation: str, act: Callable[[], T]) -> T:
        self._hook("before", operation)
        answer = act()
        self._hook("after", operation)
        return answer

    def _hook(self, when: str, operation: str) -> None:
        self.always(when, operation)
        hook = self.hooks.pop((when, operation), None)
        if hook:
            hook()
