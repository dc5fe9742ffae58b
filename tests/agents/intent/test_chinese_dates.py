"""Days said in Chinese, counted from a Tuesday."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.intent.chinese.dates import find

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("明天就要", "2026-03-11"),
        ("后天出差", "2026-03-12"),
        ("大后天", "2026-03-13"),
        ("周五前要", "2026-03-13"),
        ("这周五要用", "2026-03-13"),
        ("周一之前", "2026-03-16"),
        ("下周三", "2026-03-18"),
        ("下周", "2026-03-16"),
        ("下下周一", "2026-03-23"),
        ("这周末", "2026-03-14"),
        ("下个月", "2026-04-01"),
        ("下个月5号", "2026-04-05"),
        ("下个月中旬", "2026-04-15"),
        ("月底前", "2026-03-31"),
        ("三天内", "2026-03-13"),
        ("两周内", "2026-03-24"),
        ("3月20号之前", "2026-03-20"),
        ("2月1日前", "2027-02-01"),
        ("十二月", "2026-12-01"),
        ("15号前", "2026-03-15"),
        ("5号之前", "2026-04-05"),
        ("国庆节前", "2026-10-01"),
        ("情人节", "2027-02-14"),
        ("明年春天", "2027-03-01"),
    ],
)
def test_a_day_that_is_said(text: str, day: str) -> None:
    assert [each.day.isoformat() for each in find(text, TODAY)] == [day]


@pytest.mark.parametrize(
    "text", ["上周五买的", "昨天", "2月30号前", "13月", "明天收到了", "五件", "第三个", "圣诞快乐"]
)
def test_what_is_no_day_to_come(text: str) -> None:
    assert find(text, TODAY) == []


@given(
    st.text(alphabet="周五下个月前3十日号天内要明大后一末年星期礼拜\n ", max_size=40),
    st.dates(date(2000, 1, 1), date(9990, 1, 1)),
)
def test_no_day_is_past_and_no_span_outside(text: str, today: date) -> None:
    for each in find(text, today):
        start, end = each.span
        assert each.day >= today
        assert 0 <= start < end <= len(text)
