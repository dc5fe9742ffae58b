"""The training pictures: the same at each build, and what is lost of them is made again."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tools.vision.clip.training import dataset
from tools.vision.clip.training.dataset import HELD_OUT, READ, SIDE, Pictures, Plan, build
from tools.vision.clip.training.labels import UNKNOWN
from tools.vision.clip.vocabulary import KINDS, PATTERNS, SLEEVES

FIGURES, SCENES, PIECE = 24, 16, 8


@pytest.fixture(scope="module")
def small() -> Iterator[None]:
    """Small pieces, made in this process: processes of their own would take the usual size."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dataset, "PIECE", PIECE)
        patch.setattr(dataset, "ProcessPoolExecutor", lambda workers, mp_context: ThreadPoolExecutor(1))  # noqa: ARG005
        yield


def made(folder: Path, part: int = dataset.TRAIN) -> tuple[Plan, Pictures, list[tuple[int, int, str]]]:
    plan = Plan(folder, FIGURES, SCENES, None, part)
    steps: list[tuple[int, int, str]] = []
    return plan, build(plan, lambda *step: steps.append(step)), steps


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory, small: None) -> tuple[Plan, Pictures]:  # noqa: ARG001
    plan, pictures, steps = made(tmp_path_factory.mktemp("clip"))
    drawn = [(done, 3, "goods drawn") for done in (1, 2, 3)]
    assert steps == [*drawn, (1, 2, "scenes composed"), (2, 2, "scenes composed")]
    return plan, pictures


def same(one: Pictures, two: Pictures) -> bool:
    return all(np.array_equal(getattr(one, name), getattr(two, name)) for name in vars(one))


def test_what_a_build_gives(first: tuple[Plan, Pictures]) -> None:
    plan, pictures = first
    assert pictures.images.shape == (SCENES, READ, READ, 3)
    assert pictures.images.dtype == np.uint8
    assert pictures.kinds.shape == (SCENES, len(KINDS))
    assert pictures.kinds.any(1).all()
    assert pictures.rgb.shape == (SCENES, 3)
    assert pictures.rgb.min() >= 0  # of renders every colour is known
    assert set(pictures.pattern) <= {*range(len(PATTERNS))}
    assert set(pictures.sleeve) <= {UNKNOWN, *range(len(SLEEVES))}
    assert len({each.tobytes() for each in pictures.images}) == SCENES
    kept = np.load(plan.pieces / "0000.npz")["images"]
    assert kept.shape == (PIECE, SIDE, SIDE, 3)


def test_only_what_is_missing_is_made_and_it_is_what_it_was(first: tuple[Plan, Pictures]) -> None:
    plan, pictures = first
    for lost in (plan.bank / "0001.npz", plan.pieces / "0000.npz"):
        lost.with_suffix(".partial").write_bytes(lost.read_bytes()[:99])  # as a kill leaves it
        lost.unlink()
    kept = plan.pieces / "0001.npz"
    before = kept.stat().st_mtime_ns
    dataset._stock.cache_clear()
    _, again, steps = made(plan.folder)
    assert steps == [(3, 3, "goods drawn"), (2, 2, "scenes composed")]
    assert kept.stat().st_mtime_ns == before
    assert same(again, pictures)
    assert made(plan.folder)[2] == []


def test_the_held_out_pictures_are_others(first: tuple[Plan, Pictures]) -> None:
    plan, pictures = first
    _, other, _ = made(plan.folder, HELD_OUT)
    shown = {each.tobytes() for each in pictures.images}
    assert not shown & {each.tobytes() for each in other.images}
    assert same(made(plan.folder)[1], pictures)
    assert plan.pieces != replace(plan, part=HELD_OUT).pieces
