"""Headphones, earbuds, speakers and soundbars."""

from __future__ import annotations

from tools.render.canvas import Canvas, Folds, Relief
from tools.render.fabric import made_of
from tools.render.outline import box, ellipse, moved, ribbon
from tools.render.spec import PictureSpec
from tools.render.ware import BLACK, CHROME, SOLID, arc, button, fitting, glow, knob, slab, slots, ware_stuff, writing


def headphones(canvas: Canvas, spec: PictureSpec) -> None:
    """Over-ear, on-ear with a thin band, studio."""
    stuff = ware_stuff(spec, "plastic")
    width = (7.0, 3.6, 8.0)[spec.silhouette]
    canvas.part(ribbon(arc(50, 52, 33, 40, 180, 360, 13), width), stuff, Relief(roll=1.2, lift=0.3))
    canvas.part(ribbon(arc(50, 52.6, 31, 37.4, 205, 335, 11), width * 0.6), stuff.shaded(0.62), Relief(roll=1.0))
    tall = (19.0, 14.0, 20.0)[spec.silhouette]
    for side in (-1, 1):
        x = 50 + side * 33
        canvas.part(box(x - 1.6, 42, x + 1.6, 56, 0.8), CHROME, SOLID)
        pad = moved(ellipse(x - side * 5, 66, 5.6, tall), turn=side * -0.08, about=(x, 66))
        canvas.part(pad, made_of("leather", (44, 44, 47)), Relief(roll=1.8, swell=3, lift=0.35))
        cup = moved(ellipse(x + side * 1.5, 66, 8, tall - 1), turn=side * -0.08, about=(x, 66))
        canvas.part(cup, stuff, Relief(roll=1.6, swell=6, lift=0.35))
        canvas.part(ellipse(x + side * 2.4, 66, 3.6, tall * 0.5), stuff.shaded(0.84), Relief(roll=0.8))
        if spec.silhouette == 2:
            canvas.part(ribbon(arc(x + side * 1.5, 66, 8.6, tall, 0, 359, 25), 0.8), CHROME, Relief(roll=0.3))


def earbuds(canvas: Canvas, spec: PictureSpec) -> None:
    """In an open case; with ear hooks beside it."""
    stuff = ware_stuff(spec, "plastic")
    if spec.silhouette == 0:
        canvas.part(box(24, 26, 76, 56, 15), stuff.shaded(0.92), Relief(roll=2, swell=6, lift=0.3))
        canvas.part(box(29, 31, 71, 54, 11), stuff.shaded(0.66), Relief(roll=1))
    canvas.part(box(22, 54, 78, 86, 15), stuff, Relief(roll=2.4, swell=8, lift=0.35))
    glow(canvas, 50, 72, 0.9, (110, 220, 150))
    for side in (-1, 1):
        x, y = (50 + side * 13, 47.0) if spec.silhouette == 0 else (50 + side * 20, 34.0)
        if spec.silhouette:
            canvas.part(
                ribbon(arc(x + side * 3, y - 4, 10, 14, 200 if side > 0 else -20, 340 if side > 0 else -160, 9), 2.2),
                stuff,
                SOLID,
            )
        canvas.part(box(x - 2.6, y, x + 2.6, y + 17, 2.4), stuff, SOLID)
        canvas.part(ellipse(x, y, 7, 7.6), stuff, Relief(roll=1.4, swell=4, lift=0.4))
        canvas.part(ellipse(x - side * 5.4, y + 1.4, 3, 4.2), made_of("silicone", (70, 72, 76)), SOLID)


def _cone(canvas: Canvas, x: float, y: float, radius: float) -> None:
    """A driver: surround, cone, cap."""
    canvas.part(ellipse(x, y, radius), made_of("rubber", (34, 35, 38)), Relief(roll=1, lift=0.3))
    canvas.part(
        ellipse(x, y, radius * 0.8), made_of("matt", (62, 64, 68)), Relief(roll=radius * 0.3, swell=radius * 0.4)
    )
    canvas.part(ellipse(x, y, radius * 0.3), made_of("plastic", (28, 29, 32)), Relief(roll=1, swell=2, lift=0.3))


def speaker(canvas: Canvas, spec: PictureSpec) -> None:
    """A bookshelf box, a fabric cylinder, a carry-about."""
    if spec.silhouette == 0:
        stuff = ware_stuff(spec, "wood")
        slab(canvas, 29, 12, 71, 90, 2, stuff)
        _cone(canvas, 50, 62, 15.5)
        _cone(canvas, 50, 28, 7)
        writing(canvas, 50, 84, 9, 1.4, (200, 196, 188))
        return
    cloth = made_of("fabric", spec.colour)
    if spec.silhouette == 1:
        canvas.part(box(30, 16, 70, 88, 9), cloth, Relief(roll=1, turned=True, lift=0.3), folds=Folds())
        canvas.part(ellipse(50, 18, 19, 4.4), fitting(cloth), Relief(roll=0.8, lift=0.3))
        canvas.tint(ribbon(arc(50, 18, 14, 3, 0, 359, 25), 0.7), (120, 200, 240), 0.8, 0.2)
        canvas.part(box(30.6, 83, 69.4, 89, 3), fitting(cloth), Relief(roll=0.8, turned=True))
        return
    canvas.part(ribbon([(28, 42), (32, 24), (68, 24), (72, 42)], 3.6), made_of("leather", (96, 70, 50)), SOLID)
    slab(canvas, 12, 38, 88, 82, 6, ware_stuff(spec, "plastic"))
    canvas.part(box(17, 46, 83, 77, 4), cloth.shaded(0.9), Relief(roll=0.8, lift=0.3))
    for k in range(3):
        knob(canvas, 30 + k * 9, 42, 2, CHROME)
    writing(canvas, 73, 72, 12, 2, (226, 200, 140))


def soundbar(canvas: Canvas, spec: PictureSpec) -> None:
    """Low and long; the second with its woofer beside it."""
    stuff = ware_stuff(spec, "plastic")
    if spec.silhouette == 1:
        slab(canvas, 62, 26, 90, 64, 2.4, stuff)
        _cone(canvas, 76, 45, 9.5)
    slab(canvas, 4, 66, 96, 84, 4, stuff)
    canvas.part(box(6, 69, 94, 82, 2.6), made_of("fabric", stuff.rgb).shaded(0.92), Relief(roll=0.5))
    for k in range(3):
        button(canvas, 46 + k * 4, 67.4, 0.9, fitting(stuff))
    slots(canvas, 8, 84, 92, 85, 0.8, strength=0.3)
    glow(canvas, 88, 75, 0.7, (230, 230, 235))
    canvas.part(box(14, 84, 22, 86, 0.6), BLACK, SOLID)
    canvas.part(box(78, 84, 86, 86, 0.6), BLACK, SOLID)


KINDS = {
    "headphones": (headphones, 3, True),
    "earbuds": (earbuds, 2, True),
    "speaker": (speaker, 3, True),
    "soundbar": (soundbar, 2, True),
}
