"""What the endpoint does to each call: how long it takes and how it fails, drawn from a seed by the call's number."""

from __future__ import annotations

import functools
import math
import random
from dataclasses import dataclass

QUICKEST_S, SLOWEST_S = 0.05, 120.0
SLOW_FROM_S = 1.0
RETRY_AFTER_S = 120
SAMPLE = 20_000

FAULTS = (  # name, share of the calls
    ("hang", 0.01),  # accepted, never answered
    ("too_many", 0.01),  # 429 with Retry-After 120 though there is room
    ("unavailable", 0.01),  # 503
    ("cut", 0.01),  # half a body, then the connection ends
    ("html", 0.005),
    ("garbage", 0.005),  # bytes that are no text
    ("wrong_json", 0.005),  # JSON, but no chat completion
    ("no_choices", 0.005),
    ("drip", 0.005),  # a byte at a time
)
AT_ONCE = ("too_many", "unavailable")  # these take no slot
ENDLESS = ("hang", "drip")  # these hold a slot for as long as the client waits


@dataclass(frozen=True)
class Draw:
    """One call's fate: `service_s` seconds of a slot, and how it fails; None is a whole answer."""

    service_s: float
    fault: str | None

    def held_s(self, patience_s: float) -> float:
        """Seconds of a slot that the call takes from a client who leaves after `patience_s`."""
        if self.fault in AT_ONCE:
            return 0.0
        return patience_s if self.fault in ENDLESS else min(self.service_s, patience_s)

    def good(self, patience_s: float) -> bool:
        return self.fault is None and self.service_s <= patience_s


@dataclass(frozen=True)
class Behaviour:
    """Log-normal service times around a median, a share of them log-uniform from 1 s to 2 min, and faults at rates.

    The same seed and number draw the same fate, however the calls fall in time.
    """

    median_s: float = 0.2
    sigma: float = 0.35
    slow_share: float = 0.02
    faults: tuple[tuple[str, float], ...] = FAULTS
    seed: int = 20261122

    def draw(self, number: int) -> Draw:
        dice = random.Random(f"{self.seed}/{number}")
        if dice.random() < self.slow_share:
            seconds = math.exp(dice.uniform(math.log(SLOW_FROM_S), math.log(SLOWEST_S)))
        else:
            seconds = dice.lognormvariate(math.log(self.median_s), self.sigma)
        at, fault = dice.random(), None
        for name, share in self.faults:
            at -= share
            if at < 0:
                fault = name
                break
        return Draw(min(max(seconds, QUICKEST_S), SLOWEST_S), fault)

    @functools.cache  # noqa: B019  a handful of frozen values
    def expected(self, patience_s: float) -> tuple[float, float]:
        """Share of the calls that end in a whole answer within `patience_s`, and the mean seconds of a slot a call
        takes from a client who leaves then; from 20,000 draws.
        """
        draws = [self.draw(-number) for number in range(1, SAMPLE + 1)]
        good = sum(each.good(patience_s) for each in draws) / SAMPLE
        return good, sum(each.held_s(patience_s) for each in draws) / SAMPLE


@dataclass(frozen=True)
class Capacity:
    """`slots` generations at a time and `queue` calls waiting for one, 429 beyond.

    `pace` is a quota in calls a second, saved up to `burst`; 0 is none. Beyond it 429 says when the next is due.
    """

    slots: int = 4
    queue: int = 8
    pace: float = 0.0
    burst: int = 1

    def answers_a_second(self, behaviour: Behaviour, patience_s: float) -> float:
        """The most whole answers a second that clients with this patience can be given in the long run."""
        good, held = behaviour.expected(patience_s)
        by_slots = self.slots * good / held
        return min(by_slots, self.pace * good) if self.pace else by_slots
