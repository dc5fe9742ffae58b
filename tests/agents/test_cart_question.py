"""The answer to "which size?" completes what was asked; anything else is what it says."""

from __future__ import annotations

from agents.cart.question import Asked, completed, question_of
from guards.violations import violation
from tools.llm.contract import Constraint, Intent


def intent(kind: str, *constraints: Constraint, **more: object) -> Intent:
    base: Intent = {
        "kind": kind,  # type: ignore[typeddict-item]
        "constraints": list(constraints),
        "quantity": None,
        "language": "en",
        "confidence": 0.9,
        "source": "embedded",
    }
    return {**base, **more}  # type: ignore[typeddict-item]


def option(attribute: str, value: str) -> Constraint:
    return {"attribute": attribute, "op": "is", "value": value, "span": [0, len(value)]}


ADD = intent("add", option("color", "navy"), references=[{"positions": [2], "where": "results", "span": [0, 14]}])
ASKED: Asked = {"intent": ADD, "option": "size"}


def test_a_size_completes_the_addition() -> None:
    done = completed(intent("refine", option("size", "m")), ASKED, "M")
    assert done["kind"] == "add"
    assert [(each["attribute"], each["value"]) for each in done["constraints"]] == [("color", "navy"), ("size", "m")]
    assert done["references"] == [{"positions": [2], "where": "results", "span": [0, 1]}]


def test_another_wish_is_another_wish() -> None:
    for answer in (
        intent("refine", option("color", "red")),
        intent("refine", option("size", "m"), option("color", "red")),
        intent("search", option("size", "m"), query="boots"),
        intent("checkout"),
        intent("add", option("size", "m"), references=[{"positions": [1], "where": "results", "span": [0, 3]}]),
    ):
        assert completed(answer, ASKED, "…") is answer


def test_without_a_question_nothing_is_completed() -> None:
    answer = intent("refine", option("size", "m"))
    assert completed(answer, None, "M") is answer


def test_only_an_open_option_is_a_question() -> None:
    assert question_of(ADD, [violation("ambiguous_variant", "cart", option="size")]) == ASKED
    assert question_of(ADD, [violation("out_of_stock", "cart", available=1)]) is None
    assert question_of(ADD, []) is None
