"""By when goods must be there, in Chinese: 周五前, 下个月, 明天就要, 3月5号之前, 三天内, 国庆节前."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from agents.intent.chinese.numbers import number

_N = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
_DAY = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6} | {
    str(day): day - 1 for day in range(1, 8)
}
_NEAR = {"今天": 0, "今晚": 0, "今日": 0, "明天": 1, "明早": 1, "明晚": 1, "明日": 1, "后天": 2, "大后天": 3}
_FEASTS = {
    name: (month, day)
    for names, month, day in (
        ("元旦", 1, 1),
        ("情人节", 2, 14),
        ("妇女节 三八节", 3, 8),
        ("愚人节", 4, 1),
        ("劳动节 五一", 5, 1),
        ("儿童节 六一", 6, 1),
        ("教师节", 9, 10),
        ("国庆节 国庆 十一假期", 10, 1),
        ("万圣节", 10, 31),
        ("双十一 双11", 11, 11),
        ("双十二", 12, 12),
        ("平安夜", 12, 24),
        ("圣诞节 圣诞", 12, 25),
        ("跨年", 12, 31),
    )
    for name in names.split()
}
_WEEK = r"(?:周|星期|礼拜|週)"
_NEXT = r"下下个?|下个?|这个?|本|上个?"
_PATTERN = re.compile(
    rf"(?P<next>{_NEXT})?(?:{_WEEK}(?P<weekday>[一二三四五六日天1-7])(?![个件天双])|(?P<weekend>周末))"
    rf"|(?P<nextweek>下下个?|下个?|这个?|本){_WEEK}(?!末)"
    rf"|(?P<month>下下个?月|下个?月|这个月|本月)(?P<part>初|中旬?|底|末|(?P<nth>{_N})(?:号|日))?"
    rf"|(?P<monthend>月底|月末)"
    rf"|(?P<mm>{_N})月(?:(?P<dd>{_N})(?:号|日)?|(?P<mpart>初|中旬?|底|末)|份)?"
    rf"|(?P<only>{_N})(?:号|日)(?=前|之前|以前|要|到|就|出发|用|收到|拿到|得到)"
    rf"|(?P<near>大后天|今天|今晚|今日|明天|明早|明晚|明日|后天)"
    rf"|(?P<span>{_N})(?P<unit>天|个?星期|周|个?礼拜|个月)(?P<within>之?内|以内|后|之后|以后)"
    rf"|(?P<nextyear>明年)(?P<season>春天|夏天|秋天|冬天|初)?"
    rf"|(?P<feast>{'|'.join(sorted(_FEASTS, key=len, reverse=True))})(?!快乐|活动)"
)
_TAIL = re.compile(
    r"(?:之?前|以前)?(?:就|必须|一定|得|能)*(?:要(?=用|到|穿|收|拿|送|$|[,。,\s])|要到|到货|送到|能到|收到|拿到|"
    r"到手|到(?=$|[,。,吗]))?(?:用)?"
)
_PAST = re.compile(r"(?:买|下单|付款|收到|到货?|寄|发|取消|申请|退|订)(?:的|了|过)")


class When(NamedTuple):
    """The day by which goods must be there, and the half-open span of the words that say it."""

    day: date
    span: tuple[int, int]


def find(text: str, today: date) -> list[When]:
    """All dates that are said in simplified Chinese text, as days from `today` on; past ones are left out."""
    found: list[When] = []
    for match in _PATTERN.finditer(text):
        if match["next"] and match["next"].startswith("上"):
            continue
        day = _day(match, today)
        if day is None or day < today or _PAST.match(text, match.end()):
            continue
        end = match.end()
        tail = _TAIL.match(text, end)
        found.append(When(day, (match.start(), tail.end() if tail else end)))
    return found


def _day(match: re.Match[str], today: date) -> date | None:
    try:
        return _weekly(match, today) or _monthly(match, today) or _named(match, today)
    except (ValueError, OverflowError):
        return None


def _weekly(match: re.Match[str], today: date) -> date | None:
    monday = today - timedelta(days=today.weekday())
    weeks = 7 * (2 if (match["next"] or "").startswith("下下") else 1 if (match["next"] or "").startswith("下") else 0)
    if match["weekday"]:
        day = monday + timedelta(days=_DAY[match["weekday"]] + weeks)
        return day if day >= today or match["next"] else day + timedelta(days=7)
    if match["weekend"]:
        saturday = monday + timedelta(days=5 + weeks)
        return max(saturday, today) if not weeks else saturday
    if match["nextweek"]:
        if not match["nextweek"].startswith("下"):
            return monday + timedelta(days=6)
        return monday + timedelta(days=14 if match["nextweek"].startswith("下下") else 7)
    return None


def _monthly(match: re.Match[str], today: date) -> date | None:
    if match["month"]:
        ahead = 2 if match["month"].startswith("下下") else 1 if match["month"].startswith("下") else 0
        first = _first(today, ahead)
        if match["nth"]:
            return first.replace(day=int(number(match["nth"])))
        return _part(first, match["part"] or ("" if ahead else "底"))
    if match["monthend"]:
        return _part(_first(today, 0), "底")
    if match["mm"]:
        month = int(number(match["mm"]))
        first = date(today.year, month, 1)
        named = int(number(match["dd"])) if match["dd"] else 1
        wanted = _part(first, match["mpart"]) if match["mpart"] else first.replace(day=named)
        if wanted < today:
            return today if not match["dd"] and first.month == today.month else wanted.replace(year=today.year + 1)
        return wanted
    return None


def _named(match: re.Match[str], today: date) -> date | None:
    if match["only"]:
        day = today.replace(day=int(number(match["only"])))
        return day if day >= today else _first(today, 1).replace(day=day.day)
    if match["near"]:
        return today + timedelta(days=_NEAR[match["near"]])
    if match["span"]:
        count = int(number(match["span"]))
        if "月" in match["unit"]:
            return _first(today, count).replace(day=min(today.day, 28))
        return today + timedelta(days=count * (1 if match["unit"] == "天" else 7))
    if match["nextyear"]:
        month = {"春天": 3, "夏天": 6, "秋天": 9, "冬天": 12}.get(match["season"] or "", 1)
        return date(today.year + 1, month, 1)
    wanted = date(today.year, *_FEASTS[match["feast"]])
    return wanted if wanted >= today else wanted.replace(year=today.year + 1)


def _first(today: date, months: int) -> date:
    ahead = today.month - 1 + months
    return date(today.year + ahead // 12, ahead % 12 + 1, 1)


def _part(first: date, part: str) -> date:
    if part.startswith("中"):
        return first.replace(day=15)
    return _first(first, 1) - timedelta(days=1) if part and part in "底末" else first
