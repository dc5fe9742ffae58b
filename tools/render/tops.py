"""T-shirts, shirts, polos, hoodies and sweatshirts, laid out from the front."""

from __future__ import annotations

from dataclasses import replace

from tools.render.canvas import CLOTH, Canvas, Relief
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
    neckband,
    rib_cuffs,
    sleeve_hems,
    sleeves,
    torso,
    zip_line,
)
from tools.render.outline import Point, Shape, box, flip, mirrored, ribbon, smooth
from tools.render.spec import PictureSpec


def fitted(cut: Cut, spec: PictureSpec) -> Cut:
    """The cut as the words have it: slim or relaxed, long or short sleeves, a woman's waist."""
    details = spec.details
    wider = -1.6 if "slim" in details else 2.0 if "relaxed" in details else 0.0
    waist = -2.4 if "women" in details else 0.0
    cut = replace(
        cut,
        shoulder=cut.shoulder + wider / 2,
        chest=cut.chest + wider,
        waist=cut.waist + wider + waist,
        hem=cut.hem + wider,
    )
    if "long sleeve" in details:
        cut = replace(cut, sleeve=56.0, cuff=7.0)
    elif "short sleeve" in details:
        cut = replace(cut, sleeve=20.0, cuff=10.8, spread=30.0, arm=12.5)
    elif "sleeveless" in details:
        cut = replace(cut, sleeve=0.0)
    if "v-neck" in details:
        cut = replace(cut, pointed=True, depth=13.0)
    elif "scoop neck" in details:
        cut = replace(cut, depth=11.0, neck=9.5)
    return cut


def t_shirt(canvas: Canvas, spec: PictureSpec) -> None:
    cut = (
        Cut(sleeve=20, cuff=10.8, spread=30, arm=12.5),
        Cut(sleeve=18, cuff=11.5, spread=42, arm=13, hem=22.5, waist=22, chest=22, length=80),
        Cut(sleeve=22, cuff=10, spread=24, arm=12, length=88, hem=20, waist=19.5, depth=9),
    )[spec.silhouette]
    cut = fitted(cut, spec)
    stuff = garment_stuff(spec, "cotton")
    folds = cloth_folds(cut, canvas.rng)
    back_of_neck(canvas, cut, stuff)
    sleeves(canvas, cut, stuff, folds)
    sleeve_hems(canvas, cut, stuff)
    canvas.part(torso(cut), stuff, CLOTH, folds=folds)
    hem_stitches(canvas, cut, stuff)
    neckband(canvas, cut, stuff)
    if spec.silhouette == 1:
        _patch_pocket(canvas, 57, 36, 9.5, stuff)


def _patch_pocket(canvas: Canvas, x: float, y: float, width: float, stuff: Stuff) -> None:
    half = width / 2
    points: list[Point] = [
        (x - half, y, 0),
        (x + half, y, 0),
        (x + half, y + width * 0.85, 0),
        (x, y + width * 1.08, 0),
        (x - half, y + width * 0.85, 0),
    ]
    canvas.part(smooth(points), stuff, Relief(roll=0.35, lift=0.3))
    canvas.stitches(smooth([(x - half, y + 1.6), (x + half, y + 1.6)], closed=False), stuff.shaded(0.7))


def _fold_down_collar(canvas: Canvas, cut: Cut, stuff: Stuff, drop: float = 9.0) -> None:
    """Two collar leaves round a closed neck."""
    stand: list[Point] = [(50, NECK + 1.8, 0), (50 + cut.neck, NECK - 2.2, 0), (50 + cut.neck + 1.2, NECK + 0.8, 0)]
    leaf: list[Point] = [
        (50.2, NECK + cut.depth * 0.62, 0),
        (50 + cut.neck * 0.7, NECK - 0.4),
        (50 + cut.neck + 0.4, NECK - 3.2, 0),
        (50 + cut.neck + 3.2, NECK + 1.6, 0),
        (50 + cut.neck * 0.92, NECK + drop, 0),
    ]
    canvas.part(
        smooth(mirrored([(50, NECK - 3.6), *stand[1:], (50, NECK + 3)])), stuff.plain(), Relief(roll=0.3), dim=0.7
    )
    for shape in (smooth(leaf), flip(smooth(leaf))):
        canvas.part(shape, stuff, Relief(roll=0.5, lift=0.5))


def _placket(canvas: Canvas, top: float, bottom: float, stuff: Stuff, width: float = 3.4) -> None:
    canvas.part(box(50 - width / 2, top, 50 + width / 2, bottom), stuff, Relief(roll=0.25, lift=0.2))
    for x in (50 - width / 2 + 0.5, 50 + width / 2 - 0.5):
        canvas.stitches(smooth([(x, top), (x, bottom)], closed=False), stuff.shaded(0.75), gap=0.9, width=0.16)


def shirt(canvas: Canvas, spec: PictureSpec) -> None:
    cut = (
        Cut(neck=6.2, depth=5.5, hem=20.5, length=86, cuff=7.5),
        Cut(neck=6.2, depth=5.5, hem=22, waist=21.5, length=83, spread=22),
        Cut(neck=6.2, depth=5.5, hem=19.5, waist=18.5, chest=20, length=88, spread=12),
    )[spec.silhouette]
    cut = fitted(cut, spec)
    stuff = garment_stuff(spec, "cotton")
    folds = cloth_folds(cut, canvas.rng, weight=0.85)
    pearl = made_of("plastic", (236, 233, 226) if sum(stuff.rgb) < 600 else (206, 203, 196))
    sleeves(canvas, cut, stuff, folds)
    if cut.sleeve > 30:
        band = cuff(cut, 5.5)
        canvas.part([band, flip(band)], stuff, Relief(roll=0.5, lift=0.35))
    else:
        sleeve_hems(canvas, cut, stuff, 2.6)
    canvas.part(torso(cut), stuff, CLOTH, folds=folds)
    _placket(canvas, NECK + 4, cut.length + 0.8, stuff)
    buttons(canvas, 50, [NECK + 9 + 9.6 * k for k in range(7)], pearl)
    if spec.silhouette != 2:
        _patch_pocket(canvas, 60, 37, 9, stuff)
    _fold_down_collar(canvas, cut, stuff)
    buttons(canvas, 50, [NECK + 3.6], pearl)


def polo(canvas: Canvas, spec: PictureSpec) -> None:
    cut = (
        Cut(sleeve=20, cuff=10.6, spread=30, arm=12.5, neck=6.6, depth=6.5),
        Cut(sleeve=18, cuff=11, spread=38, arm=13, neck=6.6, depth=6.5, length=81, hem=21.5),
        Cut(sleeve=21, cuff=10, spread=24, arm=12, neck=6.6, depth=6.5, length=87),
    )[spec.silhouette]
    cut = fitted(cut, spec)
    stuff = garment_stuff(spec, "piqué cotton")
    folds = cloth_folds(cut, canvas.rng, weight=0.9)
    sleeves(canvas, cut, stuff, folds)
    rib_cuffs(canvas, cut, stuff, 2.0)
    canvas.part(torso(cut), stuff, CLOTH, folds=folds)
    hem_stitches(canvas, cut, stuff)
    _placket(canvas, NECK + 4, NECK + 19, stuff.plain(), 4.0)
    buttons(canvas, 50, [NECK + 10, NECK + 15.4], made_of("plastic", (232, 230, 224)), 0.85)
    _fold_down_collar(canvas, cut, stuff.plain().shaded(0.97), 8.0)


def hood(canvas: Canvas, cut: Cut, stuff: Stuff, *, height: float = 13.0) -> Shape:
    """A hood lying behind the neck: its dark inside, the outer edge, and the crossing front."""
    outer: list[Point] = [
        (50, NECK - height),
        (50 + cut.neck * 0.9, NECK - height + 1.6),
        (50 + cut.neck + 5.4, NECK - 2.5),
        (50 + cut.neck + 4.6, NECK + 5),
        (50 + cut.neck * 0.75, NECK + 10),
        (50, NECK + 13, 0),
    ]
    shape = smooth(mirrored(outer))
    canvas.part(shape, stuff, Relief(roll=1.4, swell=3, lift=0.45))
    inner: list[Point] = [
        (50, NECK - height + 3.6),
        (50 + cut.neck * 0.72, NECK - height + 5.4),
        (50 + cut.neck + 0.8, NECK - 0.6),
        (50 + cut.neck * 0.55, NECK + 6.4),
        (50, NECK + 10.5, 0),
    ]
    opening = smooth(mirrored(inner))
    canvas.part(opening, stuff.plain(), Relief(roll=0.8, swell=2), dim=0.5)
    canvas.tint(
        smooth(mirrored([(50, NECK - 3), (50 + cut.neck * 0.6, NECK), (50, NECK + 10, 0)])),
        (8, 8, 10),
        0.4,
        1.4,
        opening,
    )
    return opening


def drawstrings(canvas: Canvas, cut: Cut, stuff: Stuff, length: float = 17) -> None:
    for side in (-1, 1):
        x = 50 + side * cut.neck * 0.42
        sway = canvas.rng.uniform(-0.8, 0.8)
        line: list[Point] = [
            (x, NECK + 9),
            (x + side * 0.8 + sway, NECK + 9 + length * 0.5),
            (x + side * 0.3, NECK + 9 + length),
        ]
        canvas.part(ribbon(line, 1.0), stuff, Relief(roll=0.4, lift=0.5))
        tip: list[Point] = [(x + side * 0.3, NECK + 8.6 + length), (x + side * 0.25, NECK + 11 + length)]
        canvas.part(ribbon(tip, 1.15), made_of("metal", (170, 172, 176)), Relief(roll=0.35))
        canvas.part(
            [box(x - 0.6, NECK + 8.4, x + 0.6, NECK + 9.6, 0.6)], made_of("metal", (150, 152, 156)), Relief(roll=0.2)
        )


def hoodie(canvas: Canvas, spec: PictureSpec) -> None:
    cut = (
        Cut(shoulder=23, chest=22.5, waist=22, hem=21, length=80, arm=13, cuff=7.6, sleeve=50, neck=9.5, depth=11),
        Cut(
            shoulder=24.5,
            chest=24.5,
            waist=24.5,
            hem=23,
            length=77,
            arm=14,
            cuff=8,
            sleeve=48,
            spread=21,
            neck=9.5,
            depth=11,
        ),
        Cut(
            shoulder=22, chest=21, waist=20, hem=19.5, length=82, arm=12, cuff=7, sleeve=52, spread=12, neck=9, depth=11
        ),
    )[spec.silhouette]
    cut = fitted(cut, replace(spec, details=tuple(d for d in spec.details if "sleeve" not in d)))
    stuff = garment_stuff(spec, "fleece")
    folds = cloth_folds(cut, canvas.rng, weight=1.2)
    sleeves(canvas, cut, stuff, folds)
    rib_cuffs(canvas, cut, stuff)
    canvas.part(torso(replace(cut, depth=4)), stuff, CLOTH, folds=folds)
    hem_band(canvas, cut, stuff)
    zipped = spec.silhouette == 1
    _kangaroo(canvas, cut, stuff)
    if zipped:
        zip_line(canvas, 50, NECK + 11, cut.length + 4.4, stuff, NECK + 12)
    hood(canvas, cut, stuff)
    drawstrings(canvas, cut, made_of("cotton", (238, 236, 230) if sum(stuff.rgb) < 560 else (70, 72, 76)))


def _kangaroo(canvas: Canvas, cut: Cut, stuff: Stuff) -> None:
    top, bottom = cut.length - 21, cut.length - 0.5
    half: list[Point] = [
        (50, top, 0),
        (58.5, top, 0),
        (63, top + 4),
        (65, bottom - 4, 0),
        (65, bottom, 0),
        (50, bottom + 0.8, 0),
    ]
    canvas.part(smooth(mirrored(half)), stuff, Relief(roll=0.6, swell=2.5, lift=0.4))
    edge = smooth([(58.0, top + 0.8), (62.2, top + 4.6), (64.2, bottom - 4)], closed=False)
    for line in (edge, flip(edge)):
        canvas.stitches(line, stuff.shaded(0.7))


def sweatshirt(canvas: Canvas, spec: PictureSpec) -> None:
    cut = (
        Cut(shoulder=23, chest=22.5, waist=22, hem=21, length=79, arm=13, cuff=7.6, sleeve=50, depth=6.5),
        Cut(shoulder=25, chest=25, waist=25, hem=23.5, length=75, arm=14, cuff=8, sleeve=47, spread=22, depth=6.5),
        Cut(shoulder=22.5, chest=21.5, waist=21, hem=20, length=82, arm=12, sleeve=52, spread=13, depth=7),
    )[spec.silhouette]
    cut = fitted(cut, replace(spec, details=tuple(d for d in spec.details if "sleeve" not in d)))
    stuff = garment_stuff(spec, "cotton")
    folds = cloth_folds(cut, canvas.rng, weight=1.15)
    back_of_neck(canvas, cut, stuff)
    sleeves(canvas, cut, stuff, folds)
    rib_cuffs(canvas, cut, stuff)
    canvas.part(torso(cut), stuff, CLOTH, folds=folds)
    hem_band(canvas, cut, stuff)
    neckband(canvas, cut, stuff, 2.8)
    if spec.silhouette == 0:
        gusset: list[Point] = [(47.4, NECK + 8.4, 0), (52.6, NECK + 8.4, 0), (50, NECK + 13, 0)]
        canvas.part(smooth(gusset), replace(stuff.shaded(0.94), texture="rib"), Relief(roll=0.2, lift=0.15))


KINDS = {
    "t-shirt": (t_shirt, 3, False),
    "shirt": (shirt, 3, False),
    "polo shirt": (polo, 3, False),
    "hoodie": (hoodie, 3, False),
    "sweatshirt": (sweatshirt, 3, False),
}
