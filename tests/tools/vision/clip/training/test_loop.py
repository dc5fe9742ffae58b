"""Training: it learns, and a run that was stopped ends where an unbroken one ends."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.tools.vision.clip.tiny import MODEL
from tools.vision.clip.training import loop
from tools.vision.clip.training.dataset import Pictures
from tools.vision.clip.training.loop import WEIGHTS, Recipe, changed, train
from tools.vision.clip.vocabulary import KINDS

COUNT, SIDE = 60, 36
CONFIG = {"model_cfg": MODEL}
RECIPE = Recipe(steps=60, batch=20, rate=4e-3, warm=5, average=0.9, seed=3)
KEEP_EVERY = 30


@pytest.fixture(scope="module")
def pictures() -> Pictures:
    """Blocks in five colours, whose colour tells the kind too."""
    rng = np.random.default_rng(0)
    palette = np.array([(200, 31, 41), (33, 92, 190), (36, 130, 66), (246, 210, 54), (26, 26, 28)], np.float32)
    colour = np.arange(COUNT) % len(palette)
    images = np.full((COUNT, SIDE, SIDE, 3), 235, np.float32)
    images[:, 6:-6, 6:-6] = palette[colour][:, None, None]
    images += rng.normal(0, 5, images.shape).astype(np.float32)
    kinds = np.zeros((COUNT, len(KINDS)), np.bool_)
    kinds[np.arange(COUNT), colour] = True
    return Pictures(
        np.clip(images, 0, 255).astype(np.uint8),
        kinds,
        palette[colour],
        np.where(np.arange(COUNT) % 4 == 0, -1, 0).astype(np.int64),
        np.full(COUNT, -1, np.int64) + (np.arange(COUNT) % 3 == 0),
    )


@pytest.fixture(scope="module")
def kept_often() -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loop, "KEEP_EVERY", KEEP_EVERY)
        yield


@pytest.fixture(scope="module")
def unbroken(
    pictures: Pictures,
    tmp_path_factory: pytest.TempPathFactory,
    kept_often: None,  # noqa: ARG001
) -> tuple[Path, dict[str, Any], dict[int, dict[str, float]]]:
    folder = tmp_path_factory.mktemp("run")
    told: dict[int, dict[str, float]] = {}
    state = train(CONFIG, pictures, folder, RECIPE, lambda step, _, terms: told.update({step: terms}), threads=1)
    return folder, state, told


def total(terms: dict[str, float]) -> float:
    return sum(WEIGHTS[name] * value for name, value in terms.items() if name in WEIGHTS)


def test_the_loss_falls(unbroken: Any) -> None:
    _, _, told = unbroken
    assert set(told) == {0, 50}
    assert {*WEIGHTS, "pictures a second"} == set(told[0]) == set(told[50])
    assert all(np.isfinite(list(terms.values())).all() for terms in told.values())
    assert total(told[50]) < 0.7 * total(told[0])
    assert told[50]["category"] < 0.7 * told[0]["category"]


def test_a_stopped_run_ends_where_an_unbroken_one_does(pictures: Pictures, unbroken: Any, tmp_path: Path) -> None:
    import torch

    def stop(step: int, _steps: int, _terms: dict[str, float]) -> None:
        if step == 50:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(CONFIG, pictures, tmp_path, RECIPE, stop, threads=1)
    assert torch.load(tmp_path / "checkpoint.pt", weights_only=True)["step"] == KEEP_EVERY
    steps: list[int] = []
    state = train(CONFIG, pictures, tmp_path, RECIPE, lambda step, *_: steps.append(step), threads=1)
    assert steps == [50]
    assert set(state) == set(unbroken[1])
    for name, value in unbroken[1].items():
        torch.testing.assert_close(state[name], value, rtol=1e-4, atol=1e-5, msg=name)


def test_a_finished_run_is_not_run_again(pictures: Pictures, unbroken: Any) -> None:
    folder, state, _ = unbroken
    steps: list[int] = []
    again = train(CONFIG, pictures, folder, RECIPE, lambda step, *_: steps.append(step), threads=1)
    assert steps == []
    assert all(bool((again[name] == value).all()) for name, value in state.items())


def test_another_recipe_begins_anew(pictures: Pictures, unbroken: Any, tmp_path: Path) -> None:
    (tmp_path / "checkpoint.pt").write_bytes((unbroken[0] / "checkpoint.pt").read_bytes())
    steps: list[int] = []
    train(CONFIG, pictures, tmp_path, Recipe(steps=1, batch=20), lambda step, *_: steps.append(step), threads=1)
    assert steps == [0]


def test_the_pictures_are_changed_within_bounds(pictures: Pictures) -> None:
    import torch

    images = torch.from_numpy(pictures.images[:8])
    one, two, other = (changed(images, np.random.default_rng(seed), 32) for seed in (1, 1, 2))
    assert one.shape == (8, 3, 32, 32)
    assert bool((one == two).all())
    assert not bool((one == other).all())
    assert float(one.min()) >= -2
    assert float(one.max()) <= 2
    red = one[0].mean((1, 2))
    assert red[0] > red[1]
    assert red[0] > red[2]


def test_every_picture_is_seen_once_in_a_pass() -> None:
    recipe = Recipe(steps=6, batch=20, seed=1)
    rows = [own for _, own in loop._batches(COUNT, recipe, 0)]
    assert sorted(np.concatenate(rows[:3])) == list(range(COUNT))
    assert sorted(np.concatenate(rows[3:])) == list(range(COUNT))
    assert not np.array_equal(rows[0], rows[3])
    late = dict(loop._batches(COUNT, recipe, 4))
    assert list(late) == [4, 5]
    assert np.array_equal(late[4], rows[4])
    assert np.array_equal(late[5], rows[5])


def test_the_rate_warms_up_and_falls() -> None:
    recipe = Recipe(steps=100, warm=10, rate=1.0)
    rates = [loop._rate(step, recipe) for step in range(100)]
    assert rates[0] == pytest.approx(0.1)
    assert max(rates) == pytest.approx(1.0)
    assert rates[:10] == sorted(rates[:10])
    assert rates[10:] == sorted(rates[10:], reverse=True)
    assert 0.009 < rates[-1] < 0.02
