"""The same catalogue code over SQLite and over PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from tests.tools.catalog.records import record, small_shop
from tools.catalog.importer import import_records
from tools.catalog.pictures import PictureStore
from tools.catalog.search import CatalogSearch
from tools.catalog.store import CatalogStore
from tools.clock import utc_now
from tools.llm.contract import Constraint


def _constraint(attribute: str, op: Any, value: Any) -> Constraint:
    return {"attribute": attribute, "op": op, "value": value, "span": [0, 0]}


def test_import_change_prune_and_search(engine: Engine, tmp_path: Path) -> None:
    store, pictures = CatalogStore(engine, "small", utc_now), PictureStore(tmp_path / "images")
    search = CatalogSearch(store, tmp_path / "index")
    first = import_records(store, pictures, None, search, small_shop())
    assert import_records(store, pictures, None, search, small_shop()).version == first.version
    dear = _constraint("price", "at_most", {"minor": 6000, "currency": "USD"})
    wish = [_constraint("category", "is", "hoodie"), _constraint("color", "is_not", "black"), dear]
    assert [hit.variant_id for hit in search.search("warm", k=5, constraints=wish)] == ["hoodie-navy-L"]
    summary = import_records(store, pictures, None, search, [record("mug", minor=777), record("cup")], prune=True)
    assert (summary.changed, summary.dropped, store.stats()["variants"]) == (2, 7, 2)
    assert [point["minor"] for point in store.price_history("mug-1")][-1] == 777
    assert store.median_minor("mug-1") is not None
    assert store.vocabulary().values["category"] == ("mug",)
    assert [variant.variant_id for variant in store.variants_of("mug")] == ["mug-1"]
