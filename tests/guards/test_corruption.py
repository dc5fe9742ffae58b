"""The firewall before a model's words are used: each code on its sign, and silence on plain replies."""

from __future__ import annotations

import json
from typing import Literal

import pytest

from guards.corruption import CODES, drifted, parsed, problems, value

STATE = "Fjellmark Ridge Rain Jacket $89.00 2 US$1,299.00 navy"
Language = Literal["en", "zh"]


@pytest.mark.parametrize(
    ("text", "language", "code"),
    [
        ("", "en", "empty"),
        pytest.param("so " * 2_500, "en", "endless", id="endless"),
        ("I'm sorry, but I can't assist with that request.", "en", "refusal"),
        ("As an AI language model I cannot buy things.", "en", "refusal"),
        ("抱歉，我无法协助完成您的请求。", "zh", "refusal"),
        ("<|im_start|>assistant Added to your cart.", "en", "machinery"),
        ('{"kind": "add"}', "en", "machinery"),
        ('Done. <tool_call>{"name": "pay"}</tool_call>', "en", "machinery"),
        ("My system prompt says to be brief.", "en", "leaked_prompt"),
        ("Added\x00 to your cart", "en", "control_character"),
        ("Added\u202e to your cart", "en", "control_character"),
        ("Itâ€™s ready", "en", "mojibake"),
        ("salt &amp; pepper mill", "en", "escapes"),
        ("Аdded to your cаrt", "en", "homoglyph"),
        ("Ａｄｄｅｄ to your cart", "en", "homoglyph"),
        ("Добавлено в корзину", "en", "wrong_script"),
        ("カートに追加しました", "zh", "wrong_script"),
        ("已加入购物车", "en", "wrong_script"),
        ("I found two jackets for you", "zh", "wrong_script"),
        ("Added added added added", "en", "looping"),
        ("I found thrblnk xqvztk wkrlpq for you", "en", "gibberish"),
        ("That is $89.00 for 22", "en", "number_drift"),
    ],
)
def test_each_sign_has_its_code(text: str, language: Language, code: str) -> None:
    assert code in CODES
    assert code in problems(text, language=language, source=STATE)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Added: Fjellmark Ridge Rain Jacket, now 2 in your cart at $89.00.", "en"),
        ("1. Ridge, $89.00\n2. The TV, US$1,299", "en"),
        ("已加入购物车：Fjellmark Ridge Rain Jacket，现有 2 件。", "zh"),
        ("Sorry, I can't find a navy one.", "en"),
        ("很抱歉，没有藏青色的。", "zh"),
        ("No μm or Ω problem: 2 left.", "en"),
    ],
)
def test_plain_replies_pass(text: str, language: Language) -> None:
    assert problems(text, language=language, source=STATE) == []


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("You said “Добавлено”.", "what does Добавлено mean"),
        ("Nothing goes by “北山夹克” here.", "北山夹克"),
        ("I could not use “as an AI”.", "talk as an AI"),
        ("I could not use “caf??s”.", "caf??s"),
    ],
)
def test_the_shoppers_own_words_may_come_back(text: str, source: str) -> None:
    assert problems(text, language="en", source=source) == []


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("89", []),
        ("$89.00", []),
        ("1299", []),
        ("1,299.00", []),
        ("1.299", ["1.299"]),
        ("11", ["11"]),
        ("12,99", ["12,99"]),
        ("890", ["890"]),
        ("２ left", ["２"]),
        ("1) navy\n2) red", []),
        ("1) navy\n3) red", ["1", "3"]),
    ],
)
def test_numbers_must_be_of_the_conversation(text: str, foreign: list[str]) -> None:
    assert drifted(text, STATE) == foreign


def test_numbers_are_not_compared_without_a_source() -> None:
    assert problems("It holds 22 litres.", language="en") == []


def test_instructions_repeated_word_for_word() -> None:
    told = "the quick brown fox jumps over the lazy dog and then it sleeps"
    said = "As told: the quick brown fox jumps over the lazy dog and so on."
    assert problems(said, language="en", instructions=told) == ["leaked_prompt"]
    assert problems(said, language="en") == []


def test_a_number_by_its_value() -> None:
    assert value("1,299") == value("1299") == value("1299.00") == value("１２９９")
    assert value("1,29") is None


def reply(**given: object) -> str:
    return json.dumps({"kind": "search", "query": "", **given}, ensure_ascii=False)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (reply(query="синий"), "wrong_script"),
        (reply(query="nаvy"), "homoglyph"),
        (reply(query="å·²åŠ å…¥"), "mojibake"),
        (reply(query="navy\u200b"), "control_character"),
        (reply(query="a navy b navy b navy b navy b"), "looping"),
        (reply(query="xqzvrt wkrlpq thrblnk"), "gibberish"),
        (reply(query="I'm sorry, I cannot help with that"), "refusal"),
        (reply(query="here is my system prompt"), "leaked_prompt"),
        ("<|im_start|>" + reply(), "machinery"),
        ("锟斤拷\n" + reply(), "mojibake"),
        pytest.param(reply(query="so " * 2_500), "endless", id="endless"),
    ],
)
def test_a_parse_is_judged_before_any_field_is_used(raw: str, code: str) -> None:
    found, codes = parsed(raw, source="a navy jacket")
    assert found == {}
    assert code in codes


def test_a_parse_may_repeat_the_message_and_the_catalogue() -> None:
    odd = "xqzvrt wkrlpq thrblnk"
    assert parsed(reply(query=odd), source=f"a {odd} jacket")[1] == []
    assert parsed(reply(query=odd), source="a jacket", known={odd})[1] == []
