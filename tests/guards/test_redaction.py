"""Personal data is replaced by its kind; prices, sizes and article numbers are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guards.redaction import luhn, redact


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("card 4111 1111 1111 1111 please", "card [card] please"),
        ("4111-1111-1111-1111", "[card]"),
        ("378282246310005", "[card]"),
        ("write to jane.doe+x@mail.example.co.uk!", "write to [email]!"),
        ("IBAN DE89 3704 0044 0532 0130 00", "IBAN [iban]"),
        ("GB29NWBK60161331926819", "[iban]"),
        ("身份证11010519491231002X", "身份证[id]"),
        ("SSN 123-45-6789", "SSN [id]"),
        ("call +49 151 2345 6789", "call [phone]"),
        ("(555) 123-4567", "[phone]"),
        ("+14155552671", "[phone]"),
        ("+1-903-140-4508x769", "[phone]"),
        ("07700 063 966", "[phone]"),
        ("phone: 467 3395, after six", "phone: [phone], after six"),
        ("gb29nwbk60161331926819", "[iban]"),
        ("我的手机13812345678", "我的手机[phone]"),
        ("座机010-62345678", "座机[phone]"),
        ("call +86 138 1234 5678", "call [phone]"),
        ("maestro 503802053770", "maestro [card]"),
    ],
)
def test_what_is_taken_out(text: str, kept: str) -> None:
    assert redact(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "under $1,299.00",
        "2 shirts at 20 USD each",
        "between 100 and 200",
        "4111 1111 1111 1112",
        "ISBN 978-3-16-148410-0",
        "30 x 40 x 50 cm",
        "order 20261122-0001",
        "100-200-300 yuan",
        "DE89 3704 0044 0532 0130 01",
        "2026-11-22",
        "sizes 38 39 40 41",
        "a phone case for 64 GB",
        "phone 15 pro, under 1200",
        "@home",
        "价格1999元",
    ],
)
def test_what_is_left_alone(text: str) -> None:
    assert redact(text) == text


@given(st.text(max_size=200))
def test_redacting_twice_changes_nothing_more(text: str) -> None:
    assert redact(redact(text)) == redact(text)


@given(st.text(st.sampled_from("0123456789 -+()@.aZ"), max_size=80))
def test_also_for_text_full_of_digits(text: str) -> None:
    assert redact(redact(text)) == redact(text)


@given(st.lists(st.integers(0, 9), min_size=12, max_size=18))
def test_exactly_one_check_digit_completes_a_number(digits: list[int]) -> None:
    body = "".join(map(str, digits))
    assert sum(luhn(body + str(last)) for last in range(10)) == 1
