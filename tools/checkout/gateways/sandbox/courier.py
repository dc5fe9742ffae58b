"""Sends what the outbox owes, and repeats it until the receiver acknowledges it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import httpx

from tools.checkout.gateways.sandbox.outbox import Delivery

if TYPE_CHECKING:
    from tools.checkout.gateways.sandbox.embedded import SandboxGateway

Post = Callable[[Delivery], bool]  # answers whether the receiver acknowledged
LOOK_S = 0.1  # how often the outbox is looked into; every process may write to it
ROUNDS = 20
log = logging.getLogger("truecart.sandbox")


def deliver(gateway: SandboxGateway, post: Post, key: str | None = None) -> int:
    """Send what is due now, and what becomes due by it; with `key` of one charge. Answers how many were sent."""
    count = 0
    for _ in range(ROUNDS):
        due = gateway.deliveries(key)
        for each in due:
            gateway.delivered(each, acknowledged=post(each))
        count += len(due)
        if not due:
            break
    return count


def over_http(url: str, acknowledgement: str, client: httpx.Client) -> Post:
    """Posts to a receiver that acknowledges with status 200 and exactly this body."""

    def post(delivery: Delivery) -> bool:
        try:
            answer = client.post(url, content=delivery.payload, headers=dict(delivery.headers))
        except httpx.HTTPError as problem:
            log.info("webhook %s was not heard: %s", delivery.event_id, type(problem).__name__)
            return False
        return answer.status_code == 200 and answer.text == acknowledgement

    return post


class Courier:
    """A thread that delivers while the service runs."""

    def __init__(self, gateway: SandboxGateway, url: str) -> None:
        self._gateway = gateway
        self._url = url
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sandbox-courier", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join(15)

    def _run(self) -> None:
        with httpx.Client(timeout=httpx.Timeout(10, connect=2), trust_env=False, follow_redirects=False) as client:
            post = over_http(self._url, self._gateway.acknowledgement, client)
            while not self._stopping.wait(LOOK_S):
                try:
                    deliver(self._gateway, post)
                except Exception:
                    log.exception("webhooks could not be sent; they are tried again")
