"""Cancelling and returning through the graph: asked about, given back once, and refused in words."""

from __future__ import annotations

import pytest
from langgraph.checkpoint.memory import MemorySaver

from graph.services import Services
from tests.graph.talk import Talk
from tests.graph.test_turn import buying, codes


def bought(talk: Talk) -> str:
    buying(talk)
    return str(talk.approve()["order"]["order_id"])


def given_back(shop: Services) -> int:
    return sum(charge.refunded_minor for charge in shop.checkout.gateway.charges())


@pytest.mark.parametrize("words", ["cancel order {}", "请取消订单 {}"])
def test_an_order_is_cancelled_after_the_shopper_saw_what_comes_back(talk: Talk, shop: Services, words: str) -> None:
    order_id = bought(talk)
    total = shop.checkout.order(order_id)["total_minor"]
    talk.say(words.format(order_id))
    shown = talk.shown
    assert shown["quote"]["terms"]["kind"] == "refund"
    assert shown["quote"]["terms"]["total_minor"] == total
    assert shown["action_requests"][0]["name"] == "refund"
    assert given_back(shop) == 0
    state = talk.approve()
    assert state["refund"]["state"] == "refunded"
    assert given_back(shop) == total
    assert shop.checkout.order(order_id)["status"] == "cancelled"
    again = talk.say(f"cancel order {order_id}")
    assert codes(again) == ["order_state"]
    assert given_back(shop) == total


def test_a_return_needs_a_delivery_and_is_refused_before_it(talk: Talk, shop: Services) -> None:
    order_id = bought(talk)
    shop.checkout.ship(order_id, "rita")
    assert codes(talk.say(f"return order {order_id}")) == ["order_state"]
    shop.checkout.deliver(order_id, "rita")
    talk.say(f"return order {order_id}")
    assert talk.approve()["refund"]["state"] == "refunded"
    assert shop.checkout.order(order_id)["status"] == "returned"


def test_no_is_no(talk: Talk, shop: Services) -> None:
    order_id = bought(talk)
    talk.say(f"cancel order {order_id}")
    approval = talk.shown["approval"]
    state = talk.resume({"id": approval["id"], "digest": approval["digest"], "decision": "reject"})
    assert state["refund"] is None
    assert given_back(shop) == 0
    assert shop.checkout.order(order_id)["status"] == "paid"


def test_another_shoppers_order_does_not_exist(talk: Talk, shop: Services) -> None:
    order_id = bought(talk)
    stranger = Talk(shop, MemorySaver(), "t2")
    stranger.graph.invoke(
        {"messages": [{"role": "user", "content": f"cancel order {order_id}"}]},
        stranger.config({"identity": "bo", "role": "shopper"}),
    )
    assert codes(stranger.values) == ["unknown_order"]
    assert given_back(shop) == 0


def test_cancelling_what_is_being_bought_is_no_refund(talk: Talk, shop: Services) -> None:
    buying(talk)
    state = talk.say("cancel")
    assert state["quote"] is None
    assert not shop.checkout.gateway.charges()


def test_a_typed_yes_is_asked_again_and_gives_nothing_back(talk: Talk, shop: Services) -> None:
    order_id = bought(talk)
    talk.say(f"cancel order {order_id}")
    first = talk.shown["quote"]
    talk.say("yes")
    again = talk.shown["quote"]
    assert given_back(shop) == 0
    assert again["quote_id"] != first["quote_id"]
    assert again["terms"]["lines"] == first["terms"]["lines"]
    assert talk.approve()["refund"]["state"] == "refunded"
    assert [each["state"] for each in shop.checkout.refunds_of(order_id)].count("dropped") == 1
