"""Dresses and skirts from the front."""

from __future__ import annotations

from dataclasses import replace

from tools.render.canvas import CLOTH, Canvas, Folds, Relief
from tools.render.fabric import made_of
from tools.render.garment import (
    NECK,
    Cut,
    back_of_neck,
    buttons,
    cloth_folds,
    garment_stuff,
    neckband,
    neckline,
    sleeve_hems,
    sleeves,
)
from tools.render.outline import Point, Shape, box, flip, mirrored, ribbon, smooth
from tools.render.spec import PictureSpec


def _gown(cut: Cut, waist_at: float, hips: float) -> Shape:
    """A bodice to the waist and a skirt to the hem."""
    tip_x, tip_y = cut.tip
    half: list[Point] = [
        *neckline(cut),
        (tip_x - 3, tip_y - 1.2),
        (tip_x, tip_y, 0),
        (50 + cut.chest - 1, 30),
        (50 + cut.chest, 38),
        (50 + cut.waist, waist_at),
        (50 + hips, waist_at + 14),
        (50 + cut.hem, cut.length, 0),
        (50 + cut.hem * 0.5, cut.length + 1.3),
        (50, cut.length + 1.7),
    ]
    return smooth(mirrored(half))


def dress(canvas: Canvas, spec: PictureSpec) -> None:
    """A-line, sheath, and shirt dress."""
    shape = spec.silhouette
    cut = (
        Cut(
            shoulder=15, chest=15, waist=12, hem=29, length=92, sleeve=12, arm=10, cuff=9.5, spread=34, neck=9, depth=11
        ),
        Cut(shoulder=14, chest=15, waist=12.5, hem=14, length=90, sleeve=0, neck=9, depth=9),
        Cut(
            shoulder=17,
            chest=17,
            waist=14,
            hem=22,
            length=92,
            sleeve=18,
            arm=11,
            cuff=9.5,
            spread=30,
            neck=6.5,
            depth=6,
        ),
    )[shape]
    if "long sleeve" in spec.details:
        cut = replace(cut, sleeve=48, cuff=6.5, spread=14)
    elif "sleeveless" in spec.details:
        cut = replace(cut, sleeve=0)
    if "v-neck" in spec.details and shape != 2:
        cut = replace(cut, pointed=True, depth=16)
    stuff = garment_stuff(spec, "viscose")
    waist_at = (46.0, 48.0, 50.0)[shape]
    folds = cloth_folds(replace(cut, sleeve=0), canvas.rng, weight=0.6)
    _skirt_folds(folds, canvas, waist_at, cut.hem, cut.length, 9 if shape == 0 else 4)
    back_of_neck(canvas, cut, stuff)
    sleeves(canvas, cut, stuff, folds)
    if cut.sleeve:
        sleeve_hems(canvas, cut, stuff)
    canvas.part(_gown(cut, waist_at, (17.0, 15.5, 17.0)[shape]), stuff, CLOTH, folds=folds)
    if shape == 2:
        canvas.part(box(48.4, NECK + 5, 51.6, cut.length + 1, 0.3), stuff, Relief(roll=0.3, lift=0.25))
        buttons(canvas, 50, [NECK + 9 + 8 * k for k in range(8)], made_of("plastic", (232, 228, 220)), 0.85)
        leaf: list[Point] = [(50.3, NECK + 5, 0), (56, NECK - 3, 0), (60.5, NECK + 2, 0), (55.5, NECK + 9, 0)]
        canvas.part([smooth(leaf), flip(smooth(leaf))], stuff, Relief(roll=0.4, lift=0.4))
    else:
        neckband(canvas, cut, stuff, 1.2)
    belt: list[Point] = [(50 - cut.waist - 0.4, waist_at), (50, waist_at + 1), (50 + cut.waist + 0.4, waist_at)]
    canvas.part(ribbon(belt, 2.6 if shape == 2 else 1.4), stuff.plain().shaded(0.84), Relief(roll=0.5, lift=0.4))


def _skirt_folds(folds: Folds, canvas: Canvas, top: float, hem: float, low: float, count: int) -> None:
    for k in range(count):
        share = (k + 0.5) / count * 2 - 1
        start = (50 + share * hem * 0.42, top + canvas.rng.uniform(1, 8))
        end = (50 + share * hem * 0.98, low + 6)
        folds.ridge(start, end, canvas.rng.uniform(1.1, 2.0), canvas.rng.uniform(0.9, 1.6), canvas.rng.uniform(-2, 2))


def skirt(canvas: Canvas, spec: PictureSpec) -> None:
    """Pencil, A-line, pleated."""
    shape = spec.silhouette
    waist, hips, hem, low = ((15.0, 21.0, 18.5, 84.0), (15.0, 22.0, 33.0, 80.0), (15.5, 24.0, 34.0, 86.0))[shape]
    stuff = garment_stuff(spec, "wool")
    if stuff.texture in ("knit", "fine knit"):
        stuff = replace(stuff, texture="felt")
    half: list[Point] = [
        (50, 18),
        (50 + waist, 17.4, 0),
        (50 + hips * 0.92, 30),
        (50 + hips, 42),
        (50 + hem, low, 0),
        (50 + hem * 0.5, low + 1.4),
        (50, low + 1.8),
    ]
    folds = Folds().crumple(canvas.rng, 0.3)
    if shape == 2:
        for k in range(15):
            share = (k + 0.5) / 15 * 2 - 1
            folds.ridge((50 + share * waist, 12), (50 + share * hem * 1.04, low + 14), 0.9, 1.5, 0)
    else:
        _skirt_folds(folds, canvas, 26, hem, low, 6 if shape == 1 else 3)
    canvas.part(smooth(mirrored(half)), stuff, CLOTH, folds=folds)
    band: list[Point] = [(50, 14.4), (50 + waist, 13.8, 0), (50 + waist + 0.3, 18.6, 0), (50, 19.4)]
    canvas.part(smooth(mirrored(band)), stuff.plain().shaded(0.94), Relief(roll=0.5, lift=0.35))
    if shape == 0:
        canvas.part(ribbon([(50, low - 16), (50, low + 1.6)], 0.5), stuff.shaded(0.5), Relief(roll=0.1))
    else:
        buttons(canvas, 50 + waist - 3, [16.6], made_of("plastic", (70, 60, 52)), 1.0)


KINDS = {"dress": (dress, 3, False), "skirt": (skirt, 3, False)}
