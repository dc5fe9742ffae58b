"""How long an endpoint takes when it answers, from its latest answers."""

from __future__ import annotations

from collections import deque
from statistics import median

from tools.clock import Monotonic

KEPT = 64
RECENT = 12
FORGOTTEN_S = 120.0  # an endpoint may have been given another model or machine meanwhile


class Latencies:
    """Seconds of successful answers, and of those that were not waited for to their end."""

    def __init__(self, clock: Monotonic) -> None:
        self._clock = clock
        self._seen: deque[tuple[float, float]] = deque(maxlen=KEPT)
        self.best: float | None = None  # lowest recent median: the endpoint when it has little to do
        self._fresh = 0

    def add(self, seconds: float) -> None:
        self._seen.append((self._clock(), seconds))
        self._fresh += 1
        if self._fresh >= RECENT and (now := self.recent()) is not None:
            self.best = now if self.best is None else min(self.best, now)

    def at_least(self, seconds: float) -> None:
        """An answer that was given up after so long. Leaving it out would make the endpoint look quicker than it is."""
        self._seen.append((self._clock(), seconds * 1.25))

    def share(self, part: float) -> float | None:
        """The latency that this part of the latest answers stayed within; None when nothing is known."""
        known = sorted(seconds for at, seconds in self._seen if self._clock() - at <= FORGOTTEN_S)
        return known[min(len(known) - 1, int(part * len(known)))] if known else None

    def recent(self) -> float | None:
        """Median of the latest few."""
        latest = [seconds for _, seconds in list(self._seen)[-RECENT:]]
        return median(latest) if latest else None

    def begin_again(self) -> None:
        """Learn the best anew from answers that come from here on."""
        self.best, self._fresh = None, 0
