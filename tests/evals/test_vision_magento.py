"""The measure itself, on drawn pictures whose colours are known."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.vision_calibration import rows
from evals.vision_magento import at_false_alarms, best, measure
from tests.tools.vision.drawn import encoded, thing
from tools.vision.colour import measure as seen


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    claims = []
    for product in range(12):
        shown = ("red", "blue", "green")[product % 3]
        file = f"p{product}-{shown}_main.jpg"
        (tmp_path / file).write_bytes(encoded(thing("navy" if shown == "blue" else shown)))
        claims += [
            {"file": file, "claim_color": claim, "truth": claim == shown} for claim in ("red", "blue", "green", "white")
        ]
    (tmp_path / "claims_dev.jsonl").write_text("\n".join(map(json.dumps, claims)))
    return tmp_path


def test_plain_pictures_are_all_read_right(folder: Path) -> None:
    known = rows(folder)
    halves = {half: {row["file"] for row in known if row["fit"] is half} for half in (True, False)}
    assert halves[True]
    assert halves[False]
    assert not halves[True] & halves[False]
    found = measure(folder)
    assert found["claims"] == 4 * found["photographs"] == 4 * len(halves[False])
    assert found["accuracy"][0] == found["auc"][0] == found["tpr"][0] == 1
    assert found["wrong"][0] == 0
    assert found["confused"] == []


def test_the_likeliest_word() -> None:
    assert best(seen(thing("navy"), "x"), ["black", "blue", "white"]) == "blue"


def test_true_claims_above_what_few_false_ones_exceed() -> None:
    false = [(place / 100, False) for place in range(100)]
    assert at_false_alarms([*false, (0.96, True), (0.5, True)]) == 0.5
    assert at_false_alarms(false) == 0.0
    assert at_false_alarms([(0.5, True)]) == 0.0
