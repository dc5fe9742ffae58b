"""What the endpoint could have given: slots with demand, quotas, and one answer for each turn at most."""

from __future__ import annotations

from typing import Any

import pytest

from evals.herd import reckoning
from evals.herd.behaviour import Behaviour, Capacity

EVEN = Behaviour(faults=(), slow_share=0, sigma=1e-9)  # each call takes 0.2 s and is good


@pytest.mark.parametrize(
    ("windows", "slots", "seconds"),
    [
        ([], 4, 0),
        ([(0, 1)], 4, 1),
        ([(0, 1), (0, 1), (0, 1)], 2, 2),
        ([(0, 2), (1, 3)], 1, 3),
        ([(0, 1), (5, 6)], 1, 2),
    ],
    ids=["nobody", "one", "more-than-slots", "overlapping", "apart"],
)
def test_usable_seconds(windows: list[tuple[float, float]], slots: int, seconds: float) -> None:
    assert reckoning.usable(windows, slots) == seconds


@pytest.mark.parametrize(
    ("windows", "burst", "calls"),
    [
        ([(0, 1)], 2, 2),
        ([(0, 4)], 1, 3),
        ([(0, 1), (1, 4)], 1, 3),
        ([(0, 1), (100, 101)], 2, 4),
        ([(0, 1), (1.5, 2.5)], 1, 2),
    ],
    ids=["saved", "long", "joined", "saved-up-again", "a-whole-call-at-a-time"],
)
def test_a_quota_grants_what_it_saved_and_what_it_earns_meanwhile(
    windows: list[tuple[float, float]], burst: int, calls: int
) -> None:
    assert reckoning.granted(windows, Capacity(pace=0.5, burst=burst)) == calls


def test_a_turn_gets_one_answer_at_most() -> None:
    assert reckoning.could([(0, 10)], [], Capacity(), EVEN, 0.8) == 1


def test_a_crowd_gets_what_the_slots_give() -> None:
    crowd = [(0.0, 1.0)] * 100
    assert reckoning.could(crowd, [], Capacity(slots=2), EVEN, 0.8) == pytest.approx(10)
    assert reckoning.could(crowd, [], Capacity(slots=2, pace=1, burst=2), EVEN, 0.8) == pytest.approx(3)


def test_the_fates_of_the_calls_that_were_let_in_are_reckoned_with() -> None:
    behaviour = Behaviour(faults=(("hang", 0.5),), slow_share=0, sigma=1e-9)
    lucky = [number for number in range(200) if behaviour.draw(number).fault is None][:30]
    assert reckoning.fates([_call(number, "whole") for number in lucky], behaviour, 0.8) == pytest.approx((1, 0.2))
    refused = [_call(number, "full") for number in lucky]
    assert reckoning.fates(refused, behaviour, 0.8) == behaviour.expected(0.8)


def test_the_books_of_a_phase() -> None:
    books = [_call(0, "whole", at=1), _call(1, "left", at=2), _call(2, "full", at=3), _call(3, "html", at=9)]
    counts = reckoning.kept(reckoning.of_phase(books, 0, 5))
    assert counts == {"accepted": 2, "whole": 1, "left": 1, "refused": 1, "faulty": 0, "busy_s": 1.0}


def _call(number: int, outcome: str, at: float = 0.0) -> dict[str, Any]:
    started = None if outcome == "full" else at
    return {"number": number, "outcome": outcome, "arrived": at, "started": started, "ended": at + 0.5}
