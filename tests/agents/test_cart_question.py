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
ASKED: Asked = {"requests": [ADD], "request": 1, "option": "size"}


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
    assert question_of([ADD], [violation("ambiguous_variant", "cart", option="size")]) == ASKED
    assert question_of([ADD], [violation("out_of_stock", "cart", available=1)]) is None
    assert question_of([ADD], []) is None


def test_a_yes_agrees_to_the_suggested_size_and_to_nothing_else() -> None:
    asked = question_of([ADD], [violation("ambiguous_variant", "cart", option="size", suggested="10")])
    done = completed(intent("confirm"), asked, "yes")
    assert [(each["attribute"], each["value"]) for each in done["constraints"]] == [("color", "navy"), ("size", "10")]
    assert completed(intent("confirm"), ASKED, "yes")["kind"] == "confirm"
    assert completed(intent("refine", option("size", "9")), asked, "9")["constraints"][-1]["value"] == "9"


def test_the_answer_goes_to_the_request_that_asked_and_the_others_wait_beside_it() -> None:
    remove, pay = intent("remove"), intent("checkout")
    asked = question_of([remove, ADD, pay], [violation("ambiguous_variant", "cart", option="size", request=2)])
    done = completed(intent("refine", option("size", "m")), asked, "M")
    assert [done["kind"], *[each["kind"] for each in done["then"]]] == ["remove", "add", "checkout"]
    assert done["then"][0]["constraints"][-1]["value"] == "m"


def test_a_question_that_an_older_version_has_asked_is_forgotten() -> None:
    answer = intent("refine", option("size", "m"))
    assert completed(answer, {"intent": ADD, "option": "size"}, "M") is answer  # type: ignore[typeddict-item]


def test_what_comes_with_the_answer_is_done_behind_what_was_asked_about() -> None:
    answer = intent("refine", option("size", "m"), then=[intent("checkout")])
    done = completed(answer, ASKED, "M, and check out")
    assert [done["kind"], *[each["kind"] for each in done["then"]]] == ["add", "checkout"]
    other = intent("search", option("color", "red"), then=[intent("checkout")])
    assert completed(other, ASKED, "…") is other
