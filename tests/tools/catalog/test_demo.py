"""The demo catalogue: big enough, the same each time, and flawed exactly where its side file says."""

from __future__ import annotations

import io
import json
import statistics
from pathlib import Path

import pytest
from PIL import Image

from tools.catalog.demo import demo_flaws, demo_records, write_flaws
from tools.catalog.demo.plan import Draft, drafts
from tools.catalog.types import ProductRecord
from tools.settings import load
from tools.vision.colour import measure
from tools.vision.colour_names import members

SEED = load().seed


@pytest.fixture(scope="module")
def plan() -> list[Draft]:
    return drafts(SEED)


@pytest.fixture(scope="module")
def sample() -> list[ProductRecord]:
    return list(demo_records(SEED, limit=24, workers=1))


def test_there_is_enough_to_look_at(plan: list[Draft]) -> None:
    skus = [sku for draft in plan for listing in draft.listings for sku in listing.skus]
    assert len(plan) >= 240
    assert len(skus) >= 1_200
    assert len({sku.variant_id for sku in skus}) == len(skus)
    assert len({draft.product.product_id for draft in plan}) == len(plan)
    assert all(type(sku.minor) is int and sku.minor > 0 and sku.stock >= 0 for sku in skus)
    assert any(sku.stock == 0 for sku in skus)
    assert {draft.product.department for draft in plan} == {"apparel", "shoes", "bags", "home", "electronics"}
    assert {each for draft in plan for each in draft.product.restrictions} == {"age_18", "regulated"}
    uses = {use for draft in plan for use in draft.product.attributes.get("use", ())}
    assert {"waterproof", "warm", "hiking"} <= uses
    assert len({draft.product.seller for draft in plan}) >= 5
    assert all(draft.product.delivery_days for draft in plan)


def test_ladders_run_from_the_cheapest_to_the_dearest(plan: list[Draft]) -> None:
    for category, words in (("coffee maker", ("hand filter", "industrial")), ("tv", ("lcd", "oled"))):
        shelf = [draft for draft in plan if draft.product.category == category]
        price = {
            draft.product.product_id: min(sku.minor for each in draft.listings for sku in each.skus) for draft in shelf
        }

        def cheapest(word: str, shelf: list[Draft] = shelf, price: dict[str, int] = price) -> int:
            told = [d for d in shelf if word in f"{d.product.title} {d.product.attributes}".lower()]
            assert told, word
            return min(price[draft.product.product_id] for draft in told)

        assert cheapest(words[0]) < cheapest(words[1])


def test_the_same_seed_gives_the_same_bytes_however_many_draw(sample: list[ProductRecord]) -> None:
    again = list(demo_records(SEED, limit=24, workers=2))
    assert again == sample
    assert list(demo_records(SEED + 1, limit=2, workers=1)) != sample[:2]


def test_flaws_are_four_per_cent_of_the_listings(plan: list[Draft], tmp_path: Path) -> None:
    listings = sum(len(draft.listings) for draft in plan)
    flaws = demo_flaws(SEED)
    assert 0.035 <= len(flaws) / listings <= 0.045
    assert {flaw.kind for flaw in flaws} == {"wrong_colour", "price_typo", "stale_stock"}
    assert write_flaws(tmp_path / "flaws.jsonl", SEED) == len(flaws)
    told = [json.loads(line) for line in (tmp_path / "flaws.jsonl").read_text().splitlines()]
    assert [each["product_id"] for each in told] == [flaw.product_id for flaw in flaws]


def test_every_flaw_is_one_and_nothing_but_the_fact_betrays_it() -> None:
    flaws = {variant_id: flaw for flaw in demo_flaws(SEED) for variant_id in flaw.variant_ids}
    seen = set()
    for record in demo_records(SEED, workers=2):
        for each in record.variants:
            flaw = flaws.get(each.variant.variant_id)
            usual = statistics.median(point["minor"] for point in each.history)
            price = each.variant.price
            assert price is not None
            typo = not 0.5 <= price.minor / usual <= 2
            assert typo == (flaw is not None and flaw.kind == "price_typo"), each.variant
            if flaw is None:
                continue
            seen.add(each.variant.variant_id)
            assert "flaw" not in f"{record.product} {each.variant}".lower()
            if flaw.kind == "wrong_colour":
                assert isinstance(each.picture, bytes)
                assert _main_colour(each.picture) not in members(str(flaw.listed))
            elif flaw.kind == "stale_stock":
                assert each.variant.stock == flaw.listed != flaw.actual
    assert seen == set(flaws)


def _main_colour(picture: bytes) -> str:
    with Image.open(io.BytesIO(picture)) as image:
        return measure(image, "x")["distribution"][0]["value"]


def test_pictures_show_the_listed_colour(sample: list[ProductRecord]) -> None:
    flawed = {variant_id for flaw in demo_flaws(SEED) for variant_id in flaw.variant_ids}
    right = wrong = 0
    for record in sample:
        for each in {str(one.variant.options["color"]): one for one in record.variants}.values():
            if each.variant.variant_id in flawed:
                continue
            assert isinstance(each.picture, bytes)
            with Image.open(io.BytesIO(each.picture)) as image:
                observed = {value["value"] for value in measure(image, "x")["distribution"][:4]}
            listed = each.variant.options["color"]
            right, wrong = (right + 1, wrong) if observed & {listed, *members(listed)} else (right, wrong + 1)
    assert right / (right + wrong) >= 0.9
