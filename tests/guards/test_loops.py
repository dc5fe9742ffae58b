"""Repetition: a model that does not stop, and people who say a thing twice."""

from __future__ import annotations

import pytest

from guards.loops import loops


@pytest.mark.parametrize(
    "text",
    [
        "Added added added added to your cart",
        "a navy hoodie a navy hoodie a navy hoodie",
        "好的好的好的",
        "加入购物车加入购物车加入购物车",
        "Your total is $29.00 today. Your total is $29.00 today.",
        "sooooooo good",
        "11111111111",
        "the jacket, the hood and the zip, " * 12,
    ],
)
def test_a_loop(text: str) -> None:
    assert loops(text)


@pytest.mark.parametrize(
    "text",
    [
        "a very, very, very light jacket",
        "No, no. Ho ho ho!",
        "好好好，看看看",
        "1 1 1 1 1 1",
        "navy hoodie, navy hoodie in M",
        "----------\nTotal: $29.00\n==========",
        "1. Ridge Jacket, $89, in stock.\n2. City Parka, $149, in stock.\n3. Trail Shell, $69, in stock.",
        "Wait.... what?!",
        "",
    ],
)
def test_no_loop(text: str) -> None:
    assert not loops(text)
