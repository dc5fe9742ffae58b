"""Figures without the renderer: blocks of one colour."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from tools.vision.clip.training.figures import Figure
from tools.vision.clip.training.labels import RGB, Label

SIDE = 100


def block(kind: str, rgb: RGB, sleeve: str | None = None) -> Figure:
    picture = Image.new("RGBA", (SIDE, SIDE), (0, 0, 0, 0))
    ImageDraw.Draw(picture).rectangle((15, 10, 85, 90), fill=(*rgb, 255))
    return Figure(picture, Label((kind,), rgb, "solid", sleeve))


def share(picture: Image.Image, rgb: RGB, reach: float = 70) -> float:
    """Of the pixels whose hue is that of a colour, however they are lit."""
    values = np.asarray(picture.convert("RGB"), np.float32)
    one, other = values - values.mean(2, keepdims=True), np.array(rgb, np.float32) - np.mean(rgb)
    return float((np.linalg.norm(one - other, axis=2) < reach).mean())
