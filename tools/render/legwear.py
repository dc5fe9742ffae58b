"""Jeans, trousers, shorts and leggings from the front, and the beanie that is drawn with them."""

from __future__ import annotations

from dataclasses import replace

from tools.render.canvas import CLOTH, Canvas, Folds, Relief
from tools.render.fabric import Stuff, made_of
from tools.render.garment import buttons, garment_stuff
from tools.render.outline import Point, Shape, box, ellipse, flip, mirrored, ribbon, smooth
from tools.render.spec import PictureSpec

WAIST = 12.0
CROTCH = 41.0


def _legs(waist: float, hips: float, knee: float, ankle: float, low: float, spread: float) -> list[Shape]:
    """Left and right leg with their half of the seat; each is its own part, so that the inseam shows."""
    right: list[Point] = [
        (50, WAIST + 1.2, 0),
        (50 + waist, WAIST, 0),
        (50 + hips, 28),
        (50 + hips + spread * 0.3, CROTCH),
        (50 + spread + knee, CROTCH + (low - CROTCH) * 0.48),
        (50 + spread + ankle, low, 0),
        (50 + spread, low + 0.9),
        (50 + spread - ankle, low, 0),
        (50 + spread - knee, CROTCH + (low - CROTCH) * 0.48),
        (50.2, CROTCH + 2.5, 0),
    ]
    shape = smooth(right)
    return [flip(shape), shape]


def _leg_folds(canvas: Canvas, low: float, spread: float, weight: float) -> Folds:
    folds = Folds().crumple(canvas.rng, 0.3 * weight)
    for side in (-1, 1):
        for y, width in ((CROTCH + 1, 1.6), (CROTCH + 4, 1.4)):
            folds.ridge(
                (50, y), (50 + side * canvas.rng.uniform(14, 18), y - canvas.rng.uniform(3, 7)), width, weight * 0.9, 1
            )
        for share in (0.42, 0.5, 0.57, 0.93):
            y = CROTCH + (low - CROTCH) * share
            centre = 50 + side * spread * (0.6 + 0.4 * share)
            folds.ridge(
                (centre - 7, y),
                (centre + 7, y + canvas.rng.uniform(-2, 2)),
                1.2,
                weight * 0.7,
                canvas.rng.uniform(-1, 1),
            )
    return folds


def _waistband(canvas: Canvas, waist: float, stuff: Stuff, *, loops: bool) -> None:
    band: list[Point] = [
        (50, WAIST - 1.8),
        (50 + waist, WAIST - 3, 0),
        (50 + waist + 0.4, WAIST + 2.4, 0),
        (50, WAIST + 3.6),
    ]
    canvas.part(smooth(mirrored(band)), stuff.plain().shaded(0.95), Relief(roll=0.5, lift=0.35))
    if loops:
        for x in (50 - waist * 0.55, 50 + waist * 0.55):
            canvas.part(box(x - 0.8, WAIST - 3, x + 0.8, WAIST + 3.6, 0.3), stuff.plain(), Relief(roll=0.25, lift=0.4))


def _fly(canvas: Canvas, stuff: Stuff, thread: Stuff) -> None:
    canvas.stitches(smooth([(53.4, WAIST + 3), (53.2, 28), (50.2, 34)], closed=False), thread)
    canvas.part(ribbon([(50.2, WAIST + 3), (50.1, CROTCH + 2)], 0.35), stuff.shaded(0.6), Relief(roll=0.1))


def jeans(canvas: Canvas, spec: PictureSpec) -> None:
    """Straight, slim, wide."""
    waist, hips, knee, ankle, spread = (
        (15.5, 18.5, 8.2, 7.6, 9.5),
        (15.0, 17.5, 6.8, 5.4, 9.0),
        (15.5, 19.0, 10.0, 11.5, 11.5),
    )[spec.silhouette]
    stuff = garment_stuff(spec, "denim")
    if spec.material in ("", "cotton", "denim"):
        stuff = replace(stuff, texture="denim")
    thread = made_of("cotton", (196, 146, 76))
    canvas.part(_legs(waist, hips, knee, ankle, 93, spread), stuff, CLOTH, folds=_leg_folds(canvas, 93, spread, 1.1))
    for side in (-1, 1):
        pocket: list[Point] = [
            (50 + side * (waist - 8), WAIST + 3),
            (50 + side * (waist - 3), WAIST + 9),
            (50 + side * (hips - 0.8), WAIST + 10),
        ]
        canvas.stitches(smooth(pocket, closed=False), thread)
        for x in (spread - ankle + 1, spread + ankle - 1):
            canvas.stitches(smooth([(50 + side * x, 91), (50 + side * (x + 0.01), 90)], closed=False), thread)
        canvas.stitches(
            smooth([(50 + side * (spread - ankle + 0.8), 91), (50 + side * (spread + ankle - 0.8), 91)], closed=False),
            thread,
        )
    _fly(canvas, stuff, thread)
    _waistband(canvas, waist, stuff, loops=True)
    buttons(canvas, 50, [WAIST + 0.9], made_of("metal", (176, 142, 96)), 1.2)


def trousers(canvas: Canvas, spec: PictureSpec) -> None:
    """Tapered with a crease, straight, wide."""
    waist, hips, knee, ankle, spread = (
        (15.0, 18.5, 7.6, 5.8, 9.2),
        (15.0, 18.5, 8.4, 7.8, 9.6),
        (15.0, 19.5, 11.0, 12.5, 12.0),
    )[spec.silhouette]
    stuff = garment_stuff(spec, "cotton")
    if stuff.texture in ("knit", "fine knit"):
        stuff = replace(stuff, texture="felt")
    folds = _leg_folds(canvas, 93, spread, 0.7)
    for side in (-1, 1):
        folds.ridge((50 + side * 8, 20), (50 + side * spread, 97), 0.7, 0.9, 0)
    canvas.part(_legs(waist, hips, knee, ankle, 93, spread), stuff, CLOTH, folds=folds)
    for side in (-1, 1):
        slit: list[Point] = [(50 + side * (waist - 4), WAIST + 3), (50 + side * (hips - 1.2), WAIST + 12)]
        canvas.part(ribbon(slit, 0.5), stuff.shaded(0.6), Relief(roll=0.1, lift=0.2))
    _fly(canvas, stuff, stuff.shaded(0.75))
    _waistband(canvas, waist, stuff, loops=True)
    buttons(canvas, 50.6, [WAIST + 0.9], made_of("plastic", (60, 54, 50)), 0.9)


def shorts(canvas: Canvas, spec: PictureSpec) -> None:
    """Tailored, running, swim."""
    waist, hips, low, spread, leg = (
        (17.0, 21.5, 70.0, 13.0, 11.5),
        (17.5, 23.0, 60.0, 14.5, 13.5),
        (17.5, 22.5, 66.0, 13.5, 12.5),
    )[spec.silhouette]
    stuff = garment_stuff(spec, "cotton")
    canvas.part(
        _legs(waist, hips, leg - 0.3, leg, low, spread), stuff, CLOTH, folds=_leg_folds(canvas, low + 14, spread, 1.0)
    )
    for side in (-1, 1):
        ends: list[Point] = [
            (50 + side * (spread - leg + 0.6), low - 2.4),
            (50 + side * (spread + leg - 0.6), low - 2.4),
        ]
        canvas.stitches(smooth(ends, closed=False), stuff.shaded(0.7))
        slit: list[Point] = [(50 + side * (waist - 3), WAIST + 4), (50 + side * (hips - 1), WAIST + 14)]
        canvas.part(ribbon(slit, 0.5), stuff.shaded(0.6), Relief(roll=0.1, lift=0.2))
    _waistband(canvas, waist, replace(stuff, texture="rib") if spec.silhouette else stuff, loops=spec.silhouette == 0)
    if spec.silhouette:
        cord = made_of("cotton", (238, 236, 230) if sum(stuff.rgb) < 560 else (70, 72, 76))
        for side in (-1, 1):
            canvas.part(
                ribbon([(50, WAIST + 2), (50 + side * 2.4, WAIST + 9), (50 + side * 1.6, WAIST + 15)], 0.9),
                cord,
                Relief(roll=0.3, lift=0.4),
            )
    else:
        _fly(canvas, stuff, stuff.shaded(0.75))
        buttons(canvas, 50.4, [WAIST + 0.9], made_of("plastic", (70, 60, 52)), 0.9)


def leggings(canvas: Canvas, spec: PictureSpec) -> None:
    """Full length, cropped, with a side panel."""
    low = (94.0, 82.0, 94.0)[spec.silhouette]
    stuff = replace(garment_stuff(spec, "polyester"), gloss=0.1, focus=8.0)
    canvas.part(_legs(13.0, 16.0, 6.2, 4.6, low, 8.4), stuff, CLOTH, folds=_leg_folds(canvas, low, 8.4, 0.45))
    if spec.silhouette == 2:
        for side in (-1, 1):
            canvas.part(
                ribbon([(50 + side * 15, 30), (50 + side * 14, 60), (50 + side * 11.5, low - 2)], 1.6),
                stuff.shaded(0.72),
                Relief(roll=0.2),
            )
    canvas.part(box(36.6, WAIST - 3.5, 63.4, WAIST + 5, 1.2), stuff.shaded(0.94), Relief(roll=0.7, lift=0.3))


def beanie(canvas: Canvas, spec: PictureSpec) -> None:
    """Turned up, and with a bobble."""
    stuff = garment_stuff(spec, "wool")
    if stuff.texture not in ("knit", "fine knit"):
        stuff = replace(stuff, texture="knit")
    if spec.silhouette == 1:
        canvas.part(ellipse(50, 17, 9), replace(stuff.plain(), texture="fleece"), Relief(roll=1.5, swell=5, lift=0.4))
    dome: list[Point] = [(50, 20), (64, 23), (75, 38), (78, 64, 0), (50, 67)]
    folds = Folds().crumple(canvas.rng, 0.4)
    for x in range(26, 76, 5):
        folds.ridge((50 + (x - 50) * 0.35, 20), (x, 70), 1.2, 0.8, 0)
    canvas.part(smooth(mirrored(dome)), stuff, Relief(roll=2, swell=7, lift=0.3), folds=folds)
    band: list[Point] = [(50, 60), (79, 57, 0), (80, 76, 0), (50, 80)]
    canvas.part(
        smooth(mirrored(band)), replace(stuff.plain().shaded(0.97), texture="rib"), Relief(roll=1.4, swell=3, lift=0.45)
    )


KINDS = {
    "jeans": (jeans, 3, False),
    "trousers": (trousers, 3, False),
    "shorts": (shorts, 3, False),
    "leggings": (leggings, 3, False),
    "beanie": (beanie, 2, False),
}
