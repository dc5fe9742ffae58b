"""What is Alipay's own: links that nobody has opened yet, trades that close, refunds by the part, and the account."""

from __future__ import annotations

import base64
import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from cryptography.hazmat.primitives import serialization

from tests.tools.checkout.gateways.alipay_fake import APP_ID, SELLER, AlipayFake
from tests.tools.checkout.gateways.alipay_signing import new_key, private_pem, public_pem
from tests.tools.checkout.gateways.harness_alipay import account
from tools import settings
from tools.checkout.gateways import choice
from tools.checkout.gateways.alipay import Account, AlipayGateway
from tools.checkout.gateways.alipay.terms import trade_number
from tools.checkout.gateways.port import ChargeRequest, ChargeResult, KeyReused
from tools.clock import stamp, utc_now
from tools.errors import TruecartError

KEY = f"truecart-{'5a' * 32}"
NUMBER = trade_number(KEY)
NOTIFY = "http://127.0.0.1:9/pay/webhook/alipay"


@pytest.fixture(scope="module")
def opened_once(running: AlipayFake) -> AlipayGateway:
    """It keeps nothing, so all tests may share it: reading keys takes 70 ms."""
    return AlipayGateway(account(running, notify_url=NOTIFY, return_url="http://shop/"))


@pytest.fixture
def gateway(opened_once: AlipayGateway, fake: AlipayFake) -> AlipayGateway:
    assert fake.trades == {}
    return opened_once


def refused(code: str) -> pytest.RaisesExc[TruecartError]:
    return pytest.raises(TruecartError, check=lambda problem: problem.code == code)


def wish(**changes: object) -> ChargeRequest:
    terms: dict[str, object] = {
        "key": KEY,
        "payer": "ada",
        "payee": "truecart:little",
        "amount_minor": 1_000,
        "currency": "CNY",
        "expires_at": stamp(utc_now() + timedelta(minutes=15)),
        **changes,
    }
    return ChargeRequest(**terms)  # type: ignore[arg-type]


def link(result: ChargeResult) -> str:
    assert result.state == "requires_action"
    assert result.action is not None
    assert result.action["kind"] == "redirect"
    url = result.action["url"]
    assert isinstance(url, str)
    return url


def opened(gateway: AlipayGateway, fake: AlipayFake, **changes: object) -> ChargeResult:
    """A charge whose payer looks at the cashier."""
    result = gateway.authorize(wish(**changes))
    assert fake.browse(link(result))[0] == 200
    return result


def paid(gateway: AlipayGateway, fake: AlipayFake) -> ChargeResult:
    opened(gateway, fake)
    assert fake.pay(NUMBER) == "TRADE_SUCCESS"
    found = gateway.lookup(KEY)
    assert found is not None
    return found


def test_a_link_says_what_was_approved_and_nothing_of_the_shopper(gateway: AlipayGateway, fake: AlipayFake) -> None:
    url = link(gateway.authorize(wish(expires_at="2026-11-30T17:00:00.500Z", amount_minor=123_456)))
    asked = dict(parse_qsl(urlsplit(url).query))
    assert url.startswith(f"{fake.url}?")
    assert asked["method"] == "alipay.trade.page.pay"
    assert asked["notify_url"] == NOTIFY
    assert asked["return_url"] == "http://shop/"
    for told in (f'"out_trade_no":"{NUMBER}"', '"total_amount":"1234.56"', "FAST_INSTANT_TRADE_PAY"):
        assert told in asked["biz_content"]
    assert '"time_expire":"2026-12-01 01:00:00"' in asked["biz_content"]
    assert "ada" not in url


def test_a_charge_names_its_own_way_back(gateway: AlipayGateway) -> None:
    url = link(gateway.authorize(wish(return_url="http://127.0.0.1:2024/?thread=t-1")))
    assert dict(parse_qsl(urlsplit(url).query))["return_url"] == "http://127.0.0.1:2024/?thread=t-1"


def test_a_link_that_nobody_has_opened_is_unknown_and_can_be_made_again(
    gateway: AlipayGateway, fake: AlipayFake
) -> None:
    first = gateway.authorize(wish())
    assert gateway.lookup(KEY) is None
    for call in (lambda: gateway.void(KEY), lambda: gateway.capture(KEY, 1_000), lambda: gateway.refund(KEY, 1, "r")):
        with refused("not_found"):
            call()
    again = gateway.authorize(wish())
    assert fake.trades == {}
    for result in (first, again, first):
        assert fake.browse(link(result))[0] == 200
    assert list(fake.trades) == [NUMBER]
    fake.pay(NUMBER)
    assert fake.pay(NUMBER) == "TRADE_SUCCESS"
    assert [fake.browse(link(result))[0] for result in (first, again)] == [400, 400]
    assert fake.money == {"buyer": -1_000, "seller": 1_000}


def test_the_payer_finds_the_same_link_again_without_anybody_remembering_it(
    gateway: AlipayGateway, fake: AlipayFake
) -> None:
    first = opened(gateway, fake, return_url="http://127.0.0.1:2024/?thread=t-1")
    assert AlipayGateway(account(fake, notify_url=NOTIFY)).lookup(KEY) == first


def test_two_links_of_a_key_with_two_amounts_take_one_of_them(gateway: AlipayGateway, fake: AlipayFake) -> None:
    approved, other = gateway.authorize(wish()), gateway.authorize(wish(amount_minor=900))
    assert fake.browse(link(approved))[0] == 200
    assert fake.browse(link(other))[0] == 400
    with pytest.raises(KeyReused):
        gateway.authorize(wish(amount_minor=900))
    fake.pay(NUMBER)
    assert fake.money["seller"] == 1_000


@pytest.mark.parametrize("change", [{"payer": "bo"}, {"payee": "somebody"}, {"amount_minor": 1_001}], ids=str)
def test_an_open_trade_is_for_one_set_of_terms(
    gateway: AlipayGateway, fake: AlipayFake, change: dict[str, object]
) -> None:
    opened(gateway, fake)
    with pytest.raises(KeyReused):
        gateway.authorize(wish(**change))


@pytest.mark.parametrize("currency", ["USD", "JPY", "cny", ""])
def test_only_yuan(gateway: AlipayGateway, fake: AlipayFake, currency: str) -> None:
    with refused("other_currency"):
        gateway.authorize(wish(currency=currency))
    assert fake.asked == []


@pytest.mark.parametrize("minor", [0, -5, 10_000_000_001])
def test_an_amount_that_alipay_does_not_take(gateway: AlipayGateway, fake: AlipayFake, minor: int) -> None:
    with refused("bad_request"):
        gateway.authorize(wish(amount_minor=minor))
    assert fake.asked == []


def test_a_link_dies_at_its_expiry(gateway: AlipayGateway, fake: AlipayFake) -> None:
    waiting = gateway.authorize(wish())
    fake.clock = lambda: datetime.now(UTC) + timedelta(minutes=14)
    assert fake.browse(link(waiting))[0] == 200
    fake.trades.clear()
    fake.clock = lambda: datetime.now(UTC) + timedelta(minutes=15)
    assert fake.browse(link(waiting))[0] == 400
    assert fake.trades == {}


def test_an_open_trade_closes_at_its_expiry(gateway: AlipayGateway, fake: AlipayFake) -> None:
    opened(gateway, fake, expires_at=stamp(utc_now() + timedelta(minutes=5)))
    fake.clock = lambda: datetime.now(UTC) + timedelta(minutes=6)
    assert fake.pay(NUMBER) == "TRADE_CLOSED"
    for found in (gateway.lookup(KEY), gateway.authorize(wish()), gateway.capture(KEY, 1_000), gateway.void(KEY)):
        assert found is not None
        assert (found.state, found.captured_minor, found.action) == ("voided", 0, None)
    assert fake.money == {"buyer": 0, "seller": 0}


def test_paid_is_paid_also_when_it_can_no_longer_be_refunded(gateway: AlipayGateway, fake: AlipayFake) -> None:
    done = paid(gateway, fake)
    assert (done.state, done.captured_minor, done.payee, done.currency) == ("captured", 1_000, "truecart:little", "CNY")
    fake.finish(NUMBER)
    assert gateway.lookup(KEY) == done
    assert gateway.void(KEY) == done
    with refused("bad_request"):
        gateway.refund(KEY, 1, "r1")


def test_a_trade_that_is_paid_while_it_is_given_up_stays_paid(gateway: AlipayGateway, fake: AlipayFake) -> None:
    opened(gateway, fake)
    fake.meanwhile["alipay.trade.close"] = lambda: fake.pay(NUMBER)
    assert gateway.void(KEY).state == "captured"
    assert fake.money["seller"] == 1_000


def test_refunds_by_the_part_and_of_the_whole(gateway: AlipayGateway, fake: AlipayFake) -> None:
    paid(gateway, fake)
    part = gateway.refund(KEY, 400, "r1")
    assert gateway.refund(KEY, 400, "r1") == part == gateway.lookup_refund(KEY, "r1")
    with pytest.raises(KeyReused):
        gateway.refund(KEY, 401, "r1")
    with refused("bad_request"):
        gateway.refund(KEY, 601, "r2")
    assert gateway.lookup_refund(KEY, "r2") is None
    gateway.refund(KEY, 600, "r2")
    found = gateway.lookup(KEY)
    assert found is not None
    assert (found.state, found.captured_minor, found.refunded_minor) == ("captured", 1_000, 1_000)
    assert gateway.refund(KEY, 400, "r1") == part  # also of a trade that has closed
    with refused("bad_request"):
        gateway.refund(KEY, 1, "r3")
    assert fake.money == {"buyer": 0, "seller": 0}


def test_a_refund_that_takes_its_time_is_not_done_before_it_is(gateway: AlipayGateway, fake: AlipayFake) -> None:
    paid(gateway, fake)
    fake.refunds_take_time = True
    for ask in (lambda: gateway.refund(KEY, 400, "r1"), lambda: gateway.lookup_refund(KEY, "r1")) * 2:
        with refused("gateway_unavailable"):
            ask()
    fake.make_refunds()
    assert gateway.refund(KEY, 400, "r1") == gateway.lookup_refund(KEY, "r1")
    assert fake.money["seller"] == 600


def test_a_trade_that_is_not_ours_to_read_has_no_payee(gateway: AlipayGateway, fake: AlipayFake) -> None:
    paid(gateway, fake)
    fake.trades[NUMBER].passback = "made%3Dby%26hand"
    found = gateway.lookup(KEY)
    assert found is not None
    assert (found.payee, found.captured_minor) == ("", 1_000)  # which the ledger does not settle


def test_a_state_without_a_name_is_no_state(gateway: AlipayGateway, fake: AlipayFake) -> None:
    paid(gateway, fake)
    fake.trades[NUMBER].status = "TRADE_PENDING"
    with refused("gateway_unavailable"):
        gateway.lookup(KEY)


def named(**changes: str) -> settings.Settings:
    known = {
        "gateway": "alipay",
        "alipay_app_id": APP_ID,
        "alipay_seller_id": SELLER,
        "alipay_key": private_pem("app"),
        "alipay_public_key": public_pem("alipay"),
        "alipay_url": "http://127.0.0.1:9/gateway.do",
    }
    return settings.load(**{**known, **changes})


def test_the_settings_open_it() -> None:
    opened = choice.gateway(named(public_url="https://127.0.0.1/shop/"), utc_now)
    assert isinstance(opened, AlipayGateway)
    made = Account.of(named(public_url="https://127.0.0.1/shop/"))
    assert made.notify_url == "https://127.0.0.1/shop/pay/webhook/alipay"
    assert Account.of(named()).notify_url == ""


@pytest.mark.parametrize("name", ["app_id", "seller_id", "key", "public_key", "url"])
def test_a_missing_setting_is_named(name: str) -> None:
    with refused("bad_setting") as problem:
        choice.gateway(named(**{f"alipay_{name}": " "}), utc_now)
    assert problem.value.details["missing"] == [f"TRUECART_ALIPAY_{name.upper()}"]


def bare(name: str) -> str:
    """A private key as Alipay's key tool writes it: PKCS#8 in base64, no frame."""
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return base64.b64encode(new_key(name).private_bytes(serialization.Encoding.DER, *form)).decode()


def test_keys_come_as_text_or_as_files(fake: AlipayFake, tmp_path: Path) -> None:
    (tmp_path / "app.pem").write_text(private_pem("app") + "\n")
    (tmp_path / "app.txt").write_text(bare("app") + "\n")
    one_line = private_pem("app").replace("\n", "\\n")
    for key in (private_pem("app"), one_line, bare("app"), str(tmp_path / "app.pem"), str(tmp_path / "app.txt")):
        assert AlipayGateway(account(fake, key=key)).lookup("k1") is None
    assert fake.refused == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("key", public_pem("app")),
        ("public_key", private_pem("app")),
        ("key", "/nowhere/app.pem"),
        ("key", "-----BEGIN RSA PRIVATE KEY-----\nc2VjcmV0\n-----END RSA PRIVATE KEY-----"),
        ("key", "A" * 300),
        ("public_key", "\0"),
    ],
)
def test_what_is_no_key_is_refused_and_not_repeated(fake: AlipayFake, name: str, text: str) -> None:
    with refused("bad_setting") as problem:
        AlipayGateway(account(fake, **{name: text}))
    assert f"TRUECART_ALIPAY_{name.upper()} " in str(problem.value)
    assert text not in f"{problem.value!r} {problem.value.__cause__!r}"
    assert problem.value.__suppress_context__


def test_nothing_secret_is_told(gateway: AlipayGateway, fake: AlipayFake, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    paid(gateway, fake)
    fake.arm("query", "bad_signature")
    with refused("gateway_unavailable") as problem:
        gateway.lookup(KEY)
    gateway.refund(KEY, 1, "r1")
    told = f"{caplog.text} {problem.value!r} {account(fake)!r} {named()!r} {vars(gateway)!r}"
    assert caplog.records
    assert "PRIVATE KEY" not in told
    assert private_pem("app").splitlines()[1] not in told
    assert not [asked["sign"] for asked in fake.asked if asked["sign"] in told]


def test_the_sdk_leaves_logging_alone() -> None:
    import alipay

    assert alipay.logger.handlers == []
    assert logging.config.dictConfig.__module__ == "logging.config"
