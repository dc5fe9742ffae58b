"""kill -9 in real processes, at a few of the steps that `python -m evals.proof crash` tries them all at."""

from __future__ import annotations

from pathlib import Path

from evals.proof.crash import Stage
from evals.proof.scenes import SCENES

STEPS = ("after COMMIT of payment_claimed", "after authorize", "before COMMIT of payment_captured + order_placed")


def test_the_steps_of_a_purchase_are_found_and_survived(tmp_path: Path) -> None:
    stage = Stage(SCENES["purchase"], tmp_path)
    steps = stage.steps()
    done = [step.partition(" ")[2] for step in steps if step.startswith("after")]
    assert done[:3] == [
        "COMMIT of quote_issued",
        "COMMIT of approval_approved",
        "COMMIT of approval_approved (2)",
    ]
    assert set(STEPS) <= set(steps)
    for number, step in enumerate(STEPS):
        told = stage.die_and_recover(step, number)
        assert told["wrong"] == [], step
        assert 0 < told["sweep_ms"] < told["whole_ms"]
