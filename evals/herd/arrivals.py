"""Open-loop load: turns come when they come, whether or not those before them have been answered."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any


@dataclass
class Timed:
    """One act: when it was due, begun and done, by the monotonic clock, and what it came to; an exception as itself."""

    number: int
    due: float
    begun: float
    done: float
    result: Any

    @property
    def seconds(self) -> float:
        """From when it was due: a generator that falls behind is not excused."""
        return self.done - self.due


def poisson(rate: float, seconds: float, seed: str) -> list[float]:
    """Arrival times within `seconds`, exponentially spaced."""
    dice, at, times = random.Random(seed), 0.0, []
    while (at := at + dice.expovariate(rate)) < seconds:
        times.append(at)
    return times


def run(times: list[float], act: Callable[[int], Any], workers: int, on_done: Callable[[], None]) -> list[Timed]:
    """`act(0…n-1)` at these times from now on, in threads; returns when all are done, in the order of their numbers."""
    start = time.monotonic()
    done: list[Timed] = []
    lock = threading.Lock()

    def one(number: int) -> None:
        begun = time.monotonic()
        try:
            result = act(number)
        except Exception as problem:
            result = problem
        with lock:
            done.append(Timed(number, start + times[number], begun, time.monotonic(), result))
        on_done()

    with ThreadPoolExecutor(workers, thread_name_prefix="herd") as pool:
        for number, at in enumerate(times):
            if (left := start + at - time.monotonic()) > 0:
                time.sleep(left)
            pool.submit(one, number)
    return sorted(done, key=lambda each: each.number)
