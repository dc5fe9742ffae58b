"""What gives way when nothing fulfils a whole wish, and what never does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from agents.retrieval import retrieve
from graph.services import Services
from tests.tools.catalog.records import record
from tools.catalog.importer import import_records
from tools.catalog.search import CatalogSearch
from tools.llm.contract import Constraint
from tools.settings import load


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CatalogSearch]:
    shop = Services(load(home=tmp_path_factory.mktemp("small"), catalog="small"))
    records = [
        record("wool", title="Wool Jacket", category="jacket", attributes={"material": ("wool",), "use": ("warm",)}),
        record("rain", title="Rain Jacket", category="jacket", attributes={"material": ("nylon",), "use": ("rainy",)}),
        record("boot", title="Boot", category="boot", minor=9000, options={"color": "Black"}),
    ]
    import_records(shop.catalog, shop.pictures, None, shop.search, records)
    yield shop.search
    shop.engine.dispose()


def _c(attribute: str, value: Any, op: Any = "is", **more: Any) -> Constraint:
    return {"attribute": attribute, "op": op, "value": value, "span": [0, 0], **more}  # type: ignore[typeddict-item]


def test_nothing_gives_way_when_all_is_fulfilled(search: CatalogSearch) -> None:
    found = retrieve(search, "", [_c("category", "jacket"), _c("use", "warm")], 5)
    assert ([hit.product_id for hit in found.hits], found.relaxed) == (["wool"], [])


def test_the_use_gives_way_before_the_material(search: CatalogSearch) -> None:
    found = retrieve(search, "", [_c("category", "jacket"), _c("material", "wool"), _c("use", "rainy")], 5)
    assert ([hit.product_id for hit in found.hits], found.relaxed) == (["wool"], ["use: rainy"])


def test_more_than_one_may_give_way_and_is_still_preferred(search: CatalogSearch) -> None:
    wish = [_c("category", "jacket"), _c("material", "silk"), _c("use", "diving"), _c("feature", "rainy")]
    found = retrieve(search, "", wish, 5)
    assert found.relaxed == ["feature: rainy", "use: diving", "material: silk"]
    assert {hit.product_id for hit in found.hits} == {"wool", "rain"}


@pytest.mark.parametrize(
    "kept",
    [
        _c("price", {"minor": 100, "currency": "USD"}, "at_most"),
        _c("color", "black", "is_not"),
        _c("color", "red"),
        _c("size", "XXL"),
        _c("category", "sandal"),
    ],
)
def test_what_never_gives_way(search: CatalogSearch, kept: Constraint) -> None:
    found = retrieve(search, "boot", [kept, _c("material", "silk")], 5)
    assert (found.hits, found.relaxed) == ([], [])


def test_another_currency_is_a_violation(search: CatalogSearch) -> None:
    found = retrieve(search, "boot", [_c("price", {"minor": 100, "currency": "EUR"}, "at_most")], 5)
    assert (found.hits, [each["code"] for each in found.violations]) == ([], ["other_currency"])
