"""Webhooks and the payer's page over sockets: the shop's routes in a thread, the sandbox service in a process."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware

from tests.builders import CATALOG, Shop, Sku, cart_line, stock_catalog, stock_of
from tests.server import free_port
from tests.tools.checkout.gateways.sandbox_process import SECRET, SandboxProcess
from tools.checkout.desk import Checkout
from tools.checkout.gateways.port import Gateway
from tools.checkout.gateways.sandbox import SIGNATURE_HEADER
from tools.checkout.gateways.sandbox.client import SandboxClient
from tools.checkout.gateways.sandbox.outbox import Delivery
from tools.checkout.types import Quote
from tools.clock import utc_now
from tools.database import open_database
from web.headers import SecurityHeaders
from web.payments_api import routes_over

WITHIN_S = 20.0


@contextmanager
def served(checkout: Callable[[], Checkout], port: int) -> Iterator[str]:
    app = Starlette(routes=routes_over(checkout), middleware=[Middleware(SecurityHeaders)])
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        until(lambda: server.started)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


def until(done: Callable[[], bool]) -> None:
    """Wait for it. Raises AssertionError when it does not come."""
    deadline = time.monotonic() + WITHIN_S
    while not done():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


def shop_over(folder: Path, gateway: Gateway | None = None) -> Shop:
    """A shop at the present time, which is the service's too."""
    engine = open_database(f"sqlite:///{folder / 'shop.db'}")
    stock_catalog(engine, [Sku("a")])
    shop = Shop.open(engine, folder, gateway=gateway)
    shop.clock.now = utc_now()
    return shop


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    opened = shop_over(tmp_path)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def site(shop: Shop) -> Iterator[httpx.Client]:
    with (
        served(lambda: shop.desk, free_port()) as url,
        httpx.Client(base_url=url, trust_env=False, follow_redirects=True) as client,
    ):
        yield client


def waiting(shop: Shop, arm: Callable[..., None]) -> tuple[Quote, str]:
    """A quote whose charge waits for its payer, and the payer's page."""
    quote = shop.approved(cart_line("a", 2))
    arm("authorize", "requires_action")
    outcome = shop.desk.pay(quote["quote_id"], turn_id="", actor="ada")
    assert [each["code"] for each in outcome["violations"]] == ["action_required"]
    standing = shop.desk.payment(quote["quote_id"])
    assert standing is not None
    return quote, standing["action"]["url"]


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def test_the_demo_needs_no_second_process(shop: Shop, site: httpx.Client) -> None:
    quote, page = waiting(shop, shop.gateway.arm)
    assert page.startswith("/pay/act/")
    asked = site.get(page)
    assert asked.status_code == 200
    assert 'data-state="requires_action"' in asked.text
    assert "$45.99" in asked.text
    done = site.post(page, data={"decision": "approve"})
    assert 'data-state="captured"' in done.text
    assert [order["quote_id"] for order in shop.desk.orders_of("ada")] == [quote["quote_id"]]
    assert site.post(page, data={"decision": "refuse"}).status_code == 200
    assert shop.captured() == [quote["terms"]["total_minor"]]


def test_a_refusal_gives_the_stock_back(shop: Shop, site: httpx.Client) -> None:
    _quote, page = waiting(shop, shop.gateway.arm)
    assert 'data-state="declined"' in site.post(page, data={"decision": "refuse"}).text
    assert shop.desk.orders_of("ada") == []
    assert stock_of(shop.engine, "a") == shop.desk.available(CATALOG, ["a"])["a"] == 10


@pytest.mark.parametrize("form", [{}, {"decision": "yes"}])
def test_the_page_takes_two_answers(shop: Shop, site: httpx.Client, form: dict[str, str]) -> None:
    _quote, page = waiting(shop, shop.gateway.arm)
    assert code(site.post(page, data=form)) == (400, "bad_request")
    assert [charge.state for charge in shop.gateway.charges()] == ["requires_action"]
    assert code(site.get("/pay/act/sbx_unknown")) == (404, "not_found")


def test_a_webhook_is_answered_as_its_gateway_wants_it(shop: Shop, site: httpx.Client) -> None:
    _quote, _page = waiting(shop, shop.gateway.arm)
    shop.gateway.act(shop.gateway.charges()[0].reference, agree=True)
    (event,) = shop.gateway.deliveries()
    elsewhere = site.post("/pay/webhook/stripe", content=event.payload, headers=dict(event.headers))
    assert code(elsewhere) == (404, "not_found")
    assert shop.desk.orders_of("ada") == []
    for _ in range(2):
        answer = site.post("/pay/webhook/sandbox", content=event.payload, headers=dict(event.headers))
        assert (answer.status_code, answer.text) == (200, shop.gateway.acknowledgement)
    assert len(shop.desk.orders_of("ada")) == 1


def test_a_storm_of_shuffled_repetitions_over_the_socket(shop: Shop, site: httpx.Client) -> None:
    quote, _page = waiting(shop, shop.gateway.arm)
    shop.gateway.act(shop.gateway.charges()[0].reference, agree=True)
    shop.gateway.arm("webhook", "duplicate", times=9)
    (first,) = shop.gateway.deliveries()
    shop.gateway.capture(first.key, quote["terms"]["total_minor"])  # as if the shop had died after it
    events = [*shop.gateway.deliveries(), first] * 67
    random.Random(3).shuffle(events)

    def post(event: Delivery) -> tuple[int, str]:
        answer = site.post("/pay/webhook/sandbox", content=event.payload, headers=dict(event.headers))
        return answer.status_code, answer.text

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(post, events))
    assert len(answers) > 200
    assert set(answers) == {(200, shop.gateway.acknowledgement)}
    assert [order["quote_id"] for order in shop.desk.orders_of("ada")] == [quote["quote_id"]]
    assert shop.captured() == [quote["terms"]["total_minor"]]
    assert stock_of(shop.engine, "a") == shop.desk.available(CATALOG, ["a"])["a"] == 8
    assert shop.audit.verify()["ok"]


def test_what_is_no_webhook_is_refused_in_one_voice(shop: Shop, site: httpx.Client) -> None:
    def post(body: bytes, signed: bool = True) -> tuple[int, str]:
        headers = {SIGNATURE_HEADER: shop.gateway.sign(body)} if signed else {}
        return code(site.post("/pay/webhook/sandbox", content=body, headers=headers))

    event = json.dumps({"id": "e", "kind": "charge.captured", "key": "nobody"}).encode()
    assert post(event, signed=False) == (401, "unauthenticated")
    assert post(b"\xff not json") == (400, "bad_request")
    assert post(event) == (404, "not_found")
    assert post(b" " * 64_001) == (413, "message_too_long")
    assert site.get("/pay/webhook/sandbox").status_code == 405


@pytest.mark.parametrize("answer", ["approve", "refuse"])
def test_the_whole_road_over_the_wire(tmp_path: Path, answer: str) -> None:
    port = free_port()
    service = SandboxProcess(tmp_path / "service.db", notify=f"http://127.0.0.1:{port}/pay/webhook/sandbox").start()
    client = SandboxClient(service.url, SECRET)
    shop = shop_over(tmp_path, client)
    try:
        with served(lambda: shop.desk, port):
            client.arm("webhook", "bad_signature")
            client.arm("webhook", "duplicate")
            quote, page = waiting(shop, client.arm)
            assert page.startswith(f"{service.url}/act/")
            assert httpx.post(page, data={"decision": answer}, trust_env=False).status_code == 303
            if answer == "approve":
                until(lambda: bool(shop.desk.orders_of("ada")))
                assert [each.captured_minor for each in client.charges("captured")] == [quote["terms"]["total_minor"]]
                assert stock_of(shop.engine, "a") == 8
            else:
                until(lambda: shop.desk.available(CATALOG, ["a"]) == {"a": 10})
                assert [each.state for each in client.charges()] == ["declined"]
        assert sum(client.balances().values()) == 0
        assert shop.audit.verify()["ok"]
    finally:
        service.kill()
        client.close()
        shop.engine.dispose()


def test_a_webhook_is_repeated_until_the_shop_is_there(tmp_path: Path) -> None:
    port = free_port()
    service = SandboxProcess(tmp_path / "service.db", notify=f"http://127.0.0.1:{port}/pay/webhook/sandbox").start()
    client = SandboxClient(service.url, SECRET)
    shop = shop_over(tmp_path, client)
    try:
        _quote, page = waiting(shop, client.arm)
        httpx.post(page, data={"decision": "approve"}, trust_env=False)
        time.sleep(0.3)  # the courier has knocked at a closed door
        service.kill()
        service.start()
        with served(lambda: shop.desk, port):
            until(lambda: bool(shop.desk.orders_of("ada")))
        assert len(client.charges("captured")) == 1
    finally:
        service.kill()
        client.close()
        shop.engine.dispose()
