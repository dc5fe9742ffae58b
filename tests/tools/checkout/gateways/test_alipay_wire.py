"""Answers and notifications that are lost, late, broken, forged or meant for others."""

from __future__ import annotations

import time
from pathlib import Path
from typing import get_args
from urllib.parse import parse_qsl, urlencode

import pytest

from tests.tools.checkout.gateways.alipay_fake import AlipayFake, Fault
from tests.tools.checkout.gateways.alipay_signing import certificate, form, private_pem, public_pem
from tests.tools.checkout.gateways.harness_alipay import account
from tools.checkout.gateways.alipay import AlipayGateway
from tools.checkout.gateways.port import ChargeRequest, OutcomeUnknown
from tools.errors import TruecartError

SECONDS = 0.4
UNKNOWN = [fault for fault in get_args(Fault) if fault not in ("no_permission", "slow", "drip")]


@pytest.fixture(scope="module")
def opened_once(running: AlipayFake) -> AlipayGateway:
    """It keeps nothing, so all tests may share it: reading keys takes 70 ms."""
    return AlipayGateway(account(running), seconds=SECONDS)


@pytest.fixture
def gateway(opened_once: AlipayGateway, fake: AlipayFake) -> AlipayGateway:
    assert fake.trades == {}
    return opened_once


@pytest.fixture
def paid(gateway: AlipayGateway, fake: AlipayFake) -> str:
    """The key of a charge of 10.00 that was paid."""
    result = gateway.authorize(ChargeRequest("k1", "ada", "truecart:little", 1_000, "CNY"))
    assert result.action is not None
    fake.browse(result.action["url"])
    assert fake.pay("k1") == "TRADE_SUCCESS"
    return "k1"


def refused(code: str) -> pytest.RaisesExc[TruecartError]:
    return pytest.raises(TruecartError, check=lambda problem: problem.code == code)


@pytest.mark.parametrize("fault", UNKNOWN)
@pytest.mark.parametrize("method", ["query", "refund", "fastpay.refund.query"])
def test_whatever_is_not_a_whole_signed_answer_is_no_answer(
    gateway: AlipayGateway, fake: AlipayFake, paid: str, method: str, fault: Fault
) -> None:
    calls = {
        "query": lambda: gateway.lookup(paid),
        "refund": lambda: gateway.refund(paid, 400, "r1"),
        "fastpay.refund.query": lambda: gateway.lookup_refund(paid, "r1"),
    }
    fake.arm(method, fault)
    with pytest.raises(OutcomeUnknown):
        calls[method]()
    calls[method]()
    assert gateway.refund(paid, 400, "r1").amount_minor == 400
    assert fake.money["seller"] == 600  # once, whether the first one was heard or not


@pytest.mark.parametrize("fault", UNKNOWN)
def test_a_trade_may_be_closed_though_nobody_says_so(gateway: AlipayGateway, fake: AlipayFake, fault: Fault) -> None:
    result = gateway.authorize(ChargeRequest("k1", "ada", "truecart:little", 1_000, "CNY"))
    assert result.action is not None
    fake.browse(result.action["url"])
    fake.arm("close", fault)
    with pytest.raises(OutcomeUnknown):
        gateway.void("k1")
    assert gateway.void("k1").state == "voided"
    assert fake.pay("k1") == "TRADE_CLOSED"


@pytest.mark.parametrize(("fault", "seconds"), [("slow", 3.0), ("drip", 0.05)])
def test_a_late_answer_is_not_waited_for(
    gateway: AlipayGateway, fake: AlipayFake, paid: str, fault: Fault, seconds: float
) -> None:
    fake.arm("query", fault, seconds)
    began = time.monotonic()
    with pytest.raises(OutcomeUnknown):
        gateway.lookup(paid)
    assert time.monotonic() - began < SECONDS + 1.0


def test_a_gateway_that_is_not_there(fake: AlipayFake) -> None:
    with pytest.raises(OutcomeUnknown):
        AlipayGateway(account(fake, url="http://127.0.0.1:9/gateway.do"), seconds=SECONDS).lookup("k1")


@pytest.mark.parametrize(
    "url", ["http://192.0.2.1/gateway.do", "127.0.0.1/gateway.do", "https:///gateway.do", "ftp://localhost"]
)
def test_nothing_is_asked_in_the_clear(fake: AlipayFake, url: str) -> None:
    with refused("bad_setting"):
        AlipayGateway(account(fake, url=url))


def test_over_tls_alipay_is_known_and_the_time_is_kept(tmp_path: Path) -> None:
    authority = certificate(tmp_path / "authority.pem")
    with AlipayFake(authority) as fake:
        known = AlipayGateway(account(fake), seconds=SECONDS, ca_bundle=str(authority))
        assert known.lookup("k1") is None
        with pytest.raises(OutcomeUnknown):
            AlipayGateway(account(fake), seconds=SECONDS).lookup("k1")
        fake.arm("query", "drip", 0.05)
        began = time.monotonic()
        with pytest.raises(OutcomeUnknown):
            known.lookup("k1")
        assert SECONDS - 0.1 < time.monotonic() - began < SECONDS + 1.0
    with refused("bad_setting"):
        AlipayGateway(account(fake), ca_bundle=str(tmp_path / "nothing.pem"))


def test_a_refusal_is_told_with_its_reason(gateway: AlipayGateway, fake: AlipayFake, paid: str) -> None:
    fake.arm("query", "no_permission")
    with refused("gateway_refused") as problem:
        gateway.lookup(paid)
    assert problem.value.details["reason"] == "isv.insufficient-isv-permissions"


@pytest.mark.parametrize(
    "wrong", [{"key": private_pem("stranger")}, {"app_id": "2021000117699999"}], ids=["key", "app_id"]
)
def test_the_other_side_believes_signatures_only(fake: AlipayFake, wrong: dict[str, str]) -> None:
    with refused("gateway_refused"):
        AlipayGateway(account(fake, **wrong)).lookup("k1")
    assert fake.asked == []
    assert len(fake.refused) == 1


def test_nobody_else_answers_for_alipay(fake: AlipayFake, paid: str) -> None:
    """All of it is right, but it is signed with a key that is not Alipay's."""
    with pytest.raises(OutcomeUnknown):
        AlipayGateway(account(fake, public_key=public_pem("stranger"))).lookup(paid)


def test_a_notification_says_what_became_of_a_charge(gateway: AlipayGateway, fake: AlipayFake, paid: str) -> None:
    payload = fake.notification(paid)
    event = gateway.verify_webhook(payload, {})
    assert (event.key, event.kind) == ("k1", "TRADE_SUCCESS")
    assert event.event_id == dict(parse_qsl(payload.decode()))["notify_id"]
    assert event.body == {
        "trade_status": "TRADE_SUCCESS",
        "reference": "k1",
        "amount_minor": 1_000,
        "refunded_minor": 0,
        "currency": "CNY",
    }
    assert gateway.verify_webhook(payload, {"content-type": "application/x-www-form-urlencoded"}) == event
    assert gateway.verify_webhook(fake.notification(paid), {}).event_id != event.event_id


def test_a_notification_of_a_refund(gateway: AlipayGateway, fake: AlipayFake, paid: str) -> None:
    gateway.refund(paid, 400, "r1")
    event = gateway.verify_webhook(fake.notification(paid), {})
    assert (event.kind, event.body["amount_minor"], event.body["refunded_minor"]) == ("refund", 1_000, 400)


def test_a_changed_notification_is_not_believed(gateway: AlipayGateway, fake: AlipayFake, paid: str) -> None:
    fields = dict(parse_qsl(fake.notification(paid).decode()))
    for name in fields:
        if name == "charset":
            continue
        with refused("unauthenticated"):
            gateway.verify_webhook(urlencode({**fields, name: f"{fields[name]}0"}).encode(), {})
        without = {key: value for key, value in fields.items() if key != name}
        with refused("unauthenticated"):
            gateway.verify_webhook(urlencode(without).encode(), {})
    for added in ({"refund_fee": "10.00"}, {"sign_type": "RSA"}, {"sign": "é"}, {"sign": ""}):
        with refused("unauthenticated"):
            gateway.verify_webhook(urlencode({**fields, **added}).encode(), {})


def test_a_notification_signed_by_anybody_else(gateway: AlipayGateway, fake: AlipayFake, paid: str) -> None:
    fields = dict(parse_qsl(fake.notification(paid).decode()))
    del fields["sign"], fields["sign_type"]
    assert gateway.verify_webhook(form(fields), {}).key == "k1"
    for name in ("app", "stranger"):
        with refused("unauthenticated"):
            gateway.verify_webhook(form(fields, name), {})


@pytest.mark.parametrize("change", [{"app_id": "2021000117699999"}, {"seller_id": "2088101106400000"}, {"app_id": ""}])
def test_a_genuine_notification_for_somebody_else(
    gateway: AlipayGateway, fake: AlipayFake, paid: str, change: dict[str, str]
) -> None:
    with refused("unauthenticated"):
        gateway.verify_webhook(fake.notification(paid, **change), {})


@pytest.mark.parametrize(
    "change",
    [
        {"out_trade_no": "not-ours"},
        {"total_amount": "ten"},
        {"total_amount": "10.001"},
        {"refund_fee": ""},
        {"notify_id": ""},
        {"notify_id": "n" * 129},
        {"charset": "GBK"},
    ],
    ids=str,
)
def test_a_genuine_notification_that_makes_no_sense(
    gateway: AlipayGateway, fake: AlipayFake, paid: str, change: dict[str, str]
) -> None:
    with refused("bad_request"):
        gateway.verify_webhook(fake.notification(paid, **change), {})


@pytest.mark.parametrize("payload", [b"\xff=1", b"a", b"a=%FF", b"a=1&a=2", b'{"a": 1}'])
def test_what_is_no_form(gateway: AlipayGateway, payload: bytes) -> None:
    with refused("bad_request"):
        gateway.verify_webhook(payload, {})


def test_nothing_at_all(gateway: AlipayGateway) -> None:
    with refused("unauthenticated"):
        gateway.verify_webhook(b"", {})
