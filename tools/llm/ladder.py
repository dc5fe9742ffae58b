"""What may be asked of the model under pressure: all, no replies, nothing."""

from __future__ import annotations

from tools.clock import Monotonic
from tools.llm.contract import Level

CALM_S = 1.0  # pressure must be gone for so long before replies are asked for again
USED = 0.75


class Ladder:
    """Not thread-safe by itself."""

    def __init__(self, clock: Monotonic) -> None:
        self._clock = clock
        self._pressed_at: float | None = None

    def look(self, *, running: int, limit: float, waiting: int) -> None:
        """One call alone is no pressure, however small the endpoint."""
        if waiting or (running >= 2 and running > USED * limit):
            self._pressed_at = self._clock()

    def level(self, *, serving: bool, probe_due: bool) -> Level:
        """While a probe is due the level is not "embedded": the next turn must ask, so that its words are the probe."""
        if not serving:
            return "templates" if probe_due else "embedded"
        pressed = self._pressed_at is not None and self._clock() - self._pressed_at < CALM_S
        return "templates" if pressed else "full"
