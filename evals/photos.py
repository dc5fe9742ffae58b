"""Colour claims about photographs of clothes on people, where the data are at hand: the half that was not fitted to."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from evals.langsmith_offline import Example, Row, run_examples
from evals.results import Metric, SuiteResult
from evals.scores import area_under_curve, bootstrapped, rate
from evals.suite import Surroundings
from guards.attributes import verdict

Json = dict[str, Any]
NAME = "magento_luma"


def add_photos(around: Surroundings, result: SuiteResult) -> None:
    """Puts the figures into the result, or says there why they are not."""
    folder = around.settings.data / NAME
    if not folder.is_dir():
        result.skipped.append(f"{NAME}: TRUECART_DATA is not here: {folder}")
        return
    from evals.vision_calibration import believed, learned
    from evals.vision_claims import Looker, luma
    from tools.vision.clip.reading import Reader

    count = around.counter("photographs of models", 1)
    every = list(luma(folder, Looker(Reader(around.demo.encoder)), lambda *_: None))
    count()
    claims = [each for each in every if each.attribute == "color" and not each.fit]
    examples = [
        Example(f"{NAME}-{number}", {"claim": number}, {"true": each.truth}) for number, each in enumerate(claims)
    ]

    def judge(inputs: Json) -> Json:
        p = believed(claims[inputs["claim"]], peers)
        return {"p": p, "verdict": verdict("color", p)}

    with TemporaryDirectory() as place:
        peers = learned(folder, every, Path(place))
        counter = around.counter("claims about photographs", len(examples))
        result.metrics += _metrics(run_examples(NAME, examples, judge, {"right": right}, counter))


def right(_inputs: Json, got: Json, want: Json) -> bool | None:
    """None while it is unsure."""
    if got["verdict"] == "unsure":
        return None
    return bool((got["verdict"] == "confirmed") == want["true"])


def _metrics(rows: list[Row]) -> list[Metric]:
    told = [row for row in rows if row.scores["right"] is not None]
    judged = [(row.outputs["p"], bool(row.example.expected["true"])) for row in rows]
    return [
        rate(f"{NAME}_verdict_accuracy", [row.passed for row in told], about="photographs, of the claims it decided"),
        rate(f"{NAME}_decided_share", [row in told for row in rows], about="photographs, claims it was not unsure of"),
        bootstrapped(
            f"{NAME}_auc", judged, area_under_curve, unit="score", about="photographs, true above false claims"
        ),
    ]
