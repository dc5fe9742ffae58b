"""Histograms of drawn pictures: where the mass lies, what siblings take away, and the way to the database and back."""

from __future__ import annotations

import numpy as np
import pytest

from tests.tools.vision.drawn import thing
from tools.vision.histogram import BINS, SIZE, beside_siblings, histogram, of_picture, packed, unpacked
from tools.vision.oklab import oklab


def flat(*rgb: int) -> np.ndarray:
    return oklab(np.full((20, 20, 3), rgb, np.uint8))


def test_both_halves_have_length_one_and_hold_no_negative_value() -> None:
    found = of_picture(thing("navy"))
    assert found.shape == (SIZE,)
    assert found.dtype == np.float32
    assert np.linalg.norm(found[:BINS]) == pytest.approx(1, abs=1e-3)
    assert np.linalg.norm(found[BINS:]) == pytest.approx(1, abs=1e-3)
    assert found.min() >= 0


def test_like_colours_are_nearer_than_unlike_ones() -> None:
    navy, black, yellow = (of_picture(thing(name)) for name in ("navy", "black", "yellow"))
    assert float(navy @ black) > float(navy @ yellow)
    assert float(navy @ navy) == pytest.approx(2, abs=1e-3)


def test_the_second_half_sees_only_the_middle() -> None:
    lab = flat(200, 20, 20)
    lab[4:16, 4:16] = flat(20, 20, 200)[0, 0]
    found = histogram(lab, np.ones((20, 20), np.float32))
    blue = histogram(flat(20, 20, 200), np.ones((20, 20), np.float32))
    assert float(found[BINS:] @ blue[BINS:]) > 0.9
    assert float(found[:BINS] @ blue[:BINS]) < 0.7


def test_what_weighs_nothing_does_not_count() -> None:
    lab, weight = flat(200, 20, 20), np.ones((20, 20), np.float32)
    lab[:10], weight[:10] = flat(20, 20, 200)[0, 0], 0
    assert np.allclose(histogram(lab, weight)[:BINS], histogram(flat(200, 20, 20), np.ones_like(weight))[:BINS])


def test_without_any_foreground_it_is_zero() -> None:
    assert not histogram(flat(1, 2, 3), np.zeros((20, 20), np.float32)).any()


def test_siblings_cancel_what_they_share() -> None:
    shirts = []
    for rgb in ((200, 20, 20), (20, 20, 200), (20, 160, 20)):
        lab = flat(*rgb)
        lab[:, :8] = flat(120, 90, 70)[0, 0]  # the same trousers in every picture
        shirts.append(histogram(lab, np.ones((20, 20), np.float32)))
    apart = beside_siblings(np.array(shirts), ["shirt"] * 3)
    red = histogram(flat(200, 20, 20), np.ones((20, 20), np.float32))
    assert float(apart[0] @ red) > 1.99
    assert float(shirts[0] @ red) < 1.9


def test_a_picture_without_siblings_or_unlike_none_of_them_keeps_its_own() -> None:
    own = of_picture(thing("navy"))
    assert np.allclose(beside_siblings(own[None], ["one"]), own[None])
    assert np.allclose(beside_siblings(np.array([own, own]), ["one", "one"]), [own, own], atol=1e-6)
    assert np.allclose(beside_siblings(np.array([own, own]), ["one", "two"]), [own, own])


def test_to_text_and_back() -> None:
    found = of_picture(thing("olive"))
    assert float(np.abs(unpacked(packed(found)) - found).max()) <= 1 / 510 + 1e-6


@pytest.mark.parametrize("text", ["", "AAAA", "not base64!"])
def test_other_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"histogram|base64|Incorrect|Only|characters"):
        unpacked(text)
