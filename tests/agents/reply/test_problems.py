"""Problems are told in the shopper's language, and never say that nothing happened while something does."""

from __future__ import annotations

import re

import pytest

from agents.reply.problems import CHINESE, ENGLISH, changed_nothing, messages
from guards.violations import violation
from tools.errors import CODES

ASKED = {"option": "Size", "options": ["S", "M"], "product_id": "p"}


def test_every_sentence_is_for_a_listed_code() -> None:
    assert set(CHINESE) | set(ENGLISH) <= set(CODES)


def test_details_are_told_where_there_are_any() -> None:
    short = violation("out_of_stock", "cart", "Only 2 are left.", available=2, asked=3)
    assert messages([short, short], "zh") == ["库存不足：现有 2 件，需要 3 件。"]
    assert messages([violation("out_of_stock", "cart")], "zh") == ["库存不足。"]
    assert messages([short], "en") == ["Only 2 are left."]


@pytest.mark.parametrize("code", sorted(CODES))
def test_a_chinese_reply_has_no_english_sentence(code: str) -> None:
    (said,) = messages([violation(code, "x")], "zh")
    assert not re.search(r"[A-Za-z]{2,}", said)
    assert "{" not in said


@pytest.mark.parametrize(
    ("details", "parts"),
    [
        ({"option": "Size", "options": ["S", "M"]}, ("尺码", "S、M")),
        ({"option": "Size", "options": ["S", "M"], "suggested": "M"}, ("尺码 M", "S、M")),
        ({"option": "color", "options": ["navy", "red"]}, ("颜色", "藏青色、红色")),
        ({"options": ["1 Fjord", "2 Ember"]}, ("第 1 件 Fjord", "第 2 件 Ember")),
        ({"shown": 4}, ("第 1 到第 4 件",)),
    ],
    ids=["size", "suggested", "colour", "titles", "count"],
)
def test_a_question_names_what_there_is_to_choose_from(details: dict[str, object], parts: tuple[str, ...]) -> None:
    asked = violation("ambiguous_variant", "cart", "Which one?", **details)
    (said,) = messages([asked], "zh", titles={"p": "Fjord"})
    for part in parts:
        assert part in said


def test_a_question_about_a_product_names_it() -> None:
    asked = violation("ambiguous_variant", "cart", "Which size of Fjord: S, M?", **ASKED)
    assert "Fjord" in messages([asked], "zh", titles={"p": "Fjord"})[0]
    assert "这件商品" in messages([asked], "zh")[0]


def test_what_an_agent_says_in_chinese_is_left_as_it_is() -> None:
    assert messages([violation("ambiguous_order", "x", "是哪个订单：A？")], "zh") == ["是哪个订单：A？"]


@pytest.mark.parametrize("kind", ["try_on", "human", "watch_price"])
def test_what_is_not_built_is_told_by_its_kind(kind: str) -> None:
    assert messages([violation("not_available", "intent.kind")], "zh", kind=kind) != [CHINESE["not_available"]]


@pytest.mark.parametrize(
    ("code", "quiet"), [("payment_unknown", False), ("action_required", False), ("payment_declined", True)]
)
def test_what_is_under_way_is_not_nothing(code: str, quiet: bool) -> None:
    assert changed_nothing([violation(code, "payment")]) is quiet
