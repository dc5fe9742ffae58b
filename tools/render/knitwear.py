"""Sweaters and cardigans, laid out from the front."""

from __future__ import annotations

from dataclasses import replace

from tools.render.canvas import CLOTH, FLAT, TRIM, Canvas, Folds, Relief
from tools.render.fabric import Stuff, made_of
from tools.render.garment import (
    NECK,
    Cut,
    back_of_neck,
    buttons,
    cloth_folds,
    garment_stuff,
    hem_band,
    neckband,
    rib_cuffs,
    sleeves,
    torso,
)
from tools.render.outline import Point, box, mirrored, smooth
from tools.render.spec import PictureSpec
from tools.render.tops import fitted


def sweater(canvas: Canvas, spec: PictureSpec) -> None:
    cut = (
        Cut(shoulder=23, chest=22, waist=21.5, hem=20.5, length=79, arm=13, cuff=7.5, sleeve=51, depth=6.5),
        Cut(shoulder=25, chest=24.5, waist=24, hem=22.5, length=77, arm=14.5, cuff=8, sleeve=48, spread=20, depth=6.5),
        Cut(shoulder=22, chest=21, waist=20, hem=19.5, length=82, arm=12, cuff=7, sleeve=53, spread=12, depth=7),
        Cut(shoulder=23, chest=22.5, waist=22, hem=21, length=79, arm=13, sleeve=51, depth=6.5),
    )[spec.silhouette]
    cut = fitted(cut, replace(spec, details=tuple(d for d in spec.details if "sleeve" not in d)))
    stuff = garment_stuff(spec, "wool")
    if stuff.texture not in ("knit", "fine knit"):
        stuff = replace(stuff, texture="fine knit")
    folds = cloth_folds(cut, canvas.rng, weight=1.0)
    if spec.silhouette == 3:
        for x in (36, 43, 50, 57, 64):
            _cable(folds, x, cut.length)
    turtle = "turtleneck" in spec.details
    if not turtle:
        back_of_neck(canvas, cut, stuff)
    sleeves(canvas, cut, stuff, folds)
    rib_cuffs(canvas, cut, stuff, 6)
    canvas.part(torso(replace(cut, depth=3) if turtle else cut), stuff, CLOTH, folds=folds)
    hem_band(canvas, cut, stuff, 6)
    if turtle:
        _roll_neck(canvas, cut, stuff)
    else:
        neckband(canvas, cut, stuff, 3.0)


def _cable(folds: Folds, x: float, bottom: float) -> None:
    y = NECK + 8.0
    while y < bottom - 3:
        folds.ridge((x - 1.9, y), (x + 1.9, y + 6.4), 0.85, 0.55, 0.3)
        y += 3.2


def _roll_neck(canvas: Canvas, cut: Cut, stuff: Stuff) -> None:
    rib = replace(stuff.shaded(0.98), texture="rib")
    tube: list[Point] = [
        (50, NECK - 8.6),
        (50 + cut.neck * 0.98, NECK - 7.2, 0),
        (50 + cut.neck + 1.2, NECK + 1.5, 0),
        (50, NECK + 5),
    ]
    canvas.part(
        smooth(mirrored(tube)),
        rib,
        Relief(roll=1.0, swell=3, lift=0.4),
        folds=Folds().ridge((38, NECK - 1), (62, NECK - 1), 1.2, 0.8, -1),
    )
    inside: list[Point] = [(50, NECK - 8.4), (50 + cut.neck * 0.9, NECK - 7.4), (50, NECK - 6.2)]
    canvas.part(smooth(mirrored(inside)), rib, FLAT, dim=0.5)


def cardigan(canvas: Canvas, spec: PictureSpec) -> None:
    cut = (
        Cut(
            shoulder=22.5,
            chest=22,
            waist=21.5,
            hem=21,
            length=80,
            arm=12.5,
            cuff=7.5,
            sleeve=51,
            pointed=True,
            depth=24,
            neck=7.5,
        ),
        Cut(
            shoulder=24,
            chest=24,
            waist=24,
            hem=23.5,
            length=86,
            arm=14,
            cuff=8,
            sleeve=49,
            spread=19,
            pointed=True,
            depth=30,
            neck=7.5,
        ),
        Cut(
            shoulder=21.5,
            chest=20.5,
            waist=19,
            hem=19.5,
            length=74,
            arm=12,
            cuff=7,
            sleeve=51,
            pointed=True,
            depth=19,
            neck=7.5,
        ),
    )[spec.silhouette]
    stuff = garment_stuff(spec, "wool")
    if stuff.texture not in ("knit", "fine knit"):
        stuff = replace(stuff, texture="fine knit")
    folds = cloth_folds(cut, canvas.rng)
    back_of_neck(canvas, cut, stuff)
    sleeves(canvas, cut, stuff, folds)
    rib_cuffs(canvas, cut, stuff, 5.5)
    canvas.part(torso(cut), stuff, CLOTH, folds=folds)
    hem_band(canvas, cut, stuff, 5)
    _patch_pockets(canvas, cut, stuff)
    neckband(canvas, cut, stuff, 3.4)
    _button_band(canvas, cut, stuff, 5 if spec.silhouette == 0 else 4)


def _patch_pockets(canvas: Canvas, cut: Cut, stuff: Stuff) -> None:
    for x in (39, 61):
        canvas.part(box(x - 6, cut.length - 17, x + 6, cut.length - 4, 0.8), stuff, Relief(roll=0.4, lift=0.3))
        edge = box(x - 6, cut.length - 17.4, x + 6, cut.length - 14.6, 0.4)
        canvas.part(edge, replace(stuff.shaded(0.94), texture="rib"), TRIM)


def _button_band(canvas: Canvas, cut: Cut, stuff: Stuff, count: int) -> None:
    low = NECK + cut.depth
    canvas.part(box(48.3, low - 1, 51.7, cut.length + 4.6), replace(stuff.shaded(0.96), texture="rib"), TRIM)
    gap = (cut.length - low - 1) / (count - 0.6)
    buttons(canvas, 50, [low + 2.5 + gap * k for k in range(count)], made_of("plastic", (92, 66, 48)), 1.25)


KINDS = {"sweater": (sweater, 4, False), "cardigan": (cardigan, 3, False)}
