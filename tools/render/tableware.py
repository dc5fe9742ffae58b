"""Mugs, kettles, pans and kitchen knives."""

from __future__ import annotations

from tools.render.canvas import FLAT, Canvas, Relief
from tools.render.fabric import Stuff, made_of
from tools.render.outline import Point, Shape, box, ellipse, moved, ribbon, smooth
from tools.render.spec import PictureSpec
from tools.render.ware import (
    BLACK,
    CHROME,
    INK,
    LIGHT,
    PANEL,
    SOLID,
    STEEL,
    TURNED,
    arc,
    bar,
    fitting,
    glaze,
    gleam,
    glow,
    knob,
    mouth,
    seam,
    vessel,
    ware_stuff,
)


def mug(canvas: Canvas, spec: PictureSpec) -> None:
    stuff = ware_stuff(spec, "stoneware")
    (_straight_mug, _round_mug, _camp_mug)[spec.silhouette](canvas, stuff)


def _loop(canvas: Canvas, points: list[Point], width: float, stuff: Stuff) -> None:
    """A handle: a thick loop with a lit outer edge."""
    canvas.part(ribbon(points, width), stuff.plain(), Relief(roll=width * 0.34, swell=width * 0.3))


def _straight_mug(canvas: Canvas, stuff: Stuff) -> None:
    axis, half = 45.0, 22.0
    _loop(canvas, [(64, 37), (76, 35.5), (82.5, 44), (81, 58), (73, 66), (63.5, 67)], 5.2, stuff)
    body = vessel([(half, 28), (half, 70), (half - 1.2, 77), (half - 4, 80)], 4.2, axis)
    canvas.part(body, stuff, TURNED)
    glaze(canvas, body, axis, half, 34, 76, 0.30)
    canvas.tint(box(20, 74, 70, 86), INK, 0.22, 2.4, body)
    mouth(canvas, axis, 28, half, 5.2, stuff, lip=1.5)


def _round_mug(canvas: Canvas, stuff: Stuff) -> None:
    axis = 45.0
    _loop(canvas, [(66, 42), (77, 38), (84, 46), (81, 58), (70, 66), (62, 68)], 4.6, stuff)
    body = vessel([(22, 33), (24.5, 44), (24.8, 56), (20, 70), (13, 77), (12, 79)], 2.6, axis)
    canvas.part(body, stuff, TURNED)
    glaze(canvas, body, axis, 24, 40, 66, 0.34)
    canvas.tint(box(20, 70, 70, 86), INK, 0.25, 2.6, body)
    canvas.part(vessel([(12, 78), (12.5, 81)], 2.6, axis), stuff.shaded(0.86), TURNED)
    inside = mouth(canvas, axis, 33, 22, 5.6, stuff, lip=1.3)
    coffee = ellipse(axis, 35.2, 19.6, 3.9)
    canvas.part(coffee, made_of("glass", (58, 36, 24)), Relief(roll=0.2), within=inside)
    canvas.tint(ellipse(axis - 5, 34.2, 9, 1.0), (196, 160, 118), 0.35, 0.8, coffee)


def _camp_mug(canvas: Canvas, stuff: Stuff) -> None:
    axis, half = 45.0, 23.5
    _loop(canvas, [(65, 42), (74, 39), (80.5, 44), (80, 55), (73, 63), (63.5, 66)], 3.0, stuff)
    body = vessel([(half, 34), (half - 0.6, 50), (half - 1.6, 72), (half - 3, 75)], 4.2, axis)
    canvas.part(body, stuff, TURNED)
    glaze(canvas, body, axis, half, 40, 72, 0.42)
    rim = made_of("enamel", (38, 42, 52) if sum(stuff.rgb) > 220 else (206, 205, 200))
    canvas.part(ellipse(axis, 34, half + 0.9, 5.6), rim, Relief(roll=0.6))
    mouth(canvas, axis, 33.8, half - 0.5, 4.9, stuff, lip=0.5)
    for x, y in ((31, 70), (54, 46)):
        canvas.tint(ellipse(x, y, 0.7, 0.4), (60, 62, 66), 0.35, 0.15, body)


def kettle(canvas: Canvas, spec: PictureSpec) -> None:
    stuff = ware_stuff(spec, "plastic")
    (_jug_kettle, _gooseneck, _hob_kettle)[spec.silhouette](canvas, stuff)


def _jug_kettle(canvas: Canvas, stuff: Stuff) -> None:
    axis, dark = 45.0, fitting(stuff)
    spout: list[Point] = [(31, 20, 0), (20.5, 23.5, 0), (21, 27), (27, 37), (32, 44, 0), (40, 30, 0)]
    canvas.part(smooth(spout), stuff, SOLID)
    grip: list[Point] = [(57, 18), (72, 15.5), (82.5, 21), (83.5, 38), (80, 58), (74, 71), (66, 74)]
    canvas.part(ribbon(grip, 6.4, 5.0), dark, Relief(roll=1.6, swell=1.5, lift=0.3))
    body = vessel([(15.5, 20), (18, 36), (21.5, 58), (24, 77), (24.2, 81)], 4.0, axis)
    canvas.part(body, stuff, TURNED)
    glaze(canvas, body, axis, 20, 26, 76, 0.36)
    window = smooth([(62, 46), (64.3, 47), (66.6, 68), (65, 70), (63.6, 69)])
    canvas.part(window, made_of("glass", (70, 84, 98)), PANEL)
    canvas.tint(box(60, 56, 70, 72), (160, 196, 220), 0.4, 0.4, window)
    base = vessel([(25, 82.5), (25.6, 84), (25.6, 87.5)], 4.2, axis)
    canvas.part(base, dark, TURNED)
    seam(canvas, arc(axis, 81.6, 24.2, 4.1, 178, 2))
    canvas.part(vessel([(8, 14.4), (14, 16), (15.8, 19.4), (15.8, 21)], 3.0, axis), stuff.shaded(0.9), TURNED)
    canvas.part(vessel([(4, 11), (4.6, 12), (3.6, 15)], 0.8, axis), dark, TURNED)
    canvas.part(smooth([(66, 72.5), (73, 71), (74.5, 76), (68, 78)]), dark, SOLID)
    glow(canvas, 70.6, 75, 0.7, (90, 170, 255))


def _gooseneck(canvas: Canvas, stuff: Stuff) -> None:
    axis, dark = 52.0, fitting(stuff)
    neck: list[Point] = [(38, 68), (29, 69), (23.5, 62), (21.5, 50), (19, 38), (14, 32.5), (8.5, 34)]
    canvas.part(ribbon(neck, 5.2, 2.4), stuff, Relief(roll=0.9, lift=0.2))
    grip: list[Point] = [(66, 40), (80, 34), (88.5, 38), (87, 55), (84, 69)]
    canvas.part(ribbon(grip, 4.6, 5.4), dark, Relief(roll=1.3, swell=1.2, lift=0.25))
    body = vessel([(14.5, 38), (17, 46), (20.5, 66), (21.5, 76), (20.5, 78)], 3.8, axis)
    canvas.part(body, stuff, TURNED)
    glaze(canvas, body, axis, 19, 43, 74, 0.36)
    canvas.part(vessel([(4, 33.4), (12, 34.6), (14.8, 37.4), (14.8, 39)], 2.6, axis), stuff.shaded(0.95), TURNED)
    canvas.part(vessel([(3.4, 27.4), (4, 28.6), (2.6, 32), (3, 34.4)], 0.8, axis), dark, TURNED)
    base = vessel([(21, 80.5), (24.5, 82), (25, 88)], 3.6, axis)
    canvas.part(base, stuff.shaded(0.82), TURNED)
    seam(canvas, arc(axis, 79.4, 20.6, 3.7, 178, 2))
    knob(canvas, axis + 9, 88.2, 2.6, dark)
    display = box(axis - 11, 86.2, axis - 2, 90.4, 0.6)
    canvas.part(display, BLACK, PANEL)
    canvas.tint(box(axis - 9.4, 87.2, axis - 7.6, 89.4, 0.3), (214, 236, 255), 0.9)
    canvas.tint(box(axis - 6.6, 87.2, axis - 4.8, 89.4, 0.3), (214, 236, 255), 0.9)


def _hob_kettle(canvas: Canvas, stuff: Stuff) -> None:
    axis, wood = 51.0, made_of("wood", (112, 72, 44))
    spout: list[Point] = [(32, 50, 0), (24, 42), (17.5, 36.5, 0), (13.5, 39.5, 0), (18, 50), (25, 66), (34, 72, 0)]
    canvas.part(smooth(spout), stuff, Relief(roll=1.6, swell=2, lift=0.2))
    canvas.part(moved(box(11, 33.6, 19.5, 38.6, 1.6), turn=-0.72, about=(15.5, 37)), CHROME, SOLID)
    body = vessel([(11, 40), (20, 44.5), (27, 56), (29, 68), (27.5, 78), (25, 82)], 4.4, axis)
    canvas.part(body, stuff, TURNED)
    glaze(canvas, body, axis, 24, 52, 74, 0.45)
    canvas.tint(box(20, 77, 82, 90), INK, 0.25, 2.4, body)
    hoop: list[Point] = [(30, 51), (26.5, 36), (31, 22), (51, 15.5), (71, 22), (75.5, 36), (72, 51)]
    bar(canvas, hoop, 2.0, STEEL)
    canvas.part(
        ribbon([(35, 19.4), (43, 16.2), (51, 15.3), (59, 16.2), (67, 19.4)], 4.8), wood, Relief(roll=1.3, lift=0.2)
    )
    for x in (30, 72):
        canvas.part(ellipse(x, 51, 2.0), STEEL, Relief(roll=0.6, lift=0.4))
    canvas.part(vessel([(4, 36.4), (9, 37.6), (12, 40.4), (12, 42)], 2.4, axis), stuff.shaded(0.94), TURNED)
    canvas.part(vessel([(2.8, 30.6), (3.6, 32.2), (2.2, 35), (2.6, 37)], 0.7, axis), wood, TURNED)


def pan(canvas: Canvas, spec: PictureSpec) -> None:
    stuff = ware_stuff(spec, "cast iron")
    (_frying_pan, _casserole, _skillet)[spec.silhouette](canvas, stuff)


def _frying_pan(canvas: Canvas, stuff: Stuff) -> None:
    handle: list[Point] = [(66, 52), (78, 40), (90, 26), (94.5, 20.5)]
    canvas.part(
        ribbon(handle, 4.0, 6.0), BLACK if sum(stuff.rgb) > 180 else made_of("wood", (120, 80, 50)), Relief(roll=1.4)
    )
    canvas.part(ribbon([(62, 56), (70, 48.5)], 4.6, 3.6), STEEL, Relief(roll=1.0))
    canvas.tint(ellipse(92.6, 22.8, 1.0, 1.3), INK, 0.85)
    body = vessel([(34, 58), (33, 64), (28, 71), (25, 72.5)], 8.5, 42)
    canvas.part(body, stuff.shaded(0.9), TURNED)
    canvas.part(ellipse(42, 58, 34.6, 17), stuff.shaded(1.08), Relief(roll=0.6))
    wall = ellipse(42, 58.4, 33.2, 15.9)
    canvas.part(wall, stuff.shaded(0.8), Relief(roll=0.2))
    canvas.tint(ellipse(36, 47, 28, 7), INK, 0.4, 2.4, wall)
    floor = ellipse(42, 61, 28.4, 12.4)
    canvas.part(floor, stuff, Relief(roll=0.5), dim=0.96)
    canvas.tint(ellipse(34, 59, 16, 5), LIGHT, 0.22, 3.0, floor)
    for k in range(3):
        ring = ribbon(arc(42, 61, 24 - k * 6, 10.4 - k * 2.6, 0, 360, 25), 0.25)
        canvas.tint(ring, INK, 0.14)


def _casserole(canvas: Canvas, stuff: Stuff) -> None:
    for side in (-1, 1):
        loop: list[Point] = [(50 + side * 30, 50), (50 + side * 40, 48.5), (50 + side * 42, 54), (50 + side * 31, 57)]
        canvas.part(ribbon(loop, 3.2), stuff, Relief(roll=1.1))
    body = vessel([(32, 46), (32.2, 60), (31, 75), (28.5, 79)], 5.4)
    canvas.part(body, stuff, TURNED)
    glaze(canvas, body, 50, 30, 52, 74, 0.36)
    canvas.tint(box(14, 73, 86, 90), INK, 0.28, 2.6, body)
    lid = vessel([(7, 30.5), (18, 32.8), (28, 38), (33, 43.4), (33.4, 46)], 5.2)
    canvas.part(lid, stuff, Relief(roll=1.0, swell=3, lift=0.5, turned=True))
    glaze(canvas, lid, 50, 25, 35, 43, 0.30)
    seam(canvas, arc(50, 46, 32.4, 5.0, 176, 4))
    canvas.part(vessel([(3.2, 27), (2.6, 30), (4, 32)], 1.0), CHROME, TURNED)
    canvas.part(vessel([(5.2, 22.6), (6.8, 24.6), (6.4, 27), (4, 28)], 1.0), STEEL, TURNED)


def _skillet(canvas: Canvas, stuff: Stuff) -> None:
    """From straight above: a heavy skillet with ridges and two pouring lips."""
    grip: list[Point] = [(61, 62), (72, 72), (82, 81.5), (88, 87)]
    canvas.part(ribbon(grip, 6.4, 8.6), stuff, Relief(roll=1.5, lift=0.2))
    canvas.part(ellipse(85.4, 84.6, 1.9, 1.9), made_of("matt", (26, 27, 29)), FLAT)
    lips: list[Shape] = [ellipse(43 + dx, 43 + dy, 4.2) for dx, dy in ((-23, 24), (23, -24))]
    canvas.part([ellipse(43, 43, 34), *lips], stuff, Relief(roll=1.2, lift=0.3))
    floor = ellipse(43, 43, 30.4)
    canvas.part(floor, stuff, FLAT, dim=0.78)
    canvas.part(ellipse(43, 43, 27.6), stuff, Relief(roll=0.9), dim=0.94)
    ridges = [box(20, y, 66, y + 1.5, 0.75) for y in range(20, 68, 4)]
    canvas.part(ridges, stuff, Relief(roll=0.4, lift=0.35), within=ellipse(43, 43, 25.6))
    canvas.tint(ellipse(34, 31, 19, 11), LIGHT, 0.12, 4.5, floor)


def knife(canvas: Canvas, spec: PictureSpec) -> None:
    """The knife lies above its sheath; handle and sheath share the colour."""
    material = "wood" if spec.colour in ("brown", "tan", "beige") else "plastic"
    stuff = made_of(material, spec.colour)
    blades: tuple[tuple[list[Point], float, float], ...] = (
        ([(45, 36, 0), (78, 36), (90, 40), (94, 47.5, 0), (70, 50), (45, 50, 0)], 45.0, 94.0),
        ([(42, 36.5, 0), (72, 37), (88, 41), (97, 46.5, 0), (78, 50.6), (56, 51.6), (42, 51, 0)], 42.0, 97.0),
        ([(54, 39, 0), (72, 39.6), (82, 43), (86, 46.4, 0), (70, 48.4), (54, 48.6, 0)], 54.0, 86.0),
    )
    blade, heel, long = blades[spec.silhouette]
    tilt = -0.16
    steel = moved(smooth(blade), turn=tilt)
    canvas.part(steel, made_of("steel", (184, 187, 191)), Relief(roll=0.25, lift=0.3))
    low = 48.5 if spec.silhouette != 2 else 47.0
    edge: list[Point] = [(heel, low - 2.2), ((heel + long) / 2, low - 1.6), (long - 3, low - 2.6)]
    canvas.tint(moved(ribbon(edge, 0.3), turn=tilt), LIGHT, 0.5)
    canvas.tint(moved(box(heel, low - 1.8, long, low + 4), turn=tilt), LIGHT, 0.25, 0.3, steel)
    canvas.part(moved(box(heel - 3, 37.5, heel + 0.6, 46.8, 0.6), turn=tilt), STEEL.shaded(0.86), PANEL)
    grip: list[Point] = [(heel - 2, 37.6, 0), (heel - 18, 37.2), (6 + (heel - 42), 38), (4 + (heel - 42), 44)]
    grip += [(8 + (heel - 42), 48), (heel - 20, 46), (heel - 2, 46.6, 0)]
    handle = moved(smooth(grip), turn=tilt)
    canvas.part(handle, stuff, Relief(roll=1.6, swell=2.0, lift=0.3))
    for x in (heel - 8, heel - 17, heel - 26):
        canvas.part(moved(ellipse(x, 42, 1.0), turn=tilt), STEEL, Relief(roll=0.3))
    _sheath(canvas, stuff, heel, long, tilt)


def _sheath(canvas: Canvas, stuff: Stuff, heel: float, long: float, tilt: float) -> None:
    left, right = heel - 22, long - 10
    points: list[Point] = [
        (left, 61, 0),
        (right - 14, 61),
        (right, 64),
        (right + 2, 70),
        (right - 8, 76),
        (left, 77.6, 0),
    ]
    cover = moved(smooth(points), turn=tilt)
    canvas.part(cover, stuff, Relief(roll=1.0, swell=2.4, lift=0.3))
    canvas.part(moved(box(left, 61, left + 3.2, 77.6, 0.4), turn=tilt), stuff.shaded(0.8), PANEL)
    canvas.part(moved(ellipse(left + 7, 69, 1.2), turn=tilt), CHROME, Relief(roll=0.4))
    gleam(canvas, cover, left + 22, 62, 64.5, 26, 0.16)


KINDS = {
    "mug": (mug, 3, True),
    "kettle": (kettle, 3, True),
    "pan": (pan, 3, True),
    "kitchen knife": (knife, 3, False),
}
