"""What a variant has cost: median, low and high beside the price of today."""

from __future__ import annotations

from tools.catalog.types import PricePoint
from tools.money import Money
from tools.services.types import PriceSummary

UNUSUAL = 0.05  # a price this far from its median is no longer the usual one


def summary(present: Money, history: list[PricePoint], median_minor: int | None, days: int = 30) -> PriceSummary:
    """The standing of `present` in `history`, both in the catalogue's currency, over so many days."""
    found: PriceSummary = {"last": present.as_json(), "days": days, "standing": "unknown"}
    if median_minor is None or not history:
        return found
    costs = [point["minor"] for point in history] + [present.minor]
    distance = present.minor - median_minor
    if abs(distance) <= UNUSUAL * median_minor:
        found["standing"] = "usual"
    else:
        found["standing"] = "above" if distance > 0 else "below"
    found["median"] = {"minor": median_minor, "currency": present.currency}
    found["low"] = {"minor": min(costs), "currency": present.currency}
    found["high"] = {"minor": max(costs), "currency": present.currency}
    return found
