"""The catalogue as others read it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from graph.services import Services
from tests.tools.catalog.records import record
from tools import schema
from tools.catalog.importer import import_records
from tools.catalog.prices import median_minor
from tools.clock import stamp
from tools.database import writing
from tools.errors import TruecartError
from tools.money import Money

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def shop(services: Callable[..., Services]) -> Services:
    made = services(catalog="small", clock=lambda: NOW)
    history = tuple(
        {"at": stamp(NOW - timedelta(days=days)), "minor": minor} for days, minor in [(90, 900), (10, 1000)]
    )
    records = [
        record("a", category="mug", options={"color": "Red"}, history=history, minor=5000),  # type: ignore[arg-type]
        record("b", category="mug", options={"color": "Red"}, minor=None, stock=0),
        record("c", category="plate", options={"color": "Blue"}),
    ]
    import_records(made.catalog, made.pictures, None, None, records)
    return made


def test_single_getters_raise_and_bulk_getters_leave_out(shop: Services) -> None:
    store = shop.catalog
    assert set(store.products(["c", "nope"])) == {"c"}
    assert set(store.variants(["c-1", "nope"])) == {"c-1"}
    for ask, code in [
        (store.product, "unknown_product"),
        (store.variant, "unknown_variant"),
        (store.variants_of, "unknown_product"),
    ]:
        with pytest.raises(TruecartError) as problem:
            ask("nope")
        assert problem.value.code == code


def test_price_and_stock_are_always_read_anew(shop: Services) -> None:
    assert shop.catalog.variant("c-1").stock == 5
    table = schema.variants
    with writing(shop.engine) as connection:
        connection.execute(update(table).where(table.c.variant_id == "c-1").values(stock=2, price_minor=1))
    assert shop.catalog.variant("c-1").stock == 2
    assert shop.catalog.variants(["c-1"])["c-1"].price == Money(1, "USD")


def test_the_vocabulary_has_the_most_frequent_value_first(shop: Services) -> None:
    vocabulary = shop.catalog.vocabulary()
    assert vocabulary.values["color"] == ("red", "blue")
    assert (vocabulary.currency, vocabulary.version) == ("USD", shop.catalog.version())


def test_counts(shop: Services) -> None:
    stats = shop.catalog.stats()
    assert (stats["products"], stats["variants"], stats["priced"], stats["in_stock"]) == (3, 3, 2, 2)
    assert stats["categories"] == {"mug": 2, "plate": 1}


def test_a_slip_of_the_price_does_not_move_its_median(shop: Services) -> None:
    assert [point["minor"] for point in shop.catalog.price_history("a-1")] == [900, 1000, 5000]
    assert shop.catalog.median_minor("a-1") == 900  # 20 of the last 30 days
    assert shop.catalog.median_minor("a-1", days=15) == 1000
    assert shop.catalog.median_minor("b-1") is None
    assert shop.catalog.median_minor("c-1") == 1000


def test_the_median_of_prices_ahead_of_the_clock_is_the_newest() -> None:
    assert median_minor([{"at": stamp(NOW + timedelta(days=1)), "minor": 7}], NOW, 30) == 7


def test_before_the_first_import_there_is_no_catalogue(services: Callable[..., Services]) -> None:
    store = services(catalog="empty").catalog
    assert not store.exists()
    for ask in (store.version, store.currency, store.vocabulary, store.stats):
        with pytest.raises(TruecartError, match="unknown_catalog"):
            ask()
