"""`truecart eval` from its arguments to its exit code, over the intent suite: it needs no catalogue."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.command import main


def run(tmp_path: Path, *arguments: str) -> int:
    return main(
        ["intent", "--out", str(tmp_path / "report.html"), "--baseline", str(tmp_path / "baseline.json"), *arguments]
    )


def test_a_baseline_is_written_and_then_kept(tmp_path: Path) -> None:
    assert run(tmp_path, "--update-baseline") == 0
    metrics = json.loads((tmp_path / "baseline.json").read_text())["metrics"]
    assert metrics["intent.accuracy"]["n"] >= 100
    assert run(tmp_path) == 0
    results = json.loads((tmp_path / "results.json").read_text())
    assert results[0]["name"] == "intent"
    assert (tmp_path / "report.html").read_text().startswith("<!doctype html>")


def test_falling_behind_is_exit_code_1_and_a_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    better = {"metrics": {"intent.accuracy": {"value": 1.5, "n": 1}}}
    (tmp_path / "baseline.json").write_text(json.dumps(better))
    assert run(tmp_path) == 1
    assert "FAILED intent.accuracy" in capsys.readouterr().err


def test_an_unknown_suite_is_refused_before_anything_runs(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["intent", "poetry"])
    assert refused.value.code == 2
    assert "poetry" in capsys.readouterr().err
