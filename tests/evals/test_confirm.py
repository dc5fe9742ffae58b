"""The recipe of the weights: dialogues stay together, thresholds keep their promise, numbers are written as code."""

from __future__ import annotations

import runpy
from pathlib import Path

import numpy as np
import pytest

from agents.intent.confirm.decision import decide, signs
from evals.confirm import FOR, Row, Score, calibration_error, cross_validated, fit, keywords, word_model, write

_ASKED = "Shall I send two blue cups?"
_SAID = {
    True: ("yes", "sure, go ahead", "that's right", "ok, thanks", "yes, two blue cups"),
    False: ("no", "no, three", "not now", "make it red", "I want four"),
}


def _made(dialogues: int = 40) -> list[Row]:
    return [
        Row(_ASKED, _SAID[agrees][at % 5], agrees, f"dialogue {at}")
        for at in range(dialogues)
        for agrees in (True, False)
    ]


def test_answers_that_can_be_told_apart_are() -> None:
    made = _made()
    score, chances = cross_validated(made, [signs(each.question, each.answer) for each in made])
    assert (score.refused, score.agreed, score.unsafe, score.read_as_no) == (40, 40, 0, 0)
    assert score.asked_again < score.agreed / 2
    assert calibration_error(chances) < 0.15


def test_no_sign_speaks_for_the_other_side_and_a_yes_needs_a_high_probability() -> None:
    made = _made()
    seen = [signs(each.question, each.answer) for each in made]
    agrees = np.array([each.agrees for each in made])
    by = fit(seen, agrees, np.arange(len(made)))
    named = dict(zip((*seen[0]._fields, "barred"), by.weights, strict=True))
    assert all(named[each] >= 0 for each in FOR)
    assert named["no"] <= 0
    assert named["barred"] <= 0
    assert by.affirm_from >= 0.95
    assert decide(signs(_ASKED, "yes, three blue cups"), by)["decision"] != "affirm"


def test_the_halves_depend_on_the_dialogue_alone() -> None:
    made = _made()
    assert all(first.readable == second.readable for first, second in zip(made[::2], made[1::2], strict=True))
    assert {each.readable for each in made} == {True, False}


def test_the_baselines_count_the_same_answers() -> None:
    made = _made()
    for score in (keywords(made), word_model(made, 0.5)):
        assert (score.refused, score.agreed) == (40, 40)


@pytest.mark.parametrize(
    ("chances", "error"),
    [
        ([(1.0, True), (0.0, False)], 0.0),
        ([(1.0, False), (0.0, True)], 1.0),
        ([(0.75, True), (0.75, True), (0.75, True), (0.75, False)], 0.0),
    ],
)
def test_the_calibration_error(chances: list[tuple[float, bool]], error: float) -> None:
    assert calibration_error(chances) == pytest.approx(error)


def test_a_score_says_what_it_counted() -> None:
    score = Score()
    for agrees, decision in (
        (True, "affirm"),
        (True, "unclear"),
        (True, "negate"),
        (False, "affirm"),
        (False, "negate"),
    ):
        score.add(agrees, decision)
    assert score.cells[0].startswith("1/2 = 50.0%")
    assert score.cells[1].startswith("2/3 = 66.7%")
    assert score.cells[2].startswith("1/3 = 33.3%")


def test_the_written_module_holds_the_same_numbers(tmp_path: Path) -> None:
    made = _made(20)
    seen = [signs(each.question, each.answer) for each in made]
    by = fit(seen, np.array([each.agrees for each in made]), np.arange(len(made)))
    write(by, tmp_path / "weights.py")
    read = runpy.run_path(str(tmp_path / "weights.py"))
    assert (read["WEIGHTS"], read["OFFSET"], read["AFFIRM_FROM"], read["NEGATE_TO"]) == by
