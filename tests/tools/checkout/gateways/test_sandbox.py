"""What only the embedded gateway promises: books that balance, a file that outlives its process."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from tests.builders import START, SetClock
from tools.checkout.gateways.port import ChargeRequest
from tools.checkout.gateways.sandbox import SIGNATURE_HEADER, SandboxGateway, open_sandbox
from tools.checkout.gateways.sandbox.client import SandboxClient
from tools.clock import stamp, utc_now
from tools.errors import TruecartError
from tools.settings import Settings

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


def test_the_payer_has_the_time_of_the_quote(tmp_path: Path) -> None:
    clock = SetClock()
    gateway = SandboxGateway(tmp_path / "g.db", clock)
    gateway.arm("authorize", "requires_action", times=2)
    until = stamp(START + timedelta(minutes=15))
    first = gateway.authorize(replace(REQUEST, expires_at=until))
    second = gateway.authorize(replace(REQUEST, key="k2", expires_at=until))
    clock.forward(minutes=14, seconds=59)
    assert gateway.act(first.reference, agree=True).state == "authorized"
    clock.forward(seconds=1)
    late = gateway.act(second.reference, agree=True)
    assert (late.state, late.reason) == ("voided", "expired")
    assert gateway.act(first.reference, agree=False).state == "authorized"


@pytest.mark.parametrize(
    ("operation", "fault"),
    [
        ("authorize", "late"),
        ("webhook", "decline"),
        ("void", "decline"),
        ("lookup", "requires_action"),
        ("pay", "slow"),
    ],
)
def test_a_fault_that_no_call_can_meet_is_not_armed(gateway: SandboxGateway, operation: str, fault: str) -> None:
    with pytest.raises(TruecartError) as refused:
        gateway.arm(operation, fault)  # type: ignore[arg-type]
    assert refused.value.code == "bad_request"


def test_books_of_the_first_version_go_on(tmp_path: Path) -> None:
    """A file as it was written before charges had an expiry and webhooks an outbox."""
    with closing(sqlite3.connect(tmp_path / "g.db")) as books:
        books.executescript(FIRST_VERSION)
    gateway = SandboxGateway(tmp_path / "g.db")
    assert gateway.capture("k1", 1_000).state == "captured"
    assert gateway.authorize(REQUEST).captured_minor == 1_000
    assert [json.loads(each.payload)["kind"] for each in gateway.deliveries()] == ["charge.captured"]
    assert SandboxGateway(tmp_path / "g.db").charges() == gateway.charges()


def test_the_settings_choose_where_it_is(tmp_path: Path) -> None:
    inside = open_sandbox(Settings(home=tmp_path, public_url="https://shop.example/"), utc_now)
    inside.arm("authorize", "requires_action")
    action = inside.authorize(REQUEST).action
    assert action is not None
    assert action["url"].startswith("https://shop.example/pay/act/sbx_")
    service = {"sandbox_url": "http://127.0.0.1:2025", "sandbox_secret": SecretStr("known to both")}
    outside = open_sandbox(Settings(home=tmp_path, **service), utc_now)  # type: ignore[arg-type]
    assert isinstance(outside, SandboxClient)
    outside.close()
    with pytest.raises(TruecartError) as refused:
        open_sandbox(Settings(home=tmp_path, sandbox_url="http://127.0.0.1:2025"), utc_now)
    assert refused.value.code == "bad_setting"


def test_a_shared_secret_signs_instead_of_the_files_own(tmp_path: Path) -> None:
    first = SandboxGateway(tmp_path / "one.db", secret="known to both")
    second = SandboxGateway(tmp_path / "two.db", secret="known to both")
    payload = b'{"id": "e1", "kind": "x", "key": "k1"}'
    assert second.verify_webhook(payload, {SIGNATURE_HEADER: first.sign(payload)}).key == "k1"
    with pytest.raises(TruecartError):
        SandboxGateway(tmp_path / "two.db").verify_webhook(payload, {SIGNATURE_HEADER: first.sign(payload)})


FIRST_VERSION = """
CREATE TABLE charges (
    key TEXT PRIMARY KEY, reference TEXT NOT NULL UNIQUE, payer TEXT NOT NULL, payee TEXT NOT NULL,
    amount_minor INTEGER NOT NULL CHECK (amount_minor > 0), currency TEXT NOT NULL, state TEXT NOT NULL,
    captured_minor INTEGER NOT NULL DEFAULT 0, refunded_minor INTEGER NOT NULL DEFAULT 0,
    reason TEXT NOT NULL DEFAULT '', CHECK (refunded_minor <= captured_minor AND captured_minor <= amount_minor));
CREATE TABLE movements (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL, account TEXT NOT NULL, minor INTEGER NOT NULL, currency TEXT NOT NULL);
CREATE TABLE refunds (
    refund_key TEXT PRIMARY KEY, key TEXT NOT NULL, amount_minor INTEGER NOT NULL CHECK (amount_minor > 0));
CREATE TABLE faults (
    id INTEGER PRIMARY KEY, operation TEXT NOT NULL, fault TEXT NOT NULL, seconds REAL NOT NULL);
CREATE TABLE secret (id INTEGER PRIMARY KEY, webhook TEXT NOT NULL);
INSERT INTO secret VALUES (1, 'a secret of its own');
INSERT INTO charges (key, reference, payer, payee, amount_minor, currency, state)
    VALUES ('k1', 'sbx_1', 'ada', 'truecart:little', 1000, 'USD', 'authorized');
"""
