"""Who may wait for an endpoint, and who is told at once that it is not worth waiting."""

from __future__ import annotations

from typing import Generic, Protocol, TypeVar

SHORTEST = 2  # calls
FRESH_S = 0.1


class Waiting(Protocol):
    since: float  # when it was asked
    until: float  # the moment after which an answer is of no use


W = TypeVar("W", bound=Waiting)


class Queue(Generic[W]):
    """The calls that wait, the one with the earliest deadline first.

    It is short: as many wait as are served at one time. A longer queue serves nobody more, only everybody later. When
    one comes too many, the one with the least time left goes: in a herd nobody waits for long, neither those who are
    answered nor those who are not. Where that one has only just come, the newcomer goes: it costs less, and a herd of
    hundreds a second leaves nothing to spare.
    """

    def __init__(self) -> None:
        self._waiting: list[W] = []

    def __len__(self) -> int:
        return len(self._waiting)

    def admits(
        self, until: float, now: float, *, rate: float, needs: float, opens_in: float, served_at_once: float
    ) -> bool:
        """Whether a call with this deadline can be expected to be answered in time.

        `rate` is answers a second and `needs` the seconds that one may take; 0: not known, hope decides. Nothing
        starts within `opens_in` seconds.
        """
        if len(self) >= _most(served_at_once) and now - self._first().since < FRESH_S:
            return False
        wait = (len(self) + 1) / rate if rate else 0.0
        return now + max(wait, opens_in) + needs <= until

    def add(self, call: W, *, served_at_once: float) -> list[W]:
        """The calls that had to go."""
        self._waiting.append(call)
        gone = []
        while len(self) > _most(served_at_once):
            gone.append(self.take())
        return gone

    def take(self) -> W:
        """Raises ValueError when nobody waits."""
        first = self._first()
        self._waiting.remove(first)
        return first

    def remove(self, call: W) -> None:
        """Nothing when it is not there."""
        if call in self._waiting:
            self._waiting.remove(call)

    def _first(self) -> W:
        return min(self._waiting, key=lambda each: each.until)

    def drain(self) -> list[W]:
        waiting, self._waiting = self._waiting, []
        return waiting


def _most(served_at_once: float) -> int:
    return max(SHORTEST, round(served_at_once))
