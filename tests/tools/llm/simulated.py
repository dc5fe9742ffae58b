"""Time that stands still until it is told, and an endpoint made of nothing but its slots."""

from __future__ import annotations

import heapq
import random

from tools.llm.latencies import Latencies
from tools.llm.limiter import Limiter


class Time:
    """A monotonic clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Crowded:
    """`slots` calls are served at one time, `queue` more wait inside the endpoint, beyond that 429; always in demand.

    Service takes `seconds`, log-normally spread by `sigma`; `refused` is the share of calls that get 429 for nothing.
    `late` counts the answers that took longer than `most_s`.
    """

    def __init__(
        self,
        *,
        slots: int,
        queue: int,
        seconds: float = 0.2,
        sigma: float = 0.2,
        refused: float = 0.0,
        most: int = 64,
        most_s: float = 0.0,
    ) -> None:
        self.time = Time()
        self.latencies = Latencies(self.time)
        self.limiter = Limiter(most, self.latencies, self.time, most_s)
        self.slots, self.queue, self.seconds, self.sigma, self.refused = slots, queue, seconds, sigma, refused
        self.dice = random.Random(7)
        self.ends: list[tuple[float, float]] = []  # when, latency
        self.free = [self.time.now] * slots
        self.answers = self.refusals = self.late = 0
        self.most_s = most_s

    def run(self, seconds: float) -> None:
        """Every place that the limiter gives is taken at once."""
        end = self.time.now + seconds
        while self.time.now < end:
            while self.limiter.room():
                self._call()
            pause = self.limiter.opens_in()
            upcoming = [self.ends[0][0]] if self.ends else []
            upcoming += [self.time.now + pause] if pause else []
            self.time.now = max(min(upcoming, default=end), self.time.now + 1e-6)
            while self.ends and self.ends[0][0] <= self.time.now:
                _, latency = heapq.heappop(self.ends)
                self.limiter.stop()
                self.limiter.answered(latency)
                self.answers += 1
                self.late += latency > self.most_s

    def _call(self) -> None:
        self.limiter.start()
        if len(self.ends) >= self.slots + self.queue or self.dice.random() < self.refused:
            self.time.now += 0.002
            self.limiter.stop()
            self.limiter.refused(None)
            self.refusals += 1
            return
        begun = max(heapq.heappop(self.free), self.time.now)
        done = begun + self.seconds * self.dice.lognormvariate(0.0, self.sigma)
        heapq.heappush(self.free, done)
        heapq.heappush(self.ends, (done, done - self.time.now))
