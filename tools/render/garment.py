"""The pieces that tops and coats share: torso, sleeves, neckline, and the folds that cloth falls into."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

from tools.render.canvas import CLOTH, FLAT, TRIM, Canvas, Folds, Relief
from tools.render.fabric import Stuff, made_of
from tools.render.outline import Point, Shape, box, ellipse, flip, mirrored, ribbon, smooth
from tools.render.spec import PictureSpec

NECK = 17.0  # height where the collar meets the shoulder


@dataclass(frozen=True)
class Cut:
    """Half-widths and heights in units, for a garment centred on x = 50."""

    shoulder: float = 22.0
    chest: float = 21.0
    waist: float = 20.5
    hem: float = 21.0
    length: float = 84.0  # height of the hem
    neck: float = 8.0  # half-width of the opening
    depth: float = 7.0  # how far the front of the opening drops
    pointed: bool = False  # V instead of round
    sleeve: float = 56.0  # length; 0 for none
    spread: float = 16.0  # degrees from hanging straight down
    arm: float = 11.5  # sleeve width at the shoulder
    cuff: float = 7.5  # and at the wrist

    @property
    def tip(self) -> tuple[float, float]:
        return 50 + self.shoulder, NECK + 4.5


def garment_stuff(spec: PictureSpec, usual: str) -> Stuff:
    material = spec.material or usual
    return made_of(material, spec.colour, pattern=spec.pattern, second=spec.second_colour, seed=spec.seed)


def neckline(cut: Cut) -> list[Point]:
    """The right half of the front opening, from its lowest point up to the shoulder."""
    low = NECK + cut.depth
    if cut.pointed:
        return [(50, low, 0), (50 + cut.neck * 0.55, NECK + cut.depth * 0.42), (50 + cut.neck, NECK, 0)]
    return [(50, low), (50 + cut.neck * 0.6, low - cut.depth * 0.24), (50 + cut.neck, NECK, 0)]


def torso(cut: Cut) -> Shape:
    tip_x, tip_y = cut.tip
    half: list[Point] = [
        *neckline(cut),
        (tip_x - 3, tip_y - 1.2),
        (tip_x, tip_y, 0),
        (50 + cut.chest - 0.6, 32),
        (50 + cut.chest, 41, 0),
        (50 + cut.waist, 41 + (cut.length - 41) * 0.5),
        (50 + cut.hem, cut.length, 0),
        (50 + cut.hem * 0.5, cut.length + 0.9),
        (50, cut.length + 1.2),
    ]
    return smooth(mirrored(half))


def sleeve(cut: Cut, bend: float = 1.5) -> Shape:
    """The right sleeve; `flip` it for the left."""
    angle = math.radians(cut.spread)
    along, out = (math.sin(angle), math.cos(angle)), (math.cos(angle), -math.sin(angle))
    tip_x, tip_y = cut.tip

    def at(down: float, away: float) -> tuple[float, float]:
        return tip_x + along[0] * down + out[0] * away, tip_y + along[1] * down + out[1] * away

    end = cut.sleeve
    inner = [at(end * 0.5, bend - (cut.arm + cut.cuff) / 2 - 0.4)] if end > 30 else []
    points: list[Point] = [
        (tip_x - 3.5, tip_y - 1.2, 0),
        at(end * 0.12, 1.6),
        at(end * 0.5, 1.2 + bend),
        (*at(end, 0), 0),
        (*at(end + 0.4, -cut.cuff * 0.5),),
        (*at(end, -cut.cuff), 0),
        *inner,
        (50 + cut.chest - 1, 42.5, 0),
        (50 + cut.chest - 6, 32, 0),
    ]
    return smooth(points)


def cuff(cut: Cut, height: float = 5.0) -> Shape:
    """A band round the end of the right sleeve."""
    angle = math.radians(cut.spread)
    along, out = (math.sin(angle), math.cos(angle)), (math.cos(angle), -math.sin(angle))
    tip_x, tip_y = cut.tip
    corners: list[Point] = []
    for down, away in ((cut.sleeve - 0.6, 0.3), (cut.sleeve + height, -0.8), (cut.sleeve + height, 0.8 - cut.cuff)):
        corners.append((tip_x + along[0] * down + out[0] * away, tip_y + along[1] * down + out[1] * away, 0))
    down, away = cut.sleeve - 0.6, -cut.cuff - 0.3
    corners.append((tip_x + along[0] * down + out[0] * away, tip_y + along[1] * down + out[1] * away, 0))
    return smooth(corners)


def cloth_folds(cut: Cut, rng: Random, *, weight: float = 1.0) -> Folds:
    """What gravity does: pulls from the underarm, long soft drops to the hem, creases at the elbow."""
    folds = Folds().crumple(rng, 0.35 * weight)
    for side in (-1, 1):
        arm = 50 + side * cut.chest
        for drop in (52, 60, 70):
            end = (50 + side * (cut.chest * rng.uniform(0.1, 0.55)), drop + rng.uniform(-4, 4))
            folds.ridge((arm + side * 2, 39), end, rng.uniform(1.3, 2.2), weight * rng.uniform(0.5, 1.0), side * 2)
        for _ in range(2):
            start = (50 + side * cut.chest * rng.uniform(0.1, 0.9), rng.uniform(46, 58))
            end = (start[0] + rng.uniform(-3, 3), cut.length + 6)
            folds.ridge(start, end, rng.uniform(1.8, 3.0), weight * rng.uniform(0.5, 0.9), rng.uniform(-2, 2))
        folds.ridge((arm, cut.length - 16), (50 + side * 6, cut.length - 9), 1.6, 0.5 * weight, 1.5)
        if cut.sleeve > 30:
            _elbow(folds, cut, rng, side, weight)
    return folds


def _elbow(folds: Folds, cut: Cut, rng: Random, side: int, weight: float) -> None:
    angle = math.radians(cut.spread)
    for share in (0.34, 0.44, 0.52, 0.62, 0.86, 0.93):
        down = cut.sleeve * (share + rng.uniform(-0.02, 0.02))
        x, y = cut.tip[0] - 50 + math.sin(angle) * down, cut.tip[1] + math.cos(angle) * down
        start, end = (50 + side * (x + 1.5), y - 1.5), (50 + side * (x - cut.arm), y + rng.uniform(0, 3))
        folds.ridge(start, end, rng.uniform(0.8, 1.4), weight * rng.uniform(0.45, 0.85), rng.uniform(-1, 1))


def back_of_neck(canvas: Canvas, cut: Cut, stuff: Stuff, rise: float = 1.6) -> None:
    """The inside of the back, seen through the opening, with its label."""
    half: list[Point] = [
        (50, NECK - rise + 1.6),
        (50 + cut.neck * 0.6, NECK - rise + 0.8),
        (50 + cut.neck + 0.6, NECK, 0),
    ]
    low: list[Point] = [(50 + cut.neck * 0.8, NECK + cut.depth * 0.8), (50, NECK + cut.depth + 2)]
    canvas.part(smooth(mirrored([*half, *low])), stuff.plain(), Relief(roll=0.2), dim=0.58)
    canvas.part(
        box(48, NECK - rise + 2.6, 52, NECK - rise + 4.6, 0.3), made_of("cotton", (232, 230, 224)), FLAT, dim=0.8
    )
    back: list[Point] = [(50 - cut.neck, NECK), (50, NECK - rise + 1.5), (50 + cut.neck, NECK)]
    canvas.part(ribbon(back, 2.0), _rib_of(stuff, 0.86), Relief(roll=0.4))


def neckband(canvas: Canvas, cut: Cut, stuff: Stuff, width: float = 2.3) -> None:
    """A ribbed band along the front opening."""
    right = neckline(cut)
    left: list[Point] = [(100 - p[0], *p[1:]) for p in reversed(right[1:])]
    canvas.part(ribbon([*left, *right], width), _rib_of(stuff, 0.95), TRIM)


def hem_band(canvas: Canvas, cut: Cut, stuff: Stuff, height: float = 5.5) -> None:
    """A ribbed waistband below the torso."""
    top = cut.length - 1.0
    half: list[Point] = [
        (50, top + 1.2, 0),
        (50 + cut.hem + 0.2, top, 0),
        (50 + cut.hem - 1.4, top + height, 0),
        (50, top + height + 1.1),
    ]
    canvas.part(smooth(mirrored(half)), _rib_of(stuff, 0.96), TRIM)


def _rib_of(stuff: Stuff, factor: float) -> Stuff:
    from dataclasses import replace

    return replace(stuff.shaded(factor), texture="rib", gloss=0.0)


def sleeves(canvas: Canvas, cut: Cut, stuff: Stuff, folds: Folds | None, *, relief: Relief = CLOTH) -> None:
    if not cut.sleeve:
        return
    right = sleeve(cut)
    turn = math.radians(cut.spread)
    canvas.part(right, stuff, relief, folds=folds, turn=-turn)
    canvas.part(flip(right), stuff, relief, folds=folds, turn=turn)


def rib_cuffs(canvas: Canvas, cut: Cut, stuff: Stuff, height: float = 5.0) -> None:
    band = cuff(cut, height)
    turn = math.radians(cut.spread)
    canvas.part(band, _rib_of(stuff, 0.95), TRIM, turn=-turn)
    canvas.part(flip(band), _rib_of(stuff, 0.95), TRIM, turn=turn)


def sleeve_hems(canvas: Canvas, cut: Cut, stuff: Stuff, back: float = 2.0) -> None:
    """The line of stitching near the end of each sleeve."""
    angle = math.radians(cut.spread)
    down = cut.sleeve - back
    x, y = cut.tip[0] + math.sin(angle) * down, cut.tip[1] + math.cos(angle) * down
    width = cut.cuff + (cut.arm - cut.cuff) * (back / max(cut.sleeve, 1)) - 0.6
    ends: list[Point] = [(x - 0.2, y), (x - math.cos(angle) * width, y + math.sin(angle) * width)]
    line = smooth(ends, closed=False)
    canvas.stitches(line, stuff.shaded(0.72))
    canvas.stitches(flip(line), stuff.shaded(0.72))


def hem_stitches(canvas: Canvas, cut: Cut, stuff: Stuff, back: float = 2.2) -> None:
    y = cut.length - back
    ends: list[Point] = [(50 - cut.hem + 0.6, y), (50, y + 1.0), (50 + cut.hem - 0.6, y)]
    canvas.stitches(smooth(ends, closed=False), stuff.shaded(0.72))


def buttons(canvas: Canvas, x: float, ys: list[float], stuff: Stuff, radius: float = 0.95) -> None:
    for y in ys:
        canvas.part(ellipse(x, y, radius), stuff, Relief(roll=0.3, lift=0.35))
        for dx, dy in ((-0.25, -0.25), (0.25, 0.25)):
            canvas.tint(ellipse(x + dx, y + dy, 0.16), (20, 20, 20), 0.7)


def zip_line(canvas: Canvas, x: float, top: float, bottom: float, stuff: Stuff, puller: float | None = None) -> None:
    """A zip with its tape and teeth, and a puller."""
    canvas.part(box(x - 0.75, top, x + 0.75, bottom), stuff.shaded(0.72), FLAT)
    metal = made_of("metal", (158, 160, 164))
    teeth = [box(x - 0.38, y, x + 0.38, y + 0.42) for y in _steps(top, bottom, 0.85)]
    canvas.part(teeth, metal, Relief(roll=0.15))
    at = top if puller is None else puller
    canvas.part(box(x - 0.55, at, x + 0.55, at + 3.4, 0.5), metal, Relief(roll=0.25, lift=0.4))


def _steps(start: float, stop: float, step: float) -> list[float]:
    return [start + step * k for k in range(int((stop - start) / step))]
