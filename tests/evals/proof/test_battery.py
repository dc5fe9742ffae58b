from __future__ import annotations

from pathlib import Path

from evals.proof.battery import in_process
from evals.proof.result import Proof

QUICK = ["4 concurrent resumes", "approve, then reject on one checkpoint", "thread copied, both approved"]


def test_a_part_of_the_battery(tmp_path: Path) -> None:
    proof = Proof("battery")
    in_process(proof, "SQLite", tmp_path / "home", lambda *_: None, QUICK)
    assert proof.failures == []
    assert [row["charges"] for row in proof.rows] == [1, 1, 1]
