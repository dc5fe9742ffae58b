"""Whether goods are there in time, and where they stand in the list because of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from agents.arrival import arrival, in_words, needed_by
from agents.ranking import rank
from agents.retrieval import retrieve
from tests.agents.test_retrieval import search as search  # the fixture
from tools.catalog.search import CatalogSearch
from tools.catalog.types import Hit, Product, Variant
from tools.llm.contract import Constraint
from tools.money import Money

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
PRODUCTS = {
    name: Product(name, f"Jacket {name}", category="jacket", delivery_days=days)
    for name, days in (("soon", 1), ("slow", 9), ("perhaps", 4), ("silent", None))
}
VARIANTS = {f"{name}-1": Variant(f"{name}-1", name, {}, Money(5000, "USD"), 5) for name in PRODUCTS}


def by(day: Any) -> Constraint:
    return {"attribute": "delivery", "op": "at_most", "value": day, "span": [0, 0]}


@pytest.mark.parametrize(
    ("name", "standing"), [("soon", "in_time"), ("perhaps", "perhaps"), ("slow", "late"), ("silent", "unknown")]
)
def test_a_parcel_is_in_time_when_even_its_latest_day_is(name: str, standing: str) -> None:
    found = arrival(PRODUCTS[name], "2026-11-27", MONDAY)  # a Friday; 2 working days lie between earliest and latest
    assert found["standing"] == standing
    assert "2026" in in_words(found)


def test_the_newest_day_counts_and_nonsense_is_none() -> None:
    assert needed_by([by("2026-11-27"), by("2026-12-01")]) == "2026-12-01"
    assert needed_by([by("soon")]) is None
    assert needed_by([{**by("2026-11-27"), "op": "is_not"}]) is None


@pytest.mark.parametrize("sort", ["relevance", "price_asc"])
def test_what_comes_too_late_sinks_and_says_so(sort: str) -> None:
    hits = [Hit(name, f"{name}-1", 4.0 - place) for place, name in enumerate(["slow", "silent", "perhaps", "soon"])]
    ranked = rank(hits, PRODUCTS, VARIANTS, [by("2026-11-27")], {}, sort, MONDAY)
    assert [each["product_id"] for each in ranked] == ["soon", "perhaps", "silent", "slow"]
    assert [each["arrival"]["standing"] for each in ranked] == ["in_time", "perhaps", "unknown", "late"]
    for each in ranked:
        assert in_words(each["arrival"]) in each["why"]


def test_without_a_day_the_order_is_as_it_was() -> None:
    hits = [Hit("slow", "slow-1", 2.0), Hit("soon", "soon-1", 1.0)]
    ranked = rank(hits, PRODUCTS, VARIANTS, [], {}, "relevance", MONDAY)
    assert [each["product_id"] for each in ranked] == ["slow", "soon"]
    assert all("arrival" not in each for each in ranked)


def test_a_day_filters_nothing(search: CatalogSearch) -> None:
    wish: Constraint = {"attribute": "category", "op": "is", "value": "jacket", "span": [0, 0]}
    plain, dated = (retrieve(search, "", [wish, *more], 5) for more in ([], [by("2026-11-27")]))
    assert dated == plain
