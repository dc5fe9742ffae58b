"""Against the values that the colour space's author publishes."""

from __future__ import annotations

import numpy as np
import pytest

from tools.vision.oklab import TO_CONE, TO_LAB, oklab


@pytest.mark.parametrize(
    ("xyz", "lab"),  # D65, from the table in "A perceptual color space for image processing"
    [
        ((0.950, 1.000, 1.089), (1.000, 0.000, 0.000)),
        ((1.000, 0.000, 0.000), (0.450, 1.236, -0.019)),
        ((0.000, 1.000, 0.000), (0.922, -0.671, 0.263)),
        ((0.000, 0.000, 1.000), (0.153, -1.415, -0.449)),
    ],
)
def test_the_authors_table(xyz: tuple[float, ...], lab: tuple[float, ...]) -> None:
    to_linear = np.array(
        [[3.2404542, -1.5371385, -0.4985314], [-0.969266, 1.8760108, 0.041556], [0.0556434, -0.2040259, 1.0572252]]
    )
    found = np.cbrt(TO_CONE @ (to_linear @ np.array(xyz)))
    assert TO_LAB @ found == pytest.approx(np.array(lab), abs=0.002)


@pytest.mark.parametrize(
    ("rgb", "lab"),
    [
        ((255, 255, 255), (1.0, 0.0, 0.0)),
        ((0, 0, 0), (0.0, 0.0, 0.0)),
        ((255, 0, 0), (0.62796, 0.22486, 0.12585)),
        ((0, 255, 0), (0.86644, -0.23389, 0.17950)),
        ((0, 0, 255), (0.45201, -0.03246, -0.31153)),
    ],
)
def test_primaries(rgb: tuple[int, ...], lab: tuple[float, ...]) -> None:
    assert oklab(np.array(rgb, np.uint8)) == pytest.approx(np.array(lab), abs=5e-4)


def test_greys_have_no_colour_and_keep_their_order() -> None:
    greys = oklab(np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, axis=1))
    assert np.abs(greys[:, 1:]).max() < 1e-4
    assert (np.diff(greys[:, 0]) > 0).all()


def test_a_picture_keeps_its_shape() -> None:
    assert oklab(np.zeros((3, 5, 3), np.uint8)).shape == (3, 5, 3)
