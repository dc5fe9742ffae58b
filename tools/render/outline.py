"""Outlines in a square of 100 by 100 units, x to the right and y down, as cubic Béziers cut into short chords."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Shape = NDArray[np.float64]  # (n, 2), closed
Point = tuple[float, float] | tuple[float, float, int]  # a third value of 0 marks a corner
STEPS = 8  # chords in a Bézier


def smooth(points: Sequence[Point], *, closed: bool = True) -> Shape:
    """A curve through the points: chordal Catmull-Rom tangents turned into cubic Béziers, corners kept sharp."""
    at = np.array([point[:2] for point in points], dtype=np.float64)
    corner = [len(point) == 3 for point in points]
    count = len(at)
    t = np.linspace(0, 1, STEPS, endpoint=False)[:, None]
    parts = []
    for i in range(count if closed else count - 1):
        j = (i + 1) % count
        chord = at[j] - at[i]
        length = math.hypot(chord[0], chord[1])
        out = chord if corner[i] or (not closed and i == 0) else _tangent(at, i, length)
        into = chord if corner[j] or (not closed and j == count - 1) else _tangent(at, j, length)
        b1, b2 = at[i] + out / 3, at[j] - into / 3
        parts.append((1 - t) ** 3 * at[i] + 3 * (1 - t) ** 2 * t * b1 + 3 * (1 - t) * t**2 * b2 + t**3 * at[j])
    if not closed:
        parts.append(at[-1:])
    return np.concatenate(parts)


def _tangent(at: Shape, i: int, length: float) -> NDArray[np.float64]:
    before, after = at[i - 1], at[(i + 1) % len(at)]
    span = math.hypot(*(at[i] - before)) + math.hypot(*(after - at[i]))
    return (after - before) * (length / span) if span else np.zeros(2)


def mirrored(half: Sequence[Point], axis: float = 50) -> list[Point]:
    """A symmetric closed outline from its right half, which runs from the top of the axis to its bottom."""
    other: list[Point] = []
    for point in reversed(half):
        if abs(point[0] - axis) > 1e-6:
            other.append((2 * axis - point[0], *point[1:]))
    return [*half, *other]


def flip(shape: Shape, axis: float = 50) -> Shape:
    return np.column_stack((2 * axis - shape[:, 0], shape[:, 1]))


def box(left: float, top: float, right: float, bottom: float, radius: float = 0) -> Shape:
    """A rectangle with rounded corners."""
    r = min(radius, (right - left) / 2, (bottom - top) / 2)
    if r <= 0:
        return np.array([(left, top), (right, top), (right, bottom), (left, bottom)], dtype=np.float64)
    arc = np.linspace(0, math.pi / 2, 9)
    sine, cosine = np.sin(arc), np.cos(arc)
    return np.concatenate(
        [
            np.column_stack((right - r + r * sine, top + r - r * cosine)),
            np.column_stack((right - r + r * cosine, bottom - r + r * sine)),
            np.column_stack((left + r - r * sine, bottom - r + r * cosine)),
            np.column_stack((left + r - r * cosine, top + r - r * sine)),
        ]
    )


def ellipse(x: float, y: float, rx: float, ry: float | None = None) -> Shape:
    turn = np.linspace(0, 2 * math.pi, 48, endpoint=False)
    return np.column_stack((x + rx * np.cos(turn), y + (rx if ry is None else ry) * np.sin(turn)))


def ribbon(points: Sequence[Point], width: float, end_width: float | None = None) -> Shape:
    """The outline of a band along an open curve: straps, cords, handles, wires."""
    line = smooth(points, closed=False)
    step = np.gradient(line, axis=0)
    step /= np.maximum(np.hypot(step[:, 0], step[:, 1]), 1e-9)[:, None]
    half = np.linspace(width / 2, (width if end_width is None else end_width) / 2, len(line))[:, None]
    normal = np.column_stack((-step[:, 1], step[:, 0])) * half
    return np.concatenate((line + normal, (line - normal)[::-1]))


def moved(
    shape: Shape, dx: float = 0, dy: float = 0, scale: float = 1, turn: float = 0, about: Point = (50, 50)
) -> Shape:
    """Scaled and turned (radians, clockwise on the page) about a point, then shifted."""
    centre = np.array(about[:2])
    sine, cosine = math.sin(turn), math.cos(turn)
    matrix = np.array([[cosine, sine], [-sine, cosine]]) * scale
    return np.asarray((shape - centre) @ matrix + centre + (dx, dy), np.float64)
