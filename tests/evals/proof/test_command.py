from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.proof import command
from evals.proof.result import Proof


def test_a_missed_figure_is_said_and_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    proof = Proof("buyers", rows=[{"database": "x", "sold": 11}])
    proof.exactly("sold", 11, 10)
    monkeypatch.setattr("evals.proof.buyers.run", lambda _around: proof)
    assert command.main(["buyers", "--json", str(tmp_path / "out.json")]) == 1
    assert "MISSED" in capsys.readouterr().out
    written = json.loads((tmp_path / "out.json").read_text())["proofs"][0]
    assert (written["met"], written["figures"][0]["found"]) == (False, 11)


def test_an_unknown_proof_is_refused() -> None:
    with pytest.raises(SystemExit) as refused:
        command.main(["nothing"])
    assert refused.value.code == 2


def test_a_proof_without_figures_proves_nothing() -> None:
    assert not Proof("x").met
