"""Ranking against people's judgements of 19,406 electronics, where the data are at hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from evals.langsmith_offline import Example, Row, run_examples
from evals.results import Metric, SuiteResult
from evals.scores import mean, ndcg
from evals.suite import Surroundings
from tools.settings import CHECKOUT

Json = dict[str, Any]
NAME = "chorus_icecat"
IMPORTED = CHECKOUT / "build" / "icecat"
DEPTH = 100


def add_judged(around: Surroundings, result: SuiteResult) -> None:
    """Puts the figures into the result, or says there why they are not."""
    folder = around.settings.data / NAME
    if not folder.is_dir():
        result.skipped.append(f"{NAME}: TRUECART_DATA is not here: {folder}")
        return
    rows = _search(around, folder)
    result.metrics += _metrics(rows)
    result.latencies_ms["search of 19,406 products"] = [row.milliseconds for row in rows]


def _search(around: Surroundings, folder: Path) -> list[Row]:
    from evals.ranking_icecat import prepared

    around.progress("importing chorus_icecat", 0, 1)
    search = prepared(IMPORTED, folder)
    search.warm()
    examples = [
        Example(query, {"query": query}, {"ratings": ratings})
        for query, ratings in _judgements(folder / "qrels_dev.jsonl").items()
        if any(ratings.values())
    ]

    def ask(inputs: Json) -> Json:
        return {"found": [hit.product_id for hit in search.search(inputs["query"], k=DEPTH)]}

    return run_examples(NAME, examples, ask, EVALUATORS, around.counter("judged queries", len(examples)))


def ndcg_10(_inputs: Json, got: Json, want: Json) -> float:
    """What nobody has judged counts as not relevant."""
    return ndcg([want["ratings"].get(each, 0) for each in got["found"]], want["ratings"].values())


def ndcg_10_judged(_inputs: Json, got: Json, want: Json) -> float:
    """What nobody has judged is passed over."""
    return ndcg([want["ratings"][each] for each in got["found"] if each in want["ratings"]], want["ratings"].values())


def recall_100(_inputs: Json, got: Json, want: Json) -> float:
    relevant = {product for product, rating in want["ratings"].items() if rating > 0}
    return len(relevant & set(got["found"])) / len(relevant)


EVALUATORS = {each.__name__: each for each in (ndcg_10, ndcg_10_judged, recall_100)}


def _metrics(rows: list[Row]) -> list[Metric]:
    about = {
        "ndcg_10": "19,406 products, unjudged counts as irrelevant",
        "ndcg_10_judged": "the same over judged products only",
        "recall_100": "relevant products among the first hundred",
    }
    return [
        mean(
            f"{NAME}_{name}", [float(row.scores[name] or 0.0) for row in rows], unit="score", tolerance=0.01, about=said
        )
        for name, said in about.items()
    ]


def _judgements(path: Path) -> dict[str, dict[str, int]]:
    judged: dict[str, dict[str, int]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        judged.setdefault(row["query"], {})[row["docid"]] = int(row["rating"])
    return judged
