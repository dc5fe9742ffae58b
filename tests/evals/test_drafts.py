"""The spoilt drafts are spoilt, and what would get out is seen to get out."""

from __future__ import annotations

from random import Random

import pytest

from agents.reply.draft_checks import Shelf
from agents.reply.goods import Good, Names
from evals.drafts import _ROW, CASES, MUTATORS, SCENES, Case, World, got_out, out
from tools.catalog.types import Vocabulary

FOREIGN = ["Harbour Parka", "Moss Rain Jacket"]
WORLD = World(FOREIGN, {"en": ["Here is {title:1}."], "zh": ["为您找到{title:1}。"]})
WORDS = Vocabulary(
    "drafts-eval",
    "USD",
    {
        "color": ("navy", "red"),
        "category": ("jacket",),
        "material": ("velvet", "cork", "cast iron"),
        "use": ("golf", "swimming"),
        "feature": ("local dimming",),
    },
    "1",
)


def shelf(language: str) -> Shelf:
    held = {"color": frozenset({"navy"}), "category": frozenset({"jacket"})}
    goods = [Good("Fjord Shell", "$49.00", held), Good("Moor Shell", "$75.10", held)]
    return Shelf(goods, WORDS, language, True, Names.of(FOREIGN))


@pytest.mark.parametrize("name", MUTATORS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_way_spoils_a_draft_and_none_gets_out(name: str, language: str) -> None:
    text = {
        "en": "Here are {count} jackets. {title:1} comes at {price:1}.",
        "zh": "{count}件夹克，{title:1}，{price:1}。",
    }
    case = Case("tuned", "rain", text[language], shelf(language))
    assert out(case.text, case.shelf)
    for seed in range(12):
        spoilt = MUTATORS[name](case, WORLD, Random(seed))
        assert spoilt != case.text
        assert out(spoilt, case.shelf) == ""


@pytest.mark.parametrize("text", ["Try the Harbour Parka.", "It comes at $49.01.", "Here are 3 jackets."])
def test_what_is_foreign_is_seen(text: str) -> None:
    assert got_out(text, shelf("en"), WORLD)
    assert not got_out("Here are 2 jackets. Fjord Shell comes at $49.00.", shelf("en"), WORLD)


def test_the_clean_drafts_are_read_and_there_are_enough() -> None:
    rows = [_ROW.fullmatch(line) for line in CASES.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    assert all(rows)
    found = [(row[1], row[2], row[3]) for row in rows if row]
    assert sum(language == "en" for _, language, _ in found) >= 60
    assert sum(language == "zh" for _, language, _ in found) >= 40
    assert {scene for *_, scene in found} <= set(SCENES)
    assert {part for part, *_ in found} == {"tuned", "unseen"}
