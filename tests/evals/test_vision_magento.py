"""The measure itself, on drawn pictures whose colours are known."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from evals.vision_calibration import BUDGET, believed, judged, learned, thresholds
from evals.vision_claims import LUMA_KINDS, Claim, Looker, luma, luma_listings
from evals.vision_magento import at_false_alarms, best, measure
from tests.tools.vision.drawn import encoded, thing

WORDS = ("red", "blue", "green", "white")
PRODUCTS = 45


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop of one picture a product, each before another wall: colours, garments, patterns as the set has them."""
    place = tmp_path_factory.mktemp("luma")
    claims, images, products = [], [], []
    for product in range(PRODUCTS):
        shown = WORDS[product % 3]
        file = f"p{product}-{shown}_main.jpg"
        picture = thing("navy" if shown == "blue" else shown, backdrop=(90 + product, 92 + product, 96 + product))
        (place / file).write_bytes(encoded(picture))
        images.append({"file": file, "color_variant": shown, "category": "Tees"})
        products.append({"sku": f"P{product}", "attributes": {"pattern": ["Solid"] if product % 2 else ["A", "B"]}})
        claims += [
            {
                "file": file,
                "claim_color": claim,
                "truth": claim == shown,
                "kind": "true" if claim == shown else "false",
                "claim_category": "Tees",
            }
            for claim in WORDS
        ]
    for name, rows in (("claims_dev", claims), ("images", images), ("products", products)):
        (place / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)))
    return place


@pytest.fixture(scope="module")
def claims(folder: Path) -> list[Claim]:
    return list(luma(folder, Looker(None), lambda *_: None))


def test_claims_of_a_shop(folder: Path, claims: list[Claim]) -> None:
    halves = {half: {each.product for each in claims if each.fit is half} for half in (True, False)}
    assert halves[True]
    assert halves[False]
    assert not halves[True] & halves[False]
    of_one = [each for each in claims if each.product == "p1"]
    assert [(each.claimed, each.truth) for each in of_one if each.attribute == "color"] == [
        (word, word == "blue") for word in WORDS
    ]
    kinds = {each.claimed: each.truth for each in of_one if each.attribute == "category"}
    assert kinds == {word: word == "Tees" for word in ("Tees", *LUMA_KINDS)}
    assert [each.claimed for each in of_one if each.attribute == "pattern" and each.truth] == ["solid"]
    assert not [each for each in claims if each.product == "p0" and each.attribute == "pattern"]
    listings = luma_listings(folder, claims)
    assert [each.labels["color"] for each in listings] == [WORDS[each % 3] for each in range(PRODUCTS)]


def test_plain_pictures_are_all_read_right(claims: list[Claim]) -> None:
    found = measure(claims)
    asked = {each.product for each in claims if not each.fit}
    assert found["claims"] == 4 * found["photographs"] == 4 * len(asked)
    assert found["accuracy"][0] == found["auc"][0] == found["tpr"][0] == 1
    assert found["wrong"][0] == 0
    assert found["confused"] == []


def test_the_shops_own_heads_are_asked_too(folder: Path, claims: list[Claim], tmp_path: Path) -> None:
    peers = learned(folder, claims, tmp_path)
    blue = next(each for each in claims if each.product == "p1" and each.claimed == "blue")
    assert peers.belief("p1", blue.subject, "color", "blue")
    assert believed(blue, peers) != believed(blue)
    found = measure(claims, peers)
    assert found["accuracy"][0] == found["tpr"][0] == 1


def test_the_likeliest_word(claims: list[Claim]) -> None:
    navy = next(each for each in claims if each.product == "p1")
    assert best(navy, ["black", "blue", "white"]) == "blue"


def test_thresholds_keep_the_budget_even_if_the_next_were_wrong() -> None:
    random = np.random.default_rng(0)
    p = random.random(4000)
    truth = random.random(4000) < p**3 / (p**3 + (1 - p) ** 3)
    low, high = thresholds(p, truth)
    assert 0.1 < low < high < 0.9
    for given, wrong in ((p <= low, truth), (p >= high, ~truth)):
        assert ((given & wrong).sum() + 1) / (given.sum() + 1) <= BUDGET
    told = judged(p, truth, low, high)
    assert told["wrong"] <= BUDGET
    assert told["coverage"] == pytest.approx(((p <= low) | (p >= high)).mean())
    assert thresholds(p[:20], truth[:20]) == (0.0, 1.0)  # so few can prove nothing


def test_true_claims_above_what_few_false_ones_exceed() -> None:
    false = [(place / 100, False) for place in range(100)]
    assert at_false_alarms([*false, (0.96, True), (0.5, True)]) == 0.5
    assert at_false_alarms(false) == 0.0
    assert at_false_alarms([(0.5, True)]) == 1.0
