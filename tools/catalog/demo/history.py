"""What each variant cost over the last sixty days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

from tools.catalog.types import PricePoint
from tools.clock import stamp

PRICES_UNTIL = datetime(2026, 11, 22, tzinfo=UTC)  # a fixed day keeps the demo equal from run to run
DAYS = 60


def history(seed: int, variant_id: str, minor: int, until: datetime = PRICES_UNTIL) -> tuple[PricePoint, ...]:
    """Three to five points, oldest first; the last one is `minor`, some weeks before `until`.

    Earlier prices lie within a tenth of it, with a sale now and then: the median stays near the price.
    """
    rng = Random(f"{seed}:history:{variant_id}")
    days = sorted(rng.sample(range(24, DAYS - 4), rng.randint(1, 3)), reverse=True)
    points = [PricePoint(at=stamp(until - timedelta(days=DAYS)), minor=_near(rng, minor))]
    points += [PricePoint(at=stamp(until - timedelta(days=day)), minor=_near(rng, minor)) for day in days]
    points.append(PricePoint(at=stamp(until - timedelta(days=rng.randint(8, 22))), minor=minor))
    return tuple(points)


def _near(rng: Random, minor: int) -> int:
    factor = rng.choice((100, 100, 105, 110, 95, 90, 85))
    return max(100, (minor * factor // 100) // 10 * 10 - (1 if minor % 10 == 9 else 0))
