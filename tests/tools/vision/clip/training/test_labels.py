"""What is known of a training picture, as numbers and in words."""

from __future__ import annotations

import numpy as np
import pytest

from tools.vision.clip.training.labels import UNKNOWN, Label, caption, colour_targets
from tools.vision.clip.vocabulary import COLOURS, KINDS, PATTERNS, SLEEVES
from tools.vision.colour_names import NAMES, anchors
from tools.vision.oklab import srgb


def test_a_label_as_numbers() -> None:
    kinds, rgb, pattern, sleeve = Label(("jeans", "trousers"), (1, 2, 3), "striped", "sleeveless").row()
    assert [name for name, one in zip(KINDS, kinds, strict=True) if one] == ["jeans", "trousers"]
    assert rgb == [1.0, 2.0, 3.0]
    assert ([*PATTERNS][pattern], [*SLEEVES][sleeve]) == ("striped", "sleeveless")


def test_what_is_unknown() -> None:
    _, rgb, pattern, sleeve = Label(("mug",), None, None).row()
    assert max(rgb) < 0
    assert (pattern, sleeve) == (UNKNOWN, UNKNOWN)
    assert Label(("mug",), (0, 0, 0), "solid").row()[1:3] == ([0.0, 0.0, 0.0], 0)


def test_colours_as_targets() -> None:
    points, owners = anchors()
    targets = colour_targets(np.asarray(srgb(points), np.float32))
    assert targets.shape == (len(points), len(NAMES))
    assert targets.sum(1) == pytest.approx(np.ones(len(points)), abs=1e-4)
    assert list(targets.argmax(1)) == list(owners)
    assert not colour_targets(np.full((2, 3), -1, np.float32)).any()


@pytest.mark.parametrize(
    ("kind", "colour", "pattern", "words"),
    [
        ("hoodie", "navy", "striped", "a photo of a navy striped hoodie"),
        ("hoodie", "navy", "solid", "a photo of a navy hoodie"),
        ("tank top", None, "floral", "a photo of a floral tank top"),
        ("mug", None, None, "a photo of a mug"),
    ],
)
def test_a_caption_leaves_out_what_is_unknown(kind: str, colour: str | None, pattern: str | None, words: str) -> None:
    at = COLOURS.index(colour) if colour else UNKNOWN
    assert caption(kind, at, [*PATTERNS].index(pattern) if pattern else UNKNOWN) == words
