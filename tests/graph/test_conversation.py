"""Whole conversations over the small real shop: what is remembered, and several requests in one message.

Only the state is asserted. `place` finds out where a product stands on the screen, so that no test rests on the order.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from langgraph.checkpoint.memory import MemorySaver

from graph.services import Services
from tests import little_shop
from tests.graph.talk import Talk

PLACES = ("first", "second", "third", "fourth")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    services = little_shop.build(tmp_path_factory.mktemp("talked") / "home")
    yield services
    services.engine.dispose()


@pytest.fixture
def talk(shop: Services, request: pytest.FixtureRequest) -> Iterator[Talk]:
    talk = Talk(shop, MemorySaver(), request.node.name)
    yield talk
    shop.checkout.supersede(request.node.name, actor="ada", turn_id="after")  # frees what a purchase held


def place(talk: Talk, product_id: str) -> int:
    return [each["product_id"] for each in talk.values["shown"]].index(product_id) + 1


def nth(talk: Talk, product_id: str) -> str:
    return PLACES[place(talk, product_id) - 1]


def lines(state: dict[str, Any]) -> dict[str, int]:
    return {line["variant_id"]: line["quantity"] for line in (state.get("cart") or {"lines": []})["lines"]}


def wish(state: dict[str, Any]) -> set[tuple[str, str, Any]]:
    return {
        (each["attribute"], each["op"], each["value"]["minor"] if each["attribute"] == "price" else each["value"])
        for each in state["constraints"]
    }


def codes(state: dict[str, Any]) -> list[str]:
    return [each["code"] for each in state["violations"]]


def pending(talk: Talk) -> bool:
    return bool(talk.graph.get_state(talk.config()).interrupts)


def test_add_and_check_out_in_one_breath(talk: Talk) -> None:
    talk.say("waterproof jackets")
    state = talk.say(f"add the {nth(talk, 'ember')} one in size M and check out")
    assert lines(state) == {"ember-m": 1}
    assert [line["variant_id"] for line in state["quote"]["terms"]["lines"]] == ["ember-m"]
    assert talk.approve()["order"]["status"] == "paid"


def test_two_changes_and_the_till(talk: Talk) -> None:
    talk.say("waterproof jackets")
    state = talk.say(f"add the {nth(talk, 'moss')} one in size S, make it two and check out")
    assert lines(state) == {"moss-s": 2}
    assert pending(talk)


def test_a_size_that_is_asked_for_holds_up_the_whole_message_and_its_answer_goes_on(talk: Talk) -> None:
    talk.say("waterproof jackets")
    state = talk.say(f"add the {nth(talk, 'ember')} one and check out")
    assert codes(state) == ["ambiguous_variant"]
    assert state["violations"][0]["details"]["option"] == "size"
    assert not lines(state)
    assert not pending(talk)
    assert len(state["undone"]) == 2
    state = talk.say("M")
    assert lines(state) == {"ember-m": 1}
    assert pending(talk)


def test_a_size_of_the_search_is_asked_about_before_it_is_bought(talk: Talk) -> None:
    talk.say("waterproof jackets in size M")
    state = talk.say(f"add the {nth(talk, 'ember')} one")
    assert codes(state) == ["ambiguous_variant"]
    assert state["asked"]["suggested"].upper() == "M"
    assert not lines(state)
    assert lines(talk.say("yes")) == {"ember-m": 1}
    state = talk.say(f"add the {nth(talk, 'moss')} one")
    assert lines(talk.say("L")) == {"ember-m": 1, "moss-l": 1}


def test_a_question_left_open_is_forgotten(talk: Talk) -> None:
    talk.say("waterproof jackets in size M")
    talk.say(f"add the {nth(talk, 'ember')} one")
    talk.say("show me jackets")
    state = talk.say("yes")
    assert not lines(state)
    assert state["asked"] is None


def test_remove_and_search_in_one_message(talk: Talk) -> None:
    talk.say("waterproof jackets")
    talk.say(f"the {nth(talk, 'ember')} one in size M")
    state = talk.say("remove it, then show me green jackets")
    assert not lines(state)
    assert [each["product_id"] for each in state["results"]] == ["moss"]
    assert {("color", "is", "green"), ("category", "is", "jacket")} <= wish(state)
    assert state["last_kind"] == "search"


def test_a_change_that_cannot_be_made_stops_what_was_asked_beside_it(talk: Talk) -> None:
    talk.say("waterproof jackets")
    talk.say(f"the {nth(talk, 'ember')} one in size M")
    before = talk.values["cart"]
    state = talk.say("make it 50 and check out")
    assert state["cart"] == before
    assert not pending(talk)
    assert state["undone"] == ["make it 50", "check out"]
    state = talk.say("remove it and add the ninth one")
    assert state["cart"] == before
    assert state["violations"][0]["details"]["request"] == 2


def test_a_search_behind_a_change_that_cannot_be_made_has_not_begun(talk: Talk) -> None:
    before = wish(talk.say("waterproof jackets"))
    state = talk.say("add the ninth one in size M and show me green jackets")
    assert codes(state) == ["unknown_product"]
    assert wish(state) == before
    assert wish(talk.say("under $50")) == before | {("price", "at_most", 5000)}


def test_what_a_message_adds_it_may_change_by_name(talk: Talk) -> None:
    talk.say("waterproof jackets")
    state = talk.say(f"add the {nth(talk, 'ember')} one in size M, make it two and remove the jacket")
    assert [each["kind"] for each in state["requests"]] == ["add", "change", "remove"]
    assert not lines(state)


def test_nothing_is_bought_behind_a_search(talk: Talk) -> None:
    talk.say("waterproof jackets")
    talk.say(f"the {nth(talk, 'ember')} one in size M")
    state = talk.say("show me green jackets and check out")
    assert [each["product_id"] for each in state["results"]] == ["moss"]
    assert not pending(talk)
    assert state["intent"]["ignored"] == ["check out"]
    assert lines(state) == {"ember-m": 1}
    state = talk.say("show me red jackets, and cancel my last order")
    assert not pending(talk)
    assert state["intent"]["ignored"] == ["cancel my last order"]


def test_a_yes_among_other_words_agrees_to_nothing(talk: Talk, shop: Services) -> None:
    talk.say("waterproof jackets")
    talk.say(f"the {nth(talk, 'ember')} one in size M and checkout")
    assert pending(talk)
    charged = len(shop.checkout.gateway.charges())
    state = talk.say("yes, and show me green jackets")
    assert [each["product_id"] for each in state["results"]] == ["moss"]
    assert state["intent"]["ignored"] == ["yes"]
    assert not pending(talk)
    assert len(shop.checkout.gateway.charges()) == charged


def test_a_wish_grows_shrinks_and_ends(talk: Talk) -> None:
    state = talk.say("waterproof jackets under $70")
    assert {each["product_id"] for each in state["results"]} >= {"fjord", "ember"}
    state = talk.say("not navy")
    assert [each["product_id"] for each in state["results"]] == ["ember"]
    talk.say(f"add the {nth(talk, 'ember')} one in size L")
    state = talk.say("forget the price limit")
    assert {each["product_id"] for each in state["results"]} == {"ember", "moss"}
    assert ("color", "is_not", "navy") in wish(state)
    state = talk.say("show me green jackets")
    assert wish(state) == {("color", "is", "green"), ("category", "is", "jacket")}
    assert lines(state) == {"ember-l": 1}


def test_an_order_of_the_list_lasts_as_long_as_the_wish(talk: Talk) -> None:
    state = talk.say("show me the cheapest waterproof jackets")
    assert state["sort"] == "price_asc"
    state = talk.say("not navy")
    assert state["sort"] == "price_asc"
    assert [each["product_id"] for each in state["results"]] == ["ember", "moss"]
    assert talk.say("show me green jackets")["sort"] == "relevance"


def test_a_chinese_conversation(talk: Talk) -> None:
    talk.say("防水夹克")
    state = talk.say(f"第{place(talk, 'ember')}个，M码，加入购物车")
    assert lines(state) == {"ember-m": 1}
    state = talk.say(f"把第{place(talk, 'moss')}个S码加入购物车，然后结账")
    assert lines(state) == {"ember-m": 1, "moss-s": 1}
    assert pending(talk)


def test_a_chinese_message_that_clears_and_searches(talk: Talk) -> None:
    talk.say("防水夹克")
    talk.say(f"第{place(talk, 'ember')}个，M码，加入购物车")
    state = talk.say("清空购物车，然后给我看看绿色的夹克")
    assert not lines(state)
    assert [each["product_id"] for each in state["results"]] == ["moss"]
    assert ("color", "is", "green") in wish(state)


def test_a_budget_said_with_the_goods_binds_the_purchase(talk: Talk) -> None:
    talk.say("waterproof jackets")
    state = talk.say(f"add the {nth(talk, 'moss')} one in size S, at most $50 in total, and check out")
    assert codes(state) == ["over_budget"]
    assert not pending(talk)
    assert lines(state) == {"moss-s": 1}


def test_what_is_cheaper_than_one_that_is_shown(talk: Talk) -> None:
    talk.say("waterproof jackets")
    state = talk.say(f"cheaper than the {nth(talk, 'ember')} one")
    assert [each["product_id"] for each in state["results"]] == ["fjord"]
    assert ("price", "at_most", 5899) in wish(state)
    assert ("category", "is", "jacket") in wish(state)


def test_like_one_that_is_shown_but_in_another_colour(talk: Talk) -> None:
    talk.say("waterproof jackets")
    state = talk.say(f"like the {nth(talk, 'fjord')} one but red")
    assert [each["product_id"] for each in state["results"]] == ["ember"]


@pytest.mark.parametrize(("text", "bought"), [("add the red one", "ember-m"), ("add the most expensive one", "moss-m")])
def test_one_that_is_described(talk: Talk, text: str, bought: str) -> None:
    talk.say("waterproof jackets")
    state = talk.say(f"{text} in size M")
    assert lines(state) == {bought: 1}


def test_a_line_of_the_cart_that_is_described(talk: Talk) -> None:
    talk.say("waterproof jackets")
    talk.say(f"add the {nth(talk, 'ember')} one in size M")
    talk.say(f"add the {nth(talk, 'moss')} one in size S")
    assert lines(talk.say("remove the cheaper one")) == {"moss-s": 1}


def test_a_day_is_kept_with_the_wish_and_filters_nothing(talk: Talk) -> None:
    before = {each["product_id"] for each in talk.say("waterproof jackets")["results"]}
    state = talk.say("by tomorrow")
    assert [each["attribute"] for each in state["constraints"]].count("delivery") == 1
    assert {each["product_id"] for each in state["results"]} == before
    assert {each["arrival"]["standing"] for each in state["results"]} == {"unknown"}
    state = talk.say("not navy")
    assert "delivery" in {each["attribute"] for each in state["constraints"]}
    state = talk.say("show me green jackets")
    assert "delivery" not in {each["attribute"] for each in state["constraints"]}
    assert all(each["arrival"] is None for each in state["results"])


def test_a_wish_goes_on_after_the_cart_was_touched(talk: Talk) -> None:
    talk.say("waterproof jackets")
    talk.say(f"add the {nth(talk, 'fjord')} one in size M")
    state = talk.say("under $70 please")
    assert {("category", "is", "jacket"), ("price", "at_most", 7000)} <= wish(state)
    assert {each["product_id"] for each in state["results"]} == {"fjord", "ember"}


def test_two_requests_that_buy_different_numbers(talk: Talk) -> None:
    talk.say("waterproof jackets")
    ember, moss = nth(talk, "ember"), nth(talk, "moss")
    state = talk.say(f"add two of the {ember} one in size M and one of the {moss} one in size S")
    assert lines(state) == {"ember-m": 2, "moss-s": 1}


def test_a_line_knows_the_search_that_found_it_and_not_the_one_behind_it(talk: Talk) -> None:
    talk.say("waterproof jackets under $70")
    state = talk.say(f"add the {nth(talk, 'ember')} one in size M and show me green jackets")
    (line,) = state["cart"]["lines"]
    said = {(each["attribute"], str(each["value"])) for entry in line["lineage"] for each in entry["constraints"]}
    assert ("size", "m") in said
    assert "price" in {attribute for attribute, _ in said}
    assert ("color", "green") not in said
    assert [each["product_id"] for each in state["results"]] == ["moss"]


def test_the_trail_names_each_request(talk: Talk, shop: Services) -> None:
    talk.say("waterproof jackets")
    talk.say(f"add the {nth(talk, 'ember')} one in size M and show me green jackets")
    (kinds,) = [
        event["body"]["requests"]
        for event in shop.audit.events(thread_id=talk.thread_id)
        if "requests" in event["body"]
    ]
    assert kinds == ["add", "search"]


def test_an_answer_may_bring_the_checkout_along(talk: Talk) -> None:
    talk.say("waterproof jackets in size M")
    talk.say(f"add the {nth(talk, 'ember')} one")
    state = talk.say("L, and check out")
    assert lines(state) == {"ember-l": 1}
    assert pending(talk)


def test_a_refinement_that_finds_nothing_leaves_the_screen_as_it_was(talk: Talk) -> None:
    talk.say("waterproof jackets")
    ember = nth(talk, "ember")
    state = talk.say("under $5")
    assert state["results"] == []
    assert lines(talk.say(f"then add the {ember} one in size M")) == {"ember-m": 1}
    assert talk.say("show me red jackets under $5")["shown"] == []


@pytest.mark.parametrize("answer", ["M码", "要 M 码的", "size M please", "M"])
def test_a_size_that_was_asked_for_may_be_said_in_any_way(talk: Talk, answer: str) -> None:
    talk.say("waterproof jackets")
    talk.say(f"add the {nth(talk, 'moss')} one")
    assert lines(talk.say(answer)) == {"moss-m": 1}
