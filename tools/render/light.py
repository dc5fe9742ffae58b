"""Light, relief and shadow: small image operations on float32 fields."""

from __future__ import annotations

import functools
import math
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from tools.render.outline import Shape
from tools.render.spec import Backdrop

Field = NDArray[np.floating[Any]]
OVERSAMPLE = 3
AMBIENT = 0.46

WALLS: dict[Backdrop, tuple[tuple[int, int, int], tuple[int, int, int]]] = {  # lit and unlit
    "studio": ((238, 238, 237), (206, 207, 209)),
    "warm": ((240, 234, 224), (212, 202, 188)),
    "cool": ((229, 235, 240), (196, 205, 213)),
    "slate": ((139, 144, 150), (97, 102, 109)),
}


def coverage(
    shapes: list[Shape], holes: list[Shape], width: int, height: int, left: int, top: int, unit: float
) -> Field:
    """How much of each pixel the shapes cover, 0 to 1, supersampled. Holes are cut out afterwards."""
    image = Image.new("L", (width * OVERSAMPLE, height * OVERSAMPLE))
    draw = ImageDraw.Draw(image)
    for group, fill in ((shapes, 255), (holes, 0)):
        for shape in group:
            at = (shape * unit - (left, top)) * OVERSAMPLE
            draw.polygon(at.ravel().tolist(), fill=fill)
    return np.asarray(image.reduce(OVERSAMPLE), dtype=np.float32) * np.float32(1 / 255)


def resize(field: Field, width: int, height: int, *, smooth: bool = True) -> Field:
    how = Image.Resampling.BICUBIC if smooth else Image.Resampling.BILINEAR
    return np.asarray(Image.fromarray(field).resize((width, height), how), dtype=np.float32)


def blur(field: Field, sigma: float) -> Field:
    """Close to a Gaussian of `sigma` pixels: shrunk, two binomial passes, grown again with a bicubic."""
    height, width = field.shape
    step = max(1.0, sigma / 1.17)
    small = resize(field, max(4, round(width / step)), max(4, round(height / step)), smooth=False)
    padded = np.pad(small, 2, mode="edge")
    for _ in range(2):
        padded[1:-1] = (padded[:-2] + 2 * padded[1:-1] + padded[2:]) * np.float32(0.25)
        padded[:, 1:-1] = (padded[:, :-2] + 2 * padded[:, 1:-1] + padded[:, 2:]) * np.float32(0.25)
    return resize(padded[2:-2, 2:-2], width, height)


def slopes(relief: Field) -> tuple[Field, Field]:
    """Central differences along x and y, per pixel."""
    across, down = np.empty_like(relief), np.empty_like(relief)
    across[:, 1:-1] = (relief[:, 2:] - relief[:, :-2]) * np.float32(0.5)
    across[:, 0], across[:, -1] = across[:, 1], across[:, -2]
    down[1:-1] = (relief[2:] - relief[:-2]) * np.float32(0.5)
    down[0], down[-1] = down[1], down[-2]
    return across, down


def light_from(side: float) -> tuple[float, float, float]:
    """A unit vector towards the lamp: `side` -1 left to 1 right, always from above and in front."""
    x, y, z = 0.75 * side, -0.55, 0.8
    length = math.sqrt(x * x + y * y + z * z)
    return x / length, y / length, z / length


def lit(
    across: Field, down: Field, lamp: tuple[float, float, float], gloss: float, focus: float
) -> tuple[Field, Field]:
    """Diffuse shade (1 for a flat surface) and Blinn highlight (0 to gloss) of a relief with these slopes."""
    x, y, z = lamp
    norm = 1 / np.sqrt(1 + across * across + down * down)
    facing = (z - x * across - y * down) * norm
    shade = AMBIENT + (1 - AMBIENT) / z * np.maximum(facing, 0)
    if gloss <= 0:
        return shade, np.zeros_like(shade)
    hx, hy, hz = x, y, z + 1
    length = math.sqrt(hx * hx + hy * hy + hz * hz)
    half = np.maximum((hz - hx * across - hy * down) * norm / length, 0)
    return shade, np.float32(gloss) * half ** np.float32(focus)


@functools.lru_cache(maxsize=32)
def wall(backdrop: Backdrop, size: int, left: bool, standing: bool) -> Field:
    """The room behind: brighter on the lamp's side; with a floor that meets the wall in a soft bend if standing."""
    y, x = np.mgrid[0:size, 0:size].astype(np.float32) / np.float32(size)
    if not left:
        x = 1 - x
    glow = np.exp(-((x - 0.3) ** 2 + (y - 0.28) ** 2) / 0.42)
    if standing:
        bend = 1 / (1 + np.exp(-(y - 0.72) / 0.035))
        glow = glow * (1 - 0.55 * bend) + bend * (0.62 - 0.35 * np.abs(x - 0.42))
    bright, dim = (np.array(colour, dtype=np.float32) for colour in WALLS[backdrop])
    room: Field = dim + (bright - dim) * np.clip(glow, 0, 1)[..., None]
    room.flags.writeable = False
    return room


def shadow(alpha: Field, side: float, standing: bool) -> Field:
    """How much light the figure takes from the backdrop, 0 to 1."""
    size = alpha.shape[0]
    unit = size / 100
    if not standing:
        soft = _shifted(blur(alpha, 2.6 * unit), round(-2.4 * side * unit), round(2.6 * unit))
        near = _shifted(blur(alpha, 0.8 * unit), round(-0.6 * side * unit), round(0.8 * unit))
        return np.clip(0.30 * soft + 0.28 * near, 0, 0.6)
    rows = np.flatnonzero(alpha.max(axis=1) > 0.5)
    if not len(rows):
        return np.zeros_like(alpha)
    top, foot = int(rows[0]), int(rows[-1]) + 1
    flat = max(4, round((foot - top) * 0.17))
    lying = resize(np.ascontiguousarray(alpha[top:foot]), size, flat)
    cast = np.zeros_like(alpha)
    start = foot - round(flat * 0.72)
    end = min(size, start + flat)
    cast[start:end] = lying[: end - start]
    cast = _shifted(blur(cast, 2.2 * unit), round(-5 * side * unit), 0)
    touch = np.zeros_like(alpha)
    thin = max(2, round(1.6 * unit))
    sole = alpha[max(0, foot - round(3.2 * unit)) : foot].max(axis=0)
    touch[foot - thin : min(size, foot + thin)] = sole
    return np.clip(0.40 * cast + 0.50 * blur(touch, 1.0 * unit), 0, 0.75)


def _shifted(field: Field, dx: int, dy: int) -> Field:
    out = np.zeros_like(field)
    height, width = field.shape
    out[max(dy, 0) : height + min(dy, 0), max(dx, 0) : width + min(dx, 0)] = field[
        max(-dy, 0) : height + min(-dy, 0), max(-dx, 0) : width + min(-dx, 0)
    ]
    return out
