"""What must hold for any message: it is answered, its spans are its own words, and no word is lost in silence."""

from __future__ import annotations

import random
import string
import sys
from types import FrameType

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from agents.intent.english.words import STOP
from agents.intent.parse import parse
from agents.intent.tokens import listed
from evals import intent_cases
from tools.llm.contract import KINDS, Constraint, Intent, IntentContext

VOCABULARY = intent_cases.vocabulary()
SHOWN = [
    {"product_id": "a", "variant_id": "a1", "title": "Ridge Rain Jacket", "price_minor": 8900},
    {"product_id": "b", "variant_id": "b1", "title": "Harbour Jacket in Navy", "price_minor": 5400},
]
TODAY = {"today": "2026-03-10"}
CONTEXTS: list[IntentContext] = [
    {"today": "2026-03-10"},
    {"shown": SHOWN, "last": "search", "constraints": [], "query": "jackets", **TODAY},  # type: ignore[list-item,typeddict-item]
    {"shown": SHOWN, "cart": SHOWN[:1], "last": "add", "pending_approval": True, **TODAY},  # type: ignore[list-item,typeddict-item]
]
WORDS = listed(
    "black navy jacket hoodie leather waterproof not no without except and or but under 60 $ 20 size M 10 the second "
    "one it them cheaper add remove cart by friday next month for Scotland two of a pack 100% non - free , . ? ' "
    "55 inch "
    "watrproof grey/charcoal don't want anything i me show please yes cancel return order 5% 颜色 é 👍 \u202e \x00 ½ İ"
)
NONSENSE = ["florp", "quandle", "brimsy", "tuvaxo", "melkory"]
CARRIERS = [
    "{} jacket",
    "a black {} hoodie",
    "show me {} mugs under 20 dollars",
    "i want a jacket with {}, not leather",
    "{} and {} boots in size 9",
    "something {} for hiking",
    "no {} please",
    "waterproof {} for my trip next month",
    "do you have {}?",
    "red {} or blue {}",
]


def wishes(constraints: list[Constraint]) -> set[str]:
    return {f"{each['attribute']} {each['value']}" for each in constraints}


def check(text: str, context: IntentContext, found: Intent) -> None:
    assert found["kind"] in KINDS
    assert 0.0 <= found["confidence"] <= 1.0
    for each in found["constraints"]:
        start, end = each["span"]
        assert 0 <= start < end <= len(text)
        assert each["text"] == text[start:end]
    for reference in found.get("references", []):
        start, end = reference["span"]
        assert 0 <= start <= end <= len(text)
    assert all(words and words in text for words in found.get("ignored", []))
    assert parse(text, VOCABULARY, context) == found


@given(st.text(max_size=120), st.sampled_from(CONTEXTS))
@example("İstanbul ﬁne $５０ — “navy”", CONTEXTS[1])
@example("\ud800 \x00 size . . #", CONTEXTS[2])
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_text_is_answered_with_its_own_words(text: str, context: IntentContext) -> None:
    check(text, context, parse(text, VOCABULARY, context))


@given(st.lists(st.sampled_from(WORDS), max_size=14), st.sampled_from(CONTEXTS), st.sampled_from([" ", "", "  "]))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_order_of_shop_words_is_answered(words: list[str], context: IntentContext, between: str) -> None:
    text = between.join(words)
    check(text, context, parse(text, VOCABULARY, context))


@given(st.sampled_from(CARRIERS), st.lists(st.sampled_from(NONSENSE), min_size=2, max_size=2, unique=True))
def test_what_is_not_understood_is_searched_for_or_said(carrier: str, words: list[str]) -> None:
    """Every unknown word of a wish is in the query, in a constraint or among what is ignored aloud."""
    text = carrier.format(*words)
    found = parse(text, VOCABULARY, {"today": "2026-03-10"})
    assert found["kind"] == "search"
    used = [
        *found["query"].split(),
        *(word for each in found["constraints"] for word in each["text"].casefold().split()),
    ]
    used += [word for words in found.get("ignored", []) for word in words.casefold().split()]
    said = {word.strip(",.?") for word in text.casefold().split()}
    assert {word for word in NONSENSE if word in said} <= set(used)


def test_every_content_word_of_the_written_wishes_is_used() -> None:
    lost: list[str] = []
    for row in intent_cases.load("dev"):
        context = row.get("context", {})
        found = parse(row["text"], VOCABULARY, context)
        if found["kind"] not in ("search", "refine") or found.get("drop"):
            continue
        kept = " ".join([found["query"], *found.get("ignored", [])]).casefold()
        spans = [each["span"] for each in found["constraints"]]
        spans += [each["span"] for each in found.get("references", [])]
        spans += [found["cap"]["span"]] if "cap" in found else []
        at = 0
        for word in row["text"].casefold().split():
            start = row["text"].casefold().index(word, at)
            at = start + len(word)
            plain = word.strip(string.punctuation)
            covered = any(first < at and start < last for first, last in spans)
            counted = found["quantity"] is not None and (plain.isdecimal() or plain in ("two", "dozen", "three"))
            sorted_by = found.get("sort") and plain.startswith(("cheap", "expens", "sort", "lowest"))
            negated = plain in ("nothing", "anything", "not", "without", "no")
            if plain and plain not in STOP and not (covered or plain in kept or counted or sorted_by or negated):
                again = parse(plain, VOCABULARY, {})["constraints"]  # said a second time in other words
                if not again or not {each["value"] for each in again} <= {
                    each["value"] for each in found["constraints"]
                }:
                    lost.append(f"{row['text']}: {plain}")
    assert not lost


def _longest() -> list[tuple[str, str]]:
    chance = random.Random(5)
    noise = "".join(chance.choice(string.printable) for _ in range(4000))
    unknown = " ".join("".join(chance.choice(string.ascii_lowercase) for _ in range(7)) for _ in range(500))
    patterns = (
        "make it |1 |the second one |not black, |$1 to |ha|haha |are you there |stop it |ok, |return |"
        "let me know when |"
        "when will my |how does |watrproof jaket |nothing that isn't |size 9 or |cheapest to |the |-|'|leather-free |"
        "by friday |swap it i bought |doesn't fit |i want to "
    )
    repeated = [(each.strip(), (each * 4000)[:4000]) for each in patterns.split("|")]
    return [*repeated, ("noise", noise), ("unknown", unknown)]


@pytest.mark.parametrize("text", [text for _, text in _longest()], ids=[name for name, _ in _longest()])
def test_work_grows_with_the_length_and_not_with_its_square(text: str) -> None:
    """Eight times the text takes far fewer than the sixty-four times of quadratic work."""
    parse(text, VOCABULARY, CONTEXTS[1])
    assert _calls(text) < 16 * _calls(text[:500]) + 20_000


def _calls(text: str) -> int:
    """Functions called while the text is read."""
    counted = 0

    def count(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        parse(text, VOCABULARY, CONTEXTS[1])
    finally:
        sys.setprofile(before)
    return counted
