"""Whether goods arrive by the day on which they are needed: said of each, never a reason to leave it out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal, TypedDict

from tools.catalog.types import Product
from tools.clock import stamp
from tools.llm.contract import Constraint
from tools.services import delivery

Standing = Literal["in_time", "perhaps", "late", "unknown"]
ORDER: tuple[Standing, ...] = ("in_time", "perhaps", "unknown", "late")  # in which they are shown


class Arrival(TypedDict):
    """The days (ISO dates) between which a parcel ordered today arrives, beside the one by which it is needed.

    `in_time`: even the latest day is early enough; `late`: not even the earliest is; `perhaps`: it lies between.
    `unknown`: the seller names no days, and both are empty.
    """

    by: str
    earliest: str
    latest: str
    standing: Standing


def needed_by(constraints: Sequence[Constraint]) -> str | None:
    """The ISO date of the wish's "by Friday"; what is no date is none."""
    for each in reversed(constraints):
        if is_date(each):
            try:
                return date.fromisoformat(str(each["value"])).isoformat()
            except ValueError:
                continue
    return None


def is_date(constraint: Constraint) -> bool:
    """Whether it says when; no catalogue can be filtered by it."""
    return constraint["attribute"] == "delivery" and constraint["op"] != "is_not"


def arrival(product: Product, by: str, now: datetime) -> Arrival:
    """When the product would be there, ordered now."""
    window = delivery.window(stamp(now), product.delivery_days, now)
    if window is None:
        return {"by": by, "earliest": "", "latest": "", "standing": "unknown"}
    standing: Standing = "in_time" if window["latest"] <= by else "late" if window["earliest"] > by else "perhaps"
    return {"by": by, "earliest": window["earliest"], "latest": window["latest"], "standing": standing}


def in_words(found: Arrival) -> str:
    """The reason that a result gives."""
    return {
        "in_time": f"arrives by {found['latest']}, in time",
        "perhaps": f"arrives between {found['earliest']} and {found['latest']}: perhaps after {found['by']}",
        "late": f"arrives from {found['earliest']} on: after {found['by']}",
        "unknown": f"no delivery time known: perhaps after {found['by']}",
    }[found["standing"]]
