"""What the endpoint could have given, from its own books and from who was there to take it.

    could = min(turns, usable slot-seconds x good / held, granted calls x good)

`usable slot-seconds` is the integral of min(slots, turns there to be served), where a turn is there from its arrival
until the model answered it, or else for its whole patience, were it shed at once or not. `good` is the share of calls
that end in a whole answer within the patience, and `held` the mean seconds of a slot that a call takes from a client
who leaves then: both of the fates that the endpoint drew for the calls of the phase, or of all its fates where there
were few. `granted calls` are those that the quota allowed while turns were there, and what was saved up before. It is
an upper bound: every slot-second with demand is taken to be used, and a turn whose call failed to try again for as
long as its patience lasts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from evals.herd.behaviour import Behaviour, Capacity

Window = tuple[float, float]
ENOUGH = 20  # calls whose own fates are reckoned with


def could(
    windows: Sequence[Window],
    books: Sequence[dict[str, Any]],
    capacity: Capacity,
    behaviour: Behaviour,
    patience_s: float,
) -> float:
    """Whole answers that could have been given in these windows, one for each turn; `books` are the phase's."""
    good, held = fates(books, behaviour, patience_s)
    most = min(float(len(windows)), usable(windows, capacity.slots) * good / held)
    if capacity.pace:
        most = min(most, granted(windows, capacity) * good)
    return most


def fates(books: Sequence[dict[str, Any]], behaviour: Behaviour, patience_s: float) -> tuple[float, float]:
    """`good` and `held` of the calls that were let in."""
    draws = [behaviour.draw(each["number"]) for each in books if each["outcome"] not in ("paced", "full", "outage")]
    held = sum(each.held_s(patience_s) for each in draws)
    if len(draws) < ENOUGH or not held:
        return behaviour.expected(patience_s)
    return sum(each.good(patience_s) for each in draws) / len(draws), held / len(draws)


def granted(windows: Sequence[Window], capacity: Capacity) -> int:
    """Calls that the quota allowed while anybody was there; what is saved up meanwhile counts, up to its limit."""
    saved, before, calls = float(capacity.burst), None, 0
    for start, end in _joined(windows):
        if before is not None:
            saved = min(float(capacity.burst), saved + (start - before) * capacity.pace)
        saved += (end - start) * capacity.pace
        calls, saved, before = calls + int(saved), saved % 1.0, end
    return calls


def _joined(windows: Iterable[Window]) -> list[Window]:
    joined: list[Window] = []
    for start, end in sorted(windows):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def usable(windows: Iterable[Window], slots: int) -> float:
    """The integral of min(slots, windows open) in seconds."""
    edges = sorted(edge for start, end in windows for edge in ((start, 1), (end, -1)))
    total, there, before = 0.0, 0, 0.0
    for at, step in edges:
        total += min(slots, there) * (at - before)
        there, before = there + step, at
    return total


def window(due: float, done: float, by_model: bool, patience_s: float) -> Window:
    return due, done if by_model else due + patience_s


def of_phase(books: Iterable[dict[str, Any]], start: float, end: float) -> list[dict[str, Any]]:
    return [each for each in books if start <= each["arrived"] < end]


def kept(books: Iterable[dict[str, Any]]) -> dict[str, float]:
    """How the calls went, and the seconds of a slot that they took."""
    counts: dict[str, float] = {"accepted": 0, "whole": 0, "left": 0, "refused": 0, "faulty": 0, "busy_s": 0.0}
    for each in books:
        outcome = each["outcome"]
        if outcome in ("paced", "full"):
            counts["refused"] += 1
            continue
        counts["accepted"] += 1
        counts[outcome if outcome in ("whole", "left") else "faulty"] += 1
        if each["started"] is not None and "ended" in each:
            counts["busy_s"] += each["ended"] - each["started"]
    return counts
