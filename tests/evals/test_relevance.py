from __future__ import annotations

from typing import Any

import pytest

from evals.relevance import grade, keeps
from tools.catalog.types import Product, Variant
from tools.money import Money

HOODIE = Product("h", "Hoodie", category="hoodie", attributes={"material": ("organic cotton",), "use": ("warm",)})


def variant(**changes: Any) -> Variant:
    fields: dict[str, Any] = {"options": {"color": "navy", "size": "M"}, "price": Money(4000, "USD"), "stock": 3}
    return Variant("h-navy", "h", **(fields | changes))


WANTS = {"category": ["hoodie"], "color": ["navy"], "max_minor": 5000}


@pytest.mark.parametrize(
    ("wants", "likes", "no", "expected"),
    [
        (WANTS, {}, {}, 3),
        (WANTS, {"use": ["warm"]}, {}, 3),
        (WANTS, {"use": ["running"]}, {}, 2),
        ({**WANTS, "color": ["red"]}, {}, {}, 1),
        ({**WANTS, "color": ["red"], "size": ["xl"]}, {}, {}, 0),
        ({**WANTS, "category": ["mug"]}, {}, {}, 0),
        ({**WANTS, "max_minor": 3999}, {}, {}, 0),
        ({**WANTS, "min_minor": 4001}, {}, {}, 0),
        (WANTS, {}, {"color": ["navy"]}, 0),
        ({**WANTS, "material": ["cotton"]}, {}, {}, 3),
    ],
)
def test_grades(wants: dict[str, Any], likes: dict[str, Any], no: dict[str, Any], expected: int) -> None:
    assert grade(wants, likes, no, HOODIE, variant()) == expected


def test_what_cannot_be_bought_is_not_relevant() -> None:
    assert grade(WANTS, {}, {}, HOODIE, variant(stock=0)) == 0
    assert grade(WANTS, {}, {}, HOODIE, variant(price=None)) == 0


def test_the_picture_outweighs_the_listing() -> None:
    assert grade(WANTS, {}, {}, HOODIE, variant(), colour="red") == 1


def test_blue_is_not_light_blue() -> None:
    light = variant(options={"color": "light blue"})
    assert grade({"color": ["blue"], "category": ["hoodie"]}, {}, {}, HOODIE, light) == 1
    assert keeps({}, {"color": ["blue"]}, HOODIE, light)
    assert not keeps({}, {"color": ["light blue"]}, HOODIE, light)
