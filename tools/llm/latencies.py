"""How long an endpoint takes when it answers, from its latest answers."""

from __future__ import annotations

from collections import deque
from statistics import median

from tools.clock import Monotonic

KEPT = 64
RECENT = 16
FIRST_BATCH, AGAIN, BATCH = 12, 6, 16  # the median of 16 log-normal answers (sigma 0.35) is 11 % off
EASED = 0.3  # of the way to a later batch's median
FORGOTTEN_S = 120.0  # an endpoint may have been given another model or machine meanwhile


class Latencies:
    """Seconds of successful answers, and of those that were not waited for to their end."""

    def __init__(self, clock: Monotonic) -> None:
        self._clock = clock
        self._seen: deque[tuple[float, float, bool]] = deque(maxlen=KEPT)  # when, seconds, whether to its end
        self._batch: list[float] = []
        self._wanted = FIRST_BATCH
        self.best: float | None = None  # the endpoint when it has little to do; None before the first batch is full

    def add(self, seconds: float, *, alone: bool) -> bool:
        """`alone`: it was answered while the endpoint had little to do. True when `best` was measured by it.

        The lowest of many would do without that, but it is low by chance, and lower the longer one looks.
        """
        self._seen.append((self._clock(), seconds, True))
        if alone or self.best is None:
            self._batch.append(seconds)
        if len(self._batch) < (self._wanted if self.best is None else BATCH):
            return False
        found, self._batch = median(self._batch), []
        self.best = found if self.best is None else self.best + EASED * (found - self.best)
        return True

    def __len__(self) -> int:
        return len(self._seen)

    def at_least(self, seconds: float) -> None:
        """An answer that was given up after so long. Leaving it out would make the endpoint look quicker than it is."""
        self._seen.append((self._clock(), seconds * 1.25, False))

    def share(self, part: float, *, ended: bool = False) -> float | None:
        """The latency that this part of the latest answers stayed within; None when nothing is known.

        `ended` leaves out those that were given up.
        """
        now = self._clock()
        known = sorted(s for at, s, to_its_end in self._seen if now - at <= FORGOTTEN_S and (to_its_end or not ended))
        return known[min(len(known) - 1, int(part * len(known)))] if known else None

    def recent(self, count: int = RECENT) -> float | None:
        """Median of the latest few."""
        latest = [seconds for _, seconds, _ in list(self._seen)[-count:]]
        return median(latest) if latest else None

    def measure_anew(self) -> None:
        """The next batch alone says what is best; a small one, for the endpoint has little to do meanwhile."""
        self.best, self._batch, self._wanted = None, [], AGAIN
