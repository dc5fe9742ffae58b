"""Words that are none."""

from __future__ import annotations

import random

import pytest

from guards.spaghetti import is_spaghetti, stem, stretch, surprise


def at_random(seed: int) -> str:
    chance = random.Random(seed)
    return " ".join("".join(chance.choices("bcdfghjklmnpqrstvwxz", k=chance.randint(5, 9))) for _ in range(4))


@pytest.mark.parametrize("seed", range(8))
def test_letters_at_random(seed: int) -> None:
    assert is_spaghetti(f"I found {at_random(seed)} for you")


@pytest.mark.parametrize(
    "text",
    [
        "The florbin grackle wimmet tarsing plooned a vexling drune and snorbled.",
        "I found }{%$#@!~^&* for you",
        "Your code is QmFzZTY0IGlzIG5vdCBhIHJlcGx5IGF0IGFsbCwgc29ycnk=",
        "齉龘靐龗麤鱻爨灪",
    ],
)
def test_nonsense(text: str) -> None:
    assert is_spaghetti(text)


@pytest.mark.parametrize(
    "text",
    [
        "The Fjellmark Krystlwyng Bxtr jacket is $89.00.",
        "WH-1000XM5 and KX-T7730 ship tomorrow!",
        "viscose, elastane and modal",
        "ORD-7K2QX-M4P9A",
        "已加入购物车：麂皮靴、琥珀杯、榉木砧板",
        "請問有沒有防水的外套，謝謝",
        "(see the size chart) *** sale!!! ***",
        "qwrtpsdf",
        "",
    ],
)
def test_brands_rare_words_and_short_texts_are_passed_over(text: str) -> None:
    assert not is_spaghetti(text)


def test_what_the_source_says_is_never_nonsense() -> None:
    assert stretch(at_random(1), frozenset()) > 4
    assert not is_spaghetti(at_random(1), source=f"do you have {at_random(1)}")


def test_the_table_knows_english() -> None:
    assert surprise("waterproof") < surprise("wqtvrprzzf")
    assert stem("jackets") == stem("jacket")
