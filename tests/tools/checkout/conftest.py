"""A little shop over the engine of `tests/tools/conftest.py`: on SQLite, and on PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.builders import Shop, Sku, stock_catalog

SKUS = [
    Sku("a"),
    Sku("b", price_minor=500),
    Sku("dear", price_minor=60_000),
    Sku("last", stock=1),
    Sku("knife", restrictions=("age_18",)),
    Sku("pack", pack_size=10, stock=50),
    Sku("three", max_quantity=3),
    Sku("priceless", price_minor=None),
    Sku("typo", price_minor=20, median_minor=2_000),
    Sku("steady", median_minor=2_000),
]


@pytest.fixture
def shop(engine: Engine, tmp_path: Path) -> Shop:
    stock_catalog(engine, SKUS)
    return Shop.open(engine, tmp_path)
