"""Backpacks, totes, handbags, messenger bags and duffels from the front."""

from __future__ import annotations

from tools.render.canvas import Canvas, Folds, Relief
from tools.render.fabric import Stuff, made_of
from tools.render.garment import zip_line
from tools.render.outline import Point, Shape, box, ellipse, mirrored, ribbon, smooth
from tools.render.spec import PictureSpec

BODY = Relief(roll=1.6, swell=8, lift=0.3)
POCKET = Relief(roll=0.9, swell=3, lift=0.45)
STRAP = Relief(roll=0.6, lift=0.45)
BRASS = made_of("metal", (190, 154, 96))
STEEL = made_of("metal", (168, 170, 174))


def _stuff(spec: PictureSpec, usual: str) -> Stuff:
    return made_of(spec.material or usual, spec.colour, pattern=spec.pattern, second=spec.second_colour, seed=spec.seed)


def _across(canvas: Canvas, left: float, right: float, y: float, stuff: Stuff, sag: float = 1.0) -> None:
    """A zip running across, with its puller."""
    canvas.part(ribbon([(left, y), (50, y + sag), (right, y)], 1.8), stuff.shaded(0.6), Relief(roll=0.2))
    canvas.part(ribbon([(left, y), (50, y + sag), (right, y)], 0.5), STEEL, Relief(roll=0.15))
    canvas.part(box(right - 3, y, right - 1.6, y + 4.6, 0.6), STEEL, Relief(roll=0.3, lift=0.4))


def _seam(canvas: Canvas, points: list[Point], stuff: Stuff) -> None:
    canvas.stitches(smooth(points, closed=False), stuff.shaded(0.65))


def backpack(canvas: Canvas, spec: PictureSpec) -> None:
    """Day pack, roll-top, trekking pack."""
    shape = spec.silhouette
    stuff = _stuff(spec, "nylon")
    wide, top, low = ((25.0, 18.0, 88.0), (22.5, 20.0, 88.0), (24.0, 12.0, 92.0))[shape]
    for side in (-1, 1):
        loop: list[Point] = [
            (50 + side * 14, top + 6),
            (50 + side * (wide + 7), top + 24),
            (50 + side * (wide + 2), low - 12),
        ]
        canvas.part(ribbon(loop, 5), stuff.shaded(0.7), STRAP)
    canvas.part(ribbon([(43, top + 4), (45, top - 7), (55, top - 7), (57, top + 4)], 2.6), stuff.shaded(0.7), STRAP)
    half: list[Point] = [
        (50, top),
        (50 + wide * 0.7, top + 2),
        (50 + wide, top + 18),
        (50 + wide + 1, low - 14),
        (50 + wide - 3, low, 0),
        (50, low + 1),
    ]
    folds = Folds().crumple(canvas.rng, 0.6).ridge((28, 50), (72, 52), 4, 0.8, 2)
    canvas.part(smooth(mirrored(half)), stuff, BODY, folds=folds)
    if shape == 1:
        canvas.part(box(50 - wide + 1, top - 1, 50 + wide - 1, top + 11, 2.5), stuff.shaded(0.94), POCKET)
        for x in (36, 64):
            canvas.part(box(x - 1.3, top - 2, x + 1.3, top + 30, 0.5), stuff.shaded(0.6), STRAP)
            canvas.part(box(x - 2.6, top + 17, x + 2.6, top + 22, 0.8), made_of("plastic", (40, 40, 42)), STRAP)
    else:
        arch: list[Point] = [
            (50 - wide + 4, top + 34),
            (50 - wide * 0.72, top + 11),
            (50, top + 7),
            (50 + wide * 0.72, top + 11),
            (50 + wide - 4, top + 34),
        ]
        canvas.part(ribbon(arch, 1.5), stuff.shaded(0.55), Relief(roll=0.2))
        canvas.part(ribbon(arch, 0.45), STEEL, Relief(roll=0.15))
    pocket: Shape = box(50 - wide + 5, low - 36, 50 + wide - 5, low - 5, 5)
    canvas.part(pocket, stuff, POCKET)
    _across(canvas, 50 - wide + 9, 50 + wide - 9, low - 31, stuff)
    if shape == 2:
        lid: list[Point] = [(50, top - 3), (50 + wide * 0.9, top), (50 + wide + 2, top + 14, 0), (50, top + 18)]
        canvas.part(smooth(mirrored(lid)), stuff.shaded(0.97), POCKET)
        for x in (39, 61):
            canvas.part(box(x - 1.2, top + 12, x + 1.2, low - 30, 0.4), stuff.shaded(0.55), STRAP)
        for side in (-1, 1):
            canvas.part(
                box(50 + side * (wide + 1) - 5, low - 34, 50 + side * (wide + 1) + 5, low - 8, 3),
                stuff.shaded(0.86),
                POCKET,
            )
    canvas.part(box(46, low - 22, 54, low - 16, 0.6), made_of("leather", (126, 88, 58)), STRAP)


def tote(canvas: Canvas, spec: PictureSpec) -> None:
    """Open shopper, zipped, bucket-like."""
    shape = spec.silhouette
    stuff = _stuff(spec, "canvas")
    top, wide, foot = ((38.0, 29.0, 25.0), (40.0, 31.0, 28.0), (36.0, 24.0, 27.0))[shape]
    reach = (10.0, 16.0, 14.0)[shape]
    for back in (True, False):
        rise = reach + (3 if back else 0)
        handle: list[Point] = [(38, top + 6), (37, rise + 10), (43, rise), (57, rise), (63, rise + 10), (62, top + 6)]
        if back:
            canvas.part(ribbon(handle, 2.4), stuff.shaded(0.6), STRAP)
    canvas.part(ellipse(50, top + 0.5, wide, 2.6), stuff.shaded(0.45), Relief(roll=0.4))
    half: list[Point] = [
        (50, top + 2),
        (50 + wide, top, 0),
        (50 + (wide + foot) / 2, 62),
        (50 + foot, 90, 0),
        (50, 91.4),
    ]
    folds = Folds().crumple(canvas.rng, 0.7).ridge((26, 46), (44, 84), 4, 1.0, 3).ridge((74, 46), (58, 84), 4, 1.0, -3)
    canvas.part(smooth(mirrored(half)), stuff, BODY, folds=folds)
    _seam(canvas, [(50 - wide + 1, top + 4.4), (50, top + 6.4), (50 + wide - 1, top + 4.4)], stuff)
    front: list[Point] = [
        (38, top + 14),
        (37, reach + 12),
        (43, reach + 2),
        (57, reach + 2),
        (63, reach + 12),
        (62, top + 14),
    ]
    canvas.part(ribbon(front, 3.2), made_of("leather", (126, 88, 58)) if shape == 1 else stuff.shaded(0.9), STRAP)
    for x in (38, 62):
        canvas.part(box(x - 2.6, top + 8, x + 2.6, top + 15, 0.5), stuff.shaded(0.9), STRAP)
        canvas.part(ellipse(x, top + 11.4, 0.9), BRASS, STRAP)
    if shape == 1:
        canvas.part(box(34, 58, 66, 82, 2), stuff, POCKET)


def handbag(canvas: Canvas, spec: PictureSpec) -> None:
    """Flap bag, top-handle, hobo."""
    shape = spec.silhouette
    stuff = _stuff(spec, "leather")
    if shape == 2:
        strap: list[Point] = [(20, 56), (26, 22), (50, 10), (74, 22), (80, 56)]
        canvas.part(ribbon(strap, 5), stuff.shaded(0.9), STRAP)
        half: list[Point] = [(50, 57), (66, 52), (80, 48, 0), (84, 68), (72, 86), (50, 89)]
        canvas.part(
            smooth(mirrored(half)),
            stuff,
            BODY,
            folds=Folds().crumple(canvas.rng, 1.0).ridge((30, 58), (50, 78), 4, 1.4, 4),
        )
        _across(canvas, 26, 74, 54, stuff, 3.4)
        return
    rise = 14.0 if shape == 0 else 22.0
    handle: list[Point] = [(34, 46), (36, rise + 6), (50, rise), (64, rise + 6), (66, 46)]
    canvas.part(ribbon(handle, 3.4), stuff.shaded(0.86), Relief(roll=1.0, lift=0.45))
    half = [(50, 41), (72, 40, 0), (79, 60), (78, 85, 0), (50, 87)]
    canvas.part(smooth(mirrored(half)), stuff, BODY, folds=Folds().crumple(canvas.rng, 0.4))
    if shape == 0:
        flap: list[Point] = [(50, 40), (73, 39.4, 0), (76, 56), (64, 66), (50, 69)]
        canvas.part(smooth(mirrored(flap)), stuff.shaded(0.98), POCKET)
        canvas.part(box(46, 64, 54, 72, 1), BRASS, STRAP)
    else:
        _across(canvas, 30, 70, 43, stuff)
        canvas.part(
            ribbon([(35, 50), (37, 30), (50, 26), (63, 30), (65, 50)], 3.0),
            stuff.shaded(0.9),
            Relief(roll=0.9, lift=0.45),
        )
        canvas.part(box(48, 50, 52, 58, 0.6), BRASS, STRAP)
    for x in (35, 65):
        canvas.part(ellipse(x, 47, 2), BRASS, STRAP)
    _seam(canvas, [(24, 83), (50, 85), (76, 83)], stuff)


def messenger_bag(canvas: Canvas, spec: PictureSpec) -> None:
    """Full flap, half flap, satchel with two straps."""
    shape = spec.silhouette
    stuff = _stuff(spec, "canvas")
    strap: list[Point] = [(19, 52), (22, 20), (50, 6), (78, 20), (81, 52)]
    canvas.part(ribbon(strap, 3.6), stuff.shaded(0.66), STRAP)
    canvas.part(box(16, 42, 84, 86, 4), stuff, BODY, folds=Folds().crumple(canvas.rng, 0.6))
    low = (78.0, 62.0, 72.0)[shape]
    half: list[Point] = [(50, 39), (83, 39.6, 0), (85, 52), (84, low - 3), (79, low, 0), (50, low + 0.8)]
    canvas.part(smooth(mirrored(half)), stuff.shaded(1.02), POCKET, folds=Folds().crumple(canvas.rng, 0.5))
    _seam(canvas, [(18, low - 1.8), (50, low - 1), (82, low - 1.8)], stuff)
    leather = made_of("leather", (112, 76, 48))
    for x in (34, 66) if shape != 1 else (50,):
        canvas.part(box(x - 2.2, low - 16, x + 2.2, low + 5, 0.8), leather, STRAP)
        canvas.part(box(x - 3.2, low - 3, x + 3.2, low + 2.4, 0.6), STEEL, STRAP)
    if shape == 1:
        canvas.part(box(22, 66, 78, 83, 2), stuff.shaded(0.95), POCKET)


def duffel_bag(canvas: Canvas, spec: PictureSpec) -> None:
    """Round gym bag, weekender, expedition bag."""
    shape = spec.silhouette
    stuff = _stuff(spec, "nylon")
    wide, top, low = ((38.0, 46.0, 82.0), (36.0, 44.0, 84.0), (41.0, 50.0, 82.0))[shape]
    canvas.part(ribbon([(32, top + 8), (35, 26), (65, 26), (68, top + 8)], 3), stuff.shaded(0.5), STRAP)
    round_ends = 14 if shape != 1 else 6
    body = box(50 - wide, top, 50 + wide, low, round_ends)
    folds = (
        Folds()
        .crumple(canvas.rng, 0.8)
        .ridge((24, top + 8), (30, low - 4), 3, 1, 2)
        .ridge((76, top + 8), (70, low - 4), 3, 1, -2)
    )
    canvas.part(body, stuff, BODY, folds=folds)
    for side in (-1, 1):
        x = 50 + side * (wide - 6)
        canvas.part(
            ribbon([(x, top), (x + side * 1.6, (top + low) / 2), (x, low)], 2.4), stuff.shaded(0.74), STRAP, within=body
        )
    _across(canvas, 50 - wide + 9, 50 + wide - 9, top + 4, stuff, -0.6)
    for x in (33, 67):
        canvas.part(box(x - 2, top + 4, x + 2, low, 0.4), stuff.shaded(0.62), STRAP)
    canvas.part(ribbon([(33, top + 6), (36, 32), (64, 32), (67, top + 6)], 3.2), stuff.shaded(0.62), STRAP)
    canvas.part(box(44, 29.4, 56, 34.6, 1.6), made_of("leather", (60, 46, 38)), STRAP)
    if shape == 1:
        canvas.part(box(38, 60, 62, 80, 2), stuff.shaded(0.96), POCKET)
    if shape == 2:
        zip_line(canvas, 50 + wide - 14, top + 10, low - 4, stuff)


KINDS = {
    "backpack": (backpack, 3, True),
    "tote": (tote, 3, True),
    "handbag": (handbag, 3, True),
    "messenger bag": (messenger_bag, 3, True),
    "duffel bag": (duffel_bag, 3, True),
}
