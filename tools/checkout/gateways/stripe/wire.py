"""How requests reach Stripe: once, in bounded time, and without a word on this machine."""

from __future__ import annotations

import ssl
import time
from collections.abc import Mapping

import httpx

from tools.checkout.gateways.port import OutcomeUnknown

LARGEST_ANSWER = 16_000_000  # bytes: a page of a hundred charges is under one million
PRIVATE = ("x-stripe-client-user-agent", "user-agent", "x-stripe-client-telemetry")  # what the SDK tells of its host


class Wire:
    """Stands in for the SDK's own HTTP client, whose time-out starts anew with each read; here a whole answer may take
    `seconds`, and one that drips not twice as long.

    Whatever keeps an answer away is `OutcomeUnknown`: the request may have arrived.
    """

    name = "httpx"

    def __init__(self, trusted: ssl.SSLContext, seconds: float) -> None:
        self._seconds = seconds
        waits = httpx.Timeout(0.1 * seconds, read=0.7 * seconds)  # place, connection, sending, first byte: `seconds`
        self._client = httpx.Client(verify=trusted, timeout=waits, headers={"user-agent": "truecart"})

    def request_with_retries(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        post_data: str | None = None,
        max_network_retries: int | None = None,  # noqa: ARG002  ours is always the first and the last attempt
        *,
        _usage: list[str] | None = None,
    ) -> tuple[bytes, int, Mapping[str, str]]:
        """The SDK's own signature: (body, status, headers with names of any case)."""
        until = time.monotonic() + self._seconds
        sent = {name: value for name, value in headers.items() if name.lower() not in PRIVATE}
        body = bytearray()
        try:
            with self._client.stream(method, url, headers=sent, content=post_data) as answer:
                for part in answer.iter_bytes():
                    body += part
                    if time.monotonic() > until or len(body) > LARGEST_ANSWER:
                        raise OutcomeUnknown("Stripe's answer did not end in time.")
                said = [(name, value) for name, value in answer.headers.items() if name != "stripe-notice"]
                return bytes(body), answer.status_code, httpx.Headers(said)
        except (httpx.HTTPError, httpx.StreamError) as problem:
            raise OutcomeUnknown(f"Stripe does not answer ({type(problem).__name__}).") from None

    def close(self) -> None:
        self._client.close()
