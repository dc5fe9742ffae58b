"""The thing is told from what it stands before."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from tests.tools.vision.drawn import PAPER, gradient, over, thing
from tools.vision.foreground import Foreground, foreground
from tools.vision.oklab import oklab


def look(image: Image.Image) -> Foreground:
    rgb = np.asarray(image.convert("RGB"))
    return foreground(oklab(rgb), rgb)


@pytest.mark.parametrize(
    "backdrop",
    [
        gradient(PAPER, PAPER),
        gradient((250, 250, 250), (190, 190, 190)),
        gradient((240, 225, 210), (255, 250, 240)),
        gradient((60, 60, 64), (90, 90, 96)),
    ],
    ids=["paper", "falling light", "warm", "dark"],
)
def test_the_thing_counts_and_the_backdrop_does_not(backdrop: Image.Image) -> None:
    found = look(over(backdrop, "green"))
    assert found.found
    height, width = found.weight.shape
    assert found.weight[height // 2, width // 2] > 0.9
    assert found.weight[: height // 10].max() == 0
    assert found.weight[:, : width // 10].max() == 0


def test_white_on_white_takes_the_middle_and_says_that_it_guessed() -> None:
    found = look(Image.new("RGB", (100, 100), (255, 255, 255)))
    assert not found.found
    assert found.weight[50, 50] == 1
    assert found.weight[2, 2] == 0


def test_skin_weighs_little_beside_cloth() -> None:
    image = thing("green")
    image.paste((214, 160, 130), (40, 30, 80, 60))
    found = look(image)
    assert 0 < found.skin < 0.75
    assert found.weight[45, 60] < 0.1 < found.weight[90, 60]


def test_a_thing_of_the_colour_of_skin_does_not_vanish() -> None:
    image = Image.new("RGB", (100, 120), PAPER)
    image.paste((214, 160, 130), (20, 20, 80, 100))
    found = look(image)
    assert found.skin > 0.75
    assert found.weight[60, 50] > 0.9


@pytest.mark.parametrize("size", [(1, 1), (2, 1), (1, 40), (3, 3), (400, 2)])
def test_the_smallest_pictures(size: tuple[int, int]) -> None:
    found = look(Image.new("RGB", size, (200, 30, 40)))
    assert found.weight.shape == size[::-1]
    assert np.isfinite(found.weight).all()
    assert np.isfinite(found.backdrop).all()
