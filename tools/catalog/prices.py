"""What a price has been over time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from tools.catalog.types import PricePoint
from tools.clock import moment


def median_minor(points: Sequence[PricePoint], now: datetime, days: int) -> int | None:
    """The time-weighted median of a step function of prices, in minor units; None without points.

    A price counts for as long as it was in force within the last `days`, so that a slip of a minute ago weighs
    nothing however often it was corrected. With no time at all behind them the newest price is answered.
    """
    if not points:
        return None
    start = now - timedelta(days=days)
    begins = [max(moment(point["at"]), start) for point in points]
    ends = [*begins[1:], now]
    held = sorted(
        (point["minor"], max(0.0, (end - begin).total_seconds()))
        for point, begin, end in zip(points, begins, ends, strict=True)
    )
    whole = sum(seconds for _, seconds in held)
    if whole <= 0:
        return points[-1]["minor"]
    passed = 0.0
    for minor, seconds in held:
        passed += seconds
        if passed * 2 >= whole:
            return minor
    return held[-1][0]
