from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from evals import baseline
from evals.results import Metric, SuiteResult


def result(value: float, **more: Any) -> SuiteResult:
    return SuiteResult("intent", 10, [Metric("accuracy", value, 10, 0.0, 1.0, tolerance=0.05, **more)])


BEFORE: baseline.Baseline = {"intent.accuracy": {"value": 0.9, "n": 10}}


@pytest.mark.parametrize("value", [0.85, 0.9, 1.0])
def test_within_tolerance_passes(value: float) -> None:
    assert baseline.regressions([result(value)], BEFORE) == []


def test_behind_the_tolerance_fails_by_name() -> None:
    (found,) = baseline.regressions([result(0.84)], BEFORE)
    assert found.name == "intent.accuracy"
    assert "0.84" in found.reason
    assert "0.9" in found.reason


def test_lower_is_better_turns_the_comparison_round() -> None:
    assert baseline.regressions([result(0.2, better="lower")], BEFORE) == []
    assert baseline.regressions([result(0.96, better="lower")], BEFORE)


def test_a_limit_holds_without_any_baseline() -> None:
    (found,) = baseline.regressions([result(0.01, better="lower", limit=0.0)], {})
    assert "limit" in found.reason
    assert baseline.regressions([result(0.0, better="lower", limit=0.0)], {}) == []


def test_a_figure_that_is_gone_fails_unless_its_measurement_says_it_was_skipped() -> None:
    now = SuiteResult("intent", 10, [])
    (found,) = baseline.regressions([now], BEFORE)
    assert found.name == "intent.accuracy"
    now.skipped.append("accuracy: the data are not here")
    assert baseline.regressions([now], BEFORE) == []


def test_a_suite_that_did_not_run_is_not_judged() -> None:
    assert baseline.regressions([], BEFORE) == []


def test_saving_keeps_the_other_suites(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    baseline.save_baseline([SuiteResult("vision", 1, [Metric("ece", 0.1, 5, 0, 1)])], path)
    baseline.save_baseline([result(0.5)], path)
    assert baseline.load_baseline(path) == {
        "intent.accuracy": {"value": 0.5, "n": 10},
        "vision.ece": {"value": 0.1, "n": 5},
    }
    assert baseline.regressions([result(0.5)], baseline.load_baseline(path)) == []


def test_no_file_is_no_baseline(tmp_path: Path) -> None:
    assert baseline.load_baseline(tmp_path / "none.json") == {}
