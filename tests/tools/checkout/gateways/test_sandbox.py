"""What only the embedded gateway promises: books that balance, a file that outlives its process."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tools.checkout.gateways.port import ChargeRequest
from tools.checkout.gateways.sandbox import SIGNATURE_HEADER, SandboxGateway
from tools.errors import TruecartError

REQUEST = ChargeRequest(key="k1", payer="ada", payee="truecart:little", amount_minor=1_000, currency="USD")


@pytest.fixture
def gateway(tmp_path: Path) -> SandboxGateway:
    return SandboxGateway(tmp_path / "gateway.db")


def test_both_sides_of_every_movement_are_booked(gateway: SandboxGateway) -> None:
    gateway.authorize(REQUEST)
    assert gateway.balances() == {}
    gateway.capture("k1", 1_000)
    assert gateway.balances() == {"payer:ada": -1_000, "payee:truecart:little": 1_000}
    gateway.refund("k1", 400, "r1")
    assert gateway.balances() == {"payer:ada": -600, "payee:truecart:little": 600}
    gateway.refund("k1", 600, "r2")
    assert set(gateway.balances().values()) == {0}


def test_only_its_own_signature_is_believed(gateway: SandboxGateway) -> None:
    payload = json.dumps({"id": "e1", "kind": "charge.captured", "key": "k1", "amount_minor": 1_000}).encode()
    signature = gateway.sign(payload)
    event = gateway.verify_webhook(payload, {SIGNATURE_HEADER: signature})
    assert (event.kind, event.key, event.body["amount_minor"]) == ("charge.captured", "k1", 1_000)
    forged = payload.replace(b"1000", b"9000")
    for body, mark in ((forged, signature), (payload, signature[:-1] + "é"), (payload, "0" * 64)):
        with pytest.raises(TruecartError) as refused:
            gateway.verify_webhook(body, {SIGNATURE_HEADER: mark})
        assert refused.value.code == "unauthenticated"
    with pytest.raises(TruecartError) as unread:
        gateway.verify_webhook(b"[]", {SIGNATURE_HEADER: gateway.sign(b"[]")})
    assert unread.value.code == "bad_request"


def test_the_ledger_outlives_its_process(tmp_path: Path) -> None:
    SandboxGateway(tmp_path / "g.db").authorize(REQUEST)
    again = SandboxGateway(tmp_path / "g.db")
    assert [charge.key for charge in again.charges()] == ["k1"]
    payload = b'{"id": "e1", "kind": "x", "key": "k1"}'
    signed = {SIGNATURE_HEADER: again.sign(payload)}
    assert SandboxGateway(tmp_path / "g.db").verify_webhook(payload, signed).event_id == "e1"
