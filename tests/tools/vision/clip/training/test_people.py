"""People who wear the figures: the crop shows what is for sale."""

from __future__ import annotations

import numpy as np

from tests.tools.vision.clip.training.stock import block, share
from tools.vision.clip.training.people import worn

RED, BLUE = (205, 20, 25), (20, 60, 215)
TOP, LEGS = block("hoodie", RED, "long sleeve"), block("jeans", BLUE)
DRESS = block("dress", RED, "sleeveless")


def test_the_label_is_that_of_what_is_for_sale_and_the_picture_shows_it() -> None:
    rng = np.random.default_rng(1)
    shares: dict[bool, list[tuple[float, float]]] = {True: [], False: []}
    for number in range(30):
        about_top = number % 2 == 0
        picture, label = worn(rng, TOP, LEGS, about_top, [])
        assert label == (TOP if about_top else LEGS).label
        assert picture.mode == "RGB"
        assert min(picture.size) >= 40
        shares[about_top].append((share(picture, RED), share(picture, BLUE)))
    above, below = np.array(shares[True]), np.array(shares[False])
    assert above[:, 0].min() > 0.1
    assert below[:, 1].min() > 0.1
    assert above[:, 0].mean() > 1.3 * below[:, 0].mean()
    assert below[:, 1].mean() > 1.3 * above[:, 1].mean()


def test_nothing_is_worn_below_a_dress() -> None:
    rng = np.random.default_rng(2)
    for _ in range(10):
        picture, label = worn(rng, DRESS, LEGS, True, [])
        assert label == DRESS.label
        assert share(picture, RED) > 0.1


def test_the_same_seed_makes_the_same_person() -> None:
    def made(seed: int) -> bytes:
        return worn(np.random.default_rng(seed), TOP, LEGS, True, [])[0].tobytes()

    assert made(3) == made(3) != made(4)
