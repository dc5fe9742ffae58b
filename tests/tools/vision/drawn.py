"""Pictures drawn for tests: a thing of one or more colours before a backdrop, as JPEG bytes or as an image."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image, ImageDraw

from tools.vision.colour_names import BY_NAME, NAMES

Rgb = tuple[int, int, int]
PAPER: Rgb = (246, 246, 245)
SIZE = (120, 150)


def rgb_of(name: str) -> Rgb:
    """The first anchor of a colour of the vocabulary."""
    value = NAMES[BY_NAME[name]].anchors[0]
    red, green, blue = (int(value[place : place + 2], 16) for place in (0, 2, 4))
    return red, green, blue


def thing(*colours: str, backdrop: Rgb = PAPER, size: tuple[int, int] = SIZE) -> Image.Image:
    """A block in the middle, in equal stripes of the named colours."""
    return over(Image.new("RGB", size, backdrop), *colours)


def over(backdrop: Image.Image, *colours: str) -> Image.Image:
    """The same before any backdrop."""
    width, height = backdrop.size
    pen = ImageDraw.Draw(backdrop)
    left, right, top, bottom = width * 0.22, width * 0.78, height * 0.18, height * 0.88
    stripe = (bottom - top) / len(colours)
    for place, colour in enumerate(colours):
        pen.rectangle([left, top + place * stripe, right, top + (place + 1) * stripe], fill=rgb_of(colour))
    return backdrop


def gradient(first: Rgb, last: Rgb, size: tuple[int, int] = SIZE) -> Image.Image:
    """A backdrop that goes from one colour at the top to another at the bottom."""
    width, height = size
    steps = np.linspace(0, 1, height)[:, None, None]
    rows = np.array(first) * (1 - steps) + np.array(last) * steps
    return Image.fromarray(np.broadcast_to(rows, (height, width, 3)).astype(np.uint8))


def encoded(image: Image.Image, form: str = "JPEG") -> bytes:
    out = io.BytesIO()
    image.save(out, form, quality=92)
    return out.getvalue()
