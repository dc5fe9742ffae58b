"""The importer over real feeds: whole, twice, killed in the middle, changed, pruned."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from graph.services import Services
from tests.tools.catalog.records import record
from tests.tools.vision.test_decoding import READ, REFUSED
from tools.catalog.feeds import read_feed
from tools.catalog.importer import ImportSummary, Progress, import_records
from tools.catalog.types import ProductRecord, Rejection
from tools.errors import TruecartError
from tools.money import Money

Make = Callable[..., Services]


def _import(shop: Services, records: object, **options: object) -> ImportSummary:
    return import_records(shop.catalog, shop.pictures, None, None, records, **options)  # type: ignore[arg-type]


@pytest.fixture
def shop(services: Make) -> Services:
    return services(catalog="small")


def test_a_whole_clothing_shop_comes_in(services: Make, data_folder: Path) -> None:
    shop = services(catalog="luma")
    summary = _import(shop, read_feed(data_folder / "magento_luma" / "products.jsonl"))
    assert (summary.rows, summary.products, summary.rejected) == (191, 191, [])
    assert shop.catalog.variant("MH01-M-Gray").price == Money(5200, "USD")
    assert shop.catalog.product("MH01").category == "hoodies & sweatshirts"
    assert {"hoodie", "sweatshirt", "watch"} <= set(shop.catalog.vocabulary().values["category"])
    image = shop.catalog.variant("MH01-M-Gray").image
    assert image is not None
    assert shop.pictures.open(image).width > 50
    assert [each.variant_id for each in shop.catalog.variants_of("24-MB01")] == ["24-MB01"]


def test_the_same_records_twice_change_nothing(shop: Services) -> None:
    first = _import(shop, [record("a"), record("b")])
    second = _import(shop, [record("a"), record("b")])
    assert (first.added, second.added, second.changed, second.unchanged) == (2, 0, 0, 2)
    assert first.version == second.version == shop.catalog.version()


def test_a_changed_row_changes_its_product_and_its_price_history_only(shop: Services) -> None:
    _import(shop, [record("a", minor=1000), record("b")])
    summary = _import(shop, [record("a", minor=1250), record("b")])
    assert (summary.changed, summary.unchanged) == (1, 1)
    assert [point["minor"] for point in shop.catalog.price_history("a-1")][-1] == 1250
    assert len(shop.catalog.price_history("b-1")) == 1


def test_an_import_killed_in_the_middle_ends_the_same_when_started_again(services: Make, tmp_path: Path) -> None:
    records = [record(f"p{number}") for number in range(250)]

    def dying() -> Iterator[ProductRecord]:
        yield from records[:230]
        raise KeyboardInterrupt

    broken = services(home=tmp_path / "broken", catalog="small")
    with pytest.raises(KeyboardInterrupt):
        _import(broken, dying())
    assert not broken.catalog.exists()
    again = _import(broken, records)
    straight = _import(services(home=tmp_path / "whole", catalog="small"), records)
    assert (again.unchanged, again.added, again.version) == (200, 50, straight.version)


def test_a_catalogue_is_there_only_when_its_index_is(services: Make) -> None:
    shop = services(catalog="small")

    def die(done: int, _total: int, label: str) -> None:
        if label == "search index" and done == 2:
            raise KeyboardInterrupt

    def bring_in(progress: Progress | None) -> None:
        import_records(shop.catalog, shop.pictures, None, shop.search, [record("a"), record("b")], progress=progress)

    with pytest.raises(KeyboardInterrupt):
        bring_in(die)
    assert not shop.catalog.exists()
    bring_in(None)
    assert [hit.product_id for hit in shop.search.search("mug a", k=1)] == ["a"]


def test_absent_products_stay_unless_pruned(shop: Services) -> None:
    _import(shop, [record("a"), record("b")])
    _import(shop, [record("a")])
    assert set(shop.catalog.products(["a", "b"])) == {"a", "b"}
    assert _import(shop, [record("a")], prune=True).dropped == 1
    assert set(shop.catalog.products(["a", "b"])) == {"a"}
    assert shop.catalog.variants(["b-1"]) == {}


def test_the_rows_add_up_when_some_are_refused(shop: Services) -> None:
    broken = Rejection("bad_row", 7, "no JSON")
    euro = record("c", line=3)
    euro = replace(
        euro, variants=tuple(replace(v, variant=replace(v.variant, price=Money(5, "EUR"))) for v in euro.variants)
    )
    summary = _import(
        shop,
        [
            record("a"),
            record("a"),
            record("a", minor=1),
            broken,
            euro,
            record("b", variant_id="a-1"),
            record("d", stock=-1),
        ],
    )
    assert [each.code for each in summary.rejected] == [
        "duplicate_id",
        "bad_row",
        "other_currency",
        "bad_stock",
        "duplicate_id",
    ]
    assert summary.rows == 7
    assert summary.products == 1


def test_a_missing_and_a_broken_picture_are_noticed_and_the_product_is_taken(shop: Services, tmp_path: Path) -> None:
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8\xff nothing")
    summary = _import(
        shop, [record("a", picture=tmp_path / "missing.jpg"), record("b", picture=tmp_path / "broken.jpg")]
    )
    assert [each.code for each in summary.warnings] == ["not_found", "unsupported_image"]
    assert summary.products == 2
    assert shop.catalog.variant("a-1").image is None


def test_every_broken_picture_is_noticed_with_its_line_and_the_import_goes_on(shop: Services, tmp_path: Path) -> None:
    files = {name: tmp_path / f"{number}.jpg" for number, name in enumerate(REFUSED)}
    for name, file in files.items():
        file.write_bytes(REFUSED[name][0])
    files["a folder"] = tmp_path
    files["no name that a file could have"] = tmp_path / "a\0b"
    records = [record(f"p{line}", picture=file, line=line) for line, file in enumerate(files.values(), 1)]
    summary = _import(shop, [*records, record("last", picture=READ["several pictures in one JPEG"])])
    codes = [*(code for _, code in REFUSED.values()), "unsupported_image", "not_found"]
    assert [(each.line, each.code) for each in summary.warnings] == list(enumerate(codes, 1))
    assert (summary.products, summary.rejected) == (len(files) + 1, [])
    assert shop.catalog.variant("last-1").image is not None


def test_nothing_usable_is_an_error_and_leaves_no_catalogue(shop: Services) -> None:
    with pytest.raises(TruecartError, match="feed_unreadable"):
        _import(shop, [Rejection("bad_row", 1, "no JSON")])
    assert not shop.catalog.exists()
