"""Planting exchanged pictures, and counting what the audit finds of them."""

from __future__ import annotations

from random import Random

import pytest

from evals.vision_audit import Goods, exchange, measure
from tests.tools.vision.drawn import thing
from tools.catalog.types import Product, Variant
from tools.database import open_database
from tools.money import Money
from tools.vision import colour
from tools.vision.measurements import MeasurementStore

COLOURS = ("navy", "red", "green")
SEEN = {each: colour.measure(thing(each, backdrop=(110, 112, 118)), f"{each:0<64}") for each in (*COLOURS, "orange")}


def goods(*, flawed: bool = False) -> Goods:
    products = [Product(f"tee-{number}", "Tee") for number in range(10)]
    variants = {
        product.product_id: [
            Variant(
                f"{product.product_id}-{word}-{size}",
                product.product_id,
                {"color": word, "size": size},
                Money(900, "USD"),
                1,
                SEEN[word]["content_hash"],
            )
            for word in COLOURS
            for size in ("S", "M")
        ]
        for product in products
    }
    wrong = {"tee-0-navy-S", "tee-0-navy-M"}
    if flawed:
        orange = SEEN["orange"]["content_hash"]
        kept = [each for each in variants["tee-0"] if each.variant_id not in wrong]
        variants["tee-0"] = [*kept, Variant("tee-0-navy-S", "tee-0", {"color": "navy"}, None, 1, orange)]
    return Goods(products, variants, {each["content_hash"]: each for each in SEEN.values()}, frozenset(wrong))


@pytest.fixture(scope="module")
def measurements() -> MeasurementStore:
    return MeasurementStore(open_database("sqlite://"))


def test_siblings_get_each_others_pictures() -> None:
    shop = goods()
    changed, planted = exchange(shop, 0.2, Random(1))
    moved = {
        after.variant_id
        for product_id, variants in shop.variants.items()
        for before, after in zip(variants, changed[product_id], strict=True)
        if before.image != after.image
    }
    assert moved == planted
    assert len(planted) == 3 * 2 * 2  # a fifth of thirty listings in pairs, each with two sizes
    for variants in changed.values():
        assert {each.image for each in variants} == {SEEN[word]["content_hash"] for word in COLOURS}


def test_what_was_planted_is_found_and_nothing_else(measurements: MeasurementStore) -> None:
    found = measure(measurements, goods(), rate=0.2, rounds=2)
    assert found["found"][0] == 1.0
    assert found["accused"][0] == 0.0
    assert found["confirmed"][0] == 0.0


def test_known_flaws_count_neither_way(measurements: MeasurementStore) -> None:
    found = measure(measurements, goods(flawed=True), rate=0.0, rounds=1)
    assert found["accused"][0] == 0.0
    assert found["found"] == (0.0, 0.0, 1.0)
