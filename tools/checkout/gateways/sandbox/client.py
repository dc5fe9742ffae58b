"""The sandbox at the other end of a wire. Whatever is not a plain answer is an unknown outcome, never a no."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any, TypeVar
from urllib.parse import urljoin, urlsplit

import httpx
from pydantic import TypeAdapter, ValidationError

from tools.checkout.gateways.port import (
    ChargeRequest,
    ChargeResult,
    KeyReused,
    OutcomeUnknown,
    RefundResult,
    WebhookEvent,
)
from tools.checkout.gateways.sandbox import signing, wire
from tools.checkout.gateways.sandbox.embedded import verified
from tools.checkout.gateways.sandbox.faults import Fault, Operation
from tools.clock import Clock, utc_now
from tools.errors import TruecartError

T = TypeVar("T")
SECONDS = 5.0  # for a whole answer
BELIEVED = {"not_found": 404, "bad_request": 400, "digest_mismatch": 409}  # refusals after which nothing was done
log = logging.getLogger("truecart.sandbox")


class SandboxClient:
    """The gateway port over HTTP. Safe to use from many threads."""

    name = "sandbox"
    currencies: frozenset[str] | None = None
    acknowledgement = "ok"

    def __init__(self, url: str, secret: str, clock: Clock = utc_now, *, seconds: float = SECONDS) -> None:
        """`clock` dates webhooks; calls are always dated by the real time. Raises TruecartError `bad_setting`."""
        if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc:
            raise TruecartError("bad_setting", "TRUECART_SANDBOX_URL is an http or https address.")
        if not secret:
            raise TruecartError("bad_setting", "TRUECART_SANDBOX_SECRET is needed: the service's own.")
        self.url = url.rstrip("/") + "/"
        self.clock = clock
        self._secret = secret
        self._seconds = seconds
        self._client = httpx.Client(
            timeout=httpx.Timeout(seconds, connect=min(seconds, 2.0)),
            follow_redirects=False,
            trust_env=False,
            limits=httpx.Limits(keepalive_expiry=2.0),  # below the server's, so that none is closed under a call
        )

    def authorize(self, request: ChargeRequest) -> ChargeResult:
        """As `SandboxGateway.authorize`; and OutcomeUnknown, as from every call."""
        return self._charge("authorize", request.key, asdict(request))

    def capture(self, key: str, amount_minor: int) -> ChargeResult:
        """As `SandboxGateway.capture`."""
        return self._charge("capture", key, {"key": key, "amount_minor": amount_minor})

    def void(self, key: str) -> ChargeResult:
        """As `SandboxGateway.void`."""
        return self._charge("void", key, {"key": key})

    def refund(self, key: str, amount_minor: int, refund_key: str) -> RefundResult:
        """As `SandboxGateway.refund`."""
        body = {"key": key, "amount_minor": amount_minor, "refund_key": refund_key}
        made = self._ask("refund", body, wire.REFUND).refund
        if made is None or (made.key, made.refund_key, made.amount_minor) != (key, refund_key, amount_minor):
            raise OutcomeUnknown("The gateway answered for another refund.")
        return made

    def lookup(self, key: str) -> ChargeResult | None:
        """What became of the key; None when it was never seen."""
        found = self._ask("lookup", {"key": key}, wire.CHARGE).charge
        return self._of(found, key) if found else None

    def lookup_refund(self, key: str, refund_key: str) -> RefundResult | None:
        """What became of a refund; None when it was never seen."""
        found = self._ask("lookup_refund", {"key": key, "refund_key": refund_key}, wire.REFUND).refund
        if found and (found.key, found.refund_key) != (key, refund_key):
            raise OutcomeUnknown("The gateway answered for another refund.")
        return found

    def verify_webhook(self, payload: bytes, headers: Mapping[str, str]) -> WebhookEvent:
        """As `SandboxGateway.verify_webhook`, with the shared secret."""
        return verified(self._secret, payload, headers, self.clock().timestamp())

    def arm(self, operation: Operation, fault: Fault, *, times: int = 1, seconds: float = 0.0) -> None:
        """Let the service's next `times` calls of the operation meet this fault. Raises TruecartError `bad_request`."""
        body = {"operation": operation, "fault": fault, "times": times, "seconds": seconds}
        self._ask("arm", body, wire.DONE)

    def disarm(self) -> None:
        """Forget every fault that nobody has met yet."""
        self._ask("disarm", {}, wire.DONE)

    def charges(self, state: str | None = None) -> list[ChargeResult]:
        """All charges, or those in a state, oldest first."""
        return [each for each in self._ask("books", {}, wire.BOOKS).charges if state in (None, each.state)]

    def refunds(self) -> list[RefundResult]:
        """All refunds, oldest first."""
        return self._ask("books", {}, wire.BOOKS).refunds

    def balances(self) -> dict[str, int]:
        """Minor units by account; over all accounts they sum to zero."""
        return self._ask("books", {}, wire.BOOKS).balances

    def close(self) -> None:
        self._client.close()

    def _charge(self, operation: str, key: str, body: dict[str, Any]) -> ChargeResult:
        return self._of(self._ask(operation, body, wire.CHARGE).charge, key)

    def _of(self, found: ChargeResult | None, key: str) -> ChargeResult:
        if found is None or found.key != key:
            raise OutcomeUnknown("The gateway answered for another charge.")
        if found.action is None:
            return found
        url = urljoin(self.url, str(found.action.get("url", "")))
        if urlsplit(url).scheme not in ("http", "https"):
            raise OutcomeUnknown("The gateway sends the payer to no page.")
        return replace(found, action={"kind": "redirect", "url": url})

    def _ask(self, operation: str, body: dict[str, Any], of: TypeAdapter[T]) -> T:
        status, raw = self._post(operation, json.dumps(body).encode())
        if status != 200:
            raise _refusal(operation, status, raw, str(body.get("refund_key") or body.get("key", "")))
        try:
            return of.validate_json(raw, strict=True)
        except ValidationError as problem:
            raise OutcomeUnknown("The gateway's answer is not understood.") from problem

    def _post(self, operation: str, body: bytes) -> tuple[int, bytes]:
        """Status and whole body, within the time and the size of an answer."""
        url = urljoin(self.url, f"v1/{operation}")
        mark = signing.sign(self._secret, signing.of_call(operation, body), time.time())
        headers = {"content-type": "application/json", signing.SIGNATURE_HEADER: mark}
        until = time.monotonic() + self._seconds
        raw = bytearray()
        try:
            with self._client.stream("POST", url, content=body, headers=headers) as answer:
                for part in answer.iter_bytes():
                    raw += part
                    if time.monotonic() > until or (len(raw) > wire.LARGEST and operation != "books"):
                        raise OutcomeUnknown("The gateway's answer does not end.")
                return answer.status_code, bytes(raw)
        except (httpx.HTTPError, httpx.StreamError) as problem:
            raise OutcomeUnknown("The gateway did not answer.") from problem


def _refusal(operation: str, status: int, raw: bytes, key: str) -> TruecartError:
    """The error that an answer stands for: only a refusal in our own voice says that nothing was done."""
    try:
        said = json.loads(raw)["error"]
        code, message = str(said["code"]), str(said["message"])
    except (ValueError, KeyError, TypeError):
        return OutcomeUnknown(f"The gateway answered with status {status}.")
    if BELIEVED.get(code) != status:
        log.warning("the sandbox service refused %s: %s (%s)", operation, message, code)
        return OutcomeUnknown(f"The gateway answered {code}.")
    return KeyReused(key) if code == "digest_mismatch" else TruecartError(code, message)
