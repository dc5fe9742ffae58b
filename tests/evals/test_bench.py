from __future__ import annotations

import json

import pytest

from evals.bench.__main__ import row
from evals.bench.client import Times
from evals.bench.server import with_noop
from tools.settings import CHECKOUT


def test_a_row_sets_the_search_beside_the_noop() -> None:
    times = Times({"noop": [10.0, 20.0, 30.0], "shop": [30.0, 40.0, 110.0]}, seconds=1.5)
    found = row(8, times)
    assert found["noop"]["median_ms"] == 20.0
    assert found["search"] == {"median_ms": 40.0, "p95_ms": pytest.approx(103.0)}
    assert found["ratio"] == 2.0
    assert found["per_second"] == 2.0


def test_the_bench_serves_the_shop_as_it_is_with_the_noop_beside_it() -> None:
    product = json.loads((CHECKOUT / "langgraph.json").read_text())
    ours = with_noop(product)
    assert (CHECKOUT / ours["graphs"].pop("noop").partition(":")[0]).is_file()
    assert ours == product
