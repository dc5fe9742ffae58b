"""The exchanges that the heads are asked to find, and the figures where the photographs are at hand."""

from __future__ import annotations

import numpy as np
import pytest

from evals import vision_heads
from tools.settings import current
from tools.vision.heads import of_listings


def shop() -> list[dict[str, str]]:
    return [
        {"sku": f"p{number}", "color_variant": colour, "file": f"{number}-{colour}"}
        for number in range(40)
        for colour in (("Red", "Blue", "Green") if number % 4 else ("Red",))
    ]


def test_pictures_change_places_within_their_product_only() -> None:
    rows = shop()
    labels, moved = vision_heads.exchange(rows, 0.1, seed=3)
    assert len(moved) == round(0.1 * len(rows) / 2) * 2
    assert {place for place, row in enumerate(rows) if row["color_variant"] != labels[place]} == moved
    for number in range(40):
        own = [place for place, row in enumerate(rows) if row["sku"] == f"p{number}"]
        assert sorted(labels[place] for place in own) == sorted(rows[place]["color_variant"] for place in own)


def test_another_seed_moves_others() -> None:
    assert vision_heads.exchange(shop(), 0.1, seed=1)[1] != vision_heads.exchange(shop(), 0.1, seed=2)[1]


def test_heads_of_other_products_read_real_photographs() -> None:
    folder = current().data / "magento_luma"
    if not folder.is_dir():
        pytest.skip(f"TRUECART_DATA is not here: {folder}")
    rows, alone = vision_heads.luma(folder)
    assert np.isfinite(alone.histograms).all()
    listings = of_listings(alone.histograms, [row["sku"] for row in rows])
    found = vision_heads.judge_photos(folder, rows, listings, seed=0)
    assert found["accuracy"] > 0.88
    assert found["claims AUC"] > 0.98
    assert found["wrong verdicts"] < 0.03
