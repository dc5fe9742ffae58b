"""Several requests in one message: where it is cut, and where it must not be."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.intent import parse
from agents.intent.requests import MOST, all_of
from evals.intent_cases import vocabulary
from tools.llm.contract import Intent, IntentContext

VOCABULARY = vocabulary()
SHOWN: list[Any] = [
    {"product_id": "a", "variant_id": "a1", "title": "Harbour Hoodie", "price_minor": 4900, "color": "navy"},
    {"product_id": "b", "variant_id": "b1", "title": "Storm Jacket", "price_minor": 5900, "color": "red"},
    {"product_id": "c", "variant_id": "c1", "title": "Vale Jacket", "price_minor": 6900, "color": "black"},
]
CART: list[Any] = [
    {"product_id": "m", "variant_id": "m1", "title": "Stoneware Mug"},
    {"product_id": "k", "variant_id": "k1", "title": "Steel Kettle"},
]
RUNNING: IntentContext = {
    "constraints": [{"attribute": "category", "op": "is", "value": "jacket", "span": [0, 1]}],
    "query": "",
    "shown": SHOWN,
    "cart": CART,
    "last": "search",
}


def read(text: str, context: IntentContext = RUNNING) -> list[Intent]:
    return all_of(parse(text, VOCABULARY, context))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("add the second one and check out", ["add", "checkout"]),
        ("add the second one, then pay", ["add", "checkout"]),
        ("Add the second one. Check out please.", ["add", "checkout"]),
        ("the second one in size M and checkout", ["add", "checkout"]),
        ("make it two and pay", ["change", "checkout"]),
        ("remove the mug then show me red hoodies", ["remove", "search"]),
        ("remove the mug; and find me a kettle", ["remove", "search"]),
        ("remove the mug, add the second one, and check out", ["remove", "add", "checkout"]),
        ("add the second one and make it two", ["add", "change"]),
        ("add two of the first and one of the second", ["add", "add"]),
        ("take the second one out and put the first one in", ["remove", "add"]),
        ("add the first one. what's the return policy?", ["add", "return"]),
        ("不要第一个了，换成第二个", ["remove", "add"]),
        ("remove the first one and remove the second one", ["remove", "remove"]),
        ("add the second one and track my order", ["add", "track"]),
        ("add the second one and show me my cart", ["add", "view_cart"]),
        ("add the second one, and show me cheaper ones", ["add", "refine"]),
        ("show me jackets, and cancel my last order", ["search", "return"]),
        ("show me jackets under $50 and add the first one", ["search", "add"]),
        ("yes, and what's the delivery time", ["confirm", "ask"]),
        ("cancel that and show me mugs", ["cancel", "search"]),
        ("don't add the second one, add the third", ["cancel", "add"]),
        ("empty my cart and show me mugs", ["clear_cart", "search"]),
        ("add the second one, apply code TREAT5 and check out", ["add", "change", "checkout"]),
        ("用优惠码TREAT5，然后结账", ["change", "checkout"]),
        ("where is my order ORD-3HT8W-QK5ZC and can I talk to a human", ["track", "human"]),
        ("两件第二个加入购物车，然后结账", ["add", "checkout"]),
        ("把第二个加入购物车，结账", ["add", "checkout"]),
        ("清空购物车，然后给我看看夹克", ["clear_cart", "search"]),
        ("第一个要两件，第二个要一件", ["add", "add"]),
        ("给我看看夹克，然后取消我的上一个订单", ["search", "return"]),
    ],
)
def test_two_requests(text: str, kinds: list[str]) -> None:
    found = read(text)
    assert [each["kind"] for each in found] == kinds
    for each in found:
        assert each["words"] in text


@pytest.mark.parametrize(
    "text",
    [
        "two mugs and a kettle",
        "a red hoodie and a black jacket",
        "add the first and the third one",
        "add the mug and the kettle to my cart",
        "remove the mug and the kettle",
        "not black and not leather",
        "jackets, but not black, not red and nothing in leather",
        "black and white sneakers",
        "show me a black and white shirt",
        "compare the first and the second one",
        "i need a red hoodie. i also need a mug",
        "a red hoodie and show me only ones with a zip",
        "a bag that is easy to carry and can be put in my locker",
        "boots that i can walk in, and do not let in the rain, and are easy to clean",
        "i want a shirt that comes with free returns and is easy to wash",
        "no, show me the red ones",
        "ok, show me mugs",
        "yes but in blue",
        "add 1.5 of the second one",
        "cheaper, and in navy",
        "is the second one waterproof and does it come in red?",
        "我想要一件夹克，要防水的，不要黑色",
        "红色的卫衣，不要太贵，最好防水",
        "好的，给我看看夹克",
        "不是，我要红色的",
        "第二个，M码，加入购物车",
        "add the second one and use code H20",
        "what happens if I add the second one and check out?",
        "should I add the second one and check out?",
        "how much would it be if i add the second one and remove the mug",
        "add the second one and I will check out later",
        "如果我把第二个加入购物车，再结账会怎样",
        "对了，我还想找夹克",
    ],
)
def test_one_request(text: str) -> None:
    found = parse(text, VOCABULARY, RUNNING)
    assert "then" not in found
    assert "words" not in found


def test_a_plain_yes_to_the_waiting_purchase_is_one_answer() -> None:
    waiting: IntentContext = {**RUNNING, "pending_approval": True}
    assert [each["kind"] for each in read("yes, go ahead and pay", waiting)] == ["confirm"]
    assert [each["kind"] for each in read("yes, and show me mugs", waiting)] == ["confirm", "search"]


def test_spans_are_of_the_whole_message() -> None:
    text = "remove the mug, then show me red hoodies under $50"
    _, search = read(text)
    assert {each["attribute"]: text[slice(*each["span"])] for each in search["constraints"]} == {
        "color": "red",
        "category": "hoodies",
        "price": "under $50",
    }
    text = "add the first one and remove the last one"
    add, remove = read(text)
    assert text[slice(*add["references"][0]["span"])] == "the first one"
    assert text[slice(*remove["references"][0]["span"])] == "the last one"


def test_it_in_a_later_request_is_what_the_first_one_was_about() -> None:
    found = read("add the second one and show me something in the same colour as it")
    (wish,) = [each for each in found[-1]["constraints"] if each["op"] == "same_as"]
    assert wish["reference"] == {"product_id": "b", "variant_id": "b1"}


@pytest.mark.parametrize("text", ["don't add the second one", "please do not add it", "别加入购物车", "先不结账"])
def test_what_is_forbidden_is_not_done(text: str) -> None:
    assert [each["kind"] for each in read(text)] == ["cancel"]


@pytest.mark.parametrize("text", ["how much is it if I remove the mug", "what if I check out?", "如果删除第一个会怎样"])
def test_what_is_only_supposed_is_not_done(text: str) -> None:
    assert not {each["kind"] for each in read(text)} & {"add", "change", "remove", "clear_cart", "checkout"}


@pytest.mark.parametrize("text", ["is the second one waterproof? and add it", "第二个防水吗？加入购物车"])
def test_what_is_added_is_what_was_asked_about(text: str) -> None:
    found = read(text)
    assert [each["kind"] for each in found] == ["ask", "add"]
    assert [(each["where"], each["positions"]) for each in found[1]["references"]] == [("results", [2])]


SAID = "add the second one and then check out show me red mugs , . yes remove it two of cancel my order "
SAID += "然后 结账 第二个 加入购物车 ， 好的 看看 夹克"
_WORDS = st.sampled_from(SAID.split())


@given(st.lists(_WORDS, max_size=25).map(" ".join))
def test_no_text_breaks_it_and_every_span_stands_in_the_text(text: str) -> None:
    found = read(text)
    assert len(found) <= MOST
    for each in found:
        for part in (*each["constraints"], *each.get("references", [])):
            assert 0 <= part["span"][0] <= part["span"][1] <= len(text)
    if len(found) > 1:
        places = [text.find(each["words"]) for each in found]
        assert min(places) >= 0
