"""Which pixels belong to the thing that is for sale."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.vision.oklab import Floats

BORDER = 0.06  # of the side: where the backdrop is read
APART = 0.035  # OKLab distance from the backdrop's surface below which a pixel is backdrop
LEAST = 0.03  # share of the picture under which nothing was found
SKIN_LEFT = 0.03  # weight that skin keeps: a tan sleeve must not vanish altogether


@dataclass(frozen=True)
class Foreground:
    """`weight` (h, w) 0..1 for each pixel, `backdrop` (3,) the backdrop's mean OKLab, `found` False for a guess."""

    weight: Floats
    backdrop: Floats
    found: bool
    skin: float  # share of the foreground that looks like skin


def foreground(lab: Floats, rgb: NDArray[np.uint8]) -> Foreground:
    """From (h, w, 3) OKLab and sRGB pictures. The backdrop is a smooth surface through the border's pixels.

    Skin weighs little beside other stuff. When hardly anything stands out (white on white) the middle is taken.
    """
    height, width = lab.shape[:2]
    surface, mean, noise = _backdrop(lab)
    distance = np.linalg.norm(lab - surface, axis=2)
    inside = distance > max(APART, 2.5 * noise)
    middle = _middle(height, width)
    weight = inside * middle
    found = float(inside.mean()) >= LEAST and float((inside * (middle > 0.5)).sum()) > 0.02 * height * width
    if not found:
        weight = (middle > 0.6).astype(np.float32)
    skin = _skin(rgb) & (weight > 0)
    share = float(skin.sum() / max((weight > 0).sum(), 1))
    if 0 < share < 0.75:
        weight = np.where(skin, weight * SKIN_LEFT, weight)
    return Foreground(weight.astype(np.float32), mean, found, share)


def _backdrop(lab: Floats) -> tuple[Floats, Floats, float]:
    """A quadratic surface fitted to the border, twice: the second time without what stands out of it."""
    height, width = lab.shape[:2]
    rows, columns = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j].astype(np.float32)
    terms = np.stack([np.ones_like(rows), rows, columns, rows**2, columns**2, rows * columns], axis=2)
    margin = max(2, round(BORDER * min(height, width)))
    edge = np.zeros((height, width), bool)
    edge[:margin], edge[:, :margin], edge[:, -margin:] = True, True, True  # the lower edge often cuts the thing itself
    known, values = terms[edge], lab[edge]
    keep = np.linalg.norm(values - np.median(values, axis=0), axis=1) < 0.15
    for _ in range(2):
        if keep.sum() < 20:
            keep = np.ones(len(values), bool)
        fit, *_rest = np.linalg.lstsq(known[keep], values[keep], rcond=None)
        error = np.linalg.norm(values - known @ fit, axis=1)
        keep = error < max(0.04, 2.0 * float(np.median(error)))
    surface = np.asarray(terms @ fit, np.float32)
    return (
        surface,
        np.asarray(values[keep].mean(axis=0), np.float32),
        float(np.median(error[keep]) if keep.any() else 0),
    )


def _middle(height: int, width: int) -> Floats:
    """Things for sale stand in the middle: a bell, 1 in the centre, near zero in the corners."""
    rows, columns = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    return np.asarray(np.exp(-1.6 * (0.8 * rows**2 + 1.6 * columns**2)), np.float32)


def _skin(rgb: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Skin of most people, by chroma in YCbCr. Source of the box: Chai and Ngan, 1999, Cb 77–127 and Cr 133–173."""
    red, green, blue = (rgb[..., each].astype(np.float32) for each in range(3))
    cb = 128 - 0.168736 * red - 0.331264 * green + 0.5 * blue
    cr = 128 + 0.5 * red - 0.418688 * green - 0.081312 * blue
    chroma = (cb > 85) & (cb < 125) & (cr > 136) & (cr < 168)
    return np.asarray(chroma & (red > 70) & (red > blue + 12), np.bool_)
