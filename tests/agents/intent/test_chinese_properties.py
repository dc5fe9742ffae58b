"""What holds for any text with Chinese in it: an answer, spans inside the text, the same answer again, nothing lost."""

from __future__ import annotations

from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.intent.chinese.goods import GOODS, PROTECTED
from agents.intent.chinese.lexicon import compiled as compiled_chinese
from agents.intent.chinese.lexicon import rows
from agents.intent.chinese.qualities import COLOURS, MATERIALS, PATTERNS, QUALITIES
from agents.intent.chinese.script import simplified
from agents.intent.lexicon import compiled
from agents.intent.parse import parse
from agents.intent.tokens import listed
from evals import intent_cases
from tools.llm.contract import KINDS, IntentContext

VOCABULARY = intent_cases.vocabulary()
CONTEXT: IntentContext = {
    "constraints": [{"attribute": "category", "op": "is", "value": "jacket", "span": [0, 2]}],
    "shown": [
        {"product_id": "a", "variant_id": "a", "title": "Rain Jacket in Navy", "price_minor": 9000},
        {"product_id": "b", "variant_id": "b", "title": "城市夹克 Black", "price_minor": 7000},
    ],
    "cart": [{"product_id": "c", "variant_id": "c", "title": "Stoneware Mug", "price_minor": 1450}],
    "last": "add",
    "today": "2026-03-10",
}
PIECES = listed(
    """
    不要 别 除了 非 没有 不带 黑色 红的 皮 防水 带帽子的 外套 T恤 第二个 最后一件 这个 那两个 都要 两件 半打 一双
    M码 42码 大一码 十个装 500块 一百到两百 以内 预算 总共 周五前 下个月 冰岛 便宜点 颜色深一点 加入购物车 结账 退货
    降价 通知我 吗 ， 。 和 的 black hoodie size M 帐篷 猫抓板 洋裝 購物車 对羊毛过敏 ORD-1A2B3 改成 换成 删掉 停 好的
    """
)
MADE_UP = st.text(alphabet="蝌蚪鹦鹉琵琶麒麟貔貅饕餮", min_size=2, max_size=4)


@settings(max_examples=150)
@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=14).map("".join)))
def test_any_text_is_answered_within_itself(text: str) -> None:
    for context in (CONTEXT, IntentContext()):
        found = parse(text, VOCABULARY, context)
        assert found["kind"] in KINDS
        assert 0.0 <= found["confidence"] <= 1.0
        for each in chain(found["constraints"], found.get("references", []), found.get("compared", [])):
            start, end = each["span"]
            assert 0 <= start < end <= len(text)
        for each in found["constraints"]:
            assert each["text"] == text[each["span"][0] : each["span"][1]]
        assert parse(text, VOCABULARY, context) == found


@settings(max_examples=60)
@given(
    MADE_UP,
    st.sampled_from(
        ["想买一个{}", "有没有{}", "给我看看{}，黑色的", "帮我找{}，三百块以内", "想要{}，不要红的", "{}有吗"]
    ),
)
def test_a_noun_that_nobody_knows_is_searched_for(noun: str, frame: str) -> None:
    found = parse(frame.format(noun), VOCABULARY, {})
    assert found["kind"] == "search"
    assert noun in found.get("query", "").split()


@settings(max_examples=60)
@given(MADE_UP, st.sampled_from(["不要{}的外套", "外套，不要太{}的", "不带{}的夹克", "别给我推荐{}"]))
def test_what_is_refused_is_never_searched_for(noun: str, frame: str) -> None:
    found = parse(frame.format(noun), VOCABULARY, {})
    assert noun not in found.get("query", "")
    refused = [str(each["value"]) for each in found["constraints"] if each["op"] == "is_not"]
    assert any(noun in words for words in (*refused, *found.get("ignored", [])))


def test_the_word_list_is_written_in_simplified_characters() -> None:
    tables = (COLOURS, MATERIALS, PATTERNS, QUALITIES, GOODS)
    words = [word for table in tables for _, chinese in rows(table) for word in chinese]
    assert len(words) > 1000
    assert [word for word in (*words, *PROTECTED) if simplified(word) != word] == []


def test_the_word_list_is_compiled_once_a_version() -> None:
    lexicon = compiled(VOCABULARY)
    assert compiled_chinese(VOCABULARY, lexicon) is compiled_chinese(VOCABULARY, lexicon)


@pytest.mark.parametrize(
    "text",
    ["不要" * 2000, "第一个" * 1300, "1元2元3元" * 600, "那个" * 2000, "周五前" * 1300, "一" * 4000, "的" * 4000],
)
def test_the_longest_message_is_answered_and_its_end_said_to_be_ignored(text: str) -> None:
    found = parse(text, VOCABULARY, CONTEXT)
    assert found["kind"] in KINDS
    assert any(text.endswith(words) or words in text for words in found.get("ignored", []))
