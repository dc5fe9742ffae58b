"""Webhooks that the sandbox owes: in order, repeated with growing pauses, and badly on demand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.builders import SetClock
from tools.checkout.gateways.port import ChargeRequest
from tools.checkout.gateways.sandbox import Fault, SandboxGateway
from tools.checkout.gateways.sandbox.courier import deliver
from tools.checkout.gateways.sandbox.outbox import BACK_OFF_S, GIVE_UP_AFTER, Delivery
from tools.errors import TruecartError


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def gateway(tmp_path: Path, clock: SetClock) -> SandboxGateway:
    return SandboxGateway(tmp_path / "gateway.db", clock)


def buy(gateway: SandboxGateway, key: str = "k1") -> None:
    gateway.authorize(ChargeRequest(key=key, payer="ada", payee="shop", amount_minor=1_000, currency="USD"))
    gateway.capture(key, 1_000)


def kinds(deliveries: list[Delivery]) -> list[str]:
    return [json.loads(each.payload)["kind"].removeprefix("charge.") for each in deliveries]


def sent(gateway: SandboxGateway) -> list[str]:
    """What travels now, to a receiver that acknowledges what it can verify."""
    heard: list[Delivery] = []

    def hear(delivery: Delivery) -> bool:
        heard.append(delivery)
        try:
            gateway.verify_webhook(delivery.payload, delivery.headers)
        except TruecartError:
            return False
        return True

    deliver(gateway, hear)
    return kinds(heard)


def test_every_change_is_told_once(gateway: SandboxGateway) -> None:
    buy(gateway)
    buy(gateway)
    gateway.refund("k1", 400, "r1")
    gateway.refund("k1", 400, "r1")
    gateway.void("k1")
    assert sent(gateway) == ["authorized", "captured", "refunded"]
    assert sent(gateway) == []
    gateway.authorize(ChargeRequest(key="k2", payer="ada", payee="shop", amount_minor=1, currency="USD"))
    gateway.void("k2")
    gateway.void("k2")
    gateway.arm("authorize", "decline")
    gateway.authorize(ChargeRequest(key="k3", payer="ada", payee="shop", amount_minor=1, currency="USD"))
    assert kinds(gateway.deliveries("k3")) == ["declined"]
    assert sent(gateway) == ["authorized", "voided", "declined"]


def test_what_is_rolled_back_is_not_told(gateway: SandboxGateway) -> None:
    buy(gateway)
    with pytest.raises(TruecartError):
        gateway.refund("k1", 1_001, "r1")
    assert sent(gateway) == ["authorized", "captured"]


def test_it_is_repeated_with_growing_pauses(gateway: SandboxGateway, clock: SetClock) -> None:
    gateway.authorize(ChargeRequest(key="k1", payer="ada", payee="shop", amount_minor=1, currency="USD"))
    ids = set()
    for pause in (*BACK_OFF_S, BACK_OFF_S[-1]):
        (due,) = gateway.deliveries()
        ids.add(due.event_id)
        gateway.delivered(due, acknowledged=False)
        clock.forward(seconds=pause - 0.01)
        assert gateway.deliveries() == []
        clock.forward(seconds=0.02)
    assert len(ids) == 1
    (due,) = gateway.deliveries()
    gateway.verify_webhook(due.payload, due.headers)  # signed anew: it is not too old
    gateway.delivered(due, acknowledged=True)
    clock.forward(days=9)
    assert gateway.deliveries() == []


def test_it_is_given_up_in_the_end(gateway: SandboxGateway, clock: SetClock) -> None:
    gateway.authorize(ChargeRequest(key="k1", payer="ada", payee="shop", amount_minor=1, currency="USD"))
    count = 0
    while due := gateway.deliveries():
        gateway.delivered(due[0], acknowledged=False)
        clock.forward(seconds=BACK_OFF_S[-1])
        count += 1
    assert count == GIVE_UP_AFTER


@pytest.mark.parametrize(
    ("fault", "at_once", "later"),
    [
        ("duplicate", ["authorized", "captured", "authorized"], []),
        ("out_of_order", ["captured", "authorized"], []),
        ("late", ["captured"], ["authorized"]),
        ("lost", ["captured"], []),
        ("bad_signature", ["authorized", "captured"], ["authorized"]),
    ],
)
def test_faults_of_webhooks(
    gateway: SandboxGateway, clock: SetClock, fault: Fault, at_once: list[str], later: list[str]
) -> None:
    gateway.arm("webhook", fault, seconds=10)
    buy(gateway)
    assert sorted(sent(gateway)) == sorted(at_once)
    clock.forward(seconds=11)
    assert sent(gateway) == later
    assert sent(gateway) == []


def test_an_overtaken_event_travels_alone_when_nothing_follows(gateway: SandboxGateway, clock: SetClock) -> None:
    gateway.arm("webhook", "out_of_order", seconds=10)
    gateway.authorize(ChargeRequest(key="k1", payer="ada", payee="shop", amount_minor=1, currency="USD"))
    assert sent(gateway) == []
    clock.forward(seconds=11)
    assert sent(gateway) == ["authorized"]


def test_the_overtaken_event_comes_after_its_successor(gateway: SandboxGateway) -> None:
    gateway.arm("webhook", "out_of_order")
    buy(gateway)
    assert sent(gateway) == ["captured", "authorized"]
