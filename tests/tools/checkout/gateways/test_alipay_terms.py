"""Keys, amounts and times as Alipay writes them: exact, and back again."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.checkout.gateways.alipay.terms import (
    LONGEST,
    MOST_MINOR,
    Carried,
    beijing,
    key_of,
    minor_units,
    moment_of,
    refund_number,
    trade_number,
    yuan,
)
from tools.checkout.gateways.port import ChargeRequest
from tools.errors import TruecartError

NOW = datetime(2026, 3, 2, 18, 30, 0, 900_000, tzinfo=UTC)


def refused(code: str) -> pytest.RaisesExc[TruecartError]:
    return pytest.raises(TruecartError, check=lambda problem: problem.code == code)


def wish(**changes: str) -> ChargeRequest:
    return ChargeRequest("k", "ada", "truecart:小店", 1_000, "CNY", **changes)


def test_a_key_of_the_ledger_becomes_its_digits() -> None:
    digits = "0123456789abcdef" * 4
    assert trade_number(f"truecart-{digits}") == digits
    assert key_of(digits) == f"truecart-{digits}"


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=5))
def test_a_number_is_allowed_and_leads_back_to_its_key(key: str) -> None:
    number = trade_number(key)
    assert re.fullmatch(r"[A-Za-z0-9_]{1,64}", number)
    assert key_of(number) == key


@pytest.mark.parametrize("key", ["", "k" * 65, "a" * 64, "-" * 22])
def test_a_key_that_does_not_fit_is_refused(key: str) -> None:
    with refused("bad_request"):
        trade_number(key)


@pytest.mark.parametrize("number", ["", "_", "_zz", "_ff", "_41", "k-1", "A" * 65, "_5F", "订单"])
def test_a_number_that_is_not_ours_has_no_key(number: str) -> None:
    with refused("bad_request"):
        key_of(number)


@given(st.integers(1, MOST_MINOR))
def test_amounts_are_exact(minor: int) -> None:
    text = yuan(minor)
    assert re.fullmatch(r"\d+\.\d\d", text)
    assert minor_units(text) == minor


@pytest.mark.parametrize("minor", [0, -1, MOST_MINOR + 1])
def test_amounts_that_alipay_does_not_take(minor: int) -> None:
    with refused("bad_request"):
        yuan(minor)


@pytest.mark.parametrize("amount", ["1.001", "", None, "ten", "NaN", "Infinity", "1,000.00"])
def test_what_is_no_amount(amount: str | None) -> None:
    with refused("bad_price"):
        minor_units(amount)


def test_refunds_have_numbers_of_their_own() -> None:
    assert re.fullmatch(r"[0-9a-f]{64}", refund_number("r1"))
    assert refund_number("r1") != refund_number("r2")


def test_times_are_those_of_beijing() -> None:
    assert beijing(NOW) == "2026-03-03 02:30:00"
    assert beijing(datetime.fromisoformat("2026-03-02T10:30:00-08:00")) == "2026-03-03 02:30:00"
    assert moment_of("2026-03-03 02:30:00") == NOW.replace(microsecond=0)


@pytest.mark.parametrize(
    ("expires_at", "closes"),
    [
        ("2026-03-02T18:45:00.000Z", "2026-03-03 02:45:00"),
        ("2099-01-01T00:00:00Z", beijing(NOW + LONGEST)),
        ("", beijing(NOW + LONGEST)),
    ],
)
def test_a_trade_is_open_until_its_expiry_and_never_longer_than_alipay_allows(expires_at: str, closes: str) -> None:
    assert Carried.of(wish(expires_at=expires_at), NOW).closes_at == closes


def test_what_a_trade_carries_comes_back() -> None:
    carried = Carried.of(wish(return_url="http://127.0.0.1:2024/?thread=ü&x=1"), NOW + timedelta(seconds=1))
    text = carried.text()
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,512}", text)  # quoting it, once or twice, changes nothing
    assert Carried.read(text) == carried
    assert "ada" not in str(carried)


@pytest.mark.parametrize("text", [None, "", "x", "bm8", "W10", "WzFd", "eyJhIjoxfQ", "é", "merchantBizType%3d3C"])
def test_what_we_did_not_write_is_not_read(text: str | None) -> None:
    assert Carried.read(text) is None


def test_what_is_too_long_for_alipay_is_refused() -> None:
    with refused("bad_request"):
        Carried.of(wish(return_url="http://127.0.0.1/" + "x" * 400), NOW).text()
