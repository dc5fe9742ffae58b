"""The model card: written from figures that are measured on the very weights that it lies beside."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.tools.vision.drawn import thing
from tools.render.palette import PALETTE
from tools.vision.clip.shipped import FOLDER, NAME, PROMPTS, TOWER, shipped
from tools.vision.clip.training import card
from tools.vision.clip.training.held_out import CASTS, Render
from tools.vision.clip.training.labels import Label
from tools.vision.clip.training.loop import Recipe


def test_the_card_tells_what_was_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [Render(thing("red"), "red", Label(("hoodie",), PALETTE["red"], "solid"))] * 4
    monkeypatch.setattr(card, "renders", lambda count, _progress: made if count == card.RENDERS else [])
    for name in (TOWER, PROMPTS):
        shutil.copy(FOLDER / name, tmp_path)
    steps: list[str] = []
    card.write_card(
        tmp_path, Recipe(steps=77), 1234, 56, shipped().digest, lambda _done, _of, label: steps.append(label)
    )
    text = (tmp_path / card.FILE).read_text(encoding="utf-8")
    assert text.startswith(f"# {NAME}\n")
    assert shipped().digest in text
    assert all(each in text for each in ("77 steps", "1234 scenes", "56 public-domain"))
    rows = dict(line.strip("|").split("|") for line in text.splitlines() if line.startswith("| c") or "light" in line)
    assert {name.strip() for name in rows} >= {"category", *(f"color, {lamp} light" for lamp in CASTS)}
    assert all(0 <= float(value) <= 1 for value in rows.values())
    assert len(steps) == len(CASTS)


def test_the_card_beside_the_shipped_weights_is_theirs() -> None:
    assert shipped().digest in (FOLDER / card.FILE).read_text(encoding="utf-8")
