"""A bottle of wine and a whisky set."""

from __future__ import annotations

from tools.render.canvas import Canvas, Relief
from tools.render.fabric import made_of
from tools.render.outline import Point, box, ellipse
from tools.render.spec import PictureSpec
from tools.render.ware import TURNED, glaze, mouth, vessel, ware_stuff, writing

PAPER = made_of("matt", (238, 232, 218))


def bottle(canvas: Canvas, spec: PictureSpec) -> None:
    """Bordeaux shoulders, and Burgundy's slope; the named colour is the glass."""
    stuff = ware_stuff(spec, "glass")
    profile: list[Point] = (
        [(3.4, 8), (3.4, 28), (5, 33), (12, 39), (12.6, 46), (12.6, 90)]
        if spec.silhouette == 0
        else [(3.4, 8), (3.6, 24), (6, 36), (12, 50), (14, 60), (14, 90)]
    )
    body = vessel(profile)
    canvas.part(body, stuff, TURNED)
    glaze(canvas, body, 50, profile[-1][0], 46, 88, 0.5)
    canvas.part(box(46.2, 7, 53.8, 22, 0.8), stuff.shaded(0.6), TURNED)
    half = profile[-1][0] - 0.2
    canvas.part(box(50 - half, 58, 50 + half, 80, 0.3), PAPER, Relief(turned=True))
    writing(canvas, 50, 64, half * 1.2, 2.4, (60, 48, 40))
    writing(canvas, 50, 70, half * 0.9, 1.3, (120, 104, 90))
    canvas.part(ellipse(50, 75, 1.8), made_of("metal", (178, 146, 84)), Relief(roll=0.3))


def whisky_set(canvas: Canvas, spec: PictureSpec) -> None:
    """A decanter and two tumblers on a tray."""
    stuff = ware_stuff(spec, "glass")
    canvas.part(ellipse(50, 86, 40, 5), made_of("wood", (112, 76, 48)), Relief(roll=0.8, lift=0.3))
    decanter = vessel([(4, 22), (4, 32), (15, 42), (16, 46), (16, 83)], axis=50)
    canvas.part(decanter, stuff, TURNED)
    glaze(canvas, decanter, 50, 16, 44, 80, 0.5)
    for k in range(-2, 3):
        canvas.tint(box(50 + k * 6 - 0.2, 46, 50 + k * 6 + 0.2, 82), (255, 255, 255), 0.25, 0.2, decanter)
    canvas.part(ellipse(50, 17, 5.6), stuff.shaded(1.1), Relief(roll=1.2, lift=0.3))
    for axis in (22.0, 78.0):
        glass = vessel([(9, 62), (8.4, 85)], axis=axis)
        canvas.part(glass, stuff, TURNED)
        mouth(canvas, axis, 62, 9, 1.9, stuff)
        glaze(canvas, glass, axis, 8.4, 65, 83, 0.45)


KINDS = {"bottle": (bottle, 2, True), "whisky set": (whisky_set, 1, True)}
