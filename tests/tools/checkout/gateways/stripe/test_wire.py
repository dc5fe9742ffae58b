"""One attempt, one deadline, no following: over real sockets that behave badly."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from tools.checkout.gateways.port import OutcomeUnknown
from tools.checkout.gateways.stripe.wire import Wire
from tools.trust import trust

Act = Callable[[socket.socket], None]
HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"


class Rogue:
    """A server that does to each connection what it is told, and counts them."""

    def __init__(self, act: Act) -> None:
        self.calls = 0
        self.heard = b""
        self._act = act
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/v1/x"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                self.calls += 1
                with connection, suppress(OSError):
                    self.heard = _heard(connection)
                    self._act(connection)

    def close(self) -> None:
        self._socket.close()


def _heard(connection: socket.socket) -> bytes:
    heard = connection.recv(65_536)
    length = re.search(rb"content-length: (\d+)", heard, re.IGNORECASE)
    while length and len(heard.partition(b"\r\n\r\n")[2]) < int(length[1]):
        heard += connection.recv(65_536)
    return heard


@pytest.fixture
def rogue() -> Iterator[Callable[[Act], Rogue]]:
    made: list[Rogue] = []

    def make(act: Act) -> Rogue:
        made.append(Rogue(act))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture
def wire() -> Iterator[Wire]:
    opened = Wire(trust(""), 0.4)
    yield opened
    opened.close()


@pytest.fixture
def patient() -> Iterator[Wire]:
    opened = Wire(trust(""), 20.0)
    yield opened
    opened.close()


def drip(connection: socket.socket) -> None:
    connection.sendall(HEAD + b"content-length: 1000\r\n\r\n")
    for _ in range(100):
        connection.sendall(b" ")
        time.sleep(0.05)


def redirect(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:9/\r\ncontent-length: 0\r\n\r\n")


@pytest.mark.parametrize(
    "act",
    [
        drip,
        lambda _connection: time.sleep(1),
        lambda _connection: None,
        lambda connection: connection.sendall(HEAD + b"content-length: 10\r\n\r\n{}"),
        lambda connection: connection.sendall(b"\x00\x01\x02"),
    ],
    ids=["drips", "silent", "hangs-up", "cut", "garbage"],
)
def test_no_whole_answer_is_unknown_and_asked_once(rogue: Callable[[Act], Rogue], wire: Wire, act: Act) -> None:
    server = rogue(act)
    began = time.monotonic()
    with pytest.raises(OutcomeUnknown):
        wire.request_with_retries("post", server.url, {"Authorization": "Bearer sk_test"}, "a=1", 5)
    assert time.monotonic() - began < 1.0
    assert server.calls == 1


def test_nobody_there_is_unknown(wire: Wire) -> None:
    with pytest.raises(OutcomeUnknown):
        wire.request_with_retries("get", "http://127.0.0.1:9/", {}, None)


def test_a_redirection_is_not_followed(rogue: Callable[[Act], Rogue], patient: Wire) -> None:
    body, status, headers = patient.request_with_retries("get", rogue(redirect).url, {"Authorization": "Bearer x"})
    assert (body, status, headers["Location"]) == (b"", 302, "http://127.0.0.1:9/")


def test_the_body_and_headers_arrive_as_they_are(rogue: Callable[[Act], Rogue], patient: Wire) -> None:
    server = rogue(
        lambda connection: connection.sendall(
            HEAD + b"content-length: 2\r\nIdempotent-Replayed: true\r\nStripe-Notice: hello\r\n\r\n{}"
        )
    )
    sent = {"Authorization": "Bearer sk_test", "X-Stripe-Client-User-Agent": "{}", "User-Agent": "Stripe/v1"}
    body, status, headers = patient.request_with_retries("post", server.url, sent, "amount=1&metadata[a]=b")
    assert (body, status, headers["idempotent-replayed"]) == (b"{}", 200, "true")
    assert "Stripe-Notice" not in headers  # the SDK would warn of it in mid-payment
    assert b"Bearer sk_test" in server.heard
    assert server.heard.endswith(b"amount=1&metadata[a]=b")
    assert b"stripe" not in server.heard.lower()
