"""The figure being painted, part over part: each part has a shape, a stuff it is made of, and a relief that is lit."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import numpy as np
from PIL import Image

from tools.render.fabric import Stuff, surface
from tools.render.light import Field, blur, coverage, light_from, lit, resize, shadow, slopes, wall
from tools.render.outline import Shape
from tools.render.spec import PictureSpec


class Folds:
    """Soft ridges of cloth, summed on a coarse grid over the whole picture. Heights are in units."""

    GRID = 128

    def __init__(self) -> None:
        self.height: Field = np.zeros((self.GRID, self.GRID), dtype=np.float32)
        y, x = np.mgrid[0 : self.GRID, 0 : self.GRID].astype(np.float32)
        self._x, self._y = (x + 0.5) * (100 / self.GRID), (y + 0.5) * (100 / self.GRID)

    def ridge(
        self, start: tuple[float, float], end: tuple[float, float], width: float, height: float, bend: float = 0
    ) -> Folds:
        """A ridge from start to end that fades out at both; `bend` bows it sideways, in units."""
        dx, dy = end[0] - start[0], end[1] - start[1]
        length = max((dx * dx + dy * dy) ** 0.5, 1e-6)
        dx, dy = dx / length, dy / length
        along = ((self._x - start[0]) * dx + (self._y - start[1]) * dy) / length
        inside = np.clip(along, 0, 1)
        swell = 4 * inside * (1 - inside)
        away = (self._x - start[0]) * dy - (self._y - start[1]) * dx - bend * swell
        self.height += np.float32(height) * np.sqrt(swell) * np.exp(-((away / width) ** 2))
        return self

    def crumple(self, rng: Random, amount: float, cells: int = 9, stretch: float = 1.6) -> Folds:
        """Low, wide unevenness, drawn out downwards by `stretch` as hanging cloth is."""
        rows = max(3, round(cells / stretch))
        noise = np.array([[rng.gauss(0, 1) for _ in range(cells)] for _ in range(rows)], dtype=np.float32)
        self.height += resize(noise, self.GRID, self.GRID) * np.float32(amount)
        return self


@dataclass(frozen=True)
class Relief:
    """How a part stands out: `roll` is the radius of its edge and `swell` that of its body, in units."""

    roll: float = 0.7
    swell: float = 0.0
    lift: float = 0.0  # the shadow it throws on what lies beneath, 0 to 1
    turned: bool = False  # round like a jar: shaded across each row as a cylinder
    bump: float = 1.0  # how strongly the texture shows


CLOTH = Relief(roll=0.7, swell=5, lift=0.35)
TRIM = Relief(roll=0.5, lift=0.3)
HARD = Relief(roll=0.5, lift=0.35)
FLAT = Relief(roll=0.0)


class Canvas:
    """Premultiplied colour and coverage of the figure, at the picture's size."""

    def __init__(self, spec: PictureSpec) -> None:
        self.size = spec.size
        self.unit = spec.size / 100
        self.side = spec.light
        self.lamp = light_from(spec.light)
        self.rng = Random(f"{spec.kind}:{spec.silhouette}:{spec.seed}")
        self.rgb: Field = np.zeros((spec.size, spec.size, 3), dtype=np.float32)
        self.alpha: Field = np.zeros((spec.size, spec.size), dtype=np.float32)

    def part(
        self,
        shape: Shape | list[Shape],
        stuff: Stuff,
        relief: Relief = CLOTH,
        *,
        folds: Folds | None = None,
        turn: float = 0,
        holes: list[Shape] | None = None,
        within: Shape | None = None,
        dim: float = 1.0,
        opacity: float = 1.0,
    ) -> None:
        """Paint one part. `turn` rotates the cloth's grain (radians), `within` clips, `dim` darkens (insides)."""
        shapes = shape if isinstance(shape, list) else [shape]
        window = self._window(shapes)
        if window is None:
            return
        left, top, right, bottom = window
        width, height = right - left, bottom - top
        mask = coverage(shapes, holes or [], width, height, left, top, self.unit)
        if within is not None:
            mask = mask * coverage([within], [], width, height, left, top, self.unit)
        body = self._body(mask, relief, folds, window)
        y, x = np.mgrid[top:bottom, left:right].astype(np.float32) / np.float32(self.unit)
        x, y = _turned(x, y, turn) if turn else (x, y)
        if folds is not None:  # the pattern goes over the folds with the cloth
            across, down = slopes(body)
            x, y = x - 0.5 * np.clip(across, -2, 2), y - 0.5 * np.clip(down, -2, 2)
        albedo, bump = surface(stuff, x, y, self.unit)
        if bump is not None and relief.bump:
            body = body + bump * np.float32(relief.bump * self.unit)
        across, down = slopes(body)
        if relief.turned:
            across = across + _cylinder(mask)
        shade, shine = lit(across, down, self.lamp, stuff.gloss, stuff.focus)
        colour = _toned(albedo, shade * np.float32(dim), shine, stuff.sheen)
        if relief.lift:
            self._darken(mask, window, relief.lift)
        self._lay(colour, mask * np.float32(opacity), window)

    def tint(
        self, shape: Shape, rgb: tuple[int, int, int], opacity: float, soft: float = 0, within: Shape | None = None
    ) -> None:
        """A wash of colour over the figure (never beyond it): shade in an opening, a reflection, a glow."""
        margin = soft * 3
        window = self._window([shape], margin)
        if window is None:
            return
        left, top, right, bottom = window
        mask = coverage([shape], [], right - left, bottom - top, left, top, self.unit)
        if soft:
            mask = np.clip(blur(mask, soft * self.unit), 0, 1)
        if within is not None:
            mask = mask * coverage([within], [], right - left, bottom - top, left, top, self.unit)
        mask = mask * np.float32(opacity)
        target = self.rgb[top:bottom, left:right]
        under = self.alpha[top:bottom, left:right]
        weight = (mask * under)[..., None]
        target += (np.array(rgb, dtype=np.float32) - target / np.maximum(under, 1e-3)[..., None]) * weight

    def stitches(self, line: Shape, stuff: Stuff, *, gap: float = 1.1, width: float = 0.22) -> None:
        """A dashed seam along an open line."""
        step = np.hypot(*np.diff(line, axis=0).T)
        travel = np.concatenate(([0], np.cumsum(step)))
        marks = np.arange(gap / 2, travel[-1], gap)
        if not len(marks):
            return
        ends = [
            np.column_stack(
                (np.interp(marks + shift, travel, line[:, 0]), np.interp(marks + shift, travel, line[:, 1]))
            )
            for shift in (0.0, gap * 0.55)
        ]
        along = ends[1] - ends[0]
        along /= np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-6)[:, None]
        side = np.column_stack((-along[:, 1], along[:, 0])) * (width / 2)
        dashes = [np.array([a + s, b + s, b - s, a - s]) for a, b, s in zip(*ends, side, strict=True)]
        self.part(dashes, stuff, FLAT)

    def double(self, dx: float, dy: float, dim: float) -> None:
        """Put a second one behind the figure, shifted by units and darker: the other shoe of the pair."""
        across, down = round(dx * self.unit), round(dy * self.unit)
        free = (1 - self.alpha)[..., None]
        self.rgb += np.roll(self.rgb, (down, across), axis=(0, 1)) * free * np.float32(dim)
        self.alpha += np.roll(self.alpha, (down, across), axis=(0, 1)) * free[..., 0]

    def finish(self, spec: PictureSpec, *, standing: bool) -> Image.Image:
        """The figure before its backdrop, with the shadow it throws there."""
        room = wall(spec.backdrop, self.size, spec.light < 0, standing)
        dark = shadow(self.alpha, self.side, standing)
        picture = room * (1 - dark * (1 - self.alpha))[..., None]
        picture = picture * (1 - self.alpha)[..., None] + self.rgb
        return Image.fromarray(np.clip(picture + np.float32(0.5), 0, 255).astype(np.uint8), "RGB")

    def figure(self) -> Image.Image:
        """The figure with its coverage as alpha, not premultiplied."""
        colour = self.rgb / np.maximum(self.alpha, 1e-3)[..., None]
        layers = np.dstack([colour, self.alpha * 255]) + np.float32(0.5)
        return Image.fromarray(np.clip(layers, 0, 255).astype(np.uint8), "RGBA")

    def _window(self, shapes: list[Shape], margin: float = 0) -> tuple[int, int, int, int] | None:
        low = np.min([shape.min(axis=0) for shape in shapes], axis=0) - margin
        high = np.max([shape.max(axis=0) for shape in shapes], axis=0) + margin
        left, top = (max(0, int(value * self.unit) - 2) for value in low)
        right, bottom = (min(self.size, int(value * self.unit) + 3) for value in high)
        return (left, top, right, bottom) if right - left > 3 and bottom - top > 3 else None

    def _body(self, mask: Field, relief: Relief, folds: Folds | None, window: tuple[int, int, int, int]) -> Field:
        """Heights in pixels."""
        body = np.zeros_like(mask)
        pad = round(max(relief.roll, relief.swell) * self.unit * 1.5) + 2
        if relief.roll or relief.swell:
            ringed = np.pad(mask, pad)
            inner = (slice(pad, -pad), slice(pad, -pad))
            for radius, steep in ((relief.roll, 0.9), (relief.swell, 0.42)):
                if radius:
                    sigma = radius * self.unit
                    depth = np.clip(2 * blur(ringed, sigma)[inner] - 1, 0, 1)
                    body += np.float32(sigma * steep) * np.sin(depth * np.float32(np.pi / 2))
        if folds is not None:
            left, top, right, bottom = window
            body += resize(folds.height, self.size, self.size)[top:bottom, left:right] * np.float32(self.unit)
        return body

    def _darken(self, mask: Field, window: tuple[int, int, int, int], strength: float) -> None:
        """The shadow of a part on the figure so far."""
        reach = round(2.2 * self.unit)
        left, top, right, bottom = window
        wide = (
            max(0, left - reach),
            max(0, top - reach),
            min(self.size, right + reach),
            min(self.size, bottom + reach),
        )
        field = np.zeros((wide[3] - wide[1], wide[2] - wide[0]), dtype=np.float32)
        field[top - wide[1] : bottom - wide[1], left - wide[0] : right - wide[0]] = mask
        dark = blur(field, 0.9 * self.unit)
        dark = np.roll(dark, (round(0.8 * self.unit), round(-0.6 * self.side * self.unit)), axis=(0, 1))
        self.rgb[wide[1] : wide[3], wide[0] : wide[2]] *= (1 - np.float32(strength) * np.clip(dark, 0, 1))[..., None]

    def _lay(self, colour: Field, mask: Field, window: tuple[int, int, int, int]) -> None:
        left, top, right, bottom = window
        solid = mask[..., None]
        target = self.rgb[top:bottom, left:right]
        target *= 1 - solid
        target += colour * solid
        under = self.alpha[top:bottom, left:right]
        under *= 1 - mask
        under += mask


def _toned(albedo: Field, shade: Field, shine: Field, sheen: float) -> Field:
    """Colour under the light. Dark goods get a little of the lamp's own light, pale ones stay below white."""
    dark = 1 - albedo.mean(axis=-1) / 255
    glance = (shade - np.float32(0.94)) * dark * np.float32(sheen) + shine * 255
    colour = albedo * shade[..., None] + glance[..., None]
    return np.asarray(np.where(colour > 226, 226 + 29 * np.tanh((colour - 226) / 42), np.maximum(colour, 3)))


def _cylinder(mask: Field) -> Field:
    """Slope across each row as if the row were the side of a jar as wide as the mask there."""
    columns = np.arange(mask.shape[1], dtype=np.float32)[None]
    total = np.maximum(mask.sum(axis=1), 1)
    centre = (mask * columns).sum(axis=1) / total
    across = np.clip((columns - centre[:, None]) / (total / 2)[:, None], -0.97, 0.97)
    slope: Field = -across / np.sqrt(1 - across * across)
    return slope


def _turned(x: Field, y: Field, turn: float) -> tuple[Field, Field]:
    sine, cosine = np.float32(np.sin(turn)), np.float32(np.cos(turn))
    return x * cosine - y * sine, x * sine + y * cosine
