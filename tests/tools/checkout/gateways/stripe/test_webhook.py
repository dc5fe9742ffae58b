"""Stripe's signature: its own scheme, its own clock, and localstripe's hand under it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import SimpleQueue

import httpx
import pytest

from tests.tools.checkout.gateways.harness import taken
from tests.tools.checkout.gateways.harness_stripe import WEBHOOK_SECRET, StripeHarness, signed
from tools.errors import TruecartError

Delivery = tuple[bytes, dict[str, str]]


def payload(**about: object) -> bytes:
    event = {"id": "evt_1", "type": "charge.refunded", "data": {"object": {"id": "ch_1", **about}}}
    return json.dumps(event).encode()


GOOD = payload(metadata={"truecart_key": "k1"}, status="succeeded")


def test_the_events_key_is_in_what_it_is_about(stripe_harness: StripeHarness) -> None:
    event = stripe_harness.gateway.verify_webhook(GOOD, {"stripe-signature": signed(GOOD)})
    assert (event.event_id, event.kind, event.key) == ("evt_1", "charge.refunded", "k1")
    assert event.body == {"id": "evt_1", "type": "charge.refunded", "object": "ch_1", "status": "succeeded"}


@pytest.mark.parametrize("about", [{}, {"metadata": None}, {"metadata": {}}])
def test_what_is_not_about_us_has_no_key(stripe_harness: StripeHarness, about: dict[str, object]) -> None:
    body = payload(**about)
    assert stripe_harness.gateway.verify_webhook(body, {"stripe-signature": signed(body)}).key == ""


MARKS: dict[str, Callable[[], str]] = {  # made when the test runs: they hold the time
    "none": lambda: "",
    "nonsense": lambda: "nonsense",
    "empty parts": lambda: "t=,v1=",
    "a time alone": lambda: f"t={int(time.time())}",
    "another secret": lambda: signed(GOOD, secret="whsec_another"),
    "too old": lambda: signed(GOOD, at=int(time.time()) - 301),
    "another scheme": lambda: signed(GOOD).replace("v1=", "v0="),
    "no hex": lambda: signed(GOOD)[:-1] + "é",
    "another body": lambda: signed(GOOD + b" "),
}


@pytest.mark.parametrize("case", MARKS)
def test_another_signature_is_not_believed(stripe_harness: StripeHarness, case: str) -> None:
    mark = MARKS[case]()
    with pytest.raises(TruecartError) as refused:
        stripe_harness.gateway.verify_webhook(GOOD, {"stripe-signature": mark})
    assert refused.value.code == "unauthenticated"


def test_a_rolled_secret_signs_beside_the_old_one(stripe_harness: StripeHarness) -> None:
    other = signed(GOOD, secret="whsec_old").partition(",")[2]
    both = f"{signed(GOOD)},{other}"
    assert stripe_harness.gateway.verify_webhook(GOOD, {"stripe-signature": both}).key == "k1"


@pytest.mark.parametrize("body", [b"[]", b"{}", b"no json", b'{"id": "e", "type": "t", "data": 1}', b"null"])
def test_a_signed_riddle_is_not_understood(stripe_harness: StripeHarness, body: bytes) -> None:
    with pytest.raises(TruecartError) as refused:
        stripe_harness.gateway.verify_webhook(body, {"stripe-signature": signed(body)})
    assert refused.value.code == "bad_request"


def test_bytes_that_are_no_text_are_not_believed(stripe_harness: StripeHarness) -> None:
    with pytest.raises(TruecartError) as refused:
        stripe_harness.gateway.verify_webhook(b"\xff\xfe", {"stripe-signature": signed(b"\xff\xfe")})
    assert refused.value.code == "unauthenticated"


@pytest.fixture
def ear() -> Iterator[tuple[str, SimpleQueue[Delivery]]]:
    """An address to be called at, and what was delivered there."""
    heard: SimpleQueue[Delivery] = SimpleQueue()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            heard.put((body, {name.lower(): value for name, value in self.headers.items()}))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_said: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", heard
    server.shutdown()
    server.server_close()


def test_what_localstripe_sends_by_itself_is_believed(
    stripe_harness: StripeHarness, ear: tuple[str, SimpleQueue[Delivery]]
) -> None:
    url, heard = ear
    inner = stripe_harness.control(do="inner")["url"]
    hook = {"url": url, "secret": WEBHOOK_SECRET, "events": ["payment_intent.succeeded"]}
    httpx.post(f"{inner}/_config/webhooks/shop", json=hook, trust_env=False).raise_for_status()
    taken(stripe_harness, "sent")
    events = []
    while "sent" not in [event.key for event in events]:  # those of earlier tests may still be on their way
        events.append(stripe_harness.gateway.verify_webhook(*heard.get(timeout=10)))
    assert {event.kind for event in events} == {"payment_intent.succeeded"}
