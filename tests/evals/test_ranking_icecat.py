"""The measure itself, on a catalogue of three products and hand-made judgments."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from evals.ranking_icecat import measure
from graph.services import Services
from tests.tools.catalog.records import record
from tools.catalog.importer import import_records


def test_figures_of_a_known_answer(services: Callable[..., Services], tmp_path: Path) -> None:
    shop = services(catalog="small")
    records = [record("mouse", title="Mouse"), record("pad", title="Mouse Pad"), record("fan", title="Fan")]
    import_records(shop.catalog, shop.pictures, None, shop.search, records)
    judged = [("mouse", "mouse", 0), ("mouse", "pad", 3), ("mouse", "fan", 3), ("fan", "pad", 0)]
    rows = (json.dumps({"query": query, "docid": docid, "rating": rating}) for query, docid, rating in judged)
    (tmp_path / "qrels_dev.jsonl").write_text("\n".join(rows))
    figures = measure(shop.search, tmp_path)
    assert figures["queries"] == 1  # nothing is relevant to "fan" here
    assert figures["recall_at_100"] == 0.5
    assert figures["ndcg_at_10"] == pytest.approx((7 / 1.5849625) / (7 + 7 / 1.5849625))
