"""What the services beside the sale answer with. All of it is JSON."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from tools.money import MoneyJson


class DeliveryWindow(TypedDict):
    """Days of the calendar (UTC) between which a parcel arrives, both ISO 8601 dates, earliest first."""

    earliest: str
    latest: str
    passed: bool  # the latest day is over


class PriceSummary(TypedDict):
    """How today's price of a variant stands to what it cost. `low` and `high` are of the same time, today's too."""

    last: MoneyJson
    days: int
    standing: Literal["below", "usual", "above", "unknown"]  # more than 5 % off the median, or no history
    median: NotRequired[MoneyJson]
    low: NotRequired[MoneyJson]
    high: NotRequired[MoneyJson]
