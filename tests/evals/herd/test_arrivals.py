"""Open-loop load: everything that is due is done once, and a failure is kept as itself."""

from __future__ import annotations

from collections import Counter

from evals.herd import arrivals


def test_arrivals_are_seeded_and_as_many_as_the_rate_says() -> None:
    times = arrivals.poisson(50, 20, "a")
    assert times == arrivals.poisson(50, 20, "a") != arrivals.poisson(50, 20, "b")
    assert 850 < len(times) < 1150
    assert times == sorted(times)


def test_each_is_done_once_in_its_own_time() -> None:
    acted: Counter[int] = Counter()

    def act(number: int) -> int:
        acted[number] += 1
        if number == 3:
            raise ValueError("three")
        return number * 2

    done = arrivals.run([0.0, 0.01, 0.02, 0.03, 0.04], act, 4, lambda: None)
    assert acted == Counter(range(5))
    assert [each.number for each in done] == list(range(5))
    assert isinstance(done[3].result, ValueError)
    assert [each.result for each in done if each.number != 3] == [0, 2, 4, 8]
    assert all(each.begun >= each.due and each.done >= each.begun for each in done)
