"""How many calls an endpoint gets at one time: learnt, since no endpoint says it.

Growth is additive, after TCP Vegas (Brakmo and Peterson, 1995): from the best latency and the recent one follows how
many of the running calls wait inside the endpoint, running x (1 - best / recent). Fewer than `FEW` of them, and the
limit grows by one a round; more than `MANY`, and it shrinks. So calls queue here, where they can still be refused. Both
only matter where answers take long: the best latency is known to some tenths at most, and while half of the answers
come within `ROOMY` of what a turn can wait, a few calls inside the endpoint keep it busy and delay nobody beyond that.
A refusal (429) takes back what five answers added: the limit settles where one call in six is refused, and refusals at
random, below that rate, leave it alone. A time-out or a 5xx counts beside a crowd, or when nothing answers any more;
among quick answers it is the endpoint's own trouble. A limit below 1 is a pace: one call at a time, the next after
latency / limit.
"""

from __future__ import annotations

from tools.clock import Monotonic
from tools.llm.latencies import RECENT, Latencies

FIRST = 4.0
LEAST = 0.02
REFUSAL = 5.0
FEW, MANY = (1.0, 1 / 6), (2.0, 1 / 3)  # calls, or this share of the limit where that is more
ROOMY = 0.5
STALE_S, THINNED = 30.0, 1 / 3  # a best latency this old is measured again with so much of the crowd
YOUNG_S = 5.0  # the first one sooner: it was taken without knowing how much is a crowd
LONGEST_PAUSE_S = 3.0
UNKNOWN_LATENCY_S = 0.25


class Limiter:
    """`running` calls of at most `limit`. `most` is the operator's bound. Not thread-safe by itself."""

    def __init__(self, most: int, latencies: Latencies, clock: Monotonic, most_s: float = 0.0) -> None:
        self.most, self._latencies, self._clock = most, latencies, clock
        self._roomy_s = ROOMY * most_s
        self.limit = self._proven = min(FIRST, float(most))
        self.running = 0
        self._ramping = True
        self._run = 0  # of refusals and failures, since the last answer
        self._paused_until = self._next_start = self._shrunk_at = self._measured_at = clock()
        self._fresh_for, self._skipped = YOUNG_S, 0
        self._seen = 0  # answers since the limit shrank
        self._before_measuring: float | None = None
        self._crowded_s = UNKNOWN_LATENCY_S  # what was recent before measuring

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
            self._next_start = self._clock() + min(self._typical() / self.limit, LONGEST_PAUSE_S)

    def stop(self) -> None:
        """The end of a call, before what it says about the limit."""
        self.running -= 1

    def answered(self, seconds: float) -> None:
        """A call's latency, which is kept for all."""
        self._run = 0
        self._seen += 1
        self._paused_until = min(self._paused_until, self._clock())
        if self._learnt(seconds):
            return
        crowd = self._crowd()
        if crowd > _bound(FEW, self.limit):
            self._ramping = False
        elif self._latencies.best is not None and self.running + 1 >= int(self.limit):
            self._grow()  # with fewer running, the limit is not what holds the turns back
        if crowd > _bound(MANY, self.limit) and self._seen >= self._few():
            self._seen = 0  # what is recent is then of the smaller crowd
            self._shrink(max(0.6, min(0.9, self._allowed() / (self._latencies.recent(self._few()) or 1.0))))
        self._proven = self.limit
        self._remeasure()

    def refused(self, retry_after_s: float | None) -> None:
        """429. `retry_after_s` is believed once nothing gets through any more, and never for long."""
        self._run += 1
        if self._ramping:
            self._ramping = False
            self.limit *= 0.7
        if self.limit > 1:
            self.limit = max(1.0, self.limit - min(REFUSAL / self.limit, 0.2 * self.limit))
        elif self._run > 1:
            self.limit = max(LEAST, self.limit * 0.9)
        pause = self._typical() * 0.25 * 2.0 ** min(self._run - 1, 4)
        if self.running == 0 and self._run > 1 and retry_after_s:
            pause = retry_after_s
        self._paused_until = self._clock() + min(pause, LONGEST_PAUSE_S)

    def failed(self) -> None:
        """A time-out or a 5xx."""
        self._run += 1
        if self._run >= 4 or self._crowd() > _bound(MANY, self.limit):
            self._ramping = False
            self._shrink(0.7)

    def recover(self) -> None:
        """After an outage: the limit of before it is the best guess, and failures since then say nothing of it."""
        self.limit = max(1.0, self._proven)
        self._run, self._paused_until = 0, self._clock()

    def _crowd(self) -> float:
        """Calls that wait inside the endpoint; 0 while that is not known, or where it delays nobody too long."""
        recent, best = self._latencies.recent(self._few()), self._latencies.best
        if recent is None or best is None or recent <= self._roomy_s:
            return 0.0
        return min(self.running + 1.0, max(1.0, self.limit)) * max(0.0, 1.0 - best / recent)

    def _allowed(self) -> float:
        """The latency that a crowd may cause."""
        best = self._latencies.best or 0.0
        doubled = 2 * best if not self._roomy_s else max(1.2 * best, min(2 * best, 1.3 * self._roomy_s))
        return max(doubled, self._roomy_s)

    def _few(self) -> int:
        """Answers that tell how it is now: some rounds of the present limit."""
        return int(min(float(RECENT), max(6.0, 2 * self.limit)))

    def _grow(self) -> None:
        if self.limit < 1:
            self.limit = min(1.0, self.limit * 1.5)
        else:
            self.limit = min(float(self.most), self.limit + (0.25 if self._ramping else 0.5 / self.limit))

    def _shrink(self, factor: float) -> None:
        """At most once in a call's time: what runs already was started under the old limit."""
        if self._clock() - self._shrunk_at >= self._typical():
            self._shrunk_at = self._clock()
            self.limit = max(min(1.0, self.limit), self.limit * factor)

    def _learnt(self, seconds: float) -> bool:
        """Keeps a latency. True while the best one is measured: until then the limit stays as it is."""
        if self._skipped:
            self._skipped -= 1
            return True
        alone = self.running + 1 <= 0.6 * self.limit or self._before_measuring is not None
        measured = self._latencies.add(seconds, alone=alone)
        if measured or alone:
            self._measured_at = self._clock()
        if self._before_measuring is None:
            return False
        if measured and self._latencies.best is not None:
            self.limit = max(self.limit, self._before_measuring * min(1.0, self._allowed() / self._crowded_s))
            self._before_measuring = None
        return True

    def _remeasure(self) -> None:
        """Now and then look at the endpoint with less of a crowd, else the best latency is one of long ago."""
        due = self._latencies.best is not None and self._clock() - self._measured_at > self._fresh_for
        if self.limit >= 2 and due and self._crowd():
            self._before_measuring, self._crowded_s = self.limit, self._latencies.recent() or UNKNOWN_LATENCY_S
            self.limit = max(1.0, self.limit * THINNED)
            self._fresh_for = STALE_S
            self._skipped = self.running  # they belong to the crowd of before
            self._latencies.measure_anew()

    def _typical(self) -> float:
        return self._latencies.share(0.5, ended=True) or UNKNOWN_LATENCY_S


def _bound(bound: tuple[float, float], limit: float) -> float:
    calls, share = bound
    return max(calls, share * limit)
