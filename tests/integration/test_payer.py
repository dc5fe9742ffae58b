"""A charge that its payer has to confirm, over the real server: the page, the webhook, the order."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.integration.shopper import Shopper, codes, put_in_cart
from tests.server import RunningServer
from tools.checkout.gateways.sandbox import SandboxGateway

pytestmark = pytest.mark.server
BO = {"Authorization": "Bearer demo-bo"}


@pytest.fixture
def shopper(server: RunningServer) -> Iterator[Shopper]:
    opened = Shopper(server.url, "demo-bo")
    yield opened
    opened.close()


def gateway(server: RunningServer) -> SandboxGateway:
    return SandboxGateway(server.home / "sandbox-gateway.db")


def orders(server: RunningServer) -> list[str]:
    answer = httpx.get(f"{server.url}/shop/api/orders", headers=BO, timeout=30).json()["orders"]
    return [each["quote_id"] for each in answer]


@pytest.mark.parametrize("decision", ["approve", "refuse"])
def test_the_payer_decides_on_the_page(server: RunningServer, shopper: Shopper, decision: str) -> None:
    gateway(server).arm("authorize", "requires_action")
    put_in_cart(shopper)
    quote = shopper.say("checkout")["quote"]
    state = shopper.answer("approve")
    assert codes(state) == ["action_required"]
    assert state["order"] is None
    page = server.url + state["payment"]["action"]["url"]
    assert 'data-state="requires_action"' in httpx.get(page, timeout=30).text
    answer = httpx.post(page, data={"decision": decision}, follow_redirects=True, timeout=30)
    assert answer.status_code == 200
    assert (quote["quote_id"] in orders(server)) == (decision == "approve")
    left = shopper.say("what is in my cart?")["cart"]["lines"]
    assert bool(left) == (decision == "refuse")
    charge = next(each for each in gateway(server).charges() if each.reference in page)
    assert charge.state == ("captured" if decision == "approve" else "declined")


def test_nobody_signs_for_the_gateway(server: RunningServer) -> None:
    event = b'{"id": "e", "kind": "charge.captured", "key": "k"}'
    answer = httpx.post(f"{server.url}/pay/webhook/sandbox", content=event, timeout=30)
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "unauthenticated")
    answer = httpx.get(f"{server.url}/pay/act/sbx_0", timeout=30)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")
