"""Written wishes over the demo shop, graded by the products' own attributes; and human judgements where they are."""

from __future__ import annotations

from typing import Any

from evals.browsing import answer
from evals.cases import load_cases
from evals.judged import add_judged
from evals.langsmith_offline import Example, Row, run_examples
from evals.relevance import grade, keeps
from evals.results import Failure, Metric, SuiteResult
from evals.scores import mean, ndcg, rate
from evals.shelf import Shelf
from evals.suite import Surroundings
from graph.services import Services

Json = dict[str, Any]
SHOWN = 10
GOOD_ENOUGH = 0.5  # of nDCG: below it a case is listed as failed


def run(around: Surroundings) -> SuiteResult:
    """Every wish goes the way a shopper's message goes: parsed, merged, retrieved, verified, ranked."""
    shop = Services(around.demo.settings.model_copy(update={"results": SHOWN}))
    grades = Grades(Shelf(shop))
    examples = [_example(row) for row in load_cases("ranking")]

    def wish(inputs: Json) -> Json:
        results = answer(shop, inputs["messages"])
        return {"found": [[each["product_id"], each["variant_id"]] for each in results]}

    def ndcg_10(inputs: Json, got: Json, _want: Json) -> float:
        gains = [grades.of(inputs, variant_id) for _, variant_id in got["found"]]
        return ndcg(gains, grades.available(inputs).values(), SHOWN)

    def bounds_kept(inputs: Json, got: Json, _want: Json) -> bool:
        return all(grades.keeps(inputs, variant_id) for _, variant_id in got["found"])

    def first_right(inputs: Json, got: Json, _want: Json) -> bool:
        return bool(got["found"]) and grades.of(inputs, got["found"][0][1]) >= 2

    evaluators = {"ndcg_10": ndcg_10, "bounds_kept": bounds_kept, "first_right": first_right}
    rows = run_examples("ranking", examples, wish, evaluators, around.counter("wishes", len(examples)))
    result = SuiteResult(
        "ranking",
        len(rows),
        _metrics(rows),
        [_failure(row, grades) for row in rows if not _good(row)],
        latencies_ms={"wish, in process": [row.milliseconds for row in rows]},
    )
    shop.engine.dispose()
    add_judged(around, result)
    return result


class Grades:
    """What the written wishes think of everything on the grades."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def of(self, wish: Json, variant_id: str) -> int:
        product, variant = self._shelf.goods[variant_id]
        shown = self._shelf.wrong_colour(variant_id)
        return grade(wish["wants"], wish["likes"], wish["not"], product, variant, shown)

    def keeps(self, wish: Json, variant_id: str) -> bool:
        return keeps(wish["wants"], wish["not"], *self._shelf.goods[variant_id])

    def available(self, wish: Json) -> dict[str, int]:
        """The best grade of each product that has any."""
        best: dict[str, int] = {}
        for variant_id, (product, _) in self._shelf.goods.items():
            value = self.of(wish, variant_id)
            if value > best.get(product.product_id, 0):
                best[product.product_id] = value
        return best


def _example(row: Json) -> Example:
    return Example(row["id"], {"likes": {}, "not": {}, **row}, {})


def _metrics(rows: list[Row]) -> list[Metric]:
    values = [float(row.scores["ndcg_10"] or 0.0) for row in rows]
    kept = [row.scores["bounds_kept"] == 1.0 for row in rows]
    first = [row.scores["first_right"] == 1.0 for row in rows]
    return [
        mean("ndcg_10", values, unit="score", tolerance=0.01, about="demo shop, exponential gain, depth 10"),
        rate("bounds_kept", kept, tolerance=0.0, about="nothing shown breaks a price bound or an exclusion"),
        rate("first_right", first, about="the first result meets every want"),
    ]


def _good(row: Row) -> bool:
    return float(row.scores["ndcg_10"] or 0.0) >= GOOD_ENOUGH and row.scores["bounds_kept"] == 1.0


def _failure(row: Row, grades: Grades) -> Failure:
    inputs = row.example.inputs
    best = sorted(grades.available(inputs).items(), key=lambda each: -each[1])[:SHOWN]
    got = [[variant_id, grades.of(inputs, variant_id)] for _, variant_id in row.outputs.get("found", [])]
    note = row.error or f"nDCG@10 {row.scores['ndcg_10']:.2f}" + ("" if row.scores["bounds_kept"] else ", bound broken")
    return Failure(row.example.id, inputs, {"grades of the best products": dict(best)}, {"grades": got}, note)
