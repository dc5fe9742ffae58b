"""The colour words: complete, consistent, and true to what people call things."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
import pytest

from tools.vision.colour_names import (
    FAMILIES,
    MULTI,
    NAMES,
    WORDS,
    ColourName,
    anchors,
    distances,
    known,
    members,
    same,
)


@pytest.mark.parametrize("each", NAMES, ids=lambda each: each.name)
def test_a_name_is_complete(each: ColourName) -> None:
    assert re.search(r"[\u4e00-\u9fff]", each.chinese)
    assert each.family in FAMILIES
    assert known(each.family) is not None, "a family is itself a word that shoppers use"
    assert each.anchors
    assert all(re.fullmatch(r"[0-9a-f]{6}", anchor) for anchor in each.anchors)


def test_a_word_means_one_colour() -> None:
    written = Counter(word for each in NAMES for word in {each.name, each.chinese, *each.synonyms})
    assert [word for word, times in written.items() if times > 1] == []
    assert not MULTI & set(WORDS)


def test_every_anchor_is_nearest_to_its_own_name() -> None:
    points, owners = anchors()
    nearest = distances(points).argmin(axis=1)
    assert [(NAMES[own].name, NAMES[got].name) for own, got in zip(owners, nearest, strict=True) if own != got] == []
    assert distances(points).min(axis=1) == pytest.approx(np.zeros(len(points)), abs=1e-5)


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("Navy", "navy"),
        (" dark  BLUE ", "navy"),
        ("off_white", "ivory"),
        ("Gray", "grey"),
        ("黑色", "black"),
        ("藏青色", "navy"),
        ("米色", "beige"),
        ("sparkly", None),
        ("", None),
        ("not black", None),
    ],
)
def test_known(word: str, name: str | None) -> None:
    assert known(word) == name


@pytest.mark.parametrize(
    ("claimed", "listed", "holds"),
    [
        ("blue", "navy", True),
        ("navy", "blue", False),
        ("蓝色", "Navy Blue", True),
        ("red", "cream", False),
        ("white", "cream", True),
        ("red", "burgundy", True),
        ("grey", "charcoal", True),
        ("black", "navy", False),
        ("gray", "Grey", True),
        ("Sparkly", "sparkly", True),
        ("sparkly", "red", False),
        ("red", "sparkly", False),
    ],
)
def test_what_a_listing_says_of_a_claim(claimed: str, listed: str, holds: bool) -> None:
    assert same(claimed, listed) is holds


def test_members() -> None:
    assert {"navy", "blue", "denim"} <= set(members("blue"))
    assert members("navy") == ("navy",)
    assert "cream" not in members("red")
    assert members("sparkly") == ()
