"""Backdrops, and figures before them: walls, floors, clutter, shadows, things that are not for sale."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from tools.vision.clip.training.figures import Figure
from tools.vision.oklab import Floats


def backdrop(rng: np.random.Generator, width: int, height: int, photos: Sequence[Image.Image] = ()) -> Image.Image:
    """RGB: a plain or shaded wall, a wall over a floor, smooth clutter, or a blurred photograph."""
    kind = rng.random()
    if kind < 0.45:
        return _wall(rng, width, height)
    if kind < 0.62:
        return _floor(rng, width, height)
    if kind < 0.82 or not photos:
        return _clutter(rng, width, height)
    photo = photos[int(rng.integers(len(photos)))].resize((width, height))
    return photo.filter(ImageFilter.GaussianBlur(float(rng.uniform(2, 8))))


def scene(
    rng: np.random.Generator, figure: Figure, others: Sequence[Figure], photos: Sequence[Image.Image], side: int
) -> Image.Image:
    """One figure laid, hung or standing; at times another thing beside or behind it."""
    picture = backdrop(rng, side, side, photos)
    if others and rng.random() < 0.25:
        other = others[int(rng.integers(len(others)))]
        where = [(-0.55, 0.1), (0.6, 0.1), (0.0, 0.7), (0.6, 0.6)][int(rng.integers(4))]
        place(picture, other.picture, (round(where[0] * side), round(where[1] * side)), (side, side))
    size = round(side * float(rng.uniform(0.75, 1.2)))
    turned = figure.picture.rotate(float(rng.normal(0, 6)), Image.Resampling.BILINEAR)
    corner = tuple(round((side - size) / 2 + float(rng.normal(0, 0.05)) * side) for _ in range(2))
    if rng.random() < 0.6:
        shadow(picture, turned, (corner[0] + 2, corner[1] + 3), (size, size), float(rng.uniform(0.1, 0.5)))
    place(picture, shaded(rng, turned), (corner[0], corner[1]), (size, size))
    if rng.random() < 0.12:
        _hand(rng, picture)
    return picture


def place(picture: Image.Image, layer: Image.Image, corner: tuple[int, int], size: tuple[int, int]) -> None:
    """Put an RGBA layer of this size at this corner."""
    resized = layer.resize((max(1, size[0]), max(1, size[1])), Image.Resampling.BILINEAR)
    picture.paste(resized, corner, resized)


def shadow(
    picture: Image.Image, layer: Image.Image, corner: tuple[int, int], size: tuple[int, int], strength: float
) -> None:
    mask = layer.getchannel("A").resize(size).filter(ImageFilter.GaussianBlur(3)).point(lambda a: round(a * strength))
    picture.paste((0, 0, 0), corner, mask)


def shaded(rng: np.random.Generator, layer: Image.Image, strength: float = 0.22) -> Image.Image:
    """The same layer with soft light and shade over it, as on a body or on crumpled cloth."""
    if rng.random() < 0.3:
        return layer
    field = 1 + smooth_noise(rng, layer.height, layer.width, int(rng.integers(2, 8))) * rng.uniform(0.05, strength)
    values = np.asarray(layer, np.float32)
    lit = np.dstack([np.clip(values[..., :3] * field[..., None], 0, 255), values[..., 3]])
    return Image.fromarray(lit.astype(np.uint8), "RGBA")


def smooth_noise(rng: np.random.Generator, height: int, width: int, cells: int) -> Floats:
    """(h, w) in about -2..2, smooth over 1/cells of the picture."""
    coarse = Image.fromarray(rng.normal(0, 1, (cells + 2, cells + 2)).astype(np.float32))
    return np.asarray(coarse.resize((width, height), Image.Resampling.BICUBIC), np.float32)


def skin(rng: np.random.Generator) -> tuple[int, int, int]:
    """From pale to dark."""
    depth = float(rng.beta(1.3, 1.6))
    pale, dark = np.array([238, 202, 178]), np.array([92, 58, 40])
    red, green, blue = pale + (dark - pale) * depth + rng.normal(0, 6, 3)
    return round(red), round(green), round(blue)


def _tone(rng: np.random.Generator) -> Floats:
    """Colour of a wall: mostly pale or grey, at times anything."""
    kind = rng.random()
    if kind < 0.35:
        return np.asarray(np.full(3, rng.uniform(225, 255)) + rng.normal(0, 2, 3), np.float32)
    if kind < 0.75:
        return np.asarray(np.full(3, rng.uniform(60, 235)) + rng.normal(0, 10, 3), np.float32)
    return np.asarray(rng.uniform(20, 245, 3), np.float32)


def _wall(rng: np.random.Generator, width: int, height: int) -> Image.Image:
    rows, columns = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    slope = rng.normal(0, 0.08, 3)
    light = 1 + slope[0] * rows + slope[1] * columns - abs(slope[2]) * (rows**2 + columns**2)
    picture = _tone(rng) * light[..., None] + rng.normal(0, rng.uniform(0, 4), (height, width, 1))
    return _image(picture)


def _floor(rng: np.random.Generator, width: int, height: int) -> Image.Image:
    picture = np.asarray(_wall(rng, width, height), np.float32).copy()
    horizon = int(height * rng.uniform(0.5, 0.9))
    boards = 1 + 0.1 * np.sign(np.sin(np.arange(width) * rng.uniform(0.05, 0.6)))[None, :, None] * (rng.random() < 0.5)
    grain = 1 + 0.08 * smooth_noise(rng, height - horizon, width, 12)[..., None]
    picture[horizon:] = _tone(rng) * boards * grain
    return _image(picture)


def _clutter(rng: np.random.Generator, width: int, height: int) -> Image.Image:
    layers = [smooth_noise(rng, height, width, int(rng.integers(2, 9))) for _ in range(3)]
    picture = _image(_tone(rng) + np.dstack(layers) * rng.uniform(8, 45))
    pen = ImageDraw.Draw(picture)
    for _ in range(int(rng.integers(0, 7))):
        x, y = rng.uniform(-0.2, 1, 2) * (width, height)
        across, down = rng.uniform(0.05, 0.7, 2) * (width, height)
        red, green, blue = (round(each) for each in np.clip(_tone(rng), 0, 255))
        pen.rectangle((x, y, x + across, y + down), fill=(red, green, blue))
    return picture.filter(ImageFilter.GaussianBlur(float(rng.uniform(0, 3))))


def _hand(rng: np.random.Generator, picture: Image.Image) -> None:
    """A hand or an arm that reaches in from an edge."""
    side = picture.width
    start = rng.uniform(0, side, 2)
    start[int(rng.integers(2))] = float(rng.choice([0, side]))
    end = start + (side / 2 - start) * rng.uniform(0.3, 0.7)
    pen, colour, width = ImageDraw.Draw(picture), skin(rng), int(rng.integers(6, 14))
    pen.line([*start, *end], fill=colour, width=width)
    pen.ellipse([*(end - width * 0.7), *(end + width * 0.7)], fill=colour)


def _image(values: Floats) -> Image.Image:
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8), "RGB")
