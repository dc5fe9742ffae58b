import pytest

from tools.money import Money
from tools.services.prices import summary

HISTORY = [{"at": "2026-11-01T00:00:00.000Z", "minor": minor} for minor in (10_000, 9_000, 12_000)]


@pytest.mark.parametrize(
    ("minor", "standing"), [(10_000, "usual"), (10_500, "usual"), (10_501, "above"), (9_499, "below")]
)
def test_the_standing_of_todays_price(minor: int, standing: str) -> None:
    assert summary(Money(minor, "USD"), HISTORY, 10_000)["standing"] == standing


def test_today_counts_in_the_extremes() -> None:
    found = summary(Money(5_000, "USD"), HISTORY, 10_000)
    assert found["low"] == {"minor": 5_000, "currency": "USD"}
    assert found["high"] == {"minor": 12_000, "currency": "USD"}


def test_no_history_no_opinion() -> None:
    assert summary(Money(5_000, "USD"), [], None) == {
        "last": {"minor": 5_000, "currency": "USD"},
        "days": 30,
        "standing": "unknown",
    }
