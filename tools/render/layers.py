"""Jackets, rain jackets, down jackets, coats and blazers, laid out from the front."""

from __future__ import annotations

from dataclasses import replace

from tools.render.canvas import CLOTH, Canvas, Folds, Relief
from tools.render.fabric import Stuff, made_of
from tools.render.garment import (
    NECK,
    Cut,
    back_of_neck,
    buttons,
    cloth_folds,
    cuff,
    garment_stuff,
    hem_band,
    hem_stitches,
    rib_cuffs,
    sleeves,
    torso,
    zip_line,
)
from tools.render.outline import Point, box, flip, mirrored, ribbon, smooth
from tools.render.spec import PictureSpec
from tools.render.tops import drawstrings, hood

FLAP = Relief(roll=0.5, lift=0.45)


def jacket(canvas: Canvas, spec: PictureSpec) -> None:
    """A blouson, a field jacket, a trucker jacket."""
    cut = (
        Cut(shoulder=23.5, chest=23, waist=22.5, hem=21, length=74, arm=13.5, cuff=8, sleeve=51),
        Cut(shoulder=24, chest=23.5, waist=22.5, hem=24, length=85, arm=13.5, cuff=8.5, sleeve=53),
        Cut(shoulder=23, chest=22, waist=20.5, hem=20, length=71, arm=12.5, cuff=7.5, sleeve=51, spread=13),
    )[spec.silhouette]
    stuff = garment_stuff(spec, "cotton")
    folds = cloth_folds(cut, canvas.rng, weight=1.2)
    back_of_neck(canvas, cut, stuff)
    sleeves(canvas, cut, stuff, folds)
    canvas.part(torso(cut), stuff, CLOTH, folds=folds)
    if spec.silhouette == 0:
        rib_cuffs(canvas, cut, stuff)
        hem_band(canvas, cut, stuff)
    else:
        hem_stitches(canvas, cut, stuff)
        canvas.part([cuff(cut, 4), flip(cuff(cut, 4))], stuff, FLAP)
    if spec.silhouette == 2:
        buttons(canvas, 50, [NECK + 10 + 8.5 * k for k in range(6)], made_of("metal", (172, 140, 92)), 1.1)
    else:
        zip_line(canvas, 50, NECK + 6, cut.length + (4 if spec.silhouette == 0 else 0), stuff, NECK + 8)
    _pockets(canvas, cut, stuff, chest=spec.silhouette != 0)
    _stand_collar(canvas, cut, stuff, folded=spec.silhouette != 0)


def _pockets(canvas: Canvas, cut: Cut, stuff: Stuff, *, chest: bool) -> None:
    for x in (37.5, 62.5):
        if chest:
            canvas.part(box(x - 5.5, 38, x + 5.5, 48, 1), stuff, Relief(roll=0.4, lift=0.3))
            canvas.part(box(x - 5.9, 37, x + 5.9, 40.6, 0.8), stuff.shaded(0.95), FLAP)
        low = cut.length - 16
        side = 1 if x > 50 else -1
        slit: list[Point] = [(x + side * 3.2, low + 8), (x - side * 2.4, low - 2)]
        canvas.part(ribbon(slit, 1.5), stuff.shaded(0.8), FLAP)


def _stand_collar(canvas: Canvas, cut: Cut, stuff: Stuff, *, folded: bool) -> None:
    if folded:
        leaf: list[Point] = [
            (50.4, NECK + 7, 0),
            (50 + cut.neck * 0.7, NECK - 0.6),
            (50 + cut.neck + 0.8, NECK - 4, 0),
            (50 + cut.neck + 5, NECK + 3, 0),
            (50 + cut.neck * 0.9, NECK + 11, 0),
        ]
        canvas.part([smooth(leaf), flip(smooth(leaf))], stuff, FLAP)
        return
    tube: list[Point] = [
        (50, NECK + 1.5),
        (50 + cut.neck * 0.95, NECK - 5.5, 0),
        (50 + cut.neck + 1.4, NECK + 1, 0),
        (50, NECK + 7.5, 0),
    ]
    canvas.part(smooth(mirrored(tube)), replace(stuff.shaded(0.95), texture="rib"), Relief(roll=0.8, lift=0.4))


def rain_jacket(canvas: Canvas, spec: PictureSpec) -> None:
    """Hooded shells: trim, long and straight, and a wide cape-like one."""
    cut = (
        Cut(shoulder=23, chest=22.5, waist=21.5, hem=22, length=80, arm=13, cuff=7.6, sleeve=52, neck=9.5, depth=10),
        Cut(shoulder=23.5, chest=23.5, waist=23.5, hem=25, length=89, arm=13.5, cuff=8, sleeve=52, neck=9.5, depth=10),
        Cut(
            shoulder=25,
            chest=25,
            waist=25.5,
            hem=27,
            length=83,
            arm=15,
            cuff=9,
            sleeve=48,
            spread=20,
            neck=9.5,
            depth=10,
        ),
    )[spec.silhouette]
    stuff = replace(garment_stuff(spec, "nylon"), gloss=0.16, focus=14.0)
    folds = cloth_folds(cut, canvas.rng, weight=1.3)
    sleeves(canvas, cut, stuff, folds)
    canvas.part([cuff(cut, 3.4), flip(cuff(cut, 3.4))], stuff.shaded(0.92), FLAP)
    canvas.part(torso(replace(cut, depth=4)), stuff, CLOTH, folds=folds)
    hem_stitches(canvas, cut, stuff, 3)
    canvas.part(box(47.6, NECK + 9, 52.4, cut.length + 0.6, 0.6), stuff.shaded(0.97), FLAP)
    for y in range(int(NECK) + 14, int(cut.length) - 2, 14):
        canvas.part(box(48.8, y, 51.2, y + 2, 1), stuff.shaded(0.7), Relief(roll=0.3, lift=0.3))
    for x in (36.5, 63.5):
        canvas.part(box(x - 6, cut.length - 22, x + 6, cut.length - 18, 0.8), stuff.shaded(0.94), FLAP)
        canvas.stitches(smooth([(x - 6, cut.length - 9), (x + 6, cut.length - 9)], closed=False), stuff.shaded(0.7))
    hood(canvas, cut, stuff, height=14)
    drawstrings(canvas, cut, stuff.shaded(0.6), 9)


def down_jacket(canvas: Canvas, spec: PictureSpec) -> None:
    """Quilted: wide baffles, narrow baffles, and a short one with a hood."""
    cut = (
        Cut(shoulder=25, chest=24.5, waist=24, hem=23, length=78, arm=15.5, cuff=9, sleeve=49, spread=18),
        Cut(shoulder=23.5, chest=22.5, waist=21.5, hem=21, length=79, arm=13, cuff=8, sleeve=51),
        Cut(shoulder=25.5, chest=25, waist=24.5, hem=24, length=73, arm=16, cuff=9.5, sleeve=46, spread=20, neck=9.5),
    )[spec.silhouette]
    stuff = replace(garment_stuff(spec, "nylon"), gloss=0.14, focus=10.0)
    gap = 5.0 if spec.silhouette == 1 else 9.0
    folds = cloth_folds(cut, canvas.rng, weight=0.5)
    _quilt(folds, cut, gap)
    back_of_neck(canvas, cut, stuff)
    sleeves(canvas, cut, stuff, folds)
    canvas.part([cuff(cut, 3), flip(cuff(cut, 3))], stuff.shaded(0.8), FLAP)
    canvas.part(torso(cut), stuff, CLOTH, folds=folds)
    y = NECK + 12.0
    while y < cut.length - 3:
        canvas.stitches(
            smooth([(50 - cut.chest + 1, y), (50, y + 0.8), (50 + cut.chest - 1, y)], closed=False), stuff.shaded(0.6)
        )
        y += gap
    zip_line(canvas, 50, NECK + 4, cut.length + 1, stuff, NECK + 6)
    if spec.silhouette == 2:
        hood(canvas, cut, stuff, height=14)
    else:
        _stand_collar(canvas, cut, stuff, folded=False)


def _quilt(folds: Folds, cut: Cut, gap: float) -> None:
    y = NECK + 12.0 - gap / 2
    while y < cut.length:
        folds.ridge((50 - cut.chest - 22, y + 4), (50, y), gap * 0.42, 1.5, 0)
        folds.ridge((50, y), (50 + cut.chest + 22, y + 4), gap * 0.42, 1.5, 0)
        y += gap


def coat(canvas: Canvas, spec: PictureSpec) -> None:
    """A single-breasted overcoat and a double-breasted one."""
    double = spec.silhouette == 1
    cut = Cut(
        shoulder=22.5, chest=22, waist=20.5, hem=25, length=94, arm=12.5, cuff=8.2, sleeve=54, pointed=True, depth=26
    )
    stuff = garment_stuff(spec, "felted wool")
    folds = cloth_folds(cut, canvas.rng, weight=0.9)
    back_of_neck(canvas, cut, stuff)
    sleeves(canvas, cut, stuff, folds)
    canvas.part(torso(replace(cut, depth=10)), stuff, CLOTH, folds=folds)
    _front_edge(canvas, cut, stuff, 44 if double else 48.5)
    horn = made_of("plastic", (52, 42, 36))
    for x in (44.5, 57) if double else (51,):
        buttons(canvas, x, [47 + 11 * k for k in range(3)], horn, 1.5)
    _flap_pockets(canvas, 66, stuff)
    lapels(canvas, cut, stuff, 44)


def blazer(canvas: Canvas, spec: PictureSpec) -> None:
    """Two buttons, one button, and double-breasted."""
    cut = Cut(
        shoulder=22.5,
        chest=21.5,
        waist=19,
        hem=22.5,
        length=80,
        arm=12,
        cuff=7.6,
        sleeve=52,
        pointed=True,
        depth=28,
        spread=13,
    )
    stuff = garment_stuff(spec, "wool")
    if stuff.texture in ("knit", "fine knit"):
        stuff = replace(stuff, texture="felt")
    folds = cloth_folds(cut, canvas.rng, weight=0.8)
    back_of_neck(canvas, cut, stuff)
    shirt = made_of("cotton", (236, 236, 234))
    canvas.part(smooth(mirrored([(50, NECK - 2), (58, NECK, 0), (55, 36), (50, 46, 0)])), shirt, Relief(roll=0.5))
    sleeves(canvas, cut, stuff, folds)
    canvas.part(torso(cut), stuff, CLOTH, folds=folds)
    double = spec.silhouette == 2
    _front_edge(canvas, cut, stuff, 45 if double else 49)
    horn = made_of("plastic", (46, 40, 36))
    rows = [49, 58] if spec.silhouette != 1 else [52]
    for x in (46, 56) if double else (50.6,):
        buttons(canvas, x, [float(y) for y in rows], horn, 1.2)
    _flap_pockets(canvas, 62, stuff)
    canvas.part(box(59, 40, 67, 42, 0.3), stuff.shaded(0.85), Relief(roll=0.2, lift=0.3))
    lapels(canvas, cut, stuff, 46)


def _front_edge(canvas: Canvas, cut: Cut, stuff: Stuff, x: float) -> None:
    line: list[Point] = [(x + 1.5, NECK + cut.depth - 2), (x, 55), (x, cut.length - 6), (x + 2.5, cut.length + 0.6)]
    canvas.part(ribbon(line, 0.7), stuff.shaded(0.62), Relief(roll=0.2, lift=0.5))


def _flap_pockets(canvas: Canvas, y: float, stuff: Stuff) -> None:
    for x in (37, 63):
        canvas.part(box(x - 5.5, y, x + 5.5, y + 3.6, 0.7), stuff.shaded(0.94), FLAP)


def lapels(canvas: Canvas, cut: Cut, stuff: Stuff, low: float) -> None:
    """Notched lapels that meet at `low`."""
    right: list[Point] = [
        (50.5, low, 0),
        (50 + cut.neck + 8, NECK + 15, 0),
        (50 + cut.neck + 3.4, NECK + 12.4, 0),
        (50 + cut.neck + 6.2, NECK + 7.4, 0),
        (50 + cut.neck + 0.6, NECK - 3.6, 0),
        (50 + cut.neck - 1.6, NECK + 1),
        (50 + cut.neck * 0.7, NECK + 9),
    ]
    for shape in (flip(smooth(right)), smooth(right)):
        canvas.part(shape, stuff.plain().shaded(0.98), FLAP)


KINDS = {
    "jacket": (jacket, 3, False),
    "rain jacket": (rain_jacket, 3, False),
    "down jacket": (down_jacket, 3, False),
    "coat": (coat, 2, False),
    "blazer": (blazer, 3, False),
}
