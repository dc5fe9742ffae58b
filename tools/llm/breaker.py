"""When an endpoint is left alone, and when it is tried again."""

from __future__ import annotations

from collections import deque
from typing import Literal

from tools.clock import Monotonic
from tools.llm.failure import FailureKind

State = Literal["closed", "open", "half_open"]

RUN = 5  # failures without an answer between them …
RUN_S = 0.3  # … over at least this long: a burst that is refused together is one event
WINDOW, WORST = 20, 0.75  # of the latest calls: beyond this share, waiting for the others does not pay
FIRST_PROBE_S, LONGEST_PROBE_S = 0.25, 0.75
FORBIDDEN_S = 30.0  # a wrong key does not heal by itself


class Breaker:
    """Closed: calls go through. Open: none does. Half open: a probe is under way, and no turn waits for it.

    A probe begins 0.25 s after it opened, the next ones 0.5 s and then 0.75 s apart, whether or not those before have
    ended: one that hangs must not keep an endpoint that is back from being noticed. Not thread-safe by itself.
    """

    def __init__(self, clock: Monotonic) -> None:
        self._clock = clock
        self.state: State = "closed"
        self.why: FailureKind | None = None
        self._run, self._run_since = 0, 0.0
        self._latest: deque[bool] = deque(maxlen=WINDOW)
        self._spacing = FIRST_PROBE_S
        self._probe_at = 0.0
        self._probes = 0

    def answered(self, *, probe: bool = False) -> bool:
        """True when this closed it."""
        self._probes -= probe
        self._run = 0
        self._latest.append(True)
        closed, self.state = self.state != "closed", "closed"
        if closed:
            self.why = None
            self._latest.clear()
            self._spacing = FIRST_PROBE_S
        return closed

    def failed(self, kind: FailureKind, started: float, retry_after_s: float | None = None) -> bool:
        """A call that began at `started` ended so. True when this opened it."""
        now = self._clock()
        if self.state != "closed":
            return False
        self._run_since = started if self._run == 0 else min(self._run_since, started)
        self._run += 1
        self._latest.append(False)
        failures = self._latest.count(False)
        worn = len(self._latest) == WINDOW and failures >= WORST * WINDOW and now - self._run_since >= RUN_S
        if kind != "forbidden" and not worn and not (self._run >= RUN and now - self._run_since >= RUN_S):
            return False
        self.state, self.why = "open", kind
        self._run = 0
        self._latest.clear()
        wait = FORBIDDEN_S if kind == "forbidden" else max(FIRST_PROBE_S, min(retry_after_s or 0.0, LONGEST_PROBE_S))
        self._probe_at = now + wait
        return True

    def probe_due(self) -> bool:
        return self.state != "closed" and self._clock() >= self._probe_at

    def probe(self) -> None:
        self.state = "half_open"
        self._probes += 1
        self._spacing = min(self._spacing * 2, LONGEST_PROBE_S)
        self._probe_at = self._clock() + (FORBIDDEN_S if self.why == "forbidden" else self._spacing)

    def probe_failed(self, kind: FailureKind | None) -> None:
        """None when the probe was given up without a result."""
        self._probes -= 1
        if self.state == "closed":
            return
        self.state = "half_open" if self._probes else "open"
        if kind is not None:
            self.why = kind
        if kind == "forbidden":
            self._probe_at = self._clock() + FORBIDDEN_S

    def opens_in(self) -> float:
        """Seconds until the next probe may go; 0 when it is closed."""
        return max(0.0, self._probe_at - self._clock()) if self.state != "closed" else 0.0
