"""People who wear the figures: head, hair, limbs, a garment above and another below, cropped as shops crop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PIL import Image, ImageDraw

from tools.vision.clip.training.figures import Figure
from tools.vision.clip.training.labels import Label
from tools.vision.clip.training.scenes import backdrop, place, shaded, shadow, skin

WIDTH, HEIGHT = 100, 236  # body space: a person stands in it with the feet at 226
SCALE = 1.6  # pixels for a unit
LENGTHS = {"shorts": (34, 56), "skirt": (36, 84), "jeans": (110, 124), "trousers": (108, 124), "leggings": (96, 122)}
LONG_TOPS = {"dress": (1.35, 1.75), "coat": (1.15, 1.5)}
RGB = tuple[int, int, int]


def worn(
    rng: np.random.Generator, top: Figure, bottom: Figure, about_top: bool, photos: Sequence[Image.Image]
) -> tuple[Image.Image, Label]:
    """A person in both, cropped to show the one that is for sale. RGB, of the crop's own proportions."""
    picture = backdrop(rng, round(WIDTH * SCALE), round(HEIGHT * SCALE), photos)
    flesh = skin(rng)
    pen = ImageDraw.Draw(picture)
    lean = float(rng.normal(0, 2.5))
    _legs(rng, pen, flesh)
    if top.kind != "dress":
        _below(rng, picture, bottom)
    _body(rng, pen, flesh, lean)
    _above(rng, picture, top, flesh, lean)
    _head(rng, pen, flesh, lean)
    label = top.label if about_top else bottom.label
    return _crop(rng, picture, about_top, top.kind), replace(label)


def _px(*values: float) -> list[float]:
    return [value * SCALE for value in values]


def _body(rng: np.random.Generator, pen: ImageDraw.ImageDraw, flesh: RGB, lean: float) -> None:
    """Neck, chest and arms, which sleeves may cover."""
    pen.rectangle(_px(45 + lean, 24, 55 + lean, 40), fill=_dimmed(flesh, 0.88))
    pen.polygon(_px(33, 39, 67, 39, 63, 94, 37, 94), fill=flesh)
    for sign in (-1, 1):
        elbow = (50 + sign * (24 + rng.normal(0, 3)), 66 + rng.normal(0, 2))
        hand = (50 + sign * (22 + rng.normal(0, 9)), 93 + rng.normal(0, 6))
        line = _px(50 + sign * 17, 42, *elbow, *hand)
        pen.line(line, fill=_dimmed(flesh, float(rng.uniform(0.85, 1))), width=round(7.5 * SCALE), joint="curve")
        pen.ellipse(_px(hand[0] - 5, hand[1] - 5, hand[0] + 5, hand[1] + 6), fill=flesh)


def _legs(rng: np.random.Generator, pen: ImageDraw.ImageDraw, flesh: RGB) -> None:
    shoe = tuple(int(each) for each in rng.integers(15, 245, 3))
    for sign in (-1, 1):
        foot = 50 + sign * (9 + rng.normal(0, 3))
        line = _px(50 + sign * 9, 96, 50 + sign * (9 + rng.normal(0, 2)), 158, foot, 220)
        pen.line(line, fill=_dimmed(flesh, float(rng.uniform(0.85, 1))), width=round(12 * SCALE), joint="curve")
        pen.ellipse(_px(foot - 8, 213, foot + 8, 227), fill=shoe)


def _below(rng: np.random.Generator, picture: Image.Image, bottom: Figure) -> None:
    cut = bottom.picture.crop(bottom.picture.getchannel("A").getbbox() or (0, 0, 1, 1))
    low, high = LENGTHS.get(bottom.kind, (60, 100))
    width = float(rng.uniform(36, 47)) * (1.25 if bottom.kind == "skirt" else 1.0)
    size = (round(width * SCALE), round(float(rng.uniform(low, high)) * SCALE))
    corner = (round((50 - width / 2) * SCALE), round(float(rng.uniform(84, 93)) * SCALE))
    place(picture, shaded(rng, cut, 0.3), corner, size)


def _above(rng: np.random.Generator, picture: Image.Image, top: Figure, flesh: RGB, lean: float) -> None:
    box = top.picture.getchannel("A").getbbox() or (0, 0, 1, 1)
    cut = top.picture.crop(box)
    low, high = LONG_TOPS.get(top.kind, (0.86, 1.08))
    across = float(rng.uniform(0.74, 1.0)) * 0.92
    down = float(rng.uniform(low, high)) * 0.92
    unit = SCALE * 100 / (top.picture.width if box[2] - box[0] < 0.9 * top.picture.width else 1.12 * cut.width)
    size = (round(cut.width * unit * across), round(cut.height * unit * down))
    corner = (round((50 + lean / 2) * SCALE - size[0] / 2), round(float(rng.uniform(28, 33)) * SCALE))
    if top.label.sleeve == "long sleeve":
        _hands(rng, picture, corner, size, flesh)
    shadow(picture, cut, (corner[0] + 1, corner[1] + 2), size, 0.3)
    place(picture, shaded(rng, cut, 0.3), corner, size)


def _hands(
    rng: np.random.Generator, picture: Image.Image, corner: tuple[int, int], size: tuple[int, int], flesh: RGB
) -> None:
    """At the ends of long sleeves."""
    pen = ImageDraw.Draw(picture)
    y = corner[1] + min(size[1], 66 * SCALE) * float(rng.uniform(0.84, 0.98))
    for x in (corner[0] + size[0] * 0.08, corner[0] + size[0] * 0.92):
        pen.ellipse([x - 5 * SCALE, y - 5 * SCALE, x + 5 * SCALE, y + 5 * SCALE], fill=flesh)


def _head(rng: np.random.Generator, pen: ImageDraw.ImageDraw, flesh: RGB, lean: float) -> None:
    hair = [(28, 22, 20), (58, 38, 26), (112, 74, 44), (190, 152, 98), (120, 116, 112)][int(rng.integers(5))]
    x, y = 50 + lean + float(rng.normal(0, 1)), 16.0
    if rng.random() < 0.45:  # long hair falls behind and before the shoulders
        pen.ellipse(_px(x - 11, y - 12, x + 11, y + float(rng.uniform(16, 34))), fill=hair)
    pen.ellipse(_px(x - 8, y - 11, x + 8, y + 12), fill=flesh)
    pen.chord(_px(x - 9, y - 13, x + 9, y + 9), 180, 360, fill=hair)


def _crop(rng: np.random.Generator, picture: Image.Image, about_top: bool, kind: str) -> Image.Image:
    if about_top:
        first = float(rng.uniform(-1, 26))
        last = float(rng.uniform(150, 226)) if kind in LONG_TOPS else float(rng.uniform(92, 160))
    else:
        first, last = float(rng.uniform(28, 84)), float(rng.uniform(165, 234))
    half = float(np.clip((last - first) * rng.uniform(0.32, 0.52), 26, 52))
    middle = 50 + float(rng.normal(0, 3))
    left, upper, right, lower = (round(each) for each in _px(middle - half, first, middle + half, last))
    return picture.crop((max(0, left), max(0, upper), min(picture.width, right), min(picture.height, lower)))


def _dimmed(rgb: RGB, factor: float) -> RGB:
    red, green, blue = (round(each * factor) for each in rgb)
    return red, green, blue
