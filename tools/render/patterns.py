"""Printed and woven patterns: how much of the second colour shows at each point of the cloth (units, 0 to 1)."""

from __future__ import annotations

import functools
import math
from random import Random

import numpy as np
from PIL import Image, ImageDraw

from tools.render.light import Field
from tools.render.outline import ellipse, smooth

PATTERNS = ("solid", "striped", "checked", "dotted", "floral")
_TILE = 384  # pixels of the floral repeat


def pattern_cover(name: str, x: Field, y: Field, unit: float, seed: int) -> Field | None:
    """Cover of the second colour; None for a solid. Every pattern leaves the first colour the larger share."""
    if name == "striped":
        return _striped(x, y, unit, seed)
    if name == "checked":
        return _checked(x, y, unit, seed)
    if name == "dotted":
        return _dotted(x, y, unit, seed)
    return None


def _edge(distance: Field, unit: float) -> Field:
    """1 inside (distance < 0), 0 outside, over one pixel."""
    return np.asarray(np.clip(0.5 - distance * np.float32(unit), 0, 1))


def _band(at: Field, period: float, share: float, unit: float) -> Field:
    phase = np.abs(at / np.float32(period) - np.round(at / np.float32(period))) * np.float32(period)
    return _edge(phase - np.float32(period * share / 2), unit)


def _striped(x: Field, y: Field, unit: float, seed: int) -> Field:
    """Breton bands or, for two seeds in five, fine upright stripes."""
    if seed % 5 < 2:
        return _band(x, 3.0 + seed % 3, 0.26, unit)
    return _band(y, 4.6 + 1.3 * (seed % 4), 0.34, unit)


def _checked(x: Field, y: Field, unit: float, seed: int) -> Field:
    """Gingham, or a tartan with a fine line between the bands."""
    period = 5.0 + 1.5 * (seed % 4)
    cover = 0.42 * _band(x, period, 0.36, unit) + 0.42 * _band(y, period, 0.36, unit)
    if seed % 2:
        shift = np.float32(period / 2)
        cover = cover + 0.4 * np.maximum(_band(x + shift, period, 0.07, unit), _band(y + shift, period, 0.07, unit))
    return np.minimum(cover, 1)


def _dotted(x: Field, y: Field, unit: float, seed: int) -> Field:
    pitch = np.float32(4.0 + 0.9 * (seed % 4))
    radius = pitch * np.float32(0.2 + 0.02 * (seed % 3))
    cover = np.zeros_like(x)
    for shift in (0.0, 0.5):
        dx = x / pitch + shift
        dy = y / pitch + shift
        dx, dy = (dx - np.round(dx)) * pitch, (dy - np.round(dy)) * pitch
        cover = np.maximum(cover, _edge(np.sqrt(dx * dx + dy * dy) - radius, unit))
    return cover


def floral(x: Field, y: Field, base: tuple[int, int, int], flower: tuple[int, int, int], seed: int) -> Field:
    """The cloth's colours at each point: a repeat of 26 units with flowers, leaves and buds."""
    tile = _floral_tile(base, flower, seed % 6)
    scale = _TILE / 26
    columns = (x * np.float32(scale)).astype(np.int32) % _TILE
    rows = (y * np.float32(scale)).astype(np.int32) % _TILE
    picked: Field = tile[rows, columns]
    return picked


@functools.lru_cache(maxsize=64)
def _floral_tile(base: tuple[int, int, int], flower: tuple[int, int, int], variety: int) -> Field:
    rng = Random(f"floral:{variety}")
    big = _TILE * 2
    image = Image.new("RGB", (big, big), base)
    draw = ImageDraw.Draw(image)
    leaf = _mixed(base, (70, 120, 72), 0.55)
    heart = _mixed(flower, (226, 172, 60), 0.75)
    places = _spread(rng, 11)
    for number, (px, py) in enumerate(places):
        size = big * (0.085 if number % 3 else 0.115)
        turn = rng.uniform(0, math.tau)
        for ox in (-big, 0, big):
            for oy in (-big, 0, big):
                _flower(draw, px * big + ox, py * big + oy, size, turn, 5 + variety % 2, flower, leaf, heart)
    image = image.resize((_TILE, _TILE), Image.Resampling.LANCZOS)
    return np.asarray(image, dtype=np.float32)


def _flower(
    draw: ImageDraw.ImageDraw,
    x: float,
    y: float,
    size: float,
    turn: float,
    petals: int,
    flower: tuple[int, int, int],
    leaf: tuple[int, int, int],
    heart: tuple[int, int, int],
) -> None:
    for k in (0, 1):
        angle = turn + 0.6 + k * 2.4
        draw.polygon(_petal(x, y, size * 1.75, 0.22, angle), fill=leaf)
    for k in range(petals):
        tone = _mixed(flower, (255, 255, 255), 0.10 * (k % 2))
        draw.polygon(_petal(x, y, size, 0.42, turn + k * math.tau / petals), fill=tone)
    draw.polygon([tuple(point) for point in ellipse(x, y, size * 0.22)], fill=heart)


def _petal(x: float, y: float, length: float, width: float, angle: float) -> list[tuple[float, float]]:
    along, side = (math.cos(angle), math.sin(angle)), (-math.sin(angle), math.cos(angle))
    points = [(0, 0, 0), (0.45, width), (0.85, width * 0.8), (1, 0), (0.85, -width * 0.8), (0.45, -width)]
    outline = smooth([(p[0] * length, p[1] * length, *p[2:]) for p in points])  # type: ignore[misc]
    return [(x + a * along[0] + b * side[0], y + a * along[1] + b * side[1]) for a, b in outline]


def _spread(rng: Random, count: int) -> list[tuple[float, float]]:
    """Points in the unit square, far apart on the torus: best of thirty candidates each."""
    points: list[tuple[float, float]] = []
    for _ in range(count):
        candidates = [(rng.random(), rng.random()) for _ in range(30)]
        points.append(max(candidates, key=lambda c: min((_torus(c, p) for p in points), default=1)))
    return points


def _torus(one: tuple[float, float], other: tuple[float, float]) -> float:
    dx, dy = (min(abs(a - b), 1 - abs(a - b)) for a, b in zip(one, other, strict=True))
    return dx * dx + dy * dy


def _mixed(one: tuple[int, int, int], other: tuple[int, int, int], share: float) -> tuple[int, int, int]:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue
