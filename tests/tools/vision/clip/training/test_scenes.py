"""Figures before backdrops."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from tests.tools.vision.clip.training.stock import SIDE, block, share
from tools.vision.clip.training import scenes

RED, BLUE = (205, 20, 25), (20, 60, 215)
PHOTO = Image.new("RGB", (40, 60), (90, 140, 60))


def test_backdrops_of_every_kind_have_the_size_that_was_asked_for() -> None:
    rng = np.random.default_rng(1)
    made = [scenes.backdrop(rng, 70, 50, [PHOTO]) for _ in range(40)]
    assert {(each.mode, each.size) for each in made} == {("RGB", (70, 50))}
    assert len({each.tobytes() for each in made}) > 30
    assert any(abs(np.asarray(each, float).mean((0, 1)) - (90, 140, 60)).max() < 2 for each in made)
    assert scenes.backdrop(rng, 1, 1).size == (1, 1)


def test_the_thing_for_sale_is_in_the_middle() -> None:
    rng = np.random.default_rng(2)
    for _ in range(25):
        picture = scenes.scene(rng, block("tote", RED), [block("mug", BLUE)], [PHOTO], 128)
        assert (picture.mode, picture.size) == ("RGB", (128, 128))
        assert share(picture.crop((40, 40, 88, 88)), RED) > 0.5
        assert share(picture, BLUE) < 0.5


def test_the_same_seed_makes_the_same_scene() -> None:
    def made(seed: int) -> bytes:
        rng = np.random.default_rng(seed)
        return scenes.scene(rng, block("tote", RED), [block("mug", BLUE)], [PHOTO], 96).tobytes()

    assert made(3) == made(3) != made(4)


def test_shading_moves_the_light_and_never_the_outline() -> None:
    rng = np.random.default_rng(5)
    layer = block("tote", RED).picture
    changed = 0
    for _ in range(20):
        lit = scenes.shaded(rng, layer, 0.3)
        assert lit.getchannel("A").tobytes() == layer.getchannel("A").tobytes()
        changed += lit.tobytes() != layer.tobytes()
    assert 5 < changed < 20


def test_a_shadow_darkens_only_beneath_the_figure() -> None:
    picture = Image.new("RGB", (SIDE, SIDE), (200, 200, 200))
    scenes.shadow(picture, block("tote", RED).picture, (0, 0), (SIDE, SIDE), 0.5)
    values = np.asarray(picture)
    assert values[50, 50].max() == pytest.approx(100, abs=3)
    assert values[0, 0].min() == 200


def test_people_come_in_every_shade() -> None:
    rng = np.random.default_rng(6)
    tones = np.array([scenes.skin(rng) for _ in range(100)]).mean(1)
    assert tones.min() < 110
    assert tones.max() > 180
