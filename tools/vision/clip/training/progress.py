"""What a person sees of work that takes an hour."""

from __future__ import annotations

import time


class Printed:
    """A line for each piece of work: what, how far, how long it will still take."""

    def __init__(self) -> None:
        self._label, self._first, self._started = "", 0, time.monotonic()

    def counted(self, done: int, total: int, label: str) -> None:
        if label != self._label:
            self._label, self._first, self._started = label, done, time.monotonic()
        print(f"{label}: {done} of {total}{self._left(done, total)}", flush=True)

    def losses(self, step: int, steps: int, terms: dict[str, float]) -> None:
        if self._label != "steps":
            self._label, self._first, self._started = "steps", step, time.monotonic()
        told = ", ".join(f"{name} {value:.3g}" for name, value in terms.items())
        print(f"step {step} of {steps}{self._left(step, steps)}: {told}", flush=True)

    def _left(self, done: int, total: int) -> str:
        if done <= self._first:
            return ""
        seconds = (time.monotonic() - self._started) / (done - self._first) * (total - done)
        return f", {seconds / 60:.0f} min left"
