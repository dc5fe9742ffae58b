"""The endpoint's fates are seeded, spread as they say, and reckoned with as they are drawn."""

from __future__ import annotations

import pytest

from evals.herd.behaviour import FAULTS, QUICKEST_S, SLOWEST_S, Behaviour, Capacity, Draw

MANY = 4000


def test_the_same_seed_and_number_draw_the_same_fate() -> None:
    again = Behaviour(seed=3)
    assert [Behaviour(seed=3).draw(number) for number in range(50)] == [again.draw(number) for number in range(50)]
    assert Behaviour(seed=4).draw(1) != again.draw(1)


def test_service_times_reach_from_50_ms_to_2_minutes_around_their_median() -> None:
    seconds = sorted(Behaviour(slow_share=0.05).draw(number).service_s for number in range(MANY))
    assert seconds[0] >= QUICKEST_S
    assert 60 < seconds[-1] <= SLOWEST_S
    assert seconds[MANY // 2] == pytest.approx(0.2, rel=0.1)


@pytest.mark.parametrize(("name", "share"), FAULTS, ids=[name for name, _ in FAULTS])
def test_each_fault_comes_at_its_rate(name: str, share: float) -> None:
    found = sum(Behaviour().draw(number).fault == name for number in range(MANY)) / MANY
    assert share / 2 < found < share * 2


@pytest.mark.parametrize(
    ("draw", "held", "good"),
    [
        (Draw(0.2, None), 0.2, True),
        (Draw(5.0, None), 0.8, False),
        (Draw(0.2, "hang"), 0.8, False),
        (Draw(0.2, "too_many"), 0.0, False),
        (Draw(0.2, "html"), 0.2, False),
    ],
    ids=["whole", "too-slow", "hang", "refused", "spoilt"],
)
def test_a_fate_holds_a_slot_for_as_long_as_the_client_waits(draw: Draw, held: float, good: bool) -> None:
    assert (draw.held_s(0.8), draw.good(0.8)) == (held, good)


def test_a_quota_bounds_what_the_slots_could_give() -> None:
    behaviour = Behaviour(faults=(), slow_share=0, sigma=0.01)
    assert Capacity(slots=4).answers_a_second(behaviour, 0.8) == pytest.approx(20, rel=0.02)
    assert Capacity(slots=4, pace=0.5).answers_a_second(behaviour, 0.8) == pytest.approx(0.5)
