"""The pieces that hard goods share: turned bodies, reflections, rims, knobs, gauges, lights and shadow gaps."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from tools.render.canvas import FLAT, Canvas, Relief
from tools.render.fabric import Stuff, made_of
from tools.render.outline import Point, Shape, box, ellipse, mirrored, ribbon, smooth
from tools.render.spec import PictureSpec

TURNED = Relief(roll=0.45, lift=0.3, turned=True)
SOLID = Relief(roll=0.8, lift=0.35)
SOFT_EDGE = Relief(roll=1.4, swell=3.0, lift=0.35)
PANEL = Relief(roll=0.3, lift=0.2)
TUBE = Relief(roll=1.0, lift=0.35)

STEEL = made_of("steel", (172, 175, 180))
CHROME = made_of("chrome", (150, 153, 158))
BLACK = made_of("plastic", (32, 33, 36))
RUBBER = made_of("rubber", (44, 45, 48))
INK = (10, 11, 13)
LIGHT = (255, 255, 255)

_METALS = frozenset({"steel", "stainless steel", "aluminium", "chrome", "metal"})
_BARE = frozenset({"silver", "grey", "gold", "charcoal"})


def ware_stuff(spec: PictureSpec, usual: str) -> Stuff:
    """The body's material in the named colour. A metal in a colour that no metal has is painted."""
    material = spec.material or usual
    if material in _METALS and spec.colour not in _BARE:
        material = "enamel"
    return made_of(material, spec.colour, pattern=spec.pattern, second=spec.second_colour, seed=spec.seed)


def fitting(stuff: Stuff) -> Stuff:
    """Black plastic, or a dark grey where black would vanish against the body."""
    return BLACK if sum(stuff.rgb) > 180 else made_of("plastic", (74, 76, 80))


def vessel(profile: Sequence[Point], sag: float = 1.5, axis: float = 50) -> Shape:
    """A turned body. `profile` runs down the right side as (half-width, height); `sag` rounds the foot forward."""
    half: list[Point] = [(axis, profile[0][1])]
    half += [(axis + point[0], *point[1:]) for point in profile]
    half[1] = (half[1][0], half[1][1], 0)
    foot, low = profile[-1][0], profile[-1][1]
    half[-1] = (half[-1][0], half[-1][1], 0)
    for degrees in (30, 60, 90):
        turn = math.radians(degrees)
        half.append((axis + foot * math.cos(turn), low + sag * math.sin(turn)))
    return smooth(mirrored(half, axis))


def lamp_side(canvas: Canvas) -> int:
    """-1 where the light comes from the left, else 1."""
    return -1 if canvas.side < 0 else 1


def gleam(
    canvas: Canvas, body: Shape, x: float, top: float, bottom: float, width: float, strength: float = 0.4
) -> None:
    """The upright reflection of a lamp's softbox on a glossy body."""
    soft = max(0.25, width * 0.22)
    canvas.tint(box(x - width / 2, top, x + width / 2, bottom, width / 2), LIGHT, strength, soft, body)


def glaze(canvas: Canvas, body: Shape, axis: float, half: float, top: float, bottom: float, strength: float) -> None:
    """Reflections of a glossy round body: a wide one towards the lamp, a thin one at the far edge."""
    side = lamp_side(canvas)
    gleam(canvas, body, axis + side * half * 0.52, top, bottom, half * 0.2, strength)
    gleam(canvas, body, axis - side * half * 0.82, top + 1, bottom - 1, half * 0.07, strength * 0.6)


def mouth(canvas: Canvas, x: float, y: float, rx: float, ry: float, stuff: Stuff, *, lip: float = 0.9) -> Shape:
    """An open rim seen from a little above; answers the opening."""
    canvas.part(ellipse(x, y, rx, ry), stuff.shaded(1.06), Relief(roll=0.35))
    inside = ellipse(x, y + lip * 0.15, rx - lip, ry - lip * 0.55)
    canvas.part(inside, stuff.plain(), FLAT, dim=0.62)
    canvas.tint(ellipse(x, y + ry * 0.75, rx * 0.95, ry * 0.8), INK, 0.35, ry * 0.35, inside)
    return inside


def seam(canvas: Canvas, points: Sequence[Point], *, width: float = 0.35, strength: float = 0.6) -> None:
    """The dark gap between two parts, with the light edge that follows it."""
    canvas.tint(ribbon(points, width), INK, strength)
    below: list[Point] = [(point[0], point[1] + width) for point in points]
    canvas.tint(ribbon(below, width * 0.7), LIGHT, strength * 0.3)


def arc(x: float, y: float, rx: float, ry: float, start: float, end: float, count: int = 9) -> list[Point]:
    """Points of an ellipse from one angle to another, in degrees clockwise from the right."""
    turns = [math.radians(start + (end - start) * k / (count - 1)) for k in range(count)]
    return [(x + rx * math.cos(turn), y + ry * math.sin(turn)) for turn in turns]


def knob(canvas: Canvas, x: float, y: float, radius: float, stuff: Stuff, *, mark: float | None = -60) -> None:
    """A turning knob from the front; `mark` is the pointer's angle in degrees."""
    canvas.tint(ellipse(x, y + radius * 0.25, radius * 1.2), INK, 0.35, radius * 0.3)
    canvas.part(ellipse(x, y, radius), stuff.shaded(0.82), Relief(roll=0.5, lift=0.4))
    canvas.part(ellipse(x, y, radius * 0.82), stuff, Relief(roll=0.5, swell=radius * 0.5, bump=0.4))
    if mark is None:
        return
    turn = math.radians(mark)
    ends: list[Point] = [
        (x + radius * share * math.cos(turn), y + radius * share * math.sin(turn)) for share in (0.35, 0.72)
    ]
    canvas.tint(ribbon(ends, radius * 0.14), LIGHT if sum(stuff.rgb) < 360 else INK, 0.85)


def gauge(canvas: Canvas, x: float, y: float, radius: float, *, needle: float = -110) -> None:
    """A pressure gauge with a chrome ring."""
    canvas.part(ellipse(x, y, radius), CHROME, Relief(roll=0.6, lift=0.5))
    canvas.part(ellipse(x, y, radius * 0.8), made_of("matt", (236, 234, 228)), Relief(roll=0.2))
    for degrees in range(130, 411, 28):
        ends = arc(x, y, radius * 0.7, radius * 0.7, degrees, degrees, 2)[:1]
        inner = arc(x, y, radius * 0.54, radius * 0.54, degrees, degrees, 2)[:1]
        hue = (180, 40, 36) if degrees > 350 else (40, 42, 46)
        canvas.tint(ribbon([*ends, *inner], radius * 0.09), hue, 0.9)
    tip = arc(x, y, radius * 0.58, radius * 0.58, needle, needle, 2)[:1]
    canvas.tint(ribbon([(x, y), *tip], radius * 0.13, radius * 0.05), (30, 32, 36), 1.0)
    canvas.part(ellipse(x, y, radius * 0.12), BLACK, Relief(roll=0.2))
    canvas.tint(ellipse(x - radius * 0.2, y - radius * 0.38, radius * 0.5, radius * 0.24), LIGHT, 0.35, radius * 0.12)


def button(canvas: Canvas, x: float, y: float, radius: float, stuff: Stuff) -> None:
    canvas.part(ellipse(x, y, radius), stuff, Relief(roll=0.35, lift=0.35))


def glow(canvas: Canvas, x: float, y: float, radius: float, rgb: tuple[int, int, int]) -> None:
    """A small lamp that is on."""
    canvas.tint(ellipse(x, y, radius * 2.4), rgb, 0.4, radius)
    canvas.tint(ellipse(x, y, radius), rgb, 1.0)
    canvas.tint(ellipse(x, y, radius * 0.5), LIGHT, 0.7)


def bar(canvas: Canvas, points: Sequence[Point], width: float, stuff: Stuff, end_width: float | None = None) -> Shape:
    """A round rod or tube along a line."""
    shape = ribbon(points, width, end_width)
    canvas.part(shape, stuff, replace(TUBE, roll=max(0.25, min(width, end_width or width) * 0.3)))
    return shape


def slab(canvas: Canvas, left: float, top: float, right: float, bottom: float, radius: float, stuff: Stuff) -> Shape:
    """A housing's front with rounded edges and a slow fall of light from top to bottom."""
    shape = box(left, top, right, bottom, radius)
    canvas.part(shape, stuff, Relief(roll=min(1.2, radius * 0.6 + 0.3), lift=0.35))
    height = bottom - top
    canvas.tint(box(left, top - height * 0.3, right, top + height * 0.3), LIGHT, 0.10, height * 0.14, shape)
    canvas.tint(box(left, bottom - height * 0.22, right, bottom + height * 0.3), INK, 0.20, height * 0.14, shape)
    return shape


def lid_top(canvas: Canvas, left: float, right: float, y: float, depth: float, inset: float, stuff: Stuff) -> Shape:
    """The top face of a box seen from a little above, its front edge at `y`."""
    points: list[Point] = [(left, y, 0), (left + inset, y - depth, 0), (right - inset, y - depth, 0), (right, y, 0)]
    shape = smooth(points)
    canvas.part(shape, stuff.shaded(1.12), Relief(roll=0.3))
    canvas.tint(box(left, y - depth, right, y - depth * 0.5), INK, 0.12, depth * 0.25, shape)
    return shape


def slots(
    canvas: Canvas, left: float, top: float, right: float, bottom: float, step: float, *, strength: float = 0.7
) -> None:
    """Level slits: vents and drip trays."""
    y = top
    while y < bottom:
        canvas.tint(box(left, y, right, y + step * 0.5, step * 0.25), INK, strength)
        canvas.tint(box(left, y + step * 0.5, right, y + step * 0.62), LIGHT, 0.22)
        y += step


def writing(
    canvas: Canvas, x: float, y: float, width: float, height: float, rgb: tuple[int, int, int], opacity: float = 0.8
) -> None:
    """What small lettering looks like from afar: a word of strokes with gaps, centred on x."""
    at = x - width / 2
    end = x + width / 2
    while at < end - height * 0.2:
        wide = min(height * canvas.rng.choice((0.45, 0.6, 0.75)), end - at)
        canvas.tint(box(at, y - height / 2, at + wide * 0.28, y + height / 2), rgb, opacity)
        rows = canvas.rng.choice(((-0.5,), (0.38,), (-0.06,), (-0.5, 0.38)))
        for row in rows:
            canvas.tint(box(at, y + height * row, at + wide, y + height * (row + 0.12)), rgb, opacity)
        at += wide + height * 0.24
