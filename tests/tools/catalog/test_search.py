"""Search on a small shop: what is found, what must hold, what never comes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from graph.services import Services
from tests.tools.catalog.records import record, small_shop
from tools import schema
from tools.catalog.importer import import_records
from tools.catalog.search import CatalogSearch
from tools.database import writing
from tools.errors import TruecartError
from tools.llm.contract import Constraint
from tools.settings import load


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    made = Services(load(home=tmp_path_factory.mktemp("search"), catalog="small"))
    import_records(made.catalog, made.pictures, None, made.search, small_shop())
    yield made
    made.engine.dispose()


def _c(attribute: str, op: Any, value: Any, **more: Any) -> Constraint:
    return {"attribute": attribute, "op": op, "value": value, "span": [0, 0], **more}  # type: ignore[typeddict-item]


def _price(op: str, minor: int, **more: Any) -> Constraint:
    return _c("price", op, {"minor": minor, "currency": "USD", **more})


def _found(shop: Services, query: str, *constraints: Constraint, k: int = 5) -> list[str]:
    return [hit.variant_id for hit in shop.search.search(query, k=k, constraints=list(constraints))]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("hoodies", "hoodie-black-M"),
        ("a navy hoodie please", "hoodie-navy-L"),
        ("jacket for hikers", "rain-black-L"),
        ("hodie", "hoodie-black-M"),
        ("wirel mouse", "mouse-1"),
        ("mouse", "mouse-1"),
        ("laptop", "laptop-1"),
        ("咖啡", "cup-1"),
        ("coffee mug", "mug-1"),
    ],
)
def test_the_first_hit(shop: Services, query: str, first: str) -> None:
    if first.startswith("rain"):
        assert _found(shop, query)[0].startswith("rain")
    else:
        assert _found(shop, query)[0] == first


@pytest.mark.parametrize("query", ["submarine", "🎉🎉", '"*" OR NEAR(', "x' OR 1=1 --", "AND", "你好"])
def test_nothing_is_found_for_what_is_not_here(shop: Services, query: str) -> None:
    assert _found(shop, query) == []


@pytest.mark.parametrize(
    ("constraints", "found"),
    [
        ([_c("category", "is", "hoodie"), _c("color", "is", "navy")], ["hoodie-navy-L"]),
        ([_c("color", "is", "navy"), _c("size", "is", "m"), _c("category", "is", "hoodie")], ["hoodie-navy-M"]),
        ([_c("category", "is", "hoodies"), _c("color", "is_not", "black")], ["hoodie-navy-L"]),
        ([_c("color", "is", "navy"), _price("at_most", 6000)], ["hoodie-navy-L"]),
        ([_c("color", "is", ["navy", "black"]), _price("at_least", 8000)], ["rain-navy-M"]),
        ([_price("range", 1000, minor_max=1200)], ["mug-1", "cup-1"]),
        ([_price("about", 1100)], ["mug-1", "cup-1"]),
        ([_price("exactly", 900)], ["pad-1"]),
        ([_c("material", "is", "silk")], []),
        ([_c("material", "is_not", "silk"), _c("category", "is", "hoodie")], ["hoodie-black-M"]),
        ([_c("material", "is", "silk", known=False), _c("category", "is", "jacket")], ["rain-navy-M"]),
        ([_c("use", "is", "waterproof"), _c("use", "is", "hiking")], ["rain-navy-M"]),
        ([_c("category", "is", "keyboard")], ["gone-1"]),
        ([_c("category", "is", "speaker")], []),
    ],
)
def test_constraints_hold_without_any_words(shop: Services, constraints: list[Constraint], found: list[str]) -> None:
    assert _found(shop, "", *constraints) == found


def test_words_rank_within_what_must_hold(shop: Services) -> None:
    assert _found(shop, "mouse", _price("at_most", 1000)) == ["pad-1"]
    assert _found(shop, "submarine", _price("at_most", 1000)) == []
    assert _found(shop, "shiny", _c("category", "is", "mug")) == ["mug-1", "cup-1"]


def test_what_is_sold_out_comes_after_what_is_not_and_the_unpriced_never(shop: Services) -> None:
    found = _found(shop, "wireless", k=10)
    assert found == ["mouse-1", "gone-1"]


def test_stock_is_what_it_is_now(services: Callable[..., Services], tmp_path: Path) -> None:
    shop = services(home=tmp_path / "own", catalog="small")
    import_records(shop.catalog, shop.pictures, None, shop.search, small_shop())
    assert _found(shop, "hoodie") == ["hoodie-black-M"]
    table = schema.variants
    with writing(shop.engine) as connection:
        connection.execute(update(table).where(table.c.variant_id == "hoodie-black-M").values(stock=0))
    assert _found(shop, "hoodie") == ["hoodie-navy-L"]


def test_an_index_of_another_version_is_refused_until_it_is_built_again(services: Callable[..., Services]) -> None:
    shop = services(catalog="small")
    import_records(shop.catalog, shop.pictures, None, None, small_shop())
    with pytest.raises(TruecartError, match="catalog import"):
        shop.search.warm()
    shop.search.build()
    assert _found(shop, "hoodie")
    import_records(shop.catalog, shop.pictures, None, None, [record("new", title="Submarine")])
    with pytest.raises(TruecartError, match="index_mismatch"):
        shop.search.search("hoodie", k=1)
    shop.search.build()
    assert _found(shop, "submarine") == ["new-1"]
    pointer = shop.search.root / "current.json"
    pointer.write_text(json.dumps({**json.loads(pointer.read_text()), "embedding": "other"}))
    with pytest.raises(TruecartError, match="index_mismatch"):
        CatalogSearch(shop.catalog, shop.settings.indexes).search("hoodie", k=1)


def test_another_currency_and_a_bad_value_are_refused(shop: Services) -> None:
    for constraint, code in [
        (_c("price", "at_most", {"minor": 5, "currency": "EUR"}), "other_currency"),
        (_c("price", "at_most", 5), "bad_request"),
        (_c("color", "is", None), "bad_request"),
    ]:
        with pytest.raises(TruecartError) as problem:
            _found(shop, "hoodie", constraint)
        assert problem.value.code == code


def test_many_threads_get_the_same_answer(shop: Services) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: _found(shop, "navy hoodie"), range(32)))
    assert all(answer == answers[0] for answer in answers)


def test_a_huge_query_is_answered(shop: Services) -> None:
    assert _found(shop, "hoodie " * 10_000) == _found(shop, "hoodie")


def test_a_catalogue_of_one_product_is_searched_without_vectors(services: Callable[..., Services]) -> None:
    shop = services(catalog="one")
    import_records(shop.catalog, shop.pictures, None, shop.search, [record("a", title="Mug")])
    assert _found(shop, "mug") == ["a-1"]


def test_a_catalogue_cannot_be_named_out_of_its_folder(services: Callable[..., Services]) -> None:
    with pytest.raises(TruecartError, match="bad_request"):
        _ = services(catalog="../outside").search


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_any_text_is_answered(shop: Services, query: str) -> None:
    assert len(_found(shop, query, k=3)) <= 3
