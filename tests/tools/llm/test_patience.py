"""How long a turn waits follows the endpoint's own answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tools.llm.simulated import Time
from tools.llm.latencies import FORGOTTEN_S, Latencies
from tools.llm.patience import LEAST_S, UNKNOWN_S, patience, second_try


def learnt(*seconds: float) -> Latencies:
    latencies = Latencies(Time())
    for each in seconds:
        latencies.add(each, alone=True)
    return latencies


def test_nothing_known_is_waited_for_cautiously() -> None:
    assert patience(learnt(), 4.0) == UNKNOWN_S
    assert patience(learnt(), 0.5) == 0.5
    assert second_try(learnt()) is None


def test_a_second_try_waits_for_what_nine_in_ten_take() -> None:
    assert second_try(learnt(*[0.2] * 4)) is None
    assert second_try(learnt(*[0.2] * 18, 0.5, 0.6)) == pytest.approx(0.5)
    assert second_try(learnt(*[0.001] * 20)) == 0.1


def test_a_quick_endpoint_is_not_waited_for_long() -> None:
    assert patience(learnt(*[0.3] * 20), 4.0) == pytest.approx(0.6)
    assert patience(learnt(*[0.01] * 20), 4.0) == LEAST_S


def test_a_slow_endpoint_is_waited_for_as_long_as_a_turn_may() -> None:
    assert patience(learnt(*[2.0] * 20), 4.5) == pytest.approx(4.0)
    assert patience(learnt(*[2.0] * 20), 0.8) == 0.8


def test_answers_that_were_given_up_make_it_longer_not_shorter() -> None:
    latencies = learnt(*[0.3] * 10)
    before = patience(latencies, 4.0)
    for _ in range(5):
        latencies.at_least(before)
    assert patience(latencies, 4.0) > before
    assert latencies.share(0.8, ended=True) == pytest.approx(0.3)


def test_what_is_long_ago_is_forgotten() -> None:
    time = Time()
    latencies = Latencies(time)
    latencies.add(3.0, alone=True)
    time.now += FORGOTTEN_S + 1
    assert latencies.share(0.5) is None


def test_the_best_is_that_of_an_endpoint_with_little_to_do() -> None:
    latencies = learnt(*[0.2] * 12)
    assert latencies.best == pytest.approx(0.2)
    for _ in range(100):
        latencies.add(0.9, alone=False)
    assert latencies.best == pytest.approx(0.2)
    assert latencies.recent() == pytest.approx(0.9)
    for _ in range(400):
        latencies.add(0.1, alone=True)
    assert latencies.best == pytest.approx(0.1, rel=0.05)


@given(st.lists(st.floats(0.001, 500.0), max_size=100), st.floats(0.1, 10.0))
def test_it_stays_within_what_a_turn_has(seconds: list[float], most: float) -> None:
    assert min(LEAST_S, most) <= patience(learnt(*seconds), most) <= most
