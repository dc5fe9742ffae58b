"""Amounts in running text: minor units, currency, bound and span."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.intent.chinese.numbers import number
from agents.intent.money.running_text import amounts
from agents.intent.numbers import read_number
from agents.intent.tokens import tokenize


@pytest.mark.parametrize(
    ("text", "op", "minor", "currency"),
    [
        ("under $60", "at_most", 6000, "USD"),
        ("no more than fifty dollars", "at_most", 5000, "USD"),
        ("I don't want to spend more than 80", "at_most", 8000, "USD"),
        ("not under 20 euros", "at_least", 2000, "EUR"),
        ("around 50 bucks", "about", 5000, "USD"),
        ("20 quid or less", "at_most", 2000, "GBP"),
        ("$50+", "at_least", 5000, "USD"),
        ("it costs £1,299.00", "exactly", 129900, "GBP"),
        ("1.299,00 €", "exactly", 129900, "EUR"),
        ("two hundred and fifty dollars", "exactly", 25000, "USD"),
        ("thirteen dollars forty-five", "exactly", 1345, "USD"),
        ("99 cents", "exactly", 99, "USD"),
        ("¥1,200", "exactly", 120000, "CNY"),
        ("500 yen", "exactly", 500, "JPY"),
        ("5 290 Kč", "exactly", 529000, "CZK"),
        ("under one fifty", "at_most", 15000, "USD"),
        ("a tenner or less", "at_most", 1000, "GBP"),
        ("sub-$50", "at_most", 5000, "USD"),
        ("a couple hundred bucks", "exactly", 20000, "USD"),
        ("up to 1.5k", "at_most", 150000, "USD"),
        ("1.2万元以内", "at_most", 1200000, "CNY"),
        ("两百五十块左右", "about", 25000, "CNY"),
        ("三千元以上", "at_least", 300000, "CNY"),
        ("两百五以下的", "at_most", 25000, "USD"),
        ("别超过三百", "at_most", 30000, "USD"),
        ("预算一千", "at_most", 100000, "USD"),
        ("2w以内", "at_most", 2000000, "USD"),
        ("一百来块的", "about", 10000, "CNY"),
        ("9块9包邮", "exactly", 990, "CNY"),
        ("十五块五毛", "exactly", 1550, "CNY"),
        ("两美元又三美分", "exactly", 203, "USD"),
        ("30镑以内", "at_most", 3000, "GBP"),
        ("人民币500元", "exactly", 50000, "CNY"),
        ("三千塊以內", "at_most", 300000, "CNY"),
        ("￥1,299", "exactly", 129900, "CNY"),
        (".75 €", "exactly", 75, "EUR"),
        ("R8,499", "exactly", 849900, "ZAR"),
        ("1 120 900 руб.", "exactly", 112090000, "RUB"),
        ("40.00/each", "exactly", 4000, "USD"),
        ("TT$ 12", "exactly", 1200, "XXX"),
        ("12,50 درهم", "exactly", 1250, "XXX"),
        ("Free!", "exactly", 0, "USD"),
        ("1 075", "exactly", 107500, "USD"),
    ],
)
def test_an_amount_and_what_is_meant_by_it(text: str, op: str, minor: int, currency: str) -> None:
    (found,) = amounts(text, "USD")
    assert (found["op"], found["minor"], found["currency"]) == (op, minor, currency)


@pytest.mark.parametrize(
    ("text", "low", "high", "currency"),
    [
        ("between 20 and 30 quid", 2000, 3000, "GBP"),
        ("$20-30", 2000, 3000, "USD"),
        ("from $20 to $40", 2000, 4000, "USD"),
        ("between fifty and sixty", 5000, 6000, "USD"),
        ("100到200元", 10000, 20000, "CNY"),
        ("一百到两百之间", 10000, 20000, "USD"),
        ("两三百块的", 20000, 30000, "CNY"),
        ("1到2万元", 1000000, 2000000, "CNY"),
        ("￥500-800", 50000, 80000, "CNY"),
    ],
)
def test_a_range_has_both_ends(text: str, low: int, high: int, currency: str) -> None:
    (found,) = amounts(text, "USD")
    assert (found["op"], found["minor"], found["minor_max"], found["currency"]) == ("range", low, high, currency)


@pytest.mark.parametrize(
    "text",
    [
        "less than 10 inches",
        "at least 8 gb",
        "10 of them",
        "size 10",
        "a 10-pack",
        "hello",
        "iphone 14",
        "5 stars",
        "3件以内",
        "尺寸50以内",
        "三天之内到",
        "42码以下",
        "15.08.2017",
        "July, 2004",
        "10:30",
        "12 km",
        "第三个",
    ],
)
def test_other_numbers_are_no_money(text: str) -> None:
    assert amounts(text, "USD") == []


def test_the_span_covers_the_amount_and_its_bound() -> None:
    text = "a mug, no more than $15.50, please"
    (found,) = amounts(text, "USD")
    assert text[slice(*found["span"])] == "no more than $15.50"


def test_a_dollar_is_the_shops_own() -> None:
    assert amounts("$5", "AUD")[0]["currency"] == "AUD"
    assert amounts("$5", "EUR")[0]["currency"] == "USD"
    assert amounts("c$5", "AUD")[0]["currency"] == "CAD"


def test_a_number_alone_is_a_price_only_where_asked_for() -> None:
    assert amounts(" 19.90 ", "EUR")[0]["minor"] == 1990
    assert amounts("19.90", "EUR", alone=False) == []


def test_several_amounts_come_in_order() -> None:
    found = amounts("3 shirts at 20 USD each or 35 euros for two", "USD")
    assert [(each["minor"], each["currency"]) for each in found] == [(2000, "USD"), (3500, "EUR")]


@given(st.integers(0, 10**9), st.sampled_from(["under ${}", "${}", "at least {} dollars", "about {} bucks"]))
def test_any_whole_amount_is_read_exactly(value: int, wording: str) -> None:
    (found,) = amounts(wording.format(f"{value:,}"), "USD")
    assert found["minor"] == value * 100


@given(st.integers(0, 99_999), st.integers(0, 99))
def test_cents_are_kept(whole: int, cents: int) -> None:
    (found,) = amounts(f"up to ${whole}.{cents:02d} please", "USD")
    assert found["minor"] == whole * 100 + cents


@given(st.text(max_size=80))
def test_any_text_is_answered_with_spans_inside_it(text: str) -> None:
    for each in amounts(text, "USD"):
        start, end = each["span"]
        assert 0 <= start < end <= len(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("twenty-five", 25),
        ("a hundred and five", 105),
        ("two thousand three hundred", 2300),
        ("half a million", 500_000),
    ],
)
def test_numbers_in_words(text: str, value: int) -> None:
    read: Any = read_number(tokenize(text), 0)
    assert read[0] == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("两百五", 250), ("一百零五", 105), ("三千", 3000), ("1.2万", 12000), ("十二", 12), ("1万亿", 10**12)],
)
def test_numbers_in_chinese(text: str, value: int) -> None:
    assert number(text) == value
