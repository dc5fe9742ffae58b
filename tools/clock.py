"""Time as an argument: agents and ledgers take a clock, so that expiry can be tested without waiting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
Monotonic = Callable[[], float]  # seconds from any beginning, never set back


def utc_now() -> datetime:
    """The wall clock, always in UTC and always aware."""
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """ISO 8601 in UTC with milliseconds: sorts as text in the order of time."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment(text: str) -> datetime:
    """The inverse of `stamp`. Raises ValueError for anything else."""
    return datetime.fromisoformat(text.replace("Z", "+00:00"))
