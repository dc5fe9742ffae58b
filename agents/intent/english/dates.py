"""By when the goods must be there: "by Friday", "for my trip next month", "before Christmas"."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

from agents.intent.numbers import TENS, UNITS
from agents.intent.reading import Reading
from tools.clock import utc_now

_DAYS = {name.lower(): at for at, name in enumerate(calendar.day_name)}
_DAYS |= {name[:length].lower(): at for at, name in enumerate(calendar.day_name) for length in (3, 4)}
_DAYS |= {"thurs": 3, "tues": 1}
_DAYS = {name: at for name, at in _DAYS.items() if name not in ("sun", "sat", "wed")}  # "sun hat", "sat", "wed"
_MONTHS = {name.lower(): at for at, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name[:3].lower(): at for at, name in enumerate(calendar.month_name) if name and len(name) > 4}
_MONTHS = {name: at for name, at in _MONTHS.items() if name != "mar"} | {"sept": 9}
_FEASTS = {
    "christmas eve": (12, 23),
    "christmas": (12, 24),
    "xmas": (12, 24),
    "new year's eve": (12, 31),
    "new year": (12, 31),
    "valentine's day": (2, 14),
    "valentines day": (2, 14),
    "valentine's": (2, 14),
    "halloween": (10, 31),
}
_COUNT = r"(?P<count>\d{1,3}|an?|" + "|".join([*UNITS, *TENS]) + ")"
_BY = (
    r"(?:(?:needs? to (?:be here|arrive|get here)|delivered|arriv(?:e|es|ing)|here|ready|latest|no later than|not "
    r"later than|"
    r"by|before|until|till|for|on|in|within|due)(?: (?:on|by|before|in|the))? )"
)
_DAY = "|".join(sorted(_DAYS, key=len, reverse=True))
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_FEAST = "|".join(sorted(_FEASTS, key=len, reverse=True))
Days = Callable[[date, re.Match[str]], date]


def _weekday(today: date, found: re.Match[str]) -> date:
    ahead = (_DAYS[found["day"]] - today.weekday()) % 7 or 7
    this_week = today + timedelta(ahead)
    monday = today - timedelta(today.weekday()) + timedelta(7)
    return monday + timedelta(_DAYS[found["day"]]) if (found["next"] or "").startswith("next") else this_week


def _ahead(today: date, found: re.Match[str]) -> date:
    said = found["count"]
    count = int(said) if said.isdecimal() else {**UNITS, **TENS, "a": 1, "an": 1}[said]
    return today + timedelta(count * {"d": 1, "w": 7, "m": 30}[found["unit"][0]])


def _period(today: date, found: re.Match[str]) -> date:
    upcoming, unit = found["which"] in ("next", "following"), found["unit"]
    monday = today - timedelta(today.weekday())
    if unit == "weekend":
        return monday + timedelta(12 if upcoming else 5)
    if unit == "week":
        return monday + timedelta(7 if upcoming else 6)
    if unit == "year":
        return date(today.year + 1, 1, 1) if upcoming else date(today.year, 12, 31)
    following = date(today.year + today.month // 12, today.month % 12 + 1, 1)
    return following if upcoming else following - timedelta(1)


def _end_of(today: date, found: re.Match[str]) -> date:
    upcoming = today.replace(day=28) + timedelta(4)
    last = upcoming - timedelta(upcoming.day)
    ends = {"week": today + timedelta(6 - today.weekday()), "month": last, "year": date(today.year, 12, 31)}
    return ends[found["unit"] if "unit" in found.re.groupindex else "month"]


def _month(today: date, found: re.Match[str]) -> date:
    month = _MONTHS[found["month"]]
    if month == today.month:
        return _end_of(today, found)
    return date(today.year + (month < today.month), month, 1)


def _month_day(today: date, found: re.Match[str]) -> date:
    day, month = int(found["d"] or found["d2"]), _MONTHS[found["m"] or found["m2"]]
    year = today.year + ((month, day) < (today.month, today.day))
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _of_month(today: date, found: re.Match[str]) -> date:
    day = int(found["d"])
    base = today if day > today.day else date(today.year + today.month // 12, today.month % 12 + 1, 1)
    return base.replace(day=min(day, calendar.monthrange(base.year, base.month)[1]))


def _feast(today: date, found: re.Match[str]) -> date:
    month, day = _FEASTS[found["feast"]]
    return date(today.year + ((month, day) < (today.month, today.day)), month, day)


_RULES: tuple[tuple[re.Pattern[str], Days], ...] = tuple(
    (re.compile(pattern), days)
    for pattern, days in (
        (rf"\b{_BY}?the day after tomorrow\b", lambda today, _: today + timedelta(2)),
        (rf"\b{_BY}?tomorrow(?:'s)?(?: (?:morning|evening|night|afternoon))?\b", lambda today, _: today + timedelta(1)),
        (r"\bnext[ -]day (?:delivery|shipping)\b", lambda today, _: today + timedelta(1)),
        (rf"\b{_BY}(?:today|tonight)\b|\btonight\b|\bsame[ -]day (?:delivery|shipping)\b", lambda today, _: today),
        (rf"\b{_BY}?(?:the )?end of (?:the |this )?(?P<unit>week|month|year)\b", _end_of),
        (
            rf"\b{_BY}(?:the )?(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m>{_MONTH})|(?P<m2>{_MONTH}) (?:the )?"
            rf"(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?)\b",
            _month_day,
        ),
        (rf"\b{_BY}the (?P<d>\d{{1,2}})(?:st|nd|rd|th)\b(?! (?:one|item|result|option|picture))", _of_month),
        (rf"\b{_BY}?(?P<next>next |this |coming |the coming )(?P<day>{_DAY})\b(?! night)", _weekday),
        (rf"\b(?:{_BY}|(?:it|them) )(?P<next>)(?P<day>{_DAY})\b(?! night)", _weekday),
        (rf"\b(?:in|within) {_COUNT} (?P<unit>days?|weeks?|months?)(?:'? time)?\b", _ahead),
        (rf"\b{_BY}?(?P<which>next|following|this|the) (?P<unit>weekend)\b", _period),
        (rf"\b{_BY}?(?P<which>next|following|this) (?P<unit>week|month|year)\b", _period),
        (rf"\b(?:{_BY}(?:next |this )?|next |this )(?P<month>{_MONTH})\b(?! (?:i|we|you|be|not)\b)", _month),
        (rf"\b{_BY}(?:the )?(?P<feast>{_FEAST})\b", _feast),
    )
)
_HINT = re.compile(
    rf"\b(?:tomorrow|today|tonight|next|this|following|same|end|weekend|days?|weeks?|months?|\d+(?:st|nd|rd|th)|{_DAY}|"
    rf"{_MONTH}|{_FEAST})\b"
)


def read(reading: Reading) -> None:
    """Takes the first date that goods can be needed by, as attribute "delivery" with op "at_most"; says what it ignores
    of a message that names neither goods nor a need.
    """
    if not _HINT.search(reading.folded):
        return
    for pattern, days in _RULES:
        for found in pattern.finditer(reading.folded):
            first, behind = reading.inside(*found.span())
            if first >= behind or not reading.free(first, behind):
                continue
            try:
                day = days(_today(reading), found)
            except (ValueError, OverflowError):
                continue  # "the 31st of June", the end of the calendar
            span = reading.take(first, behind, "when")
            reading.constrain("delivery", "at_most", day.isoformat(), span)
            return


def _today(reading: Reading) -> date:
    try:
        return date.fromisoformat(reading.context.get("today", "")[:10])
    except (ValueError, TypeError):
        return utc_now().date()
