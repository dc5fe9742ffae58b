from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from tools.services.delivery import window, working_day

FRIDAY = "2026-11-20T15:00:00.000Z"


def test_a_weekend_is_passed_over() -> None:
    now = datetime(2026, 11, 21, tzinfo=UTC)
    assert window(FRIDAY, 1, now) == {"earliest": "2026-11-23", "latest": "2026-11-25", "passed": False}


def test_a_late_parcel_is_said_to_be_late() -> None:
    found = window(FRIDAY, 1, datetime(2026, 11, 26, tzinfo=UTC))
    assert found is not None
    assert found["passed"]


def test_no_promise_without_days() -> None:
    assert window(FRIDAY, None, datetime(2026, 11, 21, tzinfo=UTC)) is None


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)), st.integers(1, 60))
def test_it_never_arrives_on_a_weekend(start: date, days: int) -> None:
    arrived = working_day(start, days)
    assert arrived.weekday() < 5
    assert (arrived - start).days >= days
