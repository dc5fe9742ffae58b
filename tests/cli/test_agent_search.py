"""`truecart agent search`, row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from cli.agent_search import answerer
from graph.services import Services
from tests.tools.catalog.records import record
from tools.catalog.importer import import_records
from tools.errors import TruecartError
from tools.settings import load

Answer = Callable[[dict[str, Any]], dict[str, Any]]


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answer]:
    shop = Services(load(home=tmp_path_factory.mktemp("small"), catalog="small"))
    records = [
        record("red", title="Red Mug", options={"color": "Red"}, minor=900),
        record("blue", title="Blue Mug", options={"color": "Blue"}, minor=1500),
        record("plate", title="Red Plate", category="plate", options={"color": "Red"}, minor=2000),
    ]
    import_records(shop.catalog, shop.pictures, None, shop.search, records)
    yield answerer(shop)
    shop.engine.dispose()


def _ids(answered: dict[str, Any]) -> list[str]:
    return [each["product_id"] for each in answered["results"]]


def test_a_query(answer: Answer) -> None:
    answered = answer({"query": "red mug", "k": 1})
    assert [(each["product_id"], each["variant_id"]) for each in answered["results"]] == [("red", "red-1")]
    assert isinstance(answered["results"][0]["score"], float)


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"color": "red"}, ["red", "plate"]),
        ({"color": ["blue"], "category": "mugs"}, ["blue"]),
        ({"price": {"op": "at_most", "minor": 1600, "currency": "USD"}}, ["red", "blue"]),
        ({"price": {"minor": 1400, "minor_max": 2100}}, ["blue", "plate"]),
        ([{"attribute": "color", "op": "is_not", "value": "red"}], ["blue"]),
        (
            [
                {"attribute": "color", "op": "is", "value": "red", "span": [0, 3]},
                {"attribute": "category", "value": "mug"},
            ],
            ["red"],
        ),
        ([], ["red", "blue", "plate"]),
        (None, ["red", "blue", "plate"]),
    ],
)
def test_both_forms_of_filters(answer: Answer, filters: Any, found: list[str]) -> None:
    assert _ids(answer({"query": "", "filters": filters})) == found


@pytest.mark.parametrize(
    "row",
    [
        {"query": 5},
        {"query": ["mug"]},
        {"query": "mug", "k": 0},
        {"query": "mug", "k": "3"},
        {"query": "mug", "k": True},
        {"query": "mug", "k": 10**9},
        {"query": "mug", "filters": "red"},
        {"query": "mug", "filters": ["red"]},
        {"query": "mug", "filters": {"color": None}},
        {"query": "mug", "filters": {"color": []}},
        {"query": "mug", "filters": {"color": {"is": "red"}}},
        {"query": "mug", "filters": {"price": 5}},
        {"query": "mug", "filters": {"price": {"minor": 5.5}}},
        {"query": "mug", "filters": {"price": {"minor": 10**30}}},
        {"query": "mug", "filters": [{"attribute": "color", "op": "like", "value": "red"}]},
        {"query": "mug", "filters": [{"attribute": "price", "op": "range", "value": {"minor": 5}}]},
        {"query": "mug", "filters": [{"op": "is", "value": "red"}]},
        {"query": "mug", "filters": [{"attribute": "delivery_days", "op": "at_most", "value": "soon"}]},
    ],
)
def test_bad_rows(answer: Answer, row: dict[str, Any]) -> None:
    with pytest.raises(TruecartError) as problem:
        answer(row)
    assert problem.value.code == "bad_row"


def test_another_currency_is_said(answer: Answer) -> None:
    with pytest.raises(TruecartError, match="other_currency"):
        answer({"query": "mug", "filters": {"price": {"minor": 5, "currency": "EUR"}}})
