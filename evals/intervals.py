"""95 % intervals: Wilson's for a proportion, a percentile bootstrap for everything else."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from typing import TypeVar

Row = TypeVar("Row")

Z = 1.959963984540054  # the normal distribution's 97.5th percentile


def wilson(successes: int, n: int) -> tuple[float, float]:
    """Wilson's score interval for a proportion (E. B. Wilson, 1927). (0, 1) when nothing was counted.

    Unlike the normal interval it says something useful about 0 of n.
    """
    if n == 0:
        return 0.0, 1.0
    p = successes / n
    centre = p + Z * Z / (2 * n)
    spread = Z * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    scale = 1 + Z * Z / n
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def bootstrap(
    rows: Sequence[Row], statistic: Callable[[Sequence[Row]], float], *, rounds: int = 1000, seed: int = 7
) -> tuple[float, float]:
    """The 2.5th and 97.5th percentile of the statistic over resampled rows; the same rows give the same interval."""
    if not rows:
        return 0.0, 0.0
    draw = random.Random(seed)
    values = sorted(statistic(draw.choices(rows, k=len(rows))) for _ in range(rounds))
    return values[int(0.025 * rounds)], values[min(rounds - 1, int(0.975 * rounds))]
