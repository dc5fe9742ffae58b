"""The output guard: only our amounts, only readable text, no secrets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guards.output import amounts_in, check_reply, garbled


def codes(text: str, *allowed: int, places: int = 2) -> list[str]:
    return [each["code"] for each in check_reply(text, allowed, places=places)]


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("It costs $1,299.00.", [129900]),
        ("$5 or € 7.5 or £0.99", [500, 750, 99]),
        ("60 USD, 12.30 EUR, 99元", [6000, 1230, 9900]),
        ("20 dollars", [2000]),
        ("¥1,000 and CA$3", [100000, 300]),
        ("2 mugs, size 42, in 3 days", []),
    ],
)
def test_amounts(text: str, minor: list[int]) -> None:
    assert amounts_in(text) == minor


def test_an_amount_of_a_currency_without_decimals() -> None:
    assert amounts_in("¥1,200", places=0) == [1200]


def test_only_amounts_of_the_state_go_out() -> None:
    assert codes("The hoodie is $50.00, two are $100.00.", 5000, 10000) == []
    assert codes("The hoodie is $50.01.", 5000) == ["foreign_amount"]
    assert codes("Only $5.00 today!", 5000) == ["foreign_amount"]


@pytest.mark.parametrize(
    "text",
    ["锟斤拷锟斤拷", "Ã©tÃ©", "nice \ufffd", "a\x00b", "\x1b[31mred", "buy now " * 200],
    ids=["gbk", "latin", "replacement", "nul", "escape", "loop"],
)
def test_garbled_text_stays_in(text: str) -> None:
    assert codes(text) == ["garbled_text"]


def test_a_list_of_alike_products_is_not_garbled() -> None:
    lines = [f"{place}. {colour} hoodie, size M, 4{place}.99 USD, in stock" for place, colour in
             enumerate(["Navy", "Black", "Red", "Sage", "Cream", "Olive", "Rust", "Teal", "Plum", "Grey"])]  # fmt: skip
    assert not garbled("\n".join(lines))


@pytest.mark.parametrize(
    "secret",
    ["sk-abcdefghijklmnop1234", "Authorization: Bearer abcdefghijkl123", "-----BEGIN RSA PRIVATE KEY-----",
     "lsv2_pt0123456789abcdef"],
)  # fmt: skip
def test_secrets_stay_in(secret: str) -> None:
    assert codes(f"Here you are: {secret}") == ["leaked_secret"]


def test_a_reply_without_end_stays_in() -> None:
    assert "reply_too_long" in codes("".join(chr(0x4E00 + each % 5000) for each in range(6001)))


@given(st.integers(0, 10**9))
def test_a_minor_amount_is_read_back_exactly(minor: int) -> None:
    assert amounts_in(f"${minor // 100:,}.{minor % 100:02}") == [minor]


@given(st.text(max_size=200))
def test_any_text_is_answered_with_violations(text: str) -> None:
    assert all(each["path"] == "reply" and each["severity"] == "error" for each in check_reply(text, ()))
