"""Written purchases against the real checkout, judged by the books: charges, orders, stock, holds, the chain."""

from __future__ import annotations

from typing import Any

from evals.cases import load_cases
from evals.langsmith_offline import Example, Row, run_examples
from evals.results import Failure, Metric, SuiteResult
from evals.scenario import Player
from evals.scores import rate
from evals.small_shop import GOODS, open_shop
from evals.suite import Surroundings

Json = dict[str, Any]
EXPECTED: Json = {"charged": [], "sold": {}, "held": {}, "refused": [], "waiting": []}


def run(around: Surroundings) -> SuiteResult:
    """Each case in a shop of its own: nothing carries over."""
    examples = [_example(row) for row in load_cases("checkout")]

    def play(inputs: Json) -> Json:
        shop = open_shop(around.scratch / inputs["id"], inputs["settings"])
        try:
            return Player(shop).play(inputs["steps"])
        finally:
            shop.close()

    rows = run_examples("checkout", examples, play, EVALUATORS, around.counter("purchases", len(examples)))
    return SuiteResult(
        "checkout",
        len(rows),
        _metrics(rows),
        [_failure(row) for row in rows if not row.passed],
        latencies_ms={"whole purchase": [row.milliseconds for row in rows]},
    )


def _example(row: Json) -> Example:
    inputs = {"id": row["id"], "settings": row.get("settings", {}), "steps": row["steps"]}
    return Example(row["id"], inputs, {**EXPECTED, **row["expect"], "about": row["about"]})


def charged(_inputs: Json, got: Json, want: Json) -> bool:
    """The gateway's books hold exactly these charges."""
    return bool(got["charged"] == sorted(want["charged"]))


def ordered(_inputs: Json, got: Json, want: Json) -> bool:
    """One order for each charge, for the same money."""
    return bool(got["orders"] == len(want["charged"]) and got["ordered_minor"] == sum(want["charged"]))


def stock(inputs: Json, got: Json, want: Json) -> bool:
    """Stock fell by what was sold and by nothing else, every good counted."""
    left = {good.variant_id: good.stock for good in GOODS}
    for step in inputs["steps"]:
        if step["do"] == "stock":
            left[step["variant"]] = step["to"]
        elif step["do"] == "retire":
            left.pop(step["variant"])
    return bool(got["stock"] == {key: count - want["sold"].get(key, 0) for key, count in left.items()})


def held(_inputs: Json, got: Json, want: Json) -> bool:
    """What is still kept back for somebody."""
    return bool(got["held"] == want["held"])


def refused(_inputs: Json, got: Json, want: Json) -> bool:
    """The rules that stopped something, by code."""
    return bool(got["refused"] == sorted(want["refused"]))


def waiting(_inputs: Json, got: Json, want: Json) -> bool:
    """Whose approval the last payment waited for."""
    return bool(got["waiting"] == want["waiting"])


def books(_inputs: Json, got: Json, _want: Json) -> bool:
    """The audit chain verifies and the gateway's accounts sum to zero."""
    return bool(got["chain_ok"] and got["books_sum"] == 0)


EVALUATORS = {each.__name__: each for each in (charged, ordered, stock, held, refused, waiting, books)}


def _metrics(rows: list[Row]) -> list[Metric]:
    never: Json = {"better": "lower", "limit": 0.0, "tolerance": 0.0}
    quiet = [row for row in rows if not row.example.expected["charged"]]
    sold = [row for row in rows if row.example.expected["charged"]]
    unintended = [_charges(row) > 0 for row in quiet]
    doubled = [_charges(row) > _due(row) for row in sold]
    missed = [_charges(row) < _due(row) for row in sold]
    return [
        rate("end_state_right", [row.passed for row in rows], limit=1.0, about="every book as it should be"),
        rate("unintended_purchase_rate", unintended, about="charged, and none was due", **never),
        rate("double_charge_rate", doubled, about="charged more often than due", **never),
        rate("wrong_price_rate", [_wrong_amount(row) for row in rows], about="charged an amount not due", **never),
        rate("missed_sale_rate", missed, about="a good purchase that was not charged", **never),
    ]


def _charges(row: Row) -> int:
    return len(row.outputs.get("charged", ()))


def _due(row: Row) -> int:
    return len(row.example.expected["charged"])


def _wrong_amount(row: Row) -> bool:
    """An amount in the gateway's books that the case does not name. A second charge of a right amount is not one."""
    return not set(row.outputs.get("charged", ())) <= set(row.example.expected["charged"])


def _failure(row: Row) -> Failure:
    wrong = [name for name, score in row.scores.items() if score == 0.0]
    note = row.error or f"wrong: {', '.join(wrong)} ({row.example.expected['about']})"
    expected = {key: value for key, value in row.example.expected.items() if key != "about"}
    return Failure(row.example.id, row.example.inputs, expected, row.outputs, note)
