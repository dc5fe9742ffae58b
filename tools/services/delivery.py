"""When a parcel arrives: the seller's days counted from the order, weekends passed over."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tools.clock import moment
from tools.services.types import DeliveryWindow

SPREAD = 2  # working days between the earliest and the latest arrival that is promised


def window(ordered_at: str, delivery_days: int | None, now: datetime) -> DeliveryWindow | None:
    """The window of an order placed at `ordered_at` (ISO 8601). None when the seller names no days."""
    if delivery_days is None:
        return None
    start = moment(ordered_at).date()
    latest = working_day(start, delivery_days + SPREAD)
    return {
        "earliest": working_day(start, delivery_days).isoformat(),
        "latest": latest.isoformat(),
        "passed": now.date() > latest,
    }


def working_day(start: date, days: int) -> date:
    """The day that lies `days` working days after `start`; for none, `start` itself."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= day.weekday() < 5
    return day
