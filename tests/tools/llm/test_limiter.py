"""The limit finds what an endpoint takes, whatever way that endpoint has of not saying it."""

from __future__ import annotations

import pytest

from tests.tools.llm.simulated import Crowded, Time
from tools.llm.latencies import Latencies
from tools.llm.limiter import LONGEST_PAUSE_S, Limiter


def throughput(endpoint: Crowded, seconds: float) -> float:
    """Answers over those that the slots could have given, after the same time to learn."""
    endpoint.run(seconds)
    before = endpoint.answers
    endpoint.run(seconds)
    return (endpoint.answers - before) / (seconds * endpoint.slots / endpoint.seconds)


@pytest.mark.parametrize("slots", [2, 4, 16])
def test_an_endpoint_that_refuses_is_kept_busy(slots: int) -> None:
    endpoint = Crowded(slots=slots, queue=0)
    assert throughput(endpoint, 60.0) > 0.85
    assert endpoint.refusals < 0.6 * endpoint.answers


@pytest.mark.parametrize("slots", [2, 4, 16])
def test_an_endpoint_that_lets_calls_wait_is_kept_busy_and_short_of_a_queue(slots: int) -> None:
    endpoint = Crowded(slots=slots, queue=1000)
    assert throughput(endpoint, 60.0) > 0.85
    assert endpoint.limiter.limit < 2.2 * slots + 1


@pytest.mark.parametrize("slots", [1, 4, 16])
def test_a_turns_time_is_used_to_keep_an_endpoint_busy_but_not_used_up(slots: int) -> None:
    endpoint = Crowded(slots=slots, queue=2 * slots + 2, sigma=0.35, most_s=0.8)
    assert throughput(endpoint, 60.0) > 0.88  # the mean of these service times is 6 % above their median
    assert endpoint.late < 0.12 * endpoint.answers


def test_refusals_at_random_leave_the_limit_alone() -> None:
    endpoint = Crowded(slots=16, queue=4, refused=0.08)
    assert throughput(endpoint, 60.0) > 0.8


def test_one_call_at_a_time_is_the_least() -> None:
    endpoint = Crowded(slots=1, queue=0)
    assert throughput(endpoint, 60.0) > 0.75


def test_the_operator_bounds_it() -> None:
    endpoint = Crowded(slots=64, queue=0, most=3)
    endpoint.run(30.0)
    assert endpoint.limiter.limit == 3.0


def test_time_outs_among_quick_answers_are_not_the_crowds() -> None:
    endpoint = Crowded(slots=16, queue=4)
    endpoint.run(20.0)
    before = endpoint.limiter.limit
    endpoint.limiter.failed()
    assert endpoint.limiter.limit == before


def test_a_run_of_failures_shrinks_it_down_to_one() -> None:
    time = Time()
    limiter = Limiter(32, Latencies(time), time)
    for _ in range(40):
        time.now += 1.0
        limiter.failed()
    assert limiter.limit == 1.0
    assert limiter.room() == 1


def test_after_an_outage_it_is_what_it_was() -> None:
    endpoint = Crowded(slots=8, queue=2)
    endpoint.run(30.0)
    before = endpoint.limiter.limit
    for _ in range(20):
        endpoint.time.now += 1.0
        endpoint.limiter.failed()
    assert endpoint.limiter.limit < before
    endpoint.limiter.recover()
    assert endpoint.limiter.limit == pytest.approx(before, rel=0.3)


def test_a_quota_is_learnt_as_a_pause() -> None:
    time = Time()
    limiter = Limiter(32, Latencies(time), time)
    for _ in range(2):
        limiter.start()
        limiter.stop()
        limiter.refused(2.0)
    assert limiter.room() == 0
    assert limiter.opens_in() == pytest.approx(2.0)
    time.now += 2.0
    assert limiter.room() >= 1


def test_a_long_retry_after_is_obeyed_for_a_while_only() -> None:
    time = Time()
    limiter = Limiter(32, Latencies(time), time)
    for _ in range(30):
        limiter.refused(120.0)
        assert limiter.opens_in() <= LONGEST_PAUSE_S
    time.now += LONGEST_PAUSE_S
    assert limiter.room() == 1


def test_one_refusal_beside_running_calls_closes_nothing_for_long() -> None:
    time = Time()
    limiter = Limiter(32, Latencies(time), time)
    limiter.start()
    limiter.refused(120.0)
    assert limiter.opens_in() < 0.2
    limiter.stop()
    limiter.answered(0.2)
    assert limiter.opens_in() == 0.0
