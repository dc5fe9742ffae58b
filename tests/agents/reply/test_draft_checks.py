"""What a model may not write into a reply: judged on the words alone, without a shop behind them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.reply.draft import judged
from agents.reply.draft_checks import CODES, Shelf, filled, findings
from agents.reply.goods import Good, Names
from tools.catalog.types import Vocabulary

VOCABULARY = Vocabulary(
    "drafts",
    "USD",
    {
        "category": ("jacket", "rain jacket", "mug", "dress"),
        "color": ("navy", "red", "green", "light blue"),
        "material": ("nylon", "wool", "ceramic"),
        "feature": ("hood", "waterproof", "dishwasher safe"),
        "use": ("hiking", "party"),
        "brand": ("halden", "kiln & co"),
        "size": ("S", "M"),
    },
    "1",
)
FOREIGN = ("Kiln & Co Luna Mug", "Harper Party Dress", "Moss Rain Jacket", "Ember Parka")


def of(title: str, price: str, colour: str, *features: str) -> Good:
    held = {"color": {colour}, "feature": {"waterproof", *features}, "material": {"nylon"}, "category": {"rain jacket"}}
    return Good(title, price, {name: frozenset(values) for name, values in held.items()})


GOODS = [of("Fjord Shell", "$49.00", "navy", "hood"), of("Moor Shell", "$75.10", "green")]


def shelf(language: str = "en", goods: list[Good] = GOODS) -> Shelf:
    names = Names.of([*FOREIGN, *(one.title for one in goods)])
    return Shelf(goods, VOCABULARY, language, bool(goods), names)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Here are {count} waterproof jackets. {title:1} has a hood."),
        ("en", "{title:1} comes at {price:1}, in navy nylon."),
        ("en", "{title:1} at {price:1} and {title:2} at {price:2} are waterproof."),
        ("en", "Off to a party? Have a look at {title:2}."),
        ("zh", "为您找到{count}件防水的夹克，您看看喜欢哪一件？"),
        ("zh", "{title:1}是藏青色的，{price:1}。"),
        ("en", "Here are {count} jackets, and {title:1} has a hood."),
        ("zh", "为您找到{count}件夹克，{title:1}是藏青色的。"),
    ],
)
def test_what_is_true_of_the_products_may_be_said(language: str, text: str) -> None:
    assert findings(text, shelf(language)) == []
    assert "{" not in filled(text, GOODS)


@pytest.mark.parametrize(
    ("language", "text", "code"),
    [
        ("en", " ", "empty"),
        ("en", "Lovely jackets. " * 30, "too_long"),
        ("en", "Have a look: <b>{title:1}</b>", "markup"),
        ("en", "{title:1} is lovely \N{SPARKLES}", "markup"),
        ("en", "{title:1} for a song, €{count}", "markup"),
        ("en", "{title:3} is lovely.", "placeholder"),
        ("en", "{title:0} is lovely.", "placeholder"),
        ("en", "{title:01} is lovely.", "placeholder"),
        ("en", "{title:1} comes at {price:2}.", "placeholder"),
        ("en", "{price:1} buys you {title:1}.", "placeholder"),
        ("en", "{title:1} at {price:2} and {title:2} at {price:1}.", "placeholder"),
        ("en", "{count} of them are waterproof.", "placeholder"),
        ("en", "Here are 2 jackets.", "number"),
        ("en", "Here are two jackets.", "number"),
        ("en", "Here are \uff12 jackets.", "number"),
        ("zh", "为您找到两件夹克。", "number"),
        ("en", "{title:1} ships free.", "shop_fact"),
        ("en", "{title:1} is cheaper.", "shop_fact"),
        ("zh", "{title:1}今天包邮。", "shop_fact"),
        ("en", "{title:1} is the warmest.", "superlative"),
        ("en", "{title:1} has no hood.", "negation"),
        ("zh", "{title:1}不防水。", "negation"),
        ("en", "{title:2} has a hood.", "not_carried"),
        ("en", "They all have a hood.", "not_carried"),
        ("en", "Here are {count} navy jackets, and {title:1} has a hood.", "not_carried"),
        ("en", "These jackets, and {title:1} too, have a hood.", "not_carried"),
        ("en", "Here are {count} jackets, and {title:2} has a hood.", "not_carried"),
        ("en", "It has a hood.", "not_carried"),
        ("en", "{title:1} is red.", "not_carried"),
        ("en", "{title:1} is wool.", "not_carried"),
        ("en", "{title:1} is by Halden.", "not_carried"),
        ("en", "{title:2} is dark green.", "not_carried"),
        ("en", "{title:1} is rust.", "unknown_word"),
        ("zh", "{title:1}是红色的。", "not_carried"),
        ("zh", "{title:2}是深绿色的。", "not_carried"),
        ("en", "Look at the Patagonia as well.", "unknown_word"),
        ("en", "Moss is lovely.", "unknown_word"),
        ("en", "Look at the ember parka.", "foreign_title"),
        ("en", "{title:1} is a naavy jacket.", "unknown_word"),
        ("zh", "也看看Moss吧。", "unknown_word"),
        ("en", "{title:1}很好。", "wrong_script"),
        ("zh", "{title:1} is lovely.", "wrong_script"),
        ("en", "Which one? This one?", "questions"),
    ],
)
def test_what_is_not_is_found(language: str, text: str, code: str) -> None:
    assert code in findings(text, shelf(language))


def test_every_code_is_one_of_the_list_and_is_found_above() -> None:
    (marks,) = [each for each in test_what_is_not_is_found.pytestmark if each.name == "parametrize"]  # type: ignore[attr-defined]
    assert {row[2] for row in marks.args[1]} == set(CODES)


def test_a_colour_that_the_picture_contradicts_is_none() -> None:
    doubted = [Good("Liar Shell", "$45.00", {"color": frozenset({"navy"})}, frozenset({"navy"}))]
    assert "not_carried" in findings("{title:1} is navy.", shelf(goods=doubted))


def test_a_family_of_colours_is_true_of_its_members() -> None:
    assert findings("{title:1} is blue.", shelf()) == []


def test_without_products_only_kinds_of_goods_are_named() -> None:
    assert findings("Are you looking for a jacket or a mug?", shelf(goods=[])) == []
    assert "not_carried" in findings("We have red jackets.", shelf(goods=[]))
    assert "placeholder" in findings("Have a look at {title:1}.", shelf(goods=[]))


FRAGMENTS = st.one_of(
    st.sampled_from(
        ["{title:1}", "{title:2}", "{price:1}", "{price:2}", "{count}", " is ", " and ", ". ", ", ", "at ", "Here: "]
    ),
    st.sampled_from(FOREIGN).map(lambda title: f" {title} "),
    st.sampled_from(FOREIGN).map(lambda title: f" {title.lower()} "),
    st.integers(0, 99_999).map(str),
    st.integers(4_890, 4_910).map(lambda minor: f"${minor / 100:.2f}"),
    st.sampled_from([" red ", " navy ", " green ", " a light blue one ", " wool "]),
    st.text(max_size=6),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(FRAGMENTS, min_size=1, max_size=9).map("".join), st.sampled_from(["en", "zh"]))
def test_no_foreign_product_price_or_number_gets_out(draft: str, language: str) -> None:
    if findings(draft, shelf(language)):
        return
    said = filled(draft, GOODS)
    for own in (*(one.title for one in GOODS), *(one.price for one in GOODS), str(len(GOODS))):
        said = said.replace(own, " ")
    assert not any(each.isnumeric() and not "\u3400" <= each <= "\u9fff" for each in said)
    assert not any(title.casefold() in said.casefold() for title in FOREIGN)
    assert not re.search(r"[$€£¥]|\bred\b|\bwool\b|light blue", said)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.sampled_from(["en", "zh"]))
def test_any_text_is_judged(draft: str, language: str) -> None:
    assert set(findings(draft, shelf(language))) <= set(CODES)


def test_titles_that_are_descriptions_are_not_said() -> None:
    long = [of("Fjord Shell " * 40, "$49.00", "navy")]
    assert judged('{"text": "{title:1} is lovely."}', shelf()).text
    assert judged('{"text": "{title:1} is lovely. {title:1} is navy."}', shelf(goods=long)).text == ""


@pytest.mark.parametrize("raw", ["", "[]", '{"text": null}', '{"text": "a", "more": 1}', '{"text": "a"}{"text": "b"}'])
def test_what_has_another_shape_is_told_as_corrupted(raw: str) -> None:
    assert judged(raw, shelf()).degraded == "reply: llm_malformed"


def test_a_model_that_has_nothing_to_say_is_no_fault() -> None:
    assert judged('{"text": ""}', shelf()).degraded == ""
