"""Renders to judge by: of the palette's own colours, under lamps, unlike any that is trained on."""

from __future__ import annotations

import numpy as np
import pytest

from tests.tools.vision.clip.fixed import Fixed
from tests.tools.vision.drawn import thing
from tools.render.palette import PALETTE
from tools.vision.clip.reading import Reader
from tools.vision.clip.training import dataset, held_out
from tools.vision.clip.training.held_out import Render
from tools.vision.clip.training.labels import Label
from tools.vision.clip.vocabulary import KINDS, PATTERNS
from tools.vision.oklab import oklab


def test_another_lamp() -> None:
    picture = thing("beige")
    assert held_out.under(picture, held_out.CASTS["neutral"]).tobytes() == picture.tobytes()
    before = oklab(np.asarray(picture)).mean((0, 1))
    shown = {name: oklab(np.asarray(held_out.under(picture, gains))).mean((0, 1)) for name, gains in CASTS.items()}
    assert shown["warm"][2] > before[2] > shown["cool"][2]
    assert shown["dim"][0] < before[0] < shown["bright"][0]
    assert held_out.under(thing("white"), (9.0, 9.0, 9.0)).getextrema() == ((255, 255),) * 3


CASTS = {name: gains for name, gains in held_out.CASTS.items() if name != "neutral"}


@pytest.mark.parametrize("number", range(3))
def test_the_label_of_each_sort(number: int) -> None:
    made = held_out._render(np.random.default_rng(number), number)
    assert made.colour == [*PALETTE][number]
    assert made.label.rgb == PALETTE[made.colour]
    assert made.label.kinds[0] in KINDS
    assert made.pattern in PATTERNS
    assert made.picture.mode == "RGB"
    again = held_out._render(np.random.default_rng(number), number)
    assert again.picture.tobytes() == made.picture.tobytes()


def test_an_encoder_that_is_right_is_judged_right_under_every_lamp() -> None:
    def drawn(kind: str, colour: str, pattern: str | None) -> Render:
        return Render(thing("navy"), colour, Label((kind,), PALETTE[colour], pattern))

    encoder = Fixed({("category", "down jacket"): 1.0, ("color", "burgundy"): 1.0, ("pattern", "striped"): 1.0})
    made = [
        drawn("down jacket", "burgundy", "striped"),
        drawn("jacket", "red", "solid"),
        drawn("down jacket", "burgundy", None),
    ]
    steps: list[tuple[int, int]] = []
    found = held_out.judged(Reader(encoder), made, lambda done, of, _: steps.append((done, of)))
    assert found["category"] == [True, False, True]
    assert found["pattern"] == [True, False, False]
    for lamp in held_out.CASTS:
        assert found[f"color, {lamp} light"] == [True, False, True]
    assert steps == [(each, len(held_out.CASTS)) for each in range(1, len(held_out.CASTS) + 1)]


def test_no_seed_is_shared_with_the_training_pictures() -> None:
    assert held_out.SEED not in (dataset.TRAIN, dataset.HELD_OUT)
