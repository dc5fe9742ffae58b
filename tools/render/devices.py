"""Televisions, watches, power stations, laser levels, hearing aids."""

from __future__ import annotations

from tools.render.canvas import Canvas, Relief
from tools.render.fabric import made_of
from tools.render.outline import Point, box, ellipse, ribbon, smooth
from tools.render.spec import PictureSpec
from tools.render.ware import (
    BLACK,
    SOLID,
    arc,
    bar,
    button,
    fitting,
    glow,
    knob,
    lid_top,
    slab,
    slots,
    ware_stuff,
    writing,
)

SCREEN = made_of("glass", (14, 16, 20))


def tv(canvas: Canvas, spec: PictureSpec) -> None:
    """A thick-framed LCD, a slim LED set, a bare OLED panel on a bar; the colour is that of frame and stand."""
    stuff = ware_stuff(spec, "plastic")
    frame, low = ((4.4, 74.0), (2.2, 76.0), (1.2, 78.0))[spec.silhouette]
    top = low - 52
    if spec.silhouette == 2:
        slab(canvas, 12, 84, 88, 91, 2.4, stuff)
        canvas.part(box(40, low - 2, 60, 86, 1), stuff.shaded(0.85), SOLID)
    else:
        for x in (26, 74):
            side = 1 if x > 50 else -1
            bar(canvas, [(x, low), (x + side * 3, 84), (x + side * 9, 89)], 3.4, stuff)
    slab(canvas, 5, top, 95, low + (6 if spec.silhouette == 0 else 2.4), 1.6, stuff)
    screen = box(5 + frame, top + frame, 95 - frame, low - frame * 0.4, 0.6)
    canvas.part(screen, SCREEN, Relief(roll=0.2))
    _picture(canvas, screen, top, low, vivid=(0.25, 0.4, 0.62)[spec.silhouette])
    canvas.tint(smooth([(60, top), (82, top), (58, low), (38, low)]), (255, 255, 255), 0.05, 1.2, screen)
    writing(canvas, 50, low + (3 if spec.silhouette == 0 else 1), 7, 1.1, (190, 190, 190))
    glow(canvas, 90, low + (3 if spec.silhouette == 0 else 1), 0.5, (220, 60, 50))


def _picture(canvas: Canvas, screen: object, top: float, low: float, vivid: float) -> None:
    """Hills at dusk, in greys and night tones, so that the set itself keeps the colour."""
    import numpy as np

    assert isinstance(screen, np.ndarray)
    canvas.tint(box(5, top, 95, top + 30), (70, 84, 110), vivid * 0.8, 9, screen)
    canvas.tint(ellipse(68, top + 22, 7), (226, 214, 190), vivid, 1.2, screen)
    ridges: tuple[tuple[float, tuple[int, int, int]], ...] = (
        (30, (56, 62, 78)),
        (37, (38, 44, 56)),
        (44, (22, 26, 34)),
    )
    for rise, hue in ridges:
        line: list[Point] = [
            (4, low + 4, 0),
            (4, top + rise),
            (24, top + rise - 6),
            (42, top + rise + 2),
            (66, top + rise - 5),
            (96, top + rise + 1),
            (96, low + 4, 0),
        ]
        canvas.tint(smooth(line), hue, min(1.0, vivid + 0.35), 0.4, screen)


def smartwatch(canvas: Canvas, spec: PictureSpec) -> None:
    """Round, square, and a slim band."""
    stuff = made_of("silicone", spec.colour)
    half = (11.0, 11.5, 8.0)[spec.silhouette]
    for start, end in ((34, 3), (66, 97)):
        strap: list[Point] = [
            (50 - half, start, 0),
            (50 - half * 0.78, end, 0),
            (50 + half * 0.78, end, 0),
            (50 + half, start, 0),
        ]
        canvas.part(smooth(strap), stuff, Relief(roll=0.9, swell=2.4, lift=0.3))
    for y in (78, 82.5, 87):
        canvas.tint(ellipse(50, y, 1.1), (8, 8, 10), 0.6)
    case = made_of("aluminium", spec.colour if spec.colour in ("silver", "gold", "grey") else (62, 64, 68))
    if spec.silhouette == 0:
        canvas.part(ellipse(50, 50, 20.5), case, Relief(roll=1.4, lift=0.45))
        canvas.part(ellipse(50, 50, 17.6), SCREEN, Relief(roll=0.4))
        canvas.tint(ribbon(arc(50, 50, 14.6, 14.6, -90, 150), 1.6), (96, 214, 150), 0.9)
    else:
        wide = 17.5 if spec.silhouette == 1 else 9.5
        canvas.part(box(50 - wide, 28, 50 + wide, 72, 7), case, Relief(roll=1.4, lift=0.45))
        canvas.part(box(50 - wide + 2, 30.4, 50 + wide - 2, 69.6, 5.4), SCREEN, Relief(roll=0.4))
    writing(canvas, 50, 46, 14 if spec.silhouette != 2 else 9, 6.4, (236, 236, 240))
    writing(canvas, 50, 56, 9, 1.6, (160, 168, 176))
    edge = (70.0, 67.0, 59.0)[spec.silhouette]
    canvas.part(box(edge - 1, 45, edge + 2.4, 52, 1), case.shaded(0.9), SOLID)


def power_station(canvas: Canvas, spec: PictureSpec) -> None:
    """A box with a folding handle, and a tall one with grips."""
    stuff = ware_stuff(spec, "plastic")
    top = 34.0 if spec.silhouette == 0 else 22.0
    if spec.silhouette == 0:
        bar(canvas, [(24, top + 2), (26, 20), (74, 20), (76, top + 2)], 5, stuff.shaded(0.8))
    lid_top(canvas, 14, 86, top + 1, 6, 5, stuff)
    slab(canvas, 13, top, 87, 88, 4, stuff)
    canvas.part(box(20, top + 7, 80, top + 27, 2), BLACK, SOLID)
    canvas.part(box(24, top + 10, 46, top + 24, 1), made_of("glass", (18, 30, 38)), Relief(roll=0.3))
    writing(canvas, 35, top + 17, 14, 6, (140, 220, 240))
    for k in range(4):
        button(canvas, 53 + k * 7, top + 13, 1.9, made_of("plastic", (86, 88, 92)))
        canvas.part(
            box(51 + k * 7, top + 18, 56 + k * 7, top + 22, 0.6), made_of("plastic", (20, 20, 22)), Relief(roll=0.3)
        )
    for k in range(2):
        canvas.part(ellipse(34 + k * 32, 77, 6.4), made_of("plastic", (226, 226, 224)), Relief(roll=0.8, lift=0.3))
        for dx in (-2, 2):
            canvas.tint(ellipse(34 + k * 32 + dx, 77, 0.8), (10, 10, 12), 0.9)
    slots(canvas, 16, 84, 84, 87, 1.1, strength=0.4)


def laser_level(canvas: Canvas, spec: PictureSpec) -> None:
    """A cube on a foot and one on a small tripod, with their line of light."""
    stuff = ware_stuff(spec, "plastic")
    if spec.silhouette:
        for x in (26, 50, 74):
            bar(canvas, [(50, 62), (x, 90)], 2.6, BLACK)
    else:
        slab(canvas, 30, 74, 70, 86, 3, BLACK)
    slab(canvas, 30, 26, 70, 74 if not spec.silhouette else 64, 6, stuff)
    canvas.part(box(37, 32, 63, 48, 3), BLACK, SOLID)
    canvas.part(ellipse(50, 40, 6), made_of("glass", (34, 20, 22)), Relief(roll=0.8))
    canvas.tint(box(4, 39.6, 96, 40.4), (236, 40, 40), 0.75, 0.2)
    glow(canvas, 50, 40, 1.4, (240, 60, 50))
    for grip in (32.5, 67.5):
        canvas.part(box(grip - 2.5, 30, grip + 2.5, 60, 1.6), stuff.shaded(0.62), Relief(roll=0.8, lift=0.3))
    knob(canvas, 50, 57, 3.6, fitting(stuff))


def hearing_aid(canvas: Canvas, spec: PictureSpec) -> None:
    """Behind the ear: body, tube and dome, two of them."""
    stuff = ware_stuff(spec, "plastic")
    for dx, dy, factor in ((20, -8, 0.86), (-8, 6, 1.0)):
        body: list[Point] = [
            (30 + dx, 40 + dy),
            (44 + dx, 26 + dy),
            (57 + dx, 34 + dy),
            (56 + dx, 58 + dy),
            (48 + dx, 76 + dy),
            (38 + dx, 78 + dy),
            (36 + dx, 62 + dy),
            (40 + dx, 48 + dy),
        ]
        canvas.part(smooth(body), stuff.shaded(factor), Relief(roll=1.8, swell=6, lift=0.35))
        tube: list[Point] = [(31 + dx, 40 + dy), (22 + dx, 36 + dy), (16 + dx, 50 + dy), (20 + dx, 62 + dy)]
        canvas.part(ribbon(tube, 1.4), made_of("glass", (206, 210, 214)), Relief(roll=0.4))
        canvas.part(ellipse(20.6 + dx, 65 + dy, 4, 5), made_of("silicone", (196, 198, 202)), SOLID)
        canvas.part(box(44 + dx, 44 + dy, 49 + dx, 54 + dy, 2), stuff.shaded(factor * 0.7), Relief(roll=0.6, lift=0.3))


KINDS = {
    "tv": (tv, 3, True),
    "smartwatch": (smartwatch, 3, False),
    "power station": (power_station, 2, True),
    "laser level": (laser_level, 2, True),
    "hearing aid": (hearing_aid, 1, False),
}
