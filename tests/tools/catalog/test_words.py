"""Tokens, stems, singulars."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.catalog.words import MAX_TOKEN, singular, tokens, wished


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hoodies & hoodie", ["hoodi", "hoodi"]),
        ("T-Shirts", ["t", "shirt", "tshirt"]),
        ("Women’s", ["women"]),
        ("TN-2110", ["tn", "2110", "tn2110"]),
        ("红色咖啡杯", ["红色", "色咖", "咖啡", "啡杯"]),
        ("杯 mug", ["杯", "mug"]),
        ("🎉 !!", []),
    ],
)
def test_tokens(text: str, found: list[str]) -> None:
    assert tokens(text) == found


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("hoodies", "hoodie"),
        ("batteries", "battery"),
        ("watches", "watch"),
        ("dresses", "dress"),
        ("pants", "pants"),
        ("coffee makers", "coffee maker"),
        ("glass", "glass"),
        ("tvs", "tvs"),
    ],
)
def test_singular(plural: str, one: str) -> None:
    assert singular(plural) == one


def test_a_huge_query_is_cut_and_its_stop_words_are_dropped() -> None:
    assert wished("show me the warm hoodie please", 24) == ["warm", "hoodi"]
    assert len(wished(" ".join(f"word{n}" for n in range(10_000)), 24)) == 24


@given(st.text())
def test_any_text_has_tokens_of_letters_and_digits_only(text: str) -> None:
    assert all(
        token and " " not in token and '"' not in token and len(token) <= 3 * MAX_TOKEN for token in tokens(text)
    )
