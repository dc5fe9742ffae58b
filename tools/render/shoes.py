"""Shoes from the side, the second of the pair behind the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tools.render.canvas import Canvas, Folds, Relief
from tools.render.fabric import Stuff, made_of
from tools.render.outline import Point, Shape, ellipse, ribbon, smooth
from tools.render.spec import PictureSpec

UPPER = Relief(roll=1.6, swell=6, lift=0.3)
PIECE = Relief(roll=0.5, lift=0.35)
SOLE = Relief(roll=0.9, lift=0.3)
PALE = (232, 230, 224)
DARK = (42, 42, 45)


def _upper_stuff(spec: PictureSpec, usual: str) -> Stuff:
    return made_of(spec.material or usual, spec.colour, pattern=spec.pattern, second=spec.second_colour, seed=spec.seed)


def _sole(canvas: Canvas, points: Sequence[Point], rgb: tuple[int, int, int], ridges: float = 0) -> Shape:
    shape = smooth(points)
    stuff = made_of("rubber", rgb)
    folds = Folds()
    if ridges:
        x = 10.0
        while x < 92:
            folds.ridge((x, 80), (x, 92), 0.5, 0.5, 0)
            x += ridges
    canvas.part(shape, stuff, SOLE, folds=folds)
    return shape


def _laces(
    canvas: Canvas, start: tuple[float, float], end: tuple[float, float], count: int, rgb: tuple[int, int, int]
) -> None:
    cord = made_of("cotton", rgb)
    for k in range(count):
        share = k / max(count - 1, 1)
        x, y = start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share
        canvas.part(ribbon([(x - 4.0, y - 1.4), (x + 0.5, y - 0.4), (x + 3.6, y + 2.4)], 1.3), cord, PIECE)


def _lace_colour(stuff: Stuff) -> tuple[int, int, int]:
    return PALE if sum(stuff.rgb) < 560 else (120, 120, 122)


def sneaker(canvas: Canvas, spec: PictureSpec) -> None:
    """Low court shoe, high-top, slip-on."""
    stuff = _upper_stuff(spec, "canvas")
    collar = (50.0, 34.0, 53.0)[spec.silhouette]
    upper: list[Point] = [
        (12, 78, 0),
        (11.5, 62),
        (14, collar, 0),
        (25, collar + 3),
        (36, collar - 1, 0),
        (46, collar + 9),
        (60, 61),
        (76, 66),
        (88, 72),
        (89, 79, 0),
    ]
    body = smooth(upper)
    canvas.part(ellipse(25.5, collar + 1.6, 11.4, 3.2), stuff.shaded(0.5), Relief(roll=0.5))
    folds = Folds().ridge((58, 58), (66, 76), 2.2, 0.8, 1).ridge((66, 62), (72, 77), 2, 0.7, 1)
    canvas.part(body, stuff, UPPER, folds=folds)
    toe: list[Point] = [(74, 65.6), (86, 70.5), (89.4, 79, 0), (70, 79, 0), (69, 71)]
    canvas.part(
        smooth(toe), made_of("rubber", PALE) if spec.silhouette == 1 else stuff.shaded(0.94), PIECE, within=body
    )
    heel: list[Point] = [(11, 80, 0), (11, 60), (20, 62), (23, 80, 0)]
    canvas.part(smooth(heel), stuff.shaded(0.86), PIECE, within=body)
    if spec.silhouette == 2:
        gore: list[Point] = [(38, collar + 2, 0), (47, collar + 9, 0), (44, 70, 0), (36, 68, 0)]
        canvas.part(smooth(gore), replace(stuff.shaded(0.7), texture="rib"), PIECE, within=body)
    else:
        _laces(canvas, (38.5, collar + 4), (57, 61.5), 7 if spec.silhouette else 5, _lace_colour(stuff))
    _sole(canvas, [(9, 77, 0), (50, 79), (90, 77.5, 0), (91.5, 82), (89, 87, 0), (12, 87, 0), (8.5, 82)], PALE)
    canvas.tint(ribbon([(10, 80.4), (50, 82), (90, 80.6)], 0.5), (90, 88, 84), 0.6)
    canvas.double(5.5, -6.5, 0.62)


def running_shoe(canvas: Canvas, spec: PictureSpec) -> None:
    """Cushioned, racing flat, trail."""
    stuff = _upper_stuff(spec, "mesh")
    upper: list[Point] = [
        (13, 76, 0),
        (9, 60),
        (13, 45, 0),
        (19, 49),
        (28, 52),
        (37, 48, 0),
        (48, 57),
        (64, 63),
        (80, 68),
        (91, 76),
        (88, 80, 0),
    ]
    body = smooth(upper)
    canvas.part(ellipse(25.5, 50.6, 11.5, 3.4), stuff.shaded(0.45), Relief(roll=0.5))
    canvas.part(body, stuff, UPPER, folds=Folds().ridge((62, 60), (70, 78), 2.4, 0.7, 1))
    for k in range(3):
        stripe: list[Point] = [(34 + k * 7, 54 + k * 2.6), (36 + k * 7, 66), (32 + k * 8, 78)]
        canvas.part(
            ribbon(stripe, 2.2, 3.2), replace(stuff.shaded(0.78), texture="plain", gloss=0.15), PIECE, within=body
        )
    counter: list[Point] = [(9, 80, 0), (8, 58), (18, 58), (26, 80, 0)]
    canvas.part(smooth(counter), replace(stuff.shaded(0.82), texture="plain", gloss=0.18), PIECE, within=body)
    _laces(canvas, (40, 54), (59, 63), 5, _lace_colour(stuff))
    thick = (0.0, -3.5, 0.5)[spec.silhouette]
    sole: list[Point] = [
        (7, 75, 0),
        (30, 78.5),
        (60, 79),
        (93, 76.5, 0),
        (95, 81),
        (88, 88 + thick, 0),
        (40, 87 + thick),
        (14, 91 + thick, 0),
        (4.5, 84),
    ]
    _sole(canvas, sole, (238, 237, 234), 0)
    tread: list[Point] = [
        (12, 89.5 + thick, 0),
        (40, 86 + thick),
        (88, 86.6 + thick, 0),
        (86, 90 + thick, 0),
        (40, 89.4 + thick),
        (14, 92.6 + thick, 0),
    ]
    _sole(canvas, tread, DARK, 3.2 if spec.silhouette == 2 else 0)
    canvas.double(5.5, -6.5, 0.62)


def boot(canvas: Canvas, spec: PictureSpec) -> None:
    """Chelsea, lace-up, tall."""
    stuff = _upper_stuff(spec, "leather")
    top = (26.0, 24.0, 10.0)[spec.silhouette]
    upper: list[Point] = [
        (16, 79, 0),
        (14.5, 66),
        (17, 48),
        (16, top, 0),
        (28, top + 1.4),
        (42, top, 0),
        (43, 48),
        (52, 60),
        (70, 64),
        (86, 70),
        (88, 79, 0),
    ]
    body = smooth(upper)
    canvas.part(ellipse(29, top + 0.6, 13, 2.6), stuff.shaded(0.45), Relief(roll=0.5))
    folds = Folds().crumple(canvas.rng, 0.4).ridge((40, 54), (56, 64), 2, 1.2, 2).ridge((60, 60), (66, 78), 2.2, 0.8, 1)
    canvas.part(body, stuff, UPPER, folds=folds)
    if spec.silhouette == 0:
        gore: list[Point] = [(24, top + 3, 0), (36, top + 3, 0), (33, 58, 0), (27, 58, 0)]
        canvas.part(smooth(gore), made_of("rib", DARK), PIECE, within=body)
        canvas.part(
            ribbon([(15.4, top + 2), (14, top - 4), (18, top - 4), (18.4, top + 2)], 1.4), stuff.shaded(0.8), PIECE
        )
    elif spec.silhouette == 1:
        _laces(canvas, (39, top + 5), (54, 61), 8, DARK if sum(stuff.rgb) > 200 else (110, 104, 96))
    canvas.stitches(smooth([(60, 63), (58, 71), (60, 79)], closed=False), stuff.shaded(0.6))
    canvas.stitches(smooth([(22, 79), (23, 64), (17, 57)], closed=False), stuff.shaded(0.6))
    _sole(canvas, [(13, 78, 0), (90, 78, 0), (90, 83, 0), (40, 84, 0), (38, 90, 0), (13, 90, 0)], (58, 42, 32))
    canvas.double(6, -6, 0.6)


def hiking_boot(canvas: Canvas, spec: PictureSpec) -> None:
    """Mid, high, light."""
    stuff = _upper_stuff(spec, "nubuck")
    top = (34.0, 26.0, 40.0)[spec.silhouette]
    upper: list[Point] = [
        (13, 78, 0),
        (11, 64),
        (14, 50),
        (13, top, 0),
        (26, top + 2.6),
        (39, top - 1, 0),
        (43, 50),
        (56, 60),
        (74, 64),
        (89, 71),
        (90, 79, 0),
    ]
    body = smooth(upper)
    canvas.part(ellipse(26, top + 1, 13, 3.2), stuff.shaded(0.45), Relief(roll=0.6))
    canvas.part(body, stuff, UPPER, folds=Folds().crumple(canvas.rng, 0.3).ridge((42, 54), (56, 63), 2, 1.0, 2))
    collar: list[Point] = [(12.4, top - 0.6), (26, top + 2.4), (39.6, top - 1.4)]
    canvas.part(ribbon(collar, 5.4), stuff.shaded(0.72), Relief(roll=1.2, swell=2, lift=0.4))
    toe: list[Point] = [(66, 61), (88, 70), (91, 80, 0), (62, 80, 0)]
    heel: list[Point] = [(10, 80, 0), (10, 60), (24, 64), (30, 80, 0)]
    canvas.part(smooth(toe), made_of("rubber", DARK), PIECE, within=body)
    canvas.part(smooth(heel), stuff.shaded(0.8), PIECE, within=body)
    _laces(
        canvas, (37, top + 7), (57, 61), 7, (196, 64, 40) if spec.colour not in ("red", "orange", "burgundy") else PALE
    )
    _sole(canvas, [(9, 76, 0), (50, 79), (92, 77, 0), (94, 83), (90, 90, 0), (12, 90, 0), (7, 84)], DARK, 4.2)
    canvas.tint(ribbon([(10, 79), (50, 81.4), (92, 80)], 0.7), (150, 146, 138), 0.7)
    canvas.double(5.5, -6.5, 0.6)


def sandal(canvas: Canvas, spec: PictureSpec) -> None:
    """Two straps, cross straps, sport."""
    stuff = _upper_stuff(spec, "leather")
    bed: list[Point] = [(8, 76, 0), (26, 73), (54, 77), (90, 75), (93, 79), (88, 82, 0), (12, 83, 0)]
    canvas.part(smooth(bed), made_of("cork", (176, 134, 90)), Relief(roll=1, lift=0.3))
    _sole(canvas, [(8, 80, 0), (92, 79.5, 0), (90, 86, 0), (12, 87, 0)], (66, 56, 48))
    all_straps: tuple[tuple[list[Point], list[Point]], ...] = (
        ([(26, 79), (33, 58), (46, 50), (55, 60), (58, 80)], [(62, 80), (67, 63), (77, 57), (84, 66), (86, 79)]),
        ([(26, 80), (40, 54), (62, 58), (84, 79)], [(58, 80), (50, 60), (34, 50), (22, 62)]),
        ([(14, 80), (16, 58), (28, 46), (42, 56), (48, 79)], [(60, 80), (66, 62), (77, 57), (85, 66), (87, 79)]),
    )
    straps = all_straps[spec.silhouette]
    for line in straps:
        canvas.part(ribbon(line, 8.5), stuff, Relief(roll=1.0, swell=2, lift=0.45))
        middle = line[len(line) // 2]
        canvas.part(ellipse(middle[0] - 4, middle[1] + 3, 2.2, 2.6), made_of("metal", (186, 170, 130)), PIECE)
    if spec.silhouette == 2:
        canvas.part(ribbon([(15, 60), (11, 68), (12, 78)], 5), stuff.shaded(0.86), PIECE)
    canvas.double(6, -7, 0.62)


def loafer(canvas: Canvas, spec: PictureSpec) -> None:
    """Penny, tassel, driver."""
    stuff = _upper_stuff(spec, "leather")
    upper: list[Point] = [
        (12, 79, 0),
        (10.5, 66),
        (14, 56, 0),
        (26, 61),
        (44, 61, 0),
        (54, 56.5),
        (70, 61),
        (86, 69),
        (90, 77),
        (88, 80, 0),
    ]
    body = smooth(upper)
    canvas.part(ellipse(28, 59.6, 15, 3.2), made_of("leather", (150, 112, 78)), Relief(roll=0.5))
    canvas.part(body, stuff, UPPER, folds=Folds().ridge((66, 60), (70, 78), 2.4, 0.6, 1))
    canvas.stitches(
        smooth([(46, 62), (60, 62.5), (76, 67), (84, 72), (76, 72.4), (58, 69)], closed=False),
        stuff.shaded(0.55),
        gap=0.9,
    )
    strap: list[Point] = [(41, 78), (45, 66), (52, 57)]
    canvas.part(ribbon(strap, 8), stuff.shaded(0.94), PIECE, within=body)
    if spec.silhouette == 0:
        canvas.tint(ellipse(47, 66, 2.6, 1.1), (12, 10, 10), 0.7)
    elif spec.silhouette == 1:
        for dx in (0, 3.4):
            canvas.part(ribbon([(50 + dx, 60), (51 + dx, 66), (50.4 + dx, 71)], 1.4, 2.8), stuff.shaded(0.8), PIECE)
    else:
        for k in range(4):
            canvas.part(ellipse(13 + k * 4, 78 - k * 0.2, 1.1), made_of("rubber", DARK), PIECE)
    _sole(canvas, [(11, 78.6, 0), (90, 79, 0), (91, 82.4, 0), (36, 83.4, 0), (34, 88, 0), (12, 88, 0)], (60, 44, 34))
    canvas.double(6, -6, 0.6)


def pump(canvas: Canvas, spec: PictureSpec) -> None:
    """Stiletto, block heel, kitten heel."""
    stuff = _upper_stuff(spec, "suede")
    rise = (0.0, 5.0, 14.0)[spec.silhouette]
    upper: list[Point] = [
        (13, 52 + rise, 0),
        (10, 40 + rise),
        (14, 33 + rise, 0),
        (22, 43 + rise),
        (38, 60 + rise * 0.5),
        (56, 68, 0),
        (70, 67),
        (86, 75),
        (93, 82, 0),
        (60, 83, 0),
        (40, 74 + rise * 0.4),
        (24, 57 + rise, 0),
    ]
    width = (2.2, 8.5, 3.2)[spec.silhouette]
    heel: list[Point] = [
        (12, 47 + rise, 0),
        (23, 56 + rise, 0),
        (15 + width, 74),
        (14 + width, 87, 0),
        (14, 87, 0),
        (14.4, 70),
    ]
    canvas.part(smooth(heel), stuff.shaded(0.86), Relief(roll=0.8, lift=0.2))
    lining: list[Point] = [(15, 35 + rise), (24, 46 + rise), (40, 62 + rise * 0.5), (56, 68.6)]
    canvas.part(ribbon(lining, 3.4, 1.2), made_of("leather", (196, 168, 138)), Relief(roll=0.4))
    canvas.part(smooth(upper), stuff, UPPER)
    _sole(
        canvas,
        [
            (24, 57.5 + rise, 0),
            (40, 74.4 + rise * 0.4),
            (60, 83, 0),
            (93, 82, 0),
            (92, 84.4, 0),
            (58, 86, 0),
            (38, 77 + rise * 0.4),
        ],
        (52, 40, 34),
    )
    canvas.double(6.5, -5.5, 0.6)


KINDS = {
    "sneaker": (sneaker, 3, True),
    "running shoe": (running_shoe, 3, True),
    "boot": (boot, 3, True),
    "hiking boot": (hiking_boot, 3, True),
    "sandal": (sandal, 3, True),
    "loafer": (loafer, 3, True),
    "pump": (pump, 3, True),
}
