"""A phase's figures, when service is full again, and what is demanded of them."""

from __future__ import annotations

import io
from typing import Any

import pytest
from rich.console import Console

from evals.herd import command, demands, phases
from evals.herd.arrivals import Timed
from evals.herd.behaviour import Behaviour, Capacity
from evals.herd.parts import Part
from evals.herd.phases import Passed, Phase

EVEN = Behaviour(faults=(), slow_share=0, sigma=1e-9)


def test_a_phase_in_figures() -> None:
    passed = _passed([True, True, False, None], seconds=0.2)
    books = [_call(number, "whole") for number in range(2)] + [_call(2, "full")]
    row = phases.row(passed, books, Capacity(), EVEN, 0.8)
    assert (row["turns"], row["answered"], row["read"], row["model"]) == (4, 4, 3, 2)
    assert row["could"] == pytest.approx(3)
    assert row["share"] == pytest.approx(2 / 3)
    assert row["p50_ms"] == pytest.approx(200)
    assert row["endpoint"]["whole"] == 2
    assert row["judged"]


def test_a_reply_that_the_model_worded_is_given_too() -> None:
    books = [_call(0, "whole"), _call(1, "whole", "reply"), _call(2, "left", "reply")]
    row = phases.row(_passed([True], seconds=0.2), books, Capacity(), EVEN, 0.8)
    assert (row["model"], row["replies"], row["given"]) == (1, 1, 2)
    assert row["could"] == pytest.approx(3)


def test_an_outage_could_give_nothing() -> None:
    row = phases.row(_passed([False, False], outage="hang"), [], Capacity(), EVEN, 0.8)
    assert (row["could"], row["share"], row["judged"]) == (None, None, False)


@pytest.mark.parametrize(
    ("after", "seconds"),
    [([True] * 40, 0.0), ([False] * 20 + [True] * 20, 5.0), ([False] * 40, None), ([], None)],
    ids=["at-once", "after-a-while", "never", "nobody-came"],
)
def test_when_service_is_full_again(after: list[bool | None], seconds: float | None) -> None:
    assert phases.recovered_after(_passed([True] * 20), _passed(after)) == seconds


def test_every_demand_can_be_met_and_missed() -> None:
    good = {"phase": "1 x", "turns": 100, "answered": 100, "p99_ms": 900.0, "could": 50.0, "given": 49, "beats": 9}
    row = {**good, "judged": True, "endpoint": {"whole": 49}}
    assert [each.met for each in demands.of_rows("part", [row])] == [True] * 5
    spoilt: list[dict[str, Any]] = [{"answered": 99}, {"p99_ms": 1001.0}, {"given": 44}, {"beats": 0}]
    missed = [{e.name for e in demands.of_rows("part", [{**row, **each}]) if not e.met} for each in spoilt]
    assert missed == [
        {"turns answered"},
        {"p99 at 1 x"},
        {"by the model at 1 x", "by the model, in all"},
        {"the endpoint was alive"},
    ]
    assert [demands.of_recovery("part", "it", seconds).met for seconds in (0.0, 10.0, 10.5, None)] == [
        True,
        True,
        False,
        False,
    ]
    assert [each.met for each in demands.of_problems("part", {"lost": ["one"], "doubled": []})] == [False, True]


def test_a_missed_demand_is_shown_and_told() -> None:
    shown = io.StringIO()
    part = Part("part", demands=list(demands.of_problems("part", {"lost": ["one"]})))
    assert not command.show_demands([part], Console(file=shown, width=120))
    assert "MISSED part: lost" in shown.getvalue()
    assert command.show_demands([Part("none")], Console(file=shown, width=120))


def _passed(by_model: list[bool | None], *, seconds: float = 0.1, outage: str = "") -> Passed:
    turns = [Timed(at, at / 4, at / 4, at / 4 + seconds, None) for at in range(len(by_model))]
    passed = Passed(Phase("phase", 4, len(turns) / 4, outage), 0.0, 100.0, turns, 5)
    passed.answered, passed.by_model = [True] * len(turns), by_model
    return passed


def _call(number: int, outcome: str, purpose: str = "parse") -> dict[str, Any]:
    started = None if outcome == "full" else 0.0
    times = {"arrived": 0.0, "started": started, "ended": 0.2}
    return {"number": number, "outcome": outcome, "purpose": purpose, **times}
