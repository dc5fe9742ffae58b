"""Who may wait: those for whom an answer can come in time, and no more than are of use."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.llm.admission import Queue


@dataclass(eq=False)
class Waiting:
    until: float
    since: float = 0.0


def test_the_one_with_the_least_time_left_is_next() -> None:
    queue: Queue[Waiting] = Queue()
    calls = [Waiting(each) for each in (3.0, 1.0, 2.0)]
    for each in calls:
        assert queue.add(each, served_at_once=4) == []
    assert [queue.take().until for _ in calls] == [1.0, 2.0, 3.0]
    with pytest.raises(ValueError, match="empty"):
        queue.take()


def test_one_too_many_and_the_one_with_the_least_time_left_goes() -> None:
    queue: Queue[Waiting] = Queue()
    calls = [Waiting(float(each)) for each in range(5)]
    gone = [each for call in calls for each in queue.add(call, served_at_once=3)]
    assert gone == calls[:2]
    assert queue.drain() == calls[2:]
    assert len(queue) == 0


def test_somebody_may_always_wait_for_an_endpoint_that_takes_one_at_a_time() -> None:
    queue: Queue[Waiting] = Queue()
    assert queue.add(Waiting(1.0), served_at_once=0.1) == []


@pytest.mark.parametrize(
    ("until", "rate", "needs", "opens_in", "admitted"),
    [
        (10.8, 20.0, 0.3, 0.0, True),
        (10.3, 20.0, 0.3, 0.0, False),
        (10.8, 1.0, 0.3, 0.0, False),
        (10.8, 20.0, 0.3, 0.6, False),
        (10.8, 0.0, 0.0, 0.0, True),
        (9.9, 0.0, 0.0, 0.0, False),
    ],
    ids=["in-time", "no-time-left", "too-slow", "paused", "nothing-known", "over"],
)
def test_only_who_can_be_answered_in_time_may_wait(
    until: float, rate: float, needs: float, opens_in: float, admitted: bool
) -> None:
    queue: Queue[Waiting] = Queue()
    assert queue.admits(until, 10.0, rate=rate, needs=needs, opens_in=opens_in, served_at_once=4) is admitted


def test_a_newcomer_goes_where_nobody_has_waited_long() -> None:
    queue: Queue[Waiting] = Queue()
    for _ in range(3):
        queue.add(Waiting(10.7, since=10.0), served_at_once=3)
    known = {"rate": 100.0, "needs": 0.2, "opens_in": 0.0, "served_at_once": 3.0}
    assert not queue.admits(10.75, 10.05, **known)
    assert queue.admits(10.9, 10.2, **known)


@given(st.lists(st.floats(0.0, 10.0), max_size=40), st.floats(0.0, 8.0))
def test_nobody_is_lost_and_nobody_twice(times: list[float], served_at_once: float) -> None:
    queue: Queue[Waiting] = Queue()
    calls = [Waiting(each) for each in times]
    gone = [each for call in calls for each in queue.add(call, served_at_once=served_at_once)]
    assert len(queue) <= max(2, round(served_at_once))
    assert {id(each) for each in gone + queue.drain()} == {id(each) for each in calls}
