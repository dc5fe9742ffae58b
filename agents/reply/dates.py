"""Days as a shopper says them: "1 December", "12月1日"."""

from __future__ import annotations

from datetime import date

MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


def day(iso: str, language: str, *, year: bool = False) -> str:
    """The day of an ISO date or moment; the text as it is when it is none."""
    try:
        found = date.fromisoformat(iso[:10])
    except ValueError:
        return iso
    if language == "zh":
        return f"{f'{found.year}年' if year else ''}{found.month}月{found.day}日"
    return f"{found.day} {MONTHS[found.month - 1]}{f' {found.year}' if year else ''}"
