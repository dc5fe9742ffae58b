"""Which kind of turn a message is, in the many wordings that shoppers use."""

from __future__ import annotations

from typing import Any

import pytest

from agents.intent.parse import parse
from evals import intent_cases
from tools.llm.contract import IntentContext

VOCABULARY = intent_cases.vocabulary()
SHOWN: Any = [
    {"product_id": "a", "variant_id": "a1", "title": "Fjellmark Ridge Rain Jacket", "price_minor": 8900},
    {"product_id": "b", "variant_id": "b1", "title": "Northquay Harbor Jacket in Navy", "price_minor": 5400},
    {"product_id": "c", "variant_id": "c1", "title": "Halden City Parka", "price_minor": 14900},
    {"product_id": "d", "variant_id": "d1", "title": "Larkspur Trail Shell with Hood", "price_minor": 6900},
]
JACKET: Any = {"attribute": "category", "op": "is", "value": "jacket", "span": [0, 6], "text": "jacket"}
NEW: IntentContext = {"today": "2026-03-10"}
RESULTS: IntentContext = {"shown": SHOWN, "constraints": [JACKET], "query": "", "cart": [], "last": "search", **NEW}
CART: IntentContext = {**RESULTS, "cart": SHOWN[1:2], "last": "add"}
PAYING: IntentContext = {**CART, "last": "checkout", "pending_approval": True}

SAID: tuple[tuple[IntentContext, str, str], ...] = (
    (
        CART,
        "stop",
        "stop|stop it all|that's enough, leave me alone|please stop|I'm done|quit|go away|end this chat",
    ),
    (
        PAYING,
        "stop",
        "STOP STOP STOP|enough already. stop messaging me.|let's stop here|I don't want to shop any more",
    ),
    (
        PAYING,
        "cancel",
        "cancel|no thanks|nope not buying|forget about buying it|let's not|scrap the purchase|abort|wait",
    ),
    (
        PAYING,
        "cancel",
        "hold on, don't charge me|I've changed my mind|let me think about it|I'd rather not|not anymore",
    ),
    (
        PAYING,
        "confirm",
        "yes please|sure thing|yup do it|sounds good, charge my card|confirmed, buy it|go|I agree|deal",
    ),
    (
        NEW,
        "track",
        "where's my stuff|any news on my order?|my package never arrived|I haven't received my order|my orders",
    ),
    (
        NEW,
        "track",
        "trakc my order|order status pls|ORD-7K2QX-M4P9A|how far is my package|check my order|tracking",
    ),
    (
        NEW,
        "track",
        "I ordered boots last week and they still haven't come|when will it get here|did you ship my stuff yet",
    ),
    (
        NEW,
        "return",
        "I want to send this back|it arrived broken|wrong item delivered|retrun my order|refund please",
    ),
    (
        NEW,
        "return",
        "the shoes don't fit, I want my money back|my headphones stopped working|what's the return policy",
    ),
    (
        NEW,
        "return",
        "I'd like to swap the boots I bought for a larger pair|cancel my order from yesterday",
    ),
    (
        RESULTS,
        "watch_price",
        "let me know when the second one gets cheaper|ping me if the price falls|alert me|watch it",
    ),
    (
        RESULTS,
        "watch_price",
        "set a price alert for the first one|keep an eye on the price of the parka|watch number 2",
    ),
    (
        RESULTS,
        "try_on",
        "can i try it on|see it on me|how would it look on me?|show me wearing the first jacket",
    ),
    (
        RESULTS,
        "try_on",
        "virtual fitting please|can I try the second one?|would the parka suit me? here's my photo",
    ),
    (
        NEW,
        "human",
        "get me a human|is there anyone real I can talk to|can someone help me, not a bot|I want to complain",
    ),
    (
        NEW,
        "human",
        "agent|customer service|this bot is useless|let me speak with your manager|call me",
    ),
    (
        NEW,
        "help",
        "help|I need help|what can you do|how does this work?|can you help me?|what do you sell?|what is this",
    ),
    (
        NEW,
        "small_talk",
        "hi|thank you so much for your help|good morning :)|you're the best|lol nice|tell me a joke|ty",
    ),
    (
        RESULTS,
        "ask",
        "is it machine washable?|what sizes does it come in|what's it made of|how warm is the parka|specs",
    ),
    (
        RESULTS,
        "ask",
        "can the parka be machine washed|how many are left?|do you ship to Canada?|can I pay with paypal?",
    ),
    (
        RESULTS,
        "ask",
        "who makes the second one?|is delivery free?|more info about 2|when can I get it?|what's the fabric?",
    ),
    (
        RESULTS,
        "compare",
        "which is warmer, the first or the third?|first vs second|put the first two side by side",
    ),
    (
        RESULTS,
        "compare",
        "comapre the first and the last|which one is cheapest?|what's the difference|first or second?",
    ),
    (
        CART,
        "view_cart",
        "whats in my cart|cart please|what have i got so far|how much do I owe|view bag|how many items do I have",
    ),
    (
        CART,
        "clear_cart",
        "empty my basket|take everything out|delete all items|wipe everything|throw everything out",
    ),
    (
        CART,
        "remove",
        "get rid of it|lose the jacket|remvoe the jacket|put it back|i don't need the jacket|I no longer want it",
    ),
    (
        CART,
        "checkout",
        "lets pay|take me to checkout|chekout|purchase now|ring it up|place order|let's finish this|buy it",
    ),
    (
        CART,
        "change",
        "make it three|I want it in L instead|swap it for a medium|bump it up to five|actually 3|only keep one",
    ),
    (
        CART,
        "change",
        "actually I need it in size M|wrong size, I need XL|no sorry I meant five|the jacket should be size M",
    ),
    (
        CART,
        "add",
        "one more of those|add 2 more of those|another one please",
    ),
    (
        RESULTS,
        "add",
        "the navy one please|the one with the hood|gimme the first one|I'll go with the ridge jacket|"
        "throw in the last one",
    ),
    (
        RESULTS,
        "refine",
        "remove the leather ones|hide the black ones|show me more|something else|start over|I don't like these",
    ),
    (
        RESULTS,
        "refine",
        "do you have these in green?|most expensive first|sort by price|but cheaper|warmer|in medium or large",
    ),
    (
        RESULTS,
        "search",
        "what about boots|I changed my mind, show me boots instead|umbrellas|show me a black bag|back to jackets",
    ),
    (
        NEW,
        "search",
        "outdoor light fixtures with motion sensor for driveway|"
        "what can I get my boyfriend for his birthday|a 3 piece suit",
    ),
    (
        NEW,
        "unclear",
        "asdf qwer zxcv|do you know any good pizza recipes|what's the weather like|who won the world cup|42|aaaaaaa",
    ),
)
CASES = [(context, kind, text) for context, kind, texts in SAID for text in texts.split("|")]


@pytest.mark.parametrize(("context", "kind", "text"), CASES, ids=[f"{at}-{case[2]}" for at, case in enumerate(CASES)])
def test_kinds(context: IntentContext, kind: str, text: str) -> None:
    assert parse(text, VOCABULARY, context)["kind"] == kind


@pytest.mark.parametrize(
    "text", ["hi", "how does this work?", "view bag", "no way", "check out", "yes, it works for me"]
)
def test_what_only_looks_like_a_value_is_none(text: str) -> None:
    assert parse(text, VOCABULARY, PAYING)["constraints"] == []


def test_a_described_thing_is_a_place_and_no_wish() -> None:
    found = parse("give me the one with the hood", VOCABULARY, RESULTS)
    assert (found["references"][0]["positions"], found["constraints"]) == ([4], [])
    found = parse("the navy one in xl", VOCABULARY, RESULTS)
    assert [each["value"] for each in found["constraints"]] == ["xl"]


def test_a_fresh_start_drops_everything() -> None:
    assert parse("start over", VOCABULARY, RESULTS)["drop"] == ["*"]
