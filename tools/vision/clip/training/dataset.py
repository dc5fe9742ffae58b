"""Builds the training pictures, in parallel, piece by piece: what a kill leaves is not made again."""

from __future__ import annotations

import functools
import io
import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tools.vision.clip.training import figures, people, photos, scenes
from tools.vision.clip.training.figures import Figure
from tools.vision.clip.training.labels import Label
from tools.vision.clip.vocabulary import KINDS

SIDE = 96  # pixels of a stored picture
READ = 72  # pixels at which it is read: the model sees a crop of it
PIECE = 500
TRAIN, HELD_OUT = 1, 2  # first word of every seed: no held-out picture shares one with a training picture
PHOTOGRAPHED = 0.5  # of the worn things that are for sale
Progress = Callable[[int, int, str], None]
Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Plan:
    """How many pictures, and where the public-domain photographs lie (None: renders alone)."""

    folder: Path
    figures: int
    scenes: int
    photos: Path | None
    part: int = TRAIN

    @property
    def bank(self) -> Path:
        return self.folder / f"figures-{self.part}"

    @property
    def pieces(self) -> Path:
        return self.folder / f"scenes-{self.part}"


@dataclass(frozen=True)
class Pictures:
    """`images` (n, READ, READ, 3); `kinds` (n, KINDS); `rgb` (n, 3); `pattern`, `sleeve` (n,), -1 where unknown."""

    images: NDArray[np.uint8]
    kinds: NDArray[np.bool_]
    rgb: NDArray[np.float32]
    pattern: NDArray[np.int64]
    sleeve: NDArray[np.int64]


def build(plan: Plan, progress: Progress, workers: int = 2) -> Pictures:
    """Draw what is missing and read it all."""
    for folder, count, make, label in (
        (plan.bank, plan.figures, _figures_piece, "goods drawn"),
        (plan.pieces, plan.scenes, _scenes_piece, "scenes composed"),
    ):
        folder.mkdir(parents=True, exist_ok=True)
        wanted = range((count + PIECE - 1) // PIECE)
        missing = [index for index in wanted if not (folder / f"{index:04}.npz").is_file()]
        with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
            for done, _ in enumerate(pool.map(functools.partial(make, plan), missing), 1):
                progress(len(wanted) - len(missing) + done, len(wanted), label)
    read = [_read(plan.pieces / f"{index:04}.npz") for index in range((plan.scenes + PIECE - 1) // PIECE)]
    return Pictures(**{name: np.concatenate([each[name] for each in read]) for name in read[0]})


def _read(path: Path) -> dict[str, Any]:
    piece = dict(np.load(path))
    pictures = (Image.fromarray(each).resize((READ, READ), Image.Resampling.BILINEAR) for each in piece["images"])
    piece["images"] = np.stack([np.asarray(each) for each in pictures])
    return piece


def _figures_piece(plan: Plan, index: int) -> None:
    rng = np.random.default_rng([plan.part, 11, index])
    drawn = [figures.figure(rng) for _ in range(PIECE)]
    _save(plan.bank / f"{index:04}.npz", [(each.picture, each.label) for each in drawn])


def _scenes_piece(plan: Plan, index: int) -> None:
    rng = np.random.default_rng([plan.part, 22, index])
    stock = _stock(plan)
    made: list[tuple[Image.Image, Label]] = []
    for _ in range(PIECE):
        picture, label = _one(rng, stock)
        made.append((_photographed(rng, picture), label))
    _save(plan.pieces / f"{index:04}.npz", made)


@dataclass(frozen=True)
class Stock:
    every: list[Figure]
    tops: list[Figure]
    short: list[Figure]  # tops that leave what is worn below them to be seen
    bottoms: list[Figure]
    photos: list[photos.Photo]
    backgrounds: list[Image.Image]


@functools.cache
def _stock(plan: Plan) -> Stock:
    every = [each for path in sorted(plan.bank.glob("*.npz")) for each in _figures_of(path)]
    worn_above = {*figures.TOPS, *figures.LAYERS, "dress", "long sleeve top", "tank top", "sports bra"}
    taken = photos.load(plan.photos) if plan.photos else []
    return Stock(
        every,
        [each for each in every if each.kind in worn_above],
        [each for each in every if each.kind in worn_above - {"dress", "coat"}],
        [each for each in every if each.kind in figures.LEGWEAR],
        [each for each in taken if each.held_out == (plan.part == HELD_OUT)],
        [each.picture for each in taken if not each.held_out],
    )


def _figures_of(path: Path) -> list[Figure]:
    read = np.load(path)
    names = {"kinds": [*KINDS]}
    return [
        Figure(Image.fromarray(rgba, "RGBA"), _label(names["kinds"], kinds, rgb, int(pattern), int(sleeve)))
        for rgba, kinds, rgb, pattern, sleeve in zip(
            read["images"], read["kinds"], read["rgb"], read["pattern"], read["sleeve"], strict=True
        )
    ]


def _label(names: list[str], kinds: Any, rgb: Any, pattern: int, sleeve: int) -> Label:
    from tools.vision.clip.vocabulary import PATTERNS, SLEEVES

    return Label(
        tuple(name for name, is_one in zip(names, kinds, strict=True) if is_one),
        (int(rgb[0]), int(rgb[1]), int(rgb[2])) if rgb[0] >= 0 else None,
        [*PATTERNS][pattern] if pattern >= 0 else None,
        [*SLEEVES][sleeve] if sleeve >= 0 else None,
    )


def _one(rng: np.random.Generator, stock: Stock) -> tuple[Image.Image, Label]:
    kind = rng.random()
    if kind < 0.25:
        figure = _pick(rng, stock.every)
        return scenes.scene(rng, figure, stock.every, stock.backgrounds, 128), figure.label
    if kind < 0.32:
        return figures.studio(rng)
    if kind < 0.72 or not stock.photos:
        return _worn(rng, stock)
    return photos.photographed(rng, _pick(rng, stock.photos))


def _worn(rng: np.random.Generator, stock: Stock) -> tuple[Image.Image, Label]:
    """On a person: drawn clothes, or one of the two from a photograph."""
    about_top = bool(rng.random() < 0.6)
    top = _pick(rng, stock.tops if about_top else stock.short)
    bottom = _pick(rng, stock.bottoms)
    if stock.photos and rng.random() < PHOTOGRAPHED:
        kinds = photos.TOPS if about_top else photos.BOTTOMS
        real = photos.cut_out(rng, _pick(rng, [each for each in stock.photos if each.kind in kinds]))
        if real is not None:
            top, bottom = (real, bottom) if about_top else (top, real)
    return people.worn(rng, top, bottom, about_top, stock.backgrounds)


def _pick(rng: np.random.Generator, shelf: Sequence[Thing]) -> Thing:
    return shelf[int(rng.integers(len(shelf)))]


def _photographed(rng: np.random.Generator, picture: Image.Image) -> Image.Image:
    """At the stored size, most often through a JPEG."""
    small = picture.convert("RGB").resize((SIDE, SIDE), Image.Resampling.BILINEAR, reducing_gap=2.0)
    if rng.random() < 0.7:
        buffer = io.BytesIO()
        small.save(buffer, "JPEG", quality=int(rng.integers(40, 96)))
        with Image.open(buffer) as read:
            return read.convert("RGB")
    return small


def _save(path: Path, made: list[tuple[Image.Image, Label]]) -> None:
    rows = [label.row() for _, label in made]
    partial = path.with_suffix(".partial")
    with partial.open("wb") as file:
        np.savez(
            file,
            images=np.stack([np.asarray(picture, np.uint8) for picture, _ in made]),
            kinds=np.array([row[0] for row in rows], np.bool_),
            rgb=np.array([row[1] for row in rows], np.float32),
            pattern=np.array([row[2] for row in rows], np.int64),
            sleeve=np.array([row[3] for row in rows], np.int64),
        )
    partial.rename(path)
