"""A picture is looked at whole and again at its middle."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image

from tests.tools.vision.clip.fixed import Fixed
from tools.vision.clip.types import Floats
from tools.vision.clip.views import MARGIN, embed


class Shares(Fixed):
    """Answers with a picture's mean red, green and blue, as a unit vector."""

    def __init__(self) -> None:
        super().__init__()
        self.sizes: list[tuple[int, int]] = []

    def pictures(self, images: Sequence[Image.Image]) -> Floats:
        self.sizes += [each.size for each in images]
        means = np.array([np.asarray(each, np.float32).mean((0, 1)) for each in images]).reshape(-1, 3)
        return np.asarray(means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-6), np.float32)


def framed(inside: tuple[int, int, int], around: tuple[int, int, int]) -> Image.Image:
    """A picture whose middle, as it is looked at, is of one colour."""
    picture = Image.new("RGB", (100, 200), around)
    picture.paste(inside, (15, 30, 85, 170))
    return picture


def test_the_direction_halfway_between_the_views() -> None:
    encoder = Shares()
    picture = framed((255, 0, 0), (0, 255, 0))
    (found,) = embed(encoder, [picture])
    assert encoder.sizes == [(100, 200), (70, 140)]
    assert MARGIN == 0.15
    whole, middle = Shares().pictures([picture])[0], np.array([1.0, 0, 0], np.float32)
    assert found @ whole == pytest.approx(found @ middle, abs=1e-5)
    assert found == pytest.approx((whole + middle) / np.linalg.norm(whole + middle), abs=1e-5)


def test_each_picture_keeps_its_place_and_vectors_are_unit() -> None:
    colours = [(255, 0, 0), (0, 255, 0), (0, 0, 255)]
    found = embed(Shares(), [Image.new("RGB", (9, 5), each) for each in colours])
    assert found.dtype == np.float32
    assert found == pytest.approx(np.eye(3), abs=1e-5)
    assert np.linalg.norm(embed(Fixed({("color", "navy"): 1.0}), [framed(*colours[:2])])) == pytest.approx(1)


@pytest.mark.parametrize("size", [(1, 1), (1, 300), (300, 1), (2, 3), (6, 7)])
def test_no_size_is_too_small(size: tuple[int, int]) -> None:
    (found,) = embed(Shares(), [Image.new("RGB", size, (0, 0, 255))])
    assert found == pytest.approx(np.array([0, 0, 1]), abs=1e-5)


def test_no_pictures() -> None:
    assert embed(Shares(), []).shape == (0, 3)
