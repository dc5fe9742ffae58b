"""The contract of the gateway port. Every gateway is added to the fixture and passes the same tests."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from tools.checkout.gateways.port import ChargeRequest, KeyReused, OutcomeUnknown
from tools.checkout.gateways.sandbox import SIGNATURE_HEADER, SandboxGateway
from tools.errors import TruecartError


@pytest.fixture(params=["sandbox"])
def gateway(tmp_path: Path) -> SandboxGateway:
    return SandboxGateway(tmp_path / "gateway.db")


def request(key: str = "k1", **changes: object) -> ChargeRequest:
    terms: dict[str, object] = {
        "key": key,
        "payer": "ada",
        "payee": "truecart:little",
        "amount_minor": 1_000,
        "currency": "USD",
        **changes,
    }
    return ChargeRequest(**terms)  # type: ignore[arg-type]


def test_authorize_then_capture(gateway: SandboxGateway) -> None:
    reserved = gateway.authorize(request())
    assert (reserved.state, reserved.amount_minor, reserved.captured_minor) == ("authorized", 1_000, 0)
    assert gateway.balances() == {}
    taken = gateway.capture("k1", 1_000)
    assert (taken.state, taken.captured_minor, taken.reference) == ("captured", 1_000, reserved.reference)
    assert gateway.balances() == {"payer:ada": -1_000, "payee:truecart:little": 1_000}


def test_each_call_again_changes_nothing(gateway: SandboxGateway) -> None:
    assert gateway.authorize(request()) == gateway.authorize(request())
    taken = gateway.capture("k1", 1_000)
    assert gateway.capture("k1", 1_000) == taken
    assert gateway.authorize(request()) == taken  # the key's charge, as it now is
    assert gateway.void("k1") == taken  # a captured charge stays captured
    back = gateway.refund("k1", 400, "r1")
    assert gateway.refund("k1", 400, "r1") == back
    assert gateway.balances() == {"payer:ada": -600, "payee:truecart:little": 600}
    assert len(gateway.charges()) == 1


@pytest.mark.parametrize(
    "change", [{"amount_minor": 1_001}, {"currency": "EUR"}, {"payee": "somebody"}, {"payer": "bo"}]
)
def test_a_key_is_for_one_set_of_terms(gateway: SandboxGateway, change: dict[str, object]) -> None:
    gateway.authorize(request())
    with pytest.raises(KeyReused):
        gateway.authorize(request(**change))
    assert [charge.amount_minor for charge in gateway.charges()] == [1_000]


def test_only_the_whole_reserved_amount_is_taken(gateway: SandboxGateway) -> None:
    gateway.authorize(request())
    for amount in (999, 1_001, 0, -1):
        with pytest.raises(KeyReused):
            gateway.capture("k1", amount)
    assert gateway.charges("captured") == []


def test_a_voided_reservation_is_never_taken(gateway: SandboxGateway) -> None:
    gateway.authorize(request())
    assert gateway.void("k1").state == "voided"
    assert gateway.capture("k1", 1_000).state == "voided"
    assert gateway.balances() == {}


def test_a_decline_is_final_for_its_key(gateway: SandboxGateway) -> None:
    gateway.arm("authorize", "decline")
    assert gateway.authorize(request()).state == "declined"
    assert gateway.authorize(request()).state == "declined"
    assert gateway.capture("k1", 1_000).state == "declined"
    assert gateway.authorize(request("k2")).state == "authorized"


def test_lookup(gateway: SandboxGateway) -> None:
    assert gateway.lookup("k1") is None
    reserved = gateway.authorize(request())
    assert gateway.lookup("k1") == reserved
    for call in (lambda: gateway.void("k2"), lambda: gateway.capture("k2", 1)):
        with pytest.raises(TruecartError) as refused:
            call()
        assert refused.value.code == "not_found"


@pytest.mark.parametrize("amount", [0, -1, 601])
def test_no_more_is_refunded_than_was_taken(gateway: SandboxGateway, amount: int) -> None:
    gateway.authorize(request())
    with pytest.raises(TruecartError):
        gateway.refund("k1", 1, "r0")  # nothing taken yet
    gateway.capture("k1", 1_000)
    gateway.refund("k1", 400, "r1")
    with pytest.raises(TruecartError):
        gateway.refund("k1", amount, "r2")
    with pytest.raises(KeyReused):
        gateway.refund("k1", 300, "r1")
    gateway.refund("k1", 600, "r3")
    found = gateway.lookup("k1")
    assert found is not None
    assert (found.state, found.captured_minor, found.refunded_minor) == ("captured", 1_000, 1_000)
    assert set(gateway.balances().values()) == {0}


def test_an_answer_may_be_lost_with_or_without_the_deed(gateway: SandboxGateway) -> None:
    gateway.arm("authorize", "lost_request")
    with pytest.raises(OutcomeUnknown):
        gateway.authorize(request())
    assert gateway.lookup("k1") is None
    gateway.arm("authorize", "lost_reply")
    with pytest.raises(OutcomeUnknown):
        gateway.authorize(request())
    found = gateway.lookup("k1")
    assert found is not None
    assert found.state == "authorized"


def test_many_at_once_make_one_charge(gateway: SandboxGateway) -> None:
    answers: list[str] = []

    def buy() -> None:
        gateway.authorize(request())
        answers.append(gateway.capture("k1", 1_000).reference)

    buyers = [threading.Thread(target=buy) for _ in range(8)]
    for each in buyers:
        each.start()
    for each in buyers:
        each.join()
    assert len(answers) == 8
    assert len(set(answers)) == 1
    assert gateway.balances() == {"payer:ada": -1_000, "payee:truecart:little": 1_000}


def test_webhooks_are_believed_by_their_signature_only(gateway: SandboxGateway) -> None:
    payload = json.dumps({"id": "e1", "kind": "charge.captured", "key": "k1", "amount_minor": 1_000}).encode()
    signature = gateway.sign(payload)
    event = gateway.verify_webhook(payload, {SIGNATURE_HEADER: signature})
    assert (event.kind, event.key, event.body["amount_minor"]) == ("charge.captured", "k1", 1_000)
    forged = payload.replace(b"1000", b"9000")
    for body, mark in ((forged, signature), (payload, ""), (payload, signature[:-1] + "é"), (payload, "0" * 64)):
        with pytest.raises(TruecartError) as refused:
            gateway.verify_webhook(body, {SIGNATURE_HEADER: mark})
        assert refused.value.code == "unauthenticated"
    with pytest.raises(TruecartError) as unread:
        gateway.verify_webhook(b"[]", {SIGNATURE_HEADER: gateway.sign(b"[]")})
    assert unread.value.code == "bad_request"


def test_the_ledger_outlives_its_process(tmp_path: Path) -> None:
    SandboxGateway(tmp_path / "g.db").authorize(request())
    again = SandboxGateway(tmp_path / "g.db")
    assert [charge.key for charge in again.charges()] == ["k1"]
    payload = b'{"kind": "x", "key": "k1"}'
    assert again.sign(payload) == SandboxGateway(tmp_path / "g.db").sign(payload)
