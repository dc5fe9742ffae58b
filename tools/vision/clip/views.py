"""How an encoder looks at a picture: once at the whole, once at its middle, where the thing for sale is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from tools.vision.clip.types import Encoder, Floats

if TYPE_CHECKING:
    from PIL.Image import Image

DIM, BRIGHT = 185.0, 230.0  # of 255: a picture without anything above the first is lit up to the second
MOST_GAIN = 2.5
MARGIN = 0.15  # of each side that the middle leaves out


def embed(encoder: Encoder, images: Sequence[Image]) -> Floats:
    """(n, d) unit vectors: the direction halfway between those of the two views."""
    if not images:
        return encoder.pictures([])
    lit = [_lit(each) for each in images]
    vectors = encoder.pictures([*lit, *(_middle(each) for each in lit)])
    both = vectors[: len(images)] + vectors[len(images) :]
    return np.asarray(both / np.maximum(np.linalg.norm(both, axis=1, keepdims=True), 1e-6), np.float32)


def _lit(image: Image) -> Image:
    """A picture in which nothing is bright was taken in too little light: its brightest parts are brought up."""
    small = np.asarray(image.convert("RGB").resize((32, 32)), np.float32)
    brightest = float(np.percentile(small.max(axis=2), 98))
    if brightest >= DIM:
        return image
    gain = BRIGHT / max(brightest, BRIGHT / MOST_GAIN)
    return image.convert("RGB").point(lambda value: min(255, round(value * gain)))


def _middle(image: Image) -> Image:
    across, down = int(image.width * MARGIN), int(image.height * MARGIN)
    return image.crop((across, down, max(image.width - across, across + 1), max(image.height - down, down + 1)))
