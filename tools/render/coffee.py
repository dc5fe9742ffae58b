"""Coffee makers, from the paper cone to the café's two groups."""

from __future__ import annotations

from tools.render.canvas import Canvas, Relief
from tools.render.fabric import Stuff, made_of
from tools.render.outline import Point, box, ellipse, smooth
from tools.render.spec import PictureSpec
from tools.render.ware import (
    BLACK,
    CHROME,
    SOLID,
    STEEL,
    TURNED,
    bar,
    button,
    fitting,
    gauge,
    glaze,
    gleam,
    glow,
    knob,
    lid_top,
    mouth,
    seam,
    slab,
    slots,
    vessel,
    ware_stuff,
    writing,
)

GLASS = made_of("glass", (206, 214, 216))
COFFEE = (52, 30, 18)


def _carafe(canvas: Canvas, x: float, top: float, low: float, half: float, level: float) -> None:
    """A glass jug with coffee up to `level`."""
    body = vessel(
        [(half * 0.62, top), (half * 0.7, top + 4), (half, top + (low - top) * 0.5), (half * 0.94, low)], axis=x
    )
    canvas.part(body, GLASS, TURNED, opacity=0.55)
    canvas.part(box(x - half, level, x + half, low + 3), made_of("glass", COFFEE), TURNED, within=body)
    glaze(canvas, body, x, half, top + 4, low - 2, 0.5)
    canvas.part(box(x - half * 0.66, top - 2.4, x + half * 0.66, top + 1, 0.8), BLACK, SOLID)
    bar(
        canvas,
        [(x + half * 0.6, top + 2), (x + half * 1.5, top + 4), (x + half * 1.4, low - 6), (x + half * 0.9, low - 4)],
        2.6,
        BLACK,
    )


def pour_over(canvas: Canvas, spec: PictureSpec) -> None:
    """A cone on a cup, and a cone on its carafe."""
    stuff = ware_stuff(spec, "ceramic")
    if spec.silhouette == 0:
        cup = vessel([(15, 62), (14.4, 78), (10, 88)])
        canvas.part(cup, stuff.shaded(0.96), TURNED)
        glaze(canvas, cup, 50, 15, 64, 84, 0.4)
        bar(canvas, [(64, 66), (74, 66), (73, 78), (62, 80)], 3, stuff.shaded(0.96))
    else:
        _carafe(canvas, 50, 60, 88, 20, 74)
    canvas.part(ellipse(50, 60, 21, 3.4), stuff, Relief(roll=0.8, lift=0.4))
    cone: list[Point] = [(25, 26, 0), (75, 26, 0), (57, 58, 0), (43, 58, 0)]
    shape = smooth(cone)
    canvas.part(shape, stuff, Relief(roll=0.5, turned=True, lift=0.3))
    glaze(canvas, shape, 50, 20, 30, 54, 0.35)
    paper: list[Point] = [(28, 25, 0), (33, 18, 0), (67, 18, 0), (72, 25, 0)]
    canvas.part(smooth(paper), made_of("matt", (226, 214, 190)), Relief(roll=0.3))
    mouth(canvas, 50, 26, 25, 4.4, stuff)
    bar(canvas, [(72, 32), (84, 34), (82, 46), (66, 47)], 3, stuff)


def french_press(canvas: Canvas, spec: PictureSpec) -> None:
    """Glass in a frame, and a steel one."""
    stuff = ware_stuff(spec, "steel")
    bar(canvas, [(50, 24), (50, 10)], 1.2, CHROME)
    canvas.part(ellipse(50, 9, 3.4), BLACK, SOLID)
    if spec.silhouette == 0:
        body = vessel([(19, 30), (19, 88)])
        canvas.part(body, GLASS, TURNED, opacity=0.55)
        canvas.part(box(31, 48, 69, 92), made_of("glass", COFFEE), TURNED, within=body)
        for y in (34, 80):
            canvas.part(box(30, y, 70, y + 6, 0.8), stuff, TURNED)
        for x in (35, 65):
            canvas.part(box(x - 2, 36, x + 2, 84, 0.6), stuff, Relief(roll=0.5, lift=0.3))
        canvas.part(box(30, 84, 70, 91, 1.6), stuff, TURNED)
    else:
        body = vessel([(20, 30), (20, 89)])
        canvas.part(body, stuff, TURNED)
    glaze(canvas, body, 50, 19, 38, 84, 0.45)
    canvas.part(vessel([(5, 22), (19.6, 26), (20.4, 31)]), stuff, TURNED)
    bar(canvas, [(69, 36), (86, 38), (86, 76), (69, 80)], 4.6, fitting(stuff))
    spout: list[Point] = [(31, 28, 0), (22, 31), (30, 38, 0)]
    canvas.part(smooth(spout), stuff.shaded(0.95), SOLID)


def moka_pot(canvas: Canvas, spec: PictureSpec) -> None:
    """The faceted classic and a smooth one."""
    stuff = ware_stuff(spec, "aluminium")
    low: list[Point] = [(33, 58, 0), (67, 58, 0), (72, 88, 0), (28, 88, 0)]
    high: list[Point] = [(29, 24, 0), (71, 24, 0), (64, 55, 0), (36, 55, 0)]
    relief = Relief(roll=0.6, turned=True, lift=0.3)
    for shape in (smooth(low), smooth(high)):
        canvas.part(shape, stuff, relief)
        glaze(canvas, shape, 50, 19, 28, 86, 0.4)
        if spec.silhouette == 0:
            for k in (-0.52, -0.2, 0.2, 0.52):
                canvas.tint(box(50 + k * 38 - 0.25, 24, 50 + k * 38 + 0.25, 88), (10, 11, 13), 0.35, 0.2, shape)
    canvas.part(box(32, 54, 68, 60, 1), stuff.shaded(0.82), TURNED)
    lid: list[Point] = [(27, 24, 0), (50, 14), (73, 24, 0)]
    canvas.part(smooth(lid), stuff, SOLID)
    canvas.part(ellipse(50, 13, 3), fitting(stuff), SOLID)
    bar(canvas, [(70, 28), (86, 27), (87, 52), (82, 60)], 5, fitting(stuff))
    spout: list[Point] = [(30, 26, 0), (18, 23), (32, 38, 0)]
    canvas.part(smooth(spout), stuff.shaded(0.94), SOLID)
    button(canvas, 40, 72, 1.8, made_of("metal", (186, 156, 96)))


def drip_machine(canvas: Canvas, spec: PictureSpec) -> None:
    """A plain filter machine and a taller one with a clock."""
    stuff = ware_stuff(spec, "plastic")
    top = 16.0 if spec.silhouette else 22.0
    slab(canvas, 24, top, 40, 88, 4, stuff)
    slab(canvas, 24, top, 78, top + 24, 5, stuff)
    slab(canvas, 24, 83, 80, 91, 2.4, stuff.shaded(0.92))
    basket: list[Point] = [(46, top + 22, 0), (76, top + 22, 0), (70, top + 32, 0), (52, top + 32, 0)]
    canvas.part(smooth(basket), fitting(stuff), SOLID)
    _carafe(canvas, 61, top + 38, 82, 15, 66)
    if spec.silhouette:
        canvas.part(box(46, top + 7, 68, top + 16, 1), made_of("glass", (20, 26, 24)), SOLID)
        writing(canvas, 57, top + 11.5, 13, 4, (120, 230, 170))
    writing(canvas, 34, 80, 10, 1.5, (200, 200, 200) if sum(stuff.rgb) < 380 else (70, 70, 70))
    glow(canvas, 73, 87, 0.8, (230, 120, 60))


def capsule_machine(canvas: Canvas, spec: PictureSpec) -> None:
    """A slim one and a round one."""
    stuff = ware_stuff(spec, "plastic")
    if spec.silhouette == 0:
        slab(canvas, 36, 26, 64, 88, 6, stuff)
        head: list[Point] = [(33, 24, 0), (60, 16), (68, 26), (67, 44, 0), (34, 44, 0)]
        canvas.part(smooth(head), stuff.shaded(1.04), Relief(roll=1.4, swell=5, lift=0.4))
        bar(canvas, [(42, 20), (50, 9), (62, 13)], 3, CHROME)
    else:
        canvas.part(ellipse(50, 42, 25), stuff, Relief(roll=2, swell=10, lift=0.35))
        canvas.part(ellipse(50, 42, 14), stuff.shaded(0.7), Relief(roll=1, lift=0.4))
        slab(canvas, 40, 60, 60, 86, 3, stuff)
    canvas.part(box(44, 46, 56, 52, 1), CHROME, SOLID)
    canvas.tint(box(38, 52, 62, 78, 2), (10, 11, 13), 0.45, 0.6)
    cup = vessel([(6, 68), (5.4, 77), (4, 80)])
    canvas.part(cup, made_of("porcelain", (238, 236, 230)), TURNED)
    slab(canvas, 30, 81, 70, 90, 2.4, fitting(stuff))
    slots(canvas, 34, 82, 66, 84, 1)
    glow(canvas, 50, 57, 0.7, (120, 220, 160))


def _group(canvas: Canvas, x: float, y: float, stuff: Stuff) -> None:
    """A brewing head with its portafilter."""
    canvas.part(box(x - 6, y - 5, x + 6, y, 1.4), CHROME, TURNED)
    canvas.part(box(x - 7, y, x + 7, y + 3.6, 1.2), CHROME, TURNED)
    bar(canvas, [(x, y + 3), (x - 2, y + 8), (x - 4, y + 13)], 3.4, stuff)
    for dx in (-2, 2):
        bar(canvas, [(x + dx, y + 3), (x + dx * 1.3, y + 7)], 1.2, CHROME)


def _wand(canvas: Canvas, x: float, y: float, side: int) -> None:
    bar(canvas, [(x, y), (x + side * 4, y + 9), (x + side * 3, y + 24)], 1.4, CHROME)


def espresso_machine(canvas: Canvas, spec: PictureSpec) -> None:
    """A small box, a round retro one, a prosumer machine with a gauge."""
    stuff = ware_stuff(spec, "steel")
    dark = fitting(stuff)
    shape = spec.silhouette
    left, right, top = ((28.0, 72.0, 30.0), (26.0, 74.0, 24.0), (20.0, 80.0, 24.0))[shape]
    slab(canvas, left + 3, top + 20, right - 3, 86, 2, stuff.shaded(0.8))
    canvas.tint(box(left + 6, top + 28, right - 6, 80), (10, 11, 13), 0.5, 2)
    slab(canvas, left, top, right, top + 28, 9 if shape == 1 else 3, stuff)
    lid_top(canvas, left + 1, right - 1, top + 0.6, 5, 4, stuff)
    slab(canvas, left - 2, 80, right + 2, 90, 2, stuff)
    slots(canvas, left + 3, 80.6, right - 3, 83.4, 1)
    _group(canvas, 50, top + 31, dark)
    _wand(canvas, right - 6, top + 27, 1)
    knob(canvas, right - 8, top + 14, 4, dark)
    if shape == 2:
        gauge(canvas, 50, top + 14, 6)
        knob(canvas, left + 8, top + 14, 4, dark)
    else:
        for k in range(3):
            button(canvas, left + 9 + k * 6, top + 14, 1.9, CHROME)
    cup = vessel([(5, 70), (4.6, 77), (3.4, 80)])
    canvas.part(cup, made_of("porcelain", (238, 236, 230)), TURNED)
    glow(canvas, left + 6, top + 24, 0.8, (235, 150, 60))


def bean_to_cup(canvas: Canvas, spec: PictureSpec) -> None:
    """A full automatic: hopper, screen, one spout."""
    stuff = ware_stuff(spec, "plastic")
    hopper: list[Point] = [(32, 10, 0), (68, 10, 0), (66, 21, 0), (34, 21, 0)]
    canvas.part(smooth(hopper), made_of("glass", (74, 56, 44)), SOLID, opacity=0.9)
    slab(canvas, 25, 20, 75, 88, 4, stuff)
    canvas.part(box(33, 27, 67, 41, 1.4), made_of("glass", (16, 20, 26)), SOLID)
    for k in range(3):
        canvas.part(ellipse(40 + k * 10, 34, 2.6), made_of("matt", (210, 176, 120)), Relief(roll=0.2))
    canvas.tint(box(35, 48, 65, 80, 2), (10, 11, 13), 0.7, 0.8)
    canvas.part(box(43, 46, 57, 57, 1.6), CHROME, SOLID)
    cup = vessel([(7, 66), (6.4, 76), (4.6, 80)])
    canvas.part(cup, made_of("porcelain", (238, 236, 230)), TURNED)
    slab(canvas, 27, 80, 73, 90, 2, fitting(stuff))
    slots(canvas, 31, 81, 69, 83.4, 1)
    writing(canvas, 50, 44.4, 14, 1.6, (210, 210, 210))


def industrial_espresso(canvas: Canvas, spec: PictureSpec) -> None:
    """Two groups on a long body: a lever machine and a modern one."""
    stuff = ware_stuff(spec, "steel")
    dark = fitting(stuff)
    slab(canvas, 9, 52, 91, 78, 2, STEEL.shaded(0.75))
    canvas.tint(box(12, 56, 88, 76), (10, 11, 13), 0.45, 2)
    body = slab(canvas, 6, 28, 94, 54, 5, stuff)
    gleam(canvas, body, 30, 30, 52, 8, 0.18)
    canvas.part(box(6, 26, 94, 30, 1), CHROME, SOLID)
    for place in range(12, 90, 9):
        cup = vessel([(3.6, 19), (3.2, 24), (2.4, 26)], axis=float(place))
        canvas.part(cup, made_of("porcelain", (238, 236, 230)), TURNED)
    slab(canvas, 5, 76, 95, 86, 2, stuff)
    slots(canvas, 9, 77, 91, 80.4, 1.1)
    for x in (12.0, 88.0):
        canvas.part(box(x - 3, 85, x + 3, 91, 1), BLACK, SOLID)
    for x in (33.0, 67.0):
        _group(canvas, x, 57, dark)
        if spec.silhouette == 0:
            bar(canvas, [(x, 52), (x, 30), (x - 2, 10)], 2, CHROME)
            bar(canvas, [(x - 1.6, 16), (x - 2.4, 7)], 3.6, dark)
        else:
            for k in range(4):
                button(canvas, x - 7.5 + k * 5, 46, 1.5, CHROME)
    gauge(canvas, 50, 41, 5.5)
    seam(canvas, [(8, 50), (92, 50)])
    for side, x in ((-1, 12.0), (1, 88.0)):
        knob(canvas, x, 41, 3.4, dark)
        _wand(canvas, x, 54, side)


KINDS = {
    "pour over": (pour_over, 2, True),
    "french press": (french_press, 2, True),
    "moka pot": (moka_pot, 2, True),
    "drip machine": (drip_machine, 2, True),
    "capsule machine": (capsule_machine, 2, True),
    "espresso machine": (espresso_machine, 3, True),
    "bean to cup": (bean_to_cup, 1, True),
    "industrial espresso": (industrial_espresso, 2, True),
}
