"""The running wish over turns."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from agents.intent import merge, parse
from evals.intent_cases import vocabulary
from tools.llm.contract import Constraint, Intent, IntentContext

VOCABULARY = vocabulary()


def said(*texts: str) -> tuple[list[tuple[str, str, Any]], str]:
    """The wish after these messages, one after the other."""
    constraints: list[Constraint] = []
    query = ""
    for text in texts:
        context: IntentContext = {"constraints": constraints, "query": query}
        constraints, query = merge(constraints, query, parse(text, VOCABULARY, context))
    return [(each["attribute"], each["op"], _plain(each["value"])) for each in constraints], query


def _plain(value: Any) -> Any:
    return value["minor"] if isinstance(value, dict) else value


def test_a_refinement_keeps_what_it_does_not_touch() -> None:
    wish, _ = said("waterproof jackets", "not black, under $60")
    assert wish == [
        ("use", "is", "waterproof"),
        ("category", "is", "jacket"),
        ("color", "is_not", "black"),
        ("price", "at_most", 6000),
    ]


def test_the_newest_colour_wins_and_an_exclusion_takes_it_back() -> None:
    assert said("navy jackets", "in red instead")[0] == [("category", "is", "jacket"), ("color", "is", "red")]
    assert said("navy jackets", "not navy")[0] == [("category", "is", "jacket"), ("color", "is_not", "navy")]
    assert said("jackets, not black", "only black ones")[0] == [("category", "is", "jacket"), ("color", "is", "black")]


def test_two_exclusions_stand_together() -> None:
    assert said("jackets", "not black", "not navy")[0][1:] == [
        ("color", "is_not", "black"),
        ("color", "is_not", "navy"),
    ]


def test_uses_add_up() -> None:
    assert said("warm jackets", "waterproof ones")[0] == [
        ("use", "is", "warm"),
        ("category", "is", "jacket"),
        ("use", "is", "waterproof"),
    ]


def test_the_newest_bound_of_a_side_wins() -> None:
    assert said("jackets under $90", "under $60")[0][1:] == [("price", "at_most", 6000)]
    assert said("jackets over $20", "under $60")[0][1:] == [("price", "at_least", 2000), ("price", "at_most", 6000)]
    assert said("jackets over $80", "under $60")[0][1:] == [("price", "at_most", 6000)]
    assert said("jackets between $20 and $40", "under $60")[0][1:] == [("price", "at_most", 6000)]


def test_a_new_search_forgets_the_old_one() -> None:
    assert said("navy jackets under $60", "show me mugs") == ([("category", "is", "mug")], "")


def test_a_taken_back_attribute_goes() -> None:
    assert said("navy jackets under $60", "forget the price limit")[0] == [
        ("color", "is", "navy"),
        ("category", "is", "jacket"),
    ]


def test_questions_and_cart_turns_change_nothing() -> None:
    before, query = said("navy jackets")
    assert said("navy jackets", "is the second one waterproof?") == (before, query)
    assert said("navy jackets", "add the first one in red") == (before, query)


def test_words_for_the_search_collect() -> None:
    assert said("jackets with epaulettes", "with a drawstring too")[1] == "epaulettes drawstring"


_VALUES = {"color": ["navy", "red"], "use": ["warm", "waterproof"], "size": ["m", "l"], "category": ["jacket", "mug"]}


@st.composite
def _constraint(draw: st.DrawFn) -> Constraint:
    attribute = draw(st.sampled_from([*_VALUES, "price"]))
    if attribute == "price":
        value: Any = {"minor": draw(st.integers(0, 10_000)), "currency": "USD"}
        op = draw(st.sampled_from(["at_most", "at_least", "about", "exactly", "range"]))
        if op == "range":
            value["minor_max"] = value["minor"] + draw(st.integers(0, 5000))
    else:
        value, op = draw(st.sampled_from(_VALUES[attribute])), draw(st.sampled_from(["is", "is_not"]))
    return {"attribute": attribute, "op": op, "value": value, "span": [0, 1]}


_turns = st.lists(
    st.tuples(st.sampled_from(["search", "refine", "refine", "add"]), st.lists(_constraint(), max_size=4)), max_size=6
)


@given(_turns)
def test_no_merged_wish_contradicts_itself(turns: list[tuple[Any, list[Constraint]]]) -> None:
    constraints: list[Constraint] = []
    query = ""
    for kind, new in turns:
        intent: Intent = {
            "kind": kind,
            "constraints": new,
            "quantity": None,
            "language": "en",
            "confidence": 1.0,
            "source": "embedded",
        }
        constraints, query = merge(constraints, query, intent)
    values = [(each["attribute"], str(each["value"])) for each in constraints if each["attribute"] != "price"]
    assert len(values) == len(set(values)), "the same value twice, or wanted and unwanted at once"
    prices = [each for each in constraints if each["attribute"] == "price"]
    assert len({each["op"] for each in prices}) == len(prices)
    assert len(prices) <= 2
    if len(prices) == 2:
        bounds = {each["op"]: each["value"]["minor"] for each in prices}
        assert bounds["at_least"] <= bounds["at_most"]


def _intent(kind: Any, new: list[Constraint], **more: Any) -> Intent:
    base: Intent = {
        "kind": kind,
        "constraints": new,
        "quantity": None,
        "language": "en",
        "confidence": 1.0,
        "source": "embedded",
    }
    return {**base, **more}  # type: ignore[typeddict-item]


_wishes = st.lists(_constraint(), max_size=5)
_words = st.sampled_from(["", "drawstring", "epaulettes drawstring"])


def _running(start: list[Constraint]) -> tuple[list[Constraint], str]:
    """A wish as earlier turns leave it: without contradictions."""
    return merge([], "", _intent("search", start, query="jackets"))


@given(_wishes, _wishes, _words)
def test_saying_a_refinement_again_changes_nothing(start: list[Constraint], new: list[Constraint], words: str) -> None:
    once = merge(*_running(start), _intent("refine", new, query=words))
    assert merge(*once, _intent("refine", new, query=words)) == once


@given(_wishes, _constraint())
def test_the_newest_wish_stands_and_alone_where_one_value_is_wanted(start: list[Constraint], new: Constraint) -> None:
    merged, _ = merge(*_running(start), _intent("refine", [new]))
    assert new in merged
    wanted = [each for each in merged if each["attribute"] == new["attribute"] and each["op"] != "is_not"]
    if new["attribute"] in ("color", "size", "category") and new["op"] == "is":
        assert wanted == [new]


@given(_wishes, _wishes)
def test_an_exclusion_is_never_lost_by_what_is_said_of_something_else(
    start: list[Constraint], new: list[Constraint]
) -> None:
    earlier, query = _running(start)
    touched = {each["attribute"] for each in new}
    merged, _ = merge(earlier, query, _intent("refine", new))
    for each in earlier:
        if each["op"] == "is_not" and each["attribute"] not in touched:
            assert each in merged


@given(_wishes, _wishes, _words)
def test_a_search_knows_nothing_of_what_was_wanted_before(
    start: list[Constraint], new: list[Constraint], words: str
) -> None:
    search = _intent("search", new, query=words)
    assert merge(*_running(start), search) == merge([], "", search)


@given(_wishes, st.sampled_from(["color", "size", "use", "price", "category"]))
def test_what_is_taken_back_is_gone_and_nothing_else(start: list[Constraint], attribute: str) -> None:
    earlier, query = _running(start)
    merged, words = merge(earlier, query, _intent("refine", [], drop=[attribute], query="is fine"))
    assert merged == [each for each in earlier if each["attribute"] != attribute]
    assert words == query


def test_all_filters_gone_are_still_jackets() -> None:
    wish, words = said("navy jackets with epaulettes under $60, not in wool")
    assert len(wish) > 2
    assert said("navy jackets with epaulettes under $60, not in wool", "forget the filters") == (
        [("category", "is", "jacket")],
        words,
    )


def test_a_bound_that_this_shop_cannot_use_leaves_the_one_it_can() -> None:
    wish = said("jackets under $60", "under 50 euros")[0]
    assert ("price", "at_most", 6000) in wish
    assert ("price", "at_most", 4000) in said("jackets under 50 euros", "under $40")[0]
    assert len([each for each in said("jackets under 50 euros", "under $40")[0] if each[0] == "price"]) == 1


def test_the_newest_day_stands_and_a_new_wish_has_none() -> None:
    def day(value: str) -> Constraint:
        return {"attribute": "delivery", "op": "at_most", "value": value, "span": [0, 1]}

    first, query = merge([], "", _intent("search", [day("2026-11-27")]))
    later, query = merge(first, query, _intent("refine", [day("2026-12-01")]))
    assert [each["value"] for each in later] == ["2026-12-01"]
    assert merge(later, query, _intent("search", []))[0] == []
