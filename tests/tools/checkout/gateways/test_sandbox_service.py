"""The sandbox as a service: who may call it, what its client believes, and that its books outlive it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from tests.tools.checkout.gateways.sandbox_process import SECRET, SandboxProcess
from tools.checkout.gateways.port import ChargeRequest, OutcomeUnknown
from tools.checkout.gateways.sandbox import CRASH_STATUS, SIGNATURE_HEADER, SandboxGateway, signing
from tools.checkout.gateways.sandbox.client import SandboxClient
from tools.checkout.gateways.sandbox.courier import over_http
from tools.errors import TruecartError

REQUEST = ChargeRequest(key="k1", payer="ada", payee="truecart:little", amount_minor=1_000, currency="USD")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxProcess]:
    started = SandboxProcess(tmp_path_factory.mktemp("service") / "books.db").start()
    yield started
    started.kill()


@pytest.fixture
def client(service: SandboxProcess) -> Iterator[SandboxClient]:
    opened = SandboxClient(service.url, SECRET)
    yield opened
    opened.close()


def call(service: SandboxProcess, name: str, body: bytes, mark: str) -> tuple[int, str]:
    answer = httpx.post(f"{service.url}/v1/{name}", content=body, headers={SIGNATURE_HEADER: mark}, trust_env=False)
    return answer.status_code, answer.json().get("error", {}).get("code", "")


def signed(name: str, body: bytes, *, secret: str = SECRET, ago: float = 0) -> str:
    return signing.sign(secret, signing.of_call(name, body), time.time() - ago)


def test_only_those_who_know_the_secret_may_call(service: SandboxProcess, client: SandboxClient) -> None:
    client.authorize(ChargeRequest(key="mine", payer="ada", payee="p", amount_minor=1, currency="USD"))
    body = b'{"key": "mine"}'
    assert call(service, "void", body, "") == (401, "unauthenticated")
    assert call(service, "void", body, signed("void", body, secret="another")) == (401, "unauthenticated")
    assert call(service, "void", body, signed("void", body, ago=301)) == (401, "unauthenticated")
    assert call(service, "void", body, signed("lookup", body)) == (401, "unauthenticated")  # replayed elsewhere
    assert call(service, "void", body, signed("void", b'{"key": "other"}')) == (401, "unauthenticated")
    found = client.lookup("mine")
    assert found is not None
    assert found.state == "authorized"
    assert call(service, "void", body, signed("void", body)) == (200, "")


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("authorize", b""),
        ("authorize", b"\xff"),
        ("authorize", b'{"key": "k"}'),
        ("authorize", json.dumps({**vars(REQUEST), "key": "neg", "amount_minor": -1}).encode()),
        ("authorize", json.dumps({**vars(REQUEST), "key": "text", "amount_minor": "1000"}).encode()),
        ("authorize", json.dumps({**vars(REQUEST), "key": "part", "amount_minor": 10.5}).encode()),
        ("capture", b'{"key": "k1", "amount_minor": true}'),
        ("void", b'{"key": "k1", "more": 1}'),
        ("lookup", b'["k1"]'),
        ("arm", b'{"operation": "authorize", "fault": "duplicate"}'),
        ("arm", b'{"operation": "capture", "fault": "requires_action"}'),
    ],
)
def test_a_body_that_is_not_understood_does_nothing(
    service: SandboxProcess, client: SandboxClient, name: str, body: bytes
) -> None:
    before = client.charges()
    assert call(service, name, body, signed(name, body)) == (400, "bad_request")
    assert client.charges() == before


def test_a_wrong_secret_is_no_answer(service: SandboxProcess) -> None:
    stranger = SandboxClient(service.url, "another secret")
    with pytest.raises(OutcomeUnknown):
        stranger.authorize(REQUEST)
    stranger.close()


def test_a_slow_answer_is_an_unknown_outcome(service: SandboxProcess, client: SandboxClient) -> None:
    hasty = SandboxClient(service.url, SECRET, seconds=0.5)
    client.arm("authorize", "slow", seconds=4)
    begun = time.monotonic()
    with pytest.raises(OutcomeUnknown):
        hasty.authorize(ChargeRequest(key="slow", payer="ada", payee="p", amount_minor=1, currency="USD"))
    assert time.monotonic() - begun < 3
    hasty.close()
    while (found := client.lookup("slow")) is None:  # it was acted upon all the same
        assert time.monotonic() - begun < 3
    assert found.state == "authorized"


@pytest.mark.parametrize(("fault", "seen"), [("crash_before", False), ("crash_after", True)])
def test_the_service_may_die_in_the_middle_of_a_call(tmp_path: Path, fault: str, seen: bool) -> None:
    mortal = SandboxProcess(tmp_path / "books.db").start()
    client = SandboxClient(mortal.url, SECRET)
    try:
        client.arm("authorize", fault)  # type: ignore[arg-type]
        with pytest.raises(OutcomeUnknown):
            client.authorize(REQUEST)
        assert mortal.wait() == CRASH_STATUS
        with pytest.raises(OutcomeUnknown):
            client.lookup("k1")
        mortal.start()
        assert (client.lookup("k1") is not None) == seen
        assert client.authorize(REQUEST).state == "authorized"
        assert len(client.charges()) == 1
    finally:
        mortal.kill()
        client.close()


CHARGE = {
    "key": "k1",
    "state": "authorized",
    "reference": "r",
    "payee": "truecart:little",
    "amount_minor": 1_000,
    "captured_minor": 0,
    "refunded_minor": 0,
    "currency": "USD",
}


@contextmanager
def answering(status: int, body: bytes, *, drip: bool = False) -> Iterator[str]:
    """A server that answers everything with this."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(status)
            self.send_header("content-length", str(len(body)))
            self.send_header("location", "/elsewhere")
            self.end_headers()
            try:
                for each in (body[at : at + 1] for at in range(len(body))) if drip else [body]:
                    self.wfile.write(each)
                    time.sleep(0.1 if drip else 0)
            except OSError:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Not on the screen."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def body_of(**changes: object) -> bytes:
    return json.dumps({"charge": {**CHARGE, **changes}}).encode()


REFUSAL = json.dumps({"error": {"code": "not_found", "message": "no"}}).encode()


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, b""),
        (200, b"<html>"),
        (200, b'{"charge": {"key": "k1"}}'),
        (200, b'{"charge": null}'),
        (200, body_of(key="k2")),
        (200, body_of(state="paid")),
        (200, body_of(amount_minor="1000")),
        (200, body_of(amount_minor=1000.5)),
        (200, body_of(state="requires_action", action={"kind": "redirect", "url": "javascript:alert(1)"})),
        (200, b" " * 70_000 + body_of()),
        (201, body_of()),
        (302, body_of()),
        (404, b"no such page"),
        (404, b'{"error": "text"}'),
        (500, REFUSAL),
        (502, b""),
        (503, b'{"error": {"code": "internal", "message": "x"}}'),
    ],
)
def test_what_is_no_plain_answer_is_an_unknown_outcome(status: int, body: bytes) -> None:
    with answering(status, body) as url:
        client = SandboxClient(url, SECRET)
        with pytest.raises(OutcomeUnknown):
            client.authorize(REQUEST)
        client.close()


def test_a_plain_answer_and_a_plain_refusal_are_believed() -> None:
    with answering(200, body_of()) as url:
        client = SandboxClient(url, SECRET)
        assert client.authorize(REQUEST).reference == "r"
        client.close()
    with answering(404, REFUSAL) as url:
        client = SandboxClient(url, SECRET)
        with pytest.raises(TruecartError) as refused:
            client.void("k1")
        assert refused.value.code == "not_found"
        client.close()


def test_an_answer_that_drips_does_not_hold_the_shop() -> None:
    with answering(200, body_of(), drip=True) as url:
        client = SandboxClient(url, SECRET, seconds=0.4)
        begun = time.monotonic()
        with pytest.raises(OutcomeUnknown):
            client.authorize(REQUEST)
        assert time.monotonic() - begun < 4  # the whole of it takes 17 s
        client.close()


@pytest.mark.parametrize(
    ("status", "body", "heard"), [(200, b"ok", True), (200, b"OK\n", False), (200, b"", False), (500, b"ok", False)]
)
def test_a_webhook_is_heard_when_its_acknowledgement_comes(
    tmp_path: Path, status: int, body: bytes, heard: bool
) -> None:
    gateway = SandboxGateway(tmp_path / "books.db")
    gateway.authorize(REQUEST)
    (due,) = gateway.deliveries()
    with answering(status, body) as url, httpx.Client(trust_env=False) as sender:
        assert over_http(url, gateway.acknowledgement, sender)(due) == heard
    with httpx.Client(trust_env=False) as sender:
        assert not over_http(url, gateway.acknowledgement, sender)(due)  # nobody listens there any more


@pytest.mark.parametrize(("url", "secret"), [("ftp://127.0.0.1", SECRET), ("nowhere", SECRET), ("http://x", "")])
def test_a_client_needs_an_address_and_the_secret(url: str, secret: str) -> None:
    with pytest.raises(TruecartError) as refused:
        SandboxClient(url, secret)
    assert refused.value.code == "bad_setting"


def test_the_service_and_its_file_show_the_same_books(service: SandboxProcess, client: SandboxClient) -> None:
    client.authorize(ChargeRequest(key="seen", payer="bo", payee="p", amount_minor=700, currency="USD"))
    client.capture("seen", 700)
    client.refund("seen", 300, "seen-back")
    inside = SandboxGateway(service.file)
    assert client.charges("captured") == inside.charges("captured")
    assert client.refunds() == inside.refunds()
    assert client.balances() == inside.balances()
    assert sum(client.balances().values()) == 0


def test_the_payers_page_is_one_for_both_languages(client: SandboxClient) -> None:
    client.arm("authorize", "requires_action")
    wish = {"key": "page", "payer": "ada", "payee": "<b>Shop & Co</b>", "amount_minor": 12_345, "currency": "USD"}
    charge = client.authorize(ChargeRequest(**wish, return_url="http://127.0.0.1:2024/?a=1&b=2"))  # type: ignore[arg-type]
    assert charge.action is not None
    get: Callable[..., httpx.Response] = partial(httpx.get, trust_env=False)
    english = get(charge.action["url"])
    assert "Approve this payment?" in english.text
    assert "$123.45" in english.text
    assert "&lt;b&gt;Shop &amp; Co&lt;/b&gt;" in english.text
    assert "<b>" not in english.text
    assert english.headers["content-security-policy"].startswith("default-src 'none'")
    assert "确认这笔付款" in get(charge.action["url"], headers={"accept-language": "zh-CN,zh;q=0.9"}).text
    assert "确认这笔付款" in get(f"{charge.action['url']}?lang=zh").text
    httpx.post(charge.action["url"], data={"decision": "refuse"}, trust_env=False)
    after = get(charge.action["url"]).text
    assert 'href="http://127.0.0.1:2024/?a=1&amp;b=2"' in after
    assert "<button" not in after
