"""Renders that no training picture shares a seed with, in the palette's own colours, under five lamps."""

from __future__ import annotations

import functools
import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np
from PIL import Image

from tools.render.palette import PALETTE
from tools.vision.clip.reading import Reader
from tools.vision.clip.training import figures, people, scenes
from tools.vision.clip.training.labels import Label
from tools.vision.clip.views import embed
from tools.vision.clip.vocabulary import KINDS, PATTERNS
from tools.vision.oklab import Floats

CASTS: dict[str, tuple[float, float, float]] = {  # gains of red, green and blue
    "neutral": (1.0, 1.0, 1.0),
    "warm": (1.1, 1.0, 0.86),
    "cool": (0.88, 0.98, 1.12),
    "dim": (0.62, 0.62, 0.62),
    "bright": (1.18, 1.18, 1.18),
}
SEED = 9
PIECE = 50


@dataclass(frozen=True)
class Render:
    picture: Image.Image  # before the cast
    colour: str  # a word of the palette
    label: Label

    @property
    def pattern(self) -> str:
        return self.label.pattern or next(iter(PATTERNS))


def renders(count: int, progress: Callable[[int, int, str], None], workers: int = 2) -> list[Render]:
    """A third each: as the demo catalogue has them, before other backdrops, on people."""
    pieces = range((count + PIECE - 1) // PIECE)
    made: list[Render] = []
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        for piece in pool.map(_piece, pieces):
            made += piece
            progress(min(len(made), count), count, "held-out pictures drawn")
    return made[:count]


def under(picture: Image.Image, gains: tuple[float, float, float]) -> Image.Image:
    """The same picture under another lamp."""
    values: Floats = np.asarray(picture.convert("RGB"), np.float32) * np.array(gains, np.float32)
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8), "RGB")


def judged(reader: Reader, made: Sequence[Render], progress: Callable[[int, int, str], None]) -> dict[str, list[bool]]:
    """Which of the renders are named rightly by prompts alone: category and pattern, and the colour under each lamp."""
    found: dict[str, list[bool]] = {}
    for done, (lamp, gains) in enumerate(CASTS.items(), 1):
        seen = embed(reader.encoder, [under(each.picture, gains) for each in made])
        if lamp == "neutral":
            kinds = reader.name(seen, "category", [*KINDS])
            found["category"] = [kind in each.label.kinds for kind, each in zip(kinds, made, strict=True)]
            patterns = reader.name(seen, "pattern", [*PATTERNS])
            found["pattern"] = [pattern == each.pattern for pattern, each in zip(patterns, made, strict=True)]
        named = reader.name(seen, "color", [*PALETTE])
        found[f"color, {lamp} light"] = [name == each.colour for name, each in zip(named, made, strict=True)]
        progress(done, len(CASTS), "lamps tried")
    return found


def _piece(index: int) -> list[Render]:
    rng = np.random.default_rng([SEED, index])
    return [_render(rng, index * PIECE + number) for number in range(PIECE)]


def _render(rng: np.random.Generator, number: int) -> Render:
    colour = [*PALETTE][number % len(PALETTE)]
    draw = functools.partial(figures.figure, rng, rgb=PALETTE[colour])
    if number % 3 == 0:
        picture, label = figures.studio(rng, PALETTE[colour])
    elif number % 3 == 1:
        figure = draw()
        picture, label = scenes.scene(rng, figure, [], [], figures.SIDE), figure.label
    else:
        about_top = bool(rng.random() < 0.6)
        other = figures.figure(rng, figures.LEGWEAR if about_top else figures.TOPS)
        own = draw((*figures.TOPS, *figures.LAYERS) if about_top else figures.LEGWEAR)
        picture, label = people.worn(rng, own if about_top else other, other if about_top else own, about_top, [])
    return Render(picture.convert("RGB"), colour, label)
