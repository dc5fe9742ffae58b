"""A gateway that lets something happen right before or after one of its calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tools.checkout.gateways.port import ChargeRequest, ChargeResult, Gateway, WebhookEvent

Hook = Callable[[], None]


class Died(BaseException):
    """Stands for the end of the process: no `except Exception` may survive it."""


def die() -> None:
    raise Died


@dataclass
class HookedGateway:
    """Hooks by (when, operation), such as ("after", "authorize"); each is used up by its first call."""

    inner: Gateway
    hooks: dict[tuple[str, str], Hook] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.inner.name

    def authorize(self, request: ChargeRequest) -> ChargeResult:
        return self._around("authorize", lambda: self.inner.authorize(request))

    def capture(self, key: str, amount_minor: int) -> ChargeResult:
        return self._around("capture", lambda: self.inner.capture(key, amount_minor))

    def void(self, key: str) -> ChargeResult:
        return self._around("void", lambda: self.inner.void(key))

    def refund(self, key: str, amount_minor: int, refund_key: str) -> ChargeResult:
        return self._around("refund", lambda: self.inner.refund(key, amount_minor, refund_key))

    def lookup(self, key: str) -> ChargeResult | None:
        self._hook("before", "lookup")
        found = self.inner.lookup(key)
        self._hook("after", "lookup")
        return found

    def verify_webhook(self, payload: bytes, signature: str) -> WebhookEvent:
        return self.inner.verify_webhook(payload, signature)

    def _around(self, operation: str, act: Callable[[], ChargeResult]) -> ChargeResult:
        self._hook("before", operation)
        answer = act()
        self._hook("after", operation)
        return answer

    def _hook(self, when: str, operation: str) -> None:
        hook = self.hooks.pop((when, operation), None)
        if hook:
            hook()
