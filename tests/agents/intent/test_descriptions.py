"""Things on the screen that are described rather than counted."""

from __future__ import annotations

from typing import Any

import pytest

from agents.intent import parse
from evals.intent_cases import vocabulary
from tools.llm.contract import IntentContext

VOCABULARY = vocabulary()


def thing(name: str, title: str, minor: int, color: str, size: str, *facts: str) -> Any:
    ids = {"product_id": name, "variant_id": f"{name}-1", "title": title}
    return {**ids, "price_minor": minor, "color": color, "size": size, "facts": list(facts)}


SHOWN = [
    thing("a", "Harbour Jacket", 5400, "navy", "M", "jacket", "wool"),
    thing("b", "Storm Shell", 8900, "red", "L", "jacket", "nylon", "hooded", "waterproof"),
    thing("c", "City Parka", 14900, "beige", "S", "jacket", "wool", "pockets"),
]
RUNNING: IntentContext = {"shown": SHOWN, "last": "search", "constraints": [], "query": "jackets"}


def places(text: str, context: IntentContext = RUNNING) -> list[tuple[str, list[int]]]:
    return [(each["where"], each["positions"]) for each in parse(text, VOCABULARY, context).get("references", [])]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("add the navy one", 1),
        ("add the one with the hood", 2),
        ("add the hooded one", 2),
        ("I'll take the one with pockets", 3),
        ("add the nylon one", 2),
        ("add the cheaper one", 1),
        ("add the cheapest", 1),
        ("add the more expensive one", 3),
        ("add the priciest of them", 3),
        ("add the bigger one", 2),
        ("add the smallest one", 3),
        ("add the darker one", 1),
        ("add the lightest one", 3),
        ("add the parka", 3),
        ("add the jacket", 1),
    ],
)
def test_the_one_thing_that_fits(text: str, place: int) -> None:
    assert places(text) == [("results", [place])]


def test_what_fits_two_is_asked_about() -> None:
    assert [at for _, at in places("add the wool one")] != [[1]]
    assert places("add the purple one") == []


def test_a_scale_on_which_one_does_not_stand_measures_nothing() -> None:
    unknown: IntentContext = {**RUNNING, "shown": [*SHOWN, thing("d", "Plain Coat", 100, "", "")]}
    assert places("add the darker one", unknown) == []
    assert places("add the bigger one", unknown) == []
    assert places("add the cheaper one", unknown) == [("results", [4])]


def test_a_thing_named_by_its_price_is_no_wish_for_a_price() -> None:
    found = parse("add the cheaper one", VOCABULARY, RUNNING)
    assert [each["attribute"] for each in found["constraints"]] == []


def test_the_other_one_of_two_is_the_one_that_was_not_touched() -> None:
    two: IntentContext = {**RUNNING, "shown": SHOWN[:2], "focus": SHOWN[0], "cart": SHOWN[:1], "last": "add"}
    assert places("add the other one", two) == [("results", [2])]
    assert places("add the other one", {**two, "shown": SHOWN}) == []


def test_lines_of_the_cart_are_described_too() -> None:
    cart: IntentContext = {"shown": [], "cart": SHOWN, "last": "view_cart"}
    assert places("remove the red one", cart) == [("cart", [2])]
    assert places("remove the cheaper one", cart) == [("cart", [1])]
