from __future__ import annotations

from typing import Any

import pytest

from evals.langsmith_offline import Example, run_examples

EXAMPLES = [Example(str(n), {"n": n}, {"double": 2 * n}) for n in range(4)]


def double(inputs: dict[str, Any]) -> dict[str, Any]:
    if inputs["n"] == 2:
        raise ValueError("two is too much")
    return {"double": inputs["n"] * 2 if inputs["n"] < 3 else 7}


def test_rows_come_in_order_with_scores_errors_and_times() -> None:
    done: list[int] = []
    same = {"same": lambda _given, got, want: got["double"] == want["double"], "not_asked": lambda *_: None}
    rows = run_examples("doubling", EXAMPLES, double, same, lambda: done.append(1))
    assert [row.example.id for row in rows] == ["0", "1", "2", "3"]
    assert [row.scores["same"] for row in rows] == [1.0, 1.0, 0.0, 0.0]
    assert [row.passed for row in rows] == [True, True, False, False]
    assert rows[2].error == "ValueError('two is too much')"
    assert rows[0].scores["not_asked"] is None
    assert all(row.milliseconds >= 0 for row in rows)
    assert len(done) == 4


def test_a_broken_evaluator_is_not_a_bad_score() -> None:
    with pytest.raises(KeyError):
        run_examples("doubling", EXAMPLES[:1], double, {"broken": lambda _given, got, _want: got["nothing"]})
