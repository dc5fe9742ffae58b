"""Which words mean which of the values that an encoder is asked about."""

from __future__ import annotations

import pytest

from tools.vision import colour_names
from tools.vision.clip.vocabulary import GROUPS, KINDS, PATTERNS, SLEEVES, VALUES, members, prompt


@pytest.mark.parametrize(
    ("attribute", "word", "values"),
    [
        ("category", "hoodie", {"hoodie"}),
        ("category", " Hooded  Sweatshirt ", {"hoodie"}),
        ("category", "TEES", {"t-shirt"}),
        ("category", "dresses", {"dress"}),
        ("category", "watches", {"smartwatch"}),
        ("category", "kitchen_knife", {"kitchen knife"}),
        ("category", "Hoodies & Sweatshirts", {"hoodie", "sweatshirt"}),
        ("category", "shirts, polos and blazers", {"shirt", "polo shirt", "blazer"}),
        ("category", "Shirt/Blouse", {"shirt"}),
        ("category", "Bras & Tanks", {"sports bra", "tank top"}),
        ("category", "Pants", {"trousers", "jeans", "leggings"}),
        ("category", "bags", {"backpack", "tote", "handbag", "messenger bag", "duffel bag"}),
        ("category", "hat", {"hat", "beanie"}),
        ("category", "beanie", {"beanie"}),
        ("category", "毛衣", {"sweater"}),
        ("category", "T恤", {"t-shirt"}),
        ("category", "裤子", {"trousers", "jeans", "leggings"}),
        ("pattern", "Plaid", {"checked"}),
        ("pattern", "polka dots", {"dotted"}),
        ("pattern", "条纹", {"striped"}),
        ("pattern", "纯色", {"solid"}),
        ("sleeve", "Long Sleeves", {"long sleeve"}),
        ("sleeve", "短袖", {"short sleeve"}),
        ("sleeve", "without sleeves", {"sleeveless"}),
        ("color", "Navy Blue", {"navy"}),
        ("color", "藏青色", {"navy"}),
    ],
)
def test_what_a_word_means(attribute: str, word: str, values: set[str]) -> None:
    assert set(members(attribute, word)) == values


@pytest.mark.parametrize(
    ("attribute", "word"),
    [
        ("category", "unicorn"),
        ("category", "hoodies & unicorns"),
        ("category", ""),
        ("category", " & "),
        ("category", "handbagandcoat"),
        ("pattern", "hoodie"),
        ("sleeve", "red"),
        ("color", "sparkly"),
        ("color", "red & blue"),
        ("material", "wool"),
    ],
)
def test_a_word_that_is_not_known_means_nothing(attribute: str, word: str) -> None:
    assert members(attribute, word) == ()


@pytest.mark.parametrize("attribute", VALUES)
def test_every_value_is_true_of_itself_and_has_a_sentence_of_its_own(attribute: str) -> None:
    values = VALUES[attribute]
    assert all(value in members(attribute, value) for value in values)
    assert len(set(values)) == len(values)
    assert len({prompt(attribute, value) for value in values}) == len(values)


@pytest.mark.parametrize(("attribute", "table"), [("category", KINDS), ("pattern", PATTERNS), ("sleeve", SLEEVES)])
def test_a_synonym_means_its_own_value_or_a_wider_word(attribute: str, table: dict[str, tuple[str, ...]]) -> None:
    for value, words in table.items():
        for word in words:
            assert value in members(attribute, word), word
    every = [word.casefold() for words in table.values() for word in words]
    assert len(set(every)) == len(every)


def test_a_group_names_kinds_and_covers_its_own_name() -> None:
    for word, values in GROUPS.items():
        assert set(values) <= set(KINDS), word
        assert members("category", word) == values
        assert word not in KINDS or word in values


def test_a_family_of_colours_holds_its_members() -> None:
    for each in colour_names.NAMES:
        assert set(members("color", each.name)) <= set(members("color", each.family))


def test_no_sentence_for_what_is_not_asked_about() -> None:
    with pytest.raises(KeyError):
        prompt("material", "wool")
