"""The colours of a picture as one vector: what a catalogue's own heads learn from (tools/vision/heads.py)."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tools.vision.foreground import foreground
from tools.vision.oklab import Floats, oklab

if TYPE_CHECKING:
    from PIL.Image import Image

Indices = NDArray[np.intp]
LIGHTNESS, CHROMA = 6, 8  # bins of L, and of a and b each
REACH = 0.22  # of a and b: dyed cloth goes no further
MIDDLE = (0.25, 0.70, 0.25, 0.75)  # top, bottom, left, right: where a worn thing for sale is, whatever else is worn
BINS = LIGHTNESS * CHROMA * CHROMA
SIZE = 2 * BINS
LEAST_WEIGHT = 0.01  # of a pixel
LEAST_APART = 0.05  # share of the foreground in which siblings must differ
STEP = 2  # every second row and column: a quarter of the time, the same accuracy


def histogram(lab: Floats, weight: Floats) -> Floats:
    """(SIZE,) of an (h, w, 3) OKLab picture and its (h, w) foreground weights: the whole foreground, then its middle.

    Each pixel is shared out over the eight bins around it. Values are square roots of shares, so that each half has
    length 1 and dot products compare by the Bhattacharyya coefficient; a half without foreground is zero.
    """
    lab, weight = lab[::STEP, ::STEP], weight[::STEP, ::STEP]
    height, width = weight.shape
    chosen = weight > LEAST_WEIGHT
    rows, columns = np.nonzero(chosen)
    top, bottom, left, right = MIDDLE
    inside = (rows >= top * height) & (rows < bottom * height) & (columns >= left * width) & (columns < right * width)
    bins, shares = _corners(lab[chosen], weight[chosen])
    halves = [_root(bins, shares), _root(bins[:, inside], shares[:, inside])]
    return np.asarray(np.concatenate(halves), np.float32)


def of_picture(image: Image) -> Floats:
    """(SIZE,) of a picture of any size and mode, read as tools/vision/colour.py reads it."""
    from tools.vision.colour import SIDE
    from tools.vision.decoding import srgb

    rgb = np.asarray(srgb(image, SIDE), np.uint8)
    lab = oklab(rgb)
    return histogram(lab, foreground(lab, rgb).weight)


def beside_siblings(histograms: Floats, products: Sequence[str]) -> Floats:
    """(n, SIZE) of what each picture shows more of than the other pictures of its product do.

    Variants differ in the thing for sale; skin, backdrop and whatever else is worn repeat, and cancel out. A picture
    that has no siblings, or hardly differs from them, keeps its own histogram.
    """
    found = histograms.copy()
    rows_of: dict[str, list[int]] = {}
    for row, product in enumerate(products):
        rows_of.setdefault(product, []).append(row)
    for rows in rows_of.values():
        if len(rows) < 2:
            continue
        own = (histograms[rows] ** 2).reshape(len(rows), 2, BINS)
        others = (own.sum(0, keepdims=True) - own) / (len(rows) - 1)
        more = np.maximum(own - others, 0)
        total = more.sum(2, keepdims=True)
        apart = np.sqrt(more / np.maximum(total, LEAST_APART))
        found[rows] = np.where(total >= LEAST_APART, apart, np.sqrt(own)).reshape(len(rows), SIZE)
    return found


def packed(vector: Floats) -> str:
    """A histogram as text for the database: one byte a bin, base64."""
    return base64.b64encode(np.rint(vector * 255).astype(np.uint8).tobytes()).decode("ascii")


def unpacked(text: str) -> Floats:
    """The (SIZE,) histogram that `packed` wrote, to 1/510. Raises ValueError for other text."""
    values = np.frombuffer(base64.b64decode(text, validate=True), np.uint8)
    if len(values) != SIZE:
        raise ValueError(f"a histogram has {SIZE} bins, this has {len(values)}")
    return np.asarray(values.astype(np.float32) / np.float32(255), np.float32)


def _corners(pixels: Floats, weight: Floats) -> tuple[Indices, Floats]:
    """(8, n) bins around each of (n, 3) pixels, and what each of them gets of the pixel's weight."""
    sizes = np.array([LIGHTNESS, CHROMA, CHROMA])
    low, span = np.array([0, -REACH, -REACH], np.float32), np.array([1, 2 * REACH, 2 * REACH], np.float32)
    place = np.clip((pixels - low) / span, 0, 1) * (sizes - 1).astype(np.float32)
    first = np.minimum(place.astype(np.intp), sizes - 2)
    above = place - first
    strides = np.array([CHROMA * CHROMA, CHROMA, 1])
    offsets = np.array([[i, j, k] for i in (0, 1) for j in (0, 1) for k in (0, 1)])
    bins = (first @ strides)[None] + (offsets @ strides)[:, None]
    near = np.stack([1 - above, above])  # (2, n, 3)
    shares = near[offsets[:, 0], :, 0] * near[offsets[:, 1], :, 1] * near[offsets[:, 2], :, 2]
    return bins, np.asarray(shares * weight[None], np.float32)


def _root(bins: Indices, shares: Floats) -> NDArray[np.float64]:
    """(BINS,) square roots of the shares of the whole; zeros where there is nothing."""
    counts = np.bincount(bins.ravel(), shares.ravel(), BINS)
    return np.asarray(np.sqrt(counts / max(float(counts.sum()), 1e-6)), np.float64)
