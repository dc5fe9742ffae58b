"""An endpoint that fails is left alone, tried again without anybody waiting, and taken back at its first answer."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.tools.llm.simulated import Time
from tools.llm.breaker import FIRST_PROBE_S, FORBIDDEN_S, LONGEST_PROBE_S, RUN, WINDOW, Breaker


def failing(breaker: Breaker, time: Time, times: int) -> list[bool]:
    """That many failures, each of a call of 0.2 s, one after the other."""
    opened = []
    for _ in range(times):
        started, time.now = time.now, time.now + 0.2
        opened.append(breaker.failed("late", started))
    return opened


def opened(time: Time) -> Breaker:
    breaker = Breaker(time)
    assert failing(breaker, time, RUN)[-1]
    return breaker


def test_a_run_of_failures_opens_it() -> None:
    time = Time()
    breaker = Breaker(time)
    assert failing(breaker, time, RUN) == [False] * (RUN - 1) + [True]
    assert (breaker.state, breaker.why) == ("open", "late")


def test_an_answer_ends_the_run() -> None:
    time = Time()
    breaker = Breaker(time)
    for _ in range(10):
        failing(breaker, time, RUN - 1)
        breaker.answered()
        breaker.answered()
    assert breaker.state == "closed"


def test_a_burst_that_fails_together_is_one_event() -> None:
    time = Time()
    breaker = Breaker(time)
    assert not any(breaker.failed("broken", time.now) for _ in range(RUN + 3))
    assert breaker.state == "closed"


def test_an_endpoint_that_mostly_fails_is_not_waited_for() -> None:
    time = Time()
    breaker = Breaker(time)
    for _ in range(WINDOW):
        failing(breaker, time, RUN - 1)
        if breaker.state == "open":
            break
        breaker.answered()
    assert breaker.state == "open"


def test_a_wrong_key_opens_it_at_once_and_for_longer() -> None:
    time = Time()
    breaker = Breaker(time)
    assert breaker.failed("forbidden", time.now)
    time.now += FORBIDDEN_S - 1
    assert not breaker.probe_due()
    time.now += 1
    assert breaker.probe_due()
    breaker.probe()
    breaker.probe_failed("forbidden")
    time.now += FORBIDDEN_S - 1
    assert not breaker.probe_due()


def test_a_probes_answer_closes_it() -> None:
    time = Time()
    breaker = opened(time)
    assert not breaker.probe_due()
    time.now += FIRST_PROBE_S
    assert breaker.probe_due()
    breaker.probe()
    assert breaker.state == "half_open"
    assert not breaker.probe_due()
    assert breaker.answered(probe=True)
    assert (breaker.state, breaker.why) == ("closed", None)


def test_a_probe_that_hangs_does_not_keep_the_next_one_back() -> None:
    time = Time()
    breaker = opened(time)
    time.now += FIRST_PROBE_S
    breaker.probe()
    time.now += LONGEST_PROBE_S
    assert breaker.probe_due()
    breaker.probe()
    assert breaker.answered(probe=True)
    breaker.probe_failed("late")
    assert breaker.state == "closed"


def test_failures_of_before_do_not_count_after_it_closed() -> None:
    time = Time()
    breaker = opened(time)
    time.now += FIRST_PROBE_S
    breaker.probe()
    breaker.answered(probe=True)
    assert not any(failing(breaker, time, RUN - 1))


def test_a_long_retry_after_is_obeyed_for_a_while_only() -> None:
    time = Time()
    breaker = Breaker(time)
    started = time.now
    time.now += 1.0
    for _ in range(RUN):
        breaker.failed("failing", started, 120.0)
    assert breaker.state == "open"
    assert breaker.opens_in() <= LONGEST_PROBE_S


@given(st.lists(st.tuples(st.floats(0.0, 3.0), st.booleans()), max_size=60))
def test_while_it_is_not_closed_a_probe_is_never_far(steps: list[tuple[float, bool]]) -> None:
    """Whatever the probes meet, and however they overlap: the next is due within the longest spacing."""
    time = Time()
    breaker = opened(time)
    running = 0
    for wait, ends in steps:
        time.now += wait
        if breaker.probe_due():
            breaker.probe()
            running += 1
        if ends and running:
            running -= 1
            breaker.probe_failed("late")
        assert breaker.state == ("half_open" if running else "open")
        assert breaker.opens_in() <= LONGEST_PROBE_S + 1e-6
