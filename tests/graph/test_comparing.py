"""Turns that compare looks, through the compiled graph over the small real shop."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from langgraph.checkpoint.memory import MemorySaver

from graph.services import Services
from tests import little_shop
from tests.graph.talk import Talk


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    services = little_shop.build(tmp_path_factory.mktemp("compared") / "home")
    yield services
    services.engine.dispose()


@pytest.fixture
def talk(shop: Services) -> Talk:
    return Talk(shop, MemorySaver())


def place(talk: Talk, product_id: str) -> int:
    """Where this product stands on the screen, from 1."""
    return [each["product_id"] for each in talk.say("waterproof jackets")["shown"]].index(product_id) + 1


@pytest.mark.parametrize("text", ["lighter than number {}", "比第{}个浅一点"])
def test_lighter_than_one_that_is_shown(talk: Talk, text: str) -> None:
    state = talk.say(text.format(place(talk, "fjord")))
    assert {each["product_id"] for each in state["results"]} == {"ember", "moss"}
    for each in state["results"]:
        said = next(seen for seen in each["evidence"] if seen["claimed"].startswith("lighter than"))
        assert (said["verdict"], said["observed"][0]["value"]) in {("confirmed", "red"), ("confirmed", "green")}
    assert "fjord" not in {each["product_id"] for each in state["contradicted"]}


def test_what_is_not_darker_is_counted_and_the_wish_goes_on(talk: Talk) -> None:
    state = talk.say(f"darker than number {place(talk, 'ember')}")
    assert [each["product_id"] for each in state["results"]] == ["fjord"]
    left = {each["product_id"]: each["compared"] for each in state["contradicted"]}
    assert left == {"moss": True, "liar": False}
    assert [each["product_id"] for each in talk.say("under $60")["results"]] == ["fjord"]
    assert talk.say("under $20")["results"] == []


def test_the_same_in_another_colour(talk: Talk) -> None:
    state = talk.say(f"the same as number {place(talk, 'fjord')} but in green")
    assert [each["product_id"] for each in state["results"]] == ["moss"]
    state = talk.say(f"number {place(talk, 'fjord')} in another colour")
    assert {each["product_id"] for each in state["results"]} == {"ember", "moss"}


@pytest.mark.parametrize(("asked", "answer"), [("a bit darker", "number {}"), ("颜色深一点", "第{}个")])
def test_an_open_comparison_asks_once_and_the_answer_buys_nothing(talk: Talk, asked: str, answer: str) -> None:
    ember = place(talk, "ember")
    state = talk.say(asked)
    assert state["results"] == []
    assert state["comparing"]
    assert state["shown"]
    state = talk.say(answer.format(ember))
    assert [each["product_id"] for each in state["results"]] == ["fjord"]
    assert not (state.get("cart") or {}).get("lines")
    assert not state["comparing"]


def test_a_question_that_is_not_answered_is_forgotten(talk: Talk) -> None:
    fjord = place(talk, "fjord")
    talk.say("a bit darker")
    talk.say("hello")
    talk.say(f"number {fjord} in size M")
    (line,) = talk.values["cart"]["lines"]
    assert line["variant_id"] == "fjord-m"


def test_this_one_is_what_is_in_the_cart_last_and_its_receipt_can_name_it(talk: Talk, shop: Services) -> None:
    talk.say(f"number {place(talk, 'fjord')} in size M")
    state = talk.say("lighter than this one")
    assert {each["product_id"] for each in state["results"]} == {"ember", "moss"}
    chosen = [each["product_id"] for each in state["shown"]].index("ember") + 1
    talk.say(f"number {chosen} in size M")
    talk.say("checkout")
    done = talk.approve()
    why = shop.checkout.why(done["order"]["order_id"])
    said = [each for line in why["lines"] for entry in line["lineage"] for each in entry["constraints"]]
    assert "lighter" in {each["op"] for each in said}
