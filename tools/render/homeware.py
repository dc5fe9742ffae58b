"""Lamps, cushions, vases and blankets."""

from __future__ import annotations

from tools.render.canvas import CLOTH, Canvas, Folds, Relief
from tools.render.fabric import made_of
from tools.render.outline import Point, box, ellipse, mirrored, ribbon, smooth
from tools.render.spec import PictureSpec
from tools.render.ware import BLACK, SOLID, TURNED, bar, glaze, mouth, vessel, ware_stuff


def lamp(canvas: Canvas, spec: PictureSpec) -> None:
    """Table lamp with a shade, desk lamp with an arm, mushroom lamp."""
    stuff = ware_stuff(spec, "metal")
    if spec.silhouette == 0:
        bar(canvas, [(50, 84), (50, 44)], 2.6, made_of("metal", (150, 126, 86)))
        canvas.part(vessel([(4, 78), (15, 84), (16, 87)]), stuff.shaded(0.9), TURNED)
        shade: list[Point] = [(50, 15), (66, 14.4, 0), (80, 50, 0), (50, 52.4)]
        canvas.part(smooth(mirrored(shade)), made_of("linen", spec.colour), Relief(roll=0.6, turned=True, lift=0.3))
        canvas.tint(ellipse(50, 40, 18, 14), (255, 244, 214), 0.16, 6)
    elif spec.silhouette == 1:
        canvas.part(vessel([(18, 84), (19, 88)], 2.4, 42), stuff, TURNED)
        bar(canvas, [(42, 84), (30, 50)], 2.6, stuff)
        bar(canvas, [(30, 50), (58, 24)], 2.6, stuff)
        canvas.part(ellipse(30, 50, 3.2), stuff.shaded(0.8), SOLID)
        head: list[Point] = [(54, 16, 0), (64, 14), (84, 40, 0), (60, 54, 0), (50, 26)]
        canvas.part(smooth(head), stuff, Relief(roll=1.2, swell=5, lift=0.35))
        canvas.tint(smooth([(84, 40), (60, 54), (70, 52), (80, 46)]), (255, 240, 200), 0.85, 0.8)
    else:
        canvas.part(vessel([(6, 46), (7, 66), (17, 84), (18, 87)]), stuff, TURNED)
        dome: list[Point] = [(50, 18), (74, 26), (86, 50, 0), (50, 55)]
        canvas.part(smooth(mirrored(dome)), stuff, Relief(roll=2, swell=9, lift=0.35))
        canvas.tint(ellipse(50, 51, 30, 3), (255, 238, 200), 0.5, 1.4)


def cushion(canvas: Canvas, spec: PictureSpec) -> None:
    """Square, bolster-like, round."""
    stuff = made_of(
        spec.material or "cotton", spec.colour, pattern=spec.pattern, second=spec.second_colour, seed=spec.seed
    )
    relief = Relief(roll=3, swell=12, lift=0.3)
    folds = Folds().crumple(canvas.rng, 0.8)
    if spec.silhouette == 2:
        for k in range(12):
            x = 50 + 34 * (k / 11 * 2 - 1)
            folds.ridge((50, 52), (x, 20 if k % 2 else 84), 1.4, 0.8, 1)
        canvas.part(ellipse(50, 52, 34, 32), stuff, relief, folds=folds)
        canvas.part(ellipse(50, 52, 2.6), stuff.shaded(0.8), Relief(roll=0.6, lift=0.4))
        return
    top, low = (18.0, 86.0) if spec.silhouette == 0 else (32.0, 76.0)
    half: list[Point] = [
        (50, top + 3.4),
        (70, top + 2),
        (86, top, 0),
        (83.6, 52),
        (86, low, 0),
        (70, low - 2),
        (50, low - 3.4),
    ]
    for side in (-1, 1):
        folds.ridge((50 + side * 34, top + 3), (50 + side * 16, top + 18), 3, 1.2, 1)
        folds.ridge((50 + side * 34, low - 3), (50 + side * 16, low - 18), 3, 1.2, -1)
    canvas.part(smooth(mirrored(half)), stuff, relief, folds=folds)
    canvas.stitches(smooth([(17, low - 2.6), (50, low - 5), (83, low - 2.6)], closed=False), stuff.shaded(0.65))


def vase(canvas: Canvas, spec: PictureSpec) -> None:
    """Bottle vase, amphora, cylinder with a waist."""
    stuff = ware_stuff(spec, "ceramic")
    profiles: tuple[list[Point], ...] = (
        [(6, 14), (5, 28), (8, 42), (22, 60), (23, 72), (13, 88)],
        [(13, 20), (10, 26), (18, 38), (25, 54), (17, 78), (12, 88)],
        [(16, 16), (13, 40), (15, 58), (19, 74), (18, 88)],
    )
    profile = profiles[spec.silhouette]
    body = vessel(profile)
    canvas.part(body, stuff, TURNED)
    glaze(canvas, body, 50, 18, 40, 84, 0.35)
    mouth(canvas, 50, profile[0][1], profile[0][0], profile[0][0] * 0.24, stuff)
    if spec.silhouette == 1:
        for side in (-1, 1):
            bar(canvas, [(50 + side * 11, 25), (50 + side * 26, 28), (50 + side * 23, 44)], 3, stuff)


def blanket(canvas: Canvas, spec: PictureSpec) -> None:
    """Folded throws: a stack, a roll, one with fringes."""
    stuff = made_of(
        spec.material or "wool", spec.colour, pattern=spec.pattern, second=spec.second_colour, seed=spec.seed
    )
    if spec.silhouette == 1:
        canvas.part(
            box(16, 40, 84, 82, 20), stuff, Relief(roll=3, swell=9, lift=0.3), folds=Folds().crumple(canvas.rng, 0.6)
        )
        for rx in (15, 11, 7, 3.4):
            canvas.part(ellipse(24, 61, rx * 0.55, rx * 1.3), stuff.shaded(0.92), Relief(roll=1.2, lift=0.4))
        for x in (44, 66):
            canvas.part(
                box(x - 1.8, 39, x + 1.8, 83, 1), made_of("leather", (122, 84, 54)), Relief(roll=0.6, lift=0.45)
            )
        return
    for k, (top, inset) in enumerate(((62.0, 0.0), (46.0, 1.6), (30.0, 0.8))):
        layer = box(14 + inset, top, 86 - inset, top + 21, 8)
        folds = Folds().crumple(canvas.rng, 0.7).ridge((16, top + 9), (84, top + 10), 3, 0.9, 1)
        canvas.part(
            layer,
            stuff.shaded(0.97) if k % 2 else stuff,
            CLOTH if k else Relief(roll=1.6, swell=6, lift=0.35),
            folds=folds,
        )
    if spec.silhouette == 2:
        for x in range(18, 84, 3):
            canvas.part(
                ribbon([(x, 48), (x + 0.6, 54), (x - 0.2, 60)], 1.2), stuff.shaded(0.9), Relief(roll=0.3, lift=0.4)
            )
    else:
        canvas.part(box(66, 72, 76, 78, 0.6), BLACK.dyed((232, 228, 218)), Relief(roll=0.2, lift=0.3))


KINDS = {
    "lamp": (lamp, 3, True),
    "cushion": (cushion, 3, True),
    "vase": (vase, 3, True),
    "blanket": (blanket, 3, True),
}
