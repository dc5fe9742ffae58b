"""How many calls an endpoint gets at one time: learnt, since no endpoint says it.

Additive increase, and three brakes. A refusal (429) takes back what five answers added, whatever the limit: the limit
settles where about one call in six is refused, and refusals at random below that rate leave it alone. Latency that
grows with the crowd (above `SLOWER` times the best) takes a tenth, so that calls queue here and not there. A time-out
or a 5xx counts only beside one of these signs or when nothing answers any more: among quick answers it is the
endpoint's own trouble. A limit below 1 is a pace: one call at a time, the next after latency / limit.
"""

from __future__ import annotations

from tools.clock import Monotonic
from tools.llm.latencies import Latencies

FIRST = 4.0
LEAST = 0.02
REFUSAL = 5.0
STEADY, SLOWER = 1.6, 2.2  # recent median over the best one: still grows, must shrink
STALE_S = 30.0  # a best latency this old is measured again with half the crowd
LONGEST_PAUSE_S = 3.0
UNKNOWN_LATENCY_S = 0.25


class Limiter:
    """`running` calls of at most `limit`. `most` is the operator's bound. Not thread-safe by itself."""

    def __init__(self, most: int, latencies: Latencies, clock: Monotonic) -> None:
        self.most, self._latencies, self._clock = most, latencies, clock
        self.limit = min(FIRST, float(most))
        self.running = 0
        self._ramping = True
        self._run = 0  # since the last answer
        self._paused_until = self._next_start = self._shrunk_at = clock()
        self._measured_at = clock()
        self._before_measuring: float | None = None

    def room(self) -> int:
        """How many more calls may start now."""
        now = self._clock()
        if now < self._paused_until or (self.limit < 1 and now < self._next_start):
            return 0
        return max(0, max(1, int(self.limit)) - self.running)

    def opens_in(self) -> float:
        """Seconds until a pause ends; 0 when only a running call's end can make room."""
        until = max(self._paused_until, self._next_start if self.limit < 1 else 0.0)
        return max(0.0, until - self._clock())

    def start(self) -> None:
        self.running += 1
        if self.limit < 1:
            self._next_start = self._clock() + self._typical() / self.limit

    def stop(self) -> None:
        """The end of a call, before what it says about the limit."""
        self.running -= 1

    def answered(self) -> None:
        """To be called after its latency was added."""
        self._run = 0
        self._paused_until = min(self._paused_until, self._clock())
        recent, best = self._latencies.recent(), self._latencies.best
        if best is None or recent is None or recent <= STEADY * best:
            if self.running + 1 >= self.limit * 0.75:  # else the limit is not what holds the crowd back
                self._grow()
        elif recent > SLOWER * best:
            self._ramping = False
            self._shrink(0.9)
        self._remeasure()

    def refused(self, retry_after_s: float | None) -> None:
        """429. `retry_after_s` is believed once nothing gets through any more, and never for long."""
        self._run += 1
        if self._ramping:
            self._ramping = False
            self.limit *= 0.7
        self.limit = max(LEAST, self.limit - REFUSAL / self.limit if self.limit > 3 else self.limit * 0.8)
        pause = self._typical() * 0.25 * 2.0 ** min(self._run - 1, 6)
        if self.running == 0 and self._run > 2 and retry_after_s:
            pause = max(pause, retry_after_s)
        self._paused_until = self._clock() + min(pause, LONGEST_PAUSE_S)

    def failed(self) -> None:
        """A time-out or a 5xx."""
        recent, best = self._latencies.recent(), self._latencies.best
        crowded = recent is not None and best is not None and recent > STEADY * best
        self._run += 1
        if crowded or self._run >= 4:
            self._ramping = False
            self._shrink(0.7, least=1.0)

    def recover(self) -> None:
        """After an outage: what was learnt before it may hold no longer, but it is a better guess than none."""
        self.limit = max(2.0, min(self.limit, float(self.most)))
        self._ramping, self._run, self._paused_until = True, 0, self._clock()
        self._latencies.begin_again()

    def _grow(self) -> None:
        if self.limit < 1:
            self.limit = min(1.0, self.limit * 1.15)
        else:
            self.limit = min(float(self.most), self.limit + (1.0 if self._ramping else 1.0 / self.limit))

    def _shrink(self, factor: float, least: float = LEAST) -> None:
        """At most once in a call's time: what runs already was started under the old limit."""
        if self._clock() - self._shrunk_at >= self._typical():
            self._shrunk_at = self._clock()
            self.limit = max(min(least, self.limit), self.limit * factor)

    def _remeasure(self) -> None:
        """Now and then look at the endpoint with half the crowd, else the best latency is one of long ago."""
        now, best, recent = self._clock(), self._latencies.best, self._latencies.recent()
        if self._before_measuring is not None:
            if best is not None:
                self.limit, self._before_measuring = max(self.limit, self._before_measuring), None
                self._measured_at = now
        elif best is not None and recent is not None and recent <= 1.2 * best:
            self._measured_at = now
        elif now - self._measured_at > STALE_S and self.limit >= 2:
            self._before_measuring = self.limit
            self.limit /= 2
            self._latencies.begin_again()

    def _typical(self) -> float:
        return self._latencies.share(0.5) or UNKNOWN_LATENCY_S
