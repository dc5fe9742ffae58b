from __future__ import annotations

from pathlib import Path

from evals.proof.buyers import rush
from evals.proof.result import Proof


def test_forty_want_ten(tmp_path: Path) -> None:
    proof = Proof("buyers")
    rush(proof, "SQLite", f"sqlite:///{tmp_path / 'shop.db'}", tmp_path, 40)
    assert proof.met, proof.failures
    assert [figure.found for figure in proof.figures[:4]] == [10, 10, 30, 0]
