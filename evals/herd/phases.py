"""A phase of load, and its figures once it is over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from evals.herd import reckoning
from evals.herd.arrivals import Timed
from evals.herd.behaviour import Behaviour, Capacity
from evals.scores import percentile

FULL_AGAIN = 0.9  # of the model's share before the outage
BUCKET_S = 2.0


@dataclass(frozen=True)
class Phase:
    """Turns at `rate` a second for `seconds`; `outage` as the endpoint's control has it, `capacity` if it changes.

    `learning`: the endpoint has just got better, and the pool may take its time to find out.
    """

    name: str
    rate: float
    seconds: float
    outage: str = ""
    capacity: Capacity | None = None
    learning: bool = False


@dataclass
class Passed:
    """A phase that is over: its turns, and how often the endpoint's heart beat in it.

    `by_model`: for each turn whether the model read it, None for one that nothing had to be read of.
    """

    phase: Phase
    start: float
    end: float
    turns: list[Timed]
    beats: int
    answered: list[bool] = field(default_factory=list)
    by_model: list[bool | None] = field(default_factory=list)


def row(
    passed: Passed, books: list[dict[str, Any]], capacity: Capacity, behaviour: Behaviour, patience_s: float
) -> dict[str, Any]:
    """The phase's figures: counts, shares and milliseconds.

    `given` are the messages that the model read and the replies that it worded. `could` and `share` are None while
    there is an outage.
    """
    read = [(turn, by) for turn, by in zip(passed.turns, passed.by_model, strict=True) if by is not None]
    windows = [reckoning.window(turn.due, turn.done, by, patience_s) for turn, by in read]
    here = reckoning.of_phase(books, passed.start, passed.end)
    worded = [each for each in here if each["purpose"] == "reply"]
    windows += [
        reckoning.window(each["arrived"], each.get("ended", passed.end), each["outcome"] == "whole", patience_s)
        for each in worded
    ]
    model, replies = sum(by for _, by in read), sum(each["outcome"] == "whole" for each in worded)
    could = None if passed.phase.outage else reckoning.could(windows, here, capacity, behaviour, patience_s)
    seconds = [each.seconds for each in passed.turns] or [0.0]
    return {
        "phase": passed.phase.name,
        "judged": not passed.phase.learning and not passed.phase.outage,
        "rate": passed.phase.rate,
        "turns": len(passed.turns),
        "answered": sum(passed.answered),
        "read": len(read),
        "model": model,
        "replies": replies,
        "given": model + replies,
        "could": could,
        "share": (model + replies) / could if could else None,
        "p50_ms": percentile(seconds, 0.5) * 1000,
        "p99_ms": percentile(seconds, 0.99) * 1000,
        "max_ms": max(seconds) * 1000,
        "late_p99_ms": percentile([each.begun - each.due for each in passed.turns] or [0.0], 0.99) * 1000,
        "beats": passed.beats,
        "endpoint": reckoning.kept(here),
    }


def recovered_after(before: Passed, *after: Passed) -> float | None:
    """Seconds until the model's share of the next 2 s was 0.9 of what it was before; None: never in these phases."""
    wanted = FULL_AGAIN * _share(before.by_model)
    read = [
        (turn.due - after[0].start, by)
        for part in after
        for turn, by in zip(part.turns, part.by_model, strict=True)
        if by is not None
    ]
    last, at = max((due for due, _ in read), default=0.0), 0.0
    while at + BUCKET_S <= last:
        bucket = [by for due, by in read if at <= due < at + BUCKET_S]
        if bucket and _share(bucket) >= wanted:
            return at
        at += 0.25
    return None


def _share(by_model: Sequence[bool | None]) -> float:
    read = [by for by in by_model if by is not None]
    return sum(read) / len(read) if read else 0.0
