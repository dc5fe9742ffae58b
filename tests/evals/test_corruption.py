"""Broken replies on a small scale: no wrong cart, and a measure that would see one."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from evals import corruption, corruption_prose
from evals.corruption_mutators import MUTATORS, Sent
from evals.corruption_replies import utterances
from evals.corruption_shop import played, shelf_of, untouched
from evals.corruption_table import stems, table
from evals.suite import Surroundings
from evals.suites import corruption as suite
from guards.corruption import CODES
from guards.spaghetti import LETTERS

SEED = 11


@pytest.fixture(scope="module")
def tallies() -> dict[str, corruption.Tally]:
    return corruption.measured(20 * len(MUTATORS), seed=SEED)


def test_no_broken_reply_makes_a_wrong_cart(tallies: dict[str, corruption.Tally]) -> None:
    assert [wrong for each in tallies.values() for wrong in each.wrong] == []
    assert {name: each.n for name, each in tallies.items()} == dict.fromkeys(MUTATORS, 20)


def test_every_finding_has_a_listed_code(tallies: dict[str, corruption.Tally]) -> None:
    found = {code for each in tallies.values() for code in each.codes} - {"shape"}
    assert found <= set(CODES)
    assert len(found) >= 12


def test_the_measure_sees_wrong_carts(tallies: dict[str, corruption.Tally]) -> None:
    """The same replies fill carts wrongly where they are believed."""
    assert sum(each.trusting for each in tallies.values()) >= 10
    assert tallies["other_reply"].trusting > 0


@pytest.mark.parametrize(
    "name", ["refusal", "empty", "machinery", "leaked_prompt", "no_reply", "keys_doubled", "doubled", "wrong_types"]
)
def test_what_is_no_reply_is_never_accepted(tallies: dict[str, corruption.Tally], name: str) -> None:
    assert tallies[name].accepted == 0


def test_the_same_seed_breaks_alike() -> None:
    one = utterances()[0]
    raw = json.dumps(one.reply)
    for name, mutator in MUTATORS.items():
        first, second = (mutator(Sent(raw, one.reply, random.Random(3), 0.7)) for _ in range(2))
        assert first == second, name


def test_clean_texts_pass() -> None:
    for each in corruption_prose.false_alarms(everything=False):
        assert len(each.held) <= 0.01 * each.n, each.held
        assert each.n >= 50


def test_broken_sentences_are_held_back() -> None:
    for name, each in corruption_prose.prose(390, seed=SEED).items():
        assert each.n >= 15, name
        assert each.held >= 0.6 * each.n, name


def test_clean_replies_do_what_was_said() -> None:
    said = utterances()
    shelf = shelf_of(said)
    bought = 0
    for one in (each for each in said if each.reply["kind"] == "add"):
        intent, codes = corruption.understood(one, json.dumps(one.reply, ensure_ascii=False))
        assert codes == []
        bought += played(intent, one, shelf).lines != untouched(one, shelf).lines
    assert bought >= 20


def test_an_answer_to_the_carts_question_fills_the_cart() -> None:
    said = utterances()
    shelf = shelf_of(said)
    answer = next(each for each in said if each.id == "answer-0")
    intent, _ = corruption.understood(answer, json.dumps(answer.reply))
    assert played(intent, answer, shelf).lines == (("hoodie-1-navy-M", 1),)


def test_the_nightly_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRUECART_DATA", str(tmp_path))
    result = suite.run(Surroundings(tmp_path, lambda *_: None), count=2 * len(MUTATORS))
    figures = {each.name: each.value for each in result.metrics}
    assert figures["wrong_cart_rate"] == 0
    assert max(figures["false_alarm_rate_en"], figures["false_alarm_rate_zh"]) <= 0.01
    assert figures["prose_held_back"] > 0.8


def test_the_recipe_of_the_table() -> None:
    from collections import Counter

    words = Counter({"jacket": 9, "jackets": 4, "mug": 2, "zip": 1})
    rows = table(words)
    assert (len(rows), {len(row) for row in rows}) == (len(LETTERS), {len(LETTERS)})
    assert rows[LETTERS.index("j")][LETTERS.index("a")] < rows[LETTERS.index("j")][LETTERS.index("q")]
    assert stems(words) == ["jacket", "mug"]
