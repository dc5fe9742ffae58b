"""Stripe through its own SDK, against localstripe in a process of its own."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any, get_args

import httpx

from tests import network
from tests.tools.checkout.gateways.harness import Entry, Fault, Operation
from tools.checkout.gateways.stripe import StripeGateway
from tools.settings import CHECKOUT, Settings

KEY = "sk_test_" + "s" * 24
WEBHOOK_SECRET = "whsec_" + "w" * 32
LIVE = {"requires_capture": 0, "succeeded": 1}  # whether the money of a PaymentIntent in this state is taken

_running: dict[int, str] = {}  # one service for all tests of a session; each test empties it


class StripeHarness:
    reserves = True
    currency = "USD"

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self.settings = Settings(
            home=folder,
            gateway="stripe",
            gateway_seconds=5.0,
            stripe_key=KEY,
            stripe_webhook_secret=WEBHOOK_SECRET,
            stripe_url=url,
        )
        self._other_side = httpx.Client(trust_env=False, verify=False, timeout=10)
        self._opened: list[StripeGateway] = []
        self.gateway = self.another()
        self.instrument = self.control(do="forget")["good"]

    def another(self, *, page_size: int = 100, pages: int = 100, **settings: Any) -> StripeGateway:
        """The gateway as another process has it: it remembers nothing. With any setting changed."""
        changed = self.settings.model_copy(update=settings)
        self._opened.append(StripeGateway(changed, page_size=page_size, pages=pages))
        return self._opened[-1]

    def supports(self, fault: Fault) -> bool:
        return fault in get_args(Fault)

    def arm(self, operation: Operation, fault: str, **more: Any) -> None:
        """Besides the contract's faults: `unavailable` (`status`), `overtaken` (a capture, by a cancellation), and
        `seconds` to wait before anything is done.
        """
        self.control(do="arm", operation=operation, fault=fault, **more)

    def payer_acts(self, key: str, agree: bool = True) -> None:
        self.control(do="authenticate", intent=self.intent(key)["id"], agree=agree)

    def books(self) -> list[Entry]:
        return [
            Entry(
                each["metadata"]["truecart_key"],
                each["latest_charge"]["amount"] * LIVE[each["status"]],
                each["latest_charge"]["amount_refunded"],
            )
            for each in self.control(do="books")
            if each["status"] in LIVE
        ]

    def intent(self, key: str) -> dict[str, Any]:
        found: dict[str, Any] = next(
            each for each in self.control(do="books") if each["metadata"].get("truecart_key") == key
        )
        return found

    def webhook(self, key: str) -> tuple[bytes, dict[str, str]]:
        intent = self.intent(key)
        event = {"id": f"evt_{key}", "object": "event", "type": "payment_intent.succeeded", "data": {"object": intent}}
        payload = json.dumps(event).encode()
        return payload, {"stripe-signature": signed(payload)}

    def control(self, **wish: Any) -> Any:
        answer = self._other_side.post(f"{self.url}/_control", json=wish)
        answer.raise_for_status()
        return answer.json()

    def close(self) -> None:
        for each in (*self._opened, self._other_side):
            each.close()


def signed(payload: bytes, *, secret: str = WEBHOOK_SECRET, at: int | None = None) -> str:
    """The header `Stripe-Signature` by docs.stripe.com/webhooks/signature: HMAC-SHA-256 of `time.payload`."""
    moment = int(time.time()) if at is None else at
    mark = hmac.new(secret.encode(), f"{moment}.".encode() + payload, hashlib.sha256).hexdigest()
    return f"t={moment},v1={mark}"


def open_harness(folder: Path, session: ExitStack) -> StripeHarness:
    if id(session) not in _running:
        _running[id(session)] = _serve(folder, session)
    return StripeHarness(_running[id(session)], folder)


def _serve(folder: Path, session: ExitStack) -> str:
    command = [sys.executable, "-m", "tests.tools.checkout.gateways.stripe_service"]
    log = session.enter_context((folder / "stripe.log").open("wb"))
    service = subprocess.Popen(
        command,
        cwd=CHECKOUT,
        env={**os.environ, **network.child_environment()},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
    )
    session.callback(service.wait, 10)
    assert service.stdin is not None
    assert service.stdout is not None
    session.callback(service.stdin.close)
    port = service.stdout.readline().strip()
    service.stdout.close()
    if not port:
        raise RuntimeError((folder / "stripe.log").read_text()[-2000:])
    return f"http://127.0.0.1:{port}"
