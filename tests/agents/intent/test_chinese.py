"""Chinese messages: what kind they are, what they ask for, and what they point at."""

from __future__ import annotations

from typing import Any

import pytest

from agents.intent.parse import parse
from evals import intent_cases
from tools.catalog.types import Vocabulary
from tools.llm.contract import Intent, IntentContext, ShownProduct

VOCABULARY = intent_cases.vocabulary()


def shown(name: str, price: int) -> ShownProduct:
    return {"product_id": name, "variant_id": name, "title": name, "price_minor": price}


JACKETS: IntentContext = {
    "constraints": [{"attribute": "category", "op": "is", "value": "jacket", "span": [0, 2]}],
    "shown": [shown("Rain Jacket in Navy", 9000), shown("Parka with Hood", 12000), shown("City Jacket in Black", 7000)],
    "last": "search",
}
CART: IntentContext = {
    "cart": [shown("Harbor Jacket in Navy", 5400), shown("Stoneware Mug", 1450)],
    "last": "view_cart",
}
ADDED: IntentContext = {**JACKETS, "cart": [shown("City Jacket in Black", 7000)], "last": "add"}
PAYING: IntentContext = {**CART, "last": "checkout", "pending_approval": True}


def read(text: str, context: IntentContext | None = None) -> Intent:
    return parse(text, VOCABULARY, context or {})


def wishes(found: Intent) -> set[str]:
    """The constraints as "attribute=value", an exclusion with "!=", an unknown value with "?" behind it."""
    return {
        f"{each['attribute']}{'!=' if each['op'] == 'is_not' else '='}{_value(each['value'])}"
        f"{'' if each.get('known', True) else '?'}"
        for each in found["constraints"]
    }


def _value(value: Any) -> str:
    return (
        "-".join(str(value[key]) for key in ("minor", "minor_max") if key in value)
        if isinstance(value, dict)
        else value
    )


def pointed(found: Intent) -> list[tuple[str, list[int]]]:
    return [(each["where"], each["positions"]) for each in found.get("references", [])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("黑色连帽衫", "color=black category=hoodie", id="hoodie"),
        pytest.param("想买一件帽衫，深灰色", "color=charcoal category=hoodie", id="hoodie-shade"),
        pytest.param("書包，藍色", "category=backpack color=blue", id="traditional"),
        pytest.param("有沒有防水的後背包", "use=waterproof category=backpack", id="taiwan"),
        pytest.param("红T恤，圆点的", "color=red category=t-shirt pattern=polka dot?", id="unknown-pattern"),
        pytest.param("灯芯绒长裤", "material=corduroy? category=trousers", id="unknown-material"),
        pytest.param("荧光绿跑鞋", "color=green category=running shoe", id="shade-of-known"),
        pytest.param("羊毛大衣", "material=wool category=coat", id="compound"),
        pytest.param("短袖", "category=t-shirt", id="sleeve-as-goods"),
        pytest.param("短袖衬衫", "category=shirt", id="sleeve-before-goods"),
        pytest.param("卫衣外套", "category=hoodie", id="generic-behind"),
        pytest.param("加绒的靴子，女款", "use=warm category=boot gender=women", id="warm"),
        pytest.param("没有图案的衬衫", "pattern=plain category=shirt", id="plain"),
        pytest.param("想要一件black的hoodie，size M", "color=black category=hoodie size=m", id="english-inside"),
        pytest.param("有没有waterproof jacket", "use=waterproof category=jacket", id="english-goods"),
        pytest.param("I want a 黑色 hoodie", "color=black category=hoodie", id="chinese-inside"),
        pytest.param("a hoodie, not 黑色", "color!=black category=hoodie", id="chinese-refused-inside"),
        pytest.param("Halden的外套", "brand=Halden category=jacket", id="brand"),
    ],
)
def test_values_are_the_catalogues(text: str, expected: str) -> None:
    want = {
        each.replace("+", " ")
        for each in expected.replace("polka dot", "polka+dot").replace("running shoe", "running+shoe").split(" ")
    }
    assert wishes(read(text)) == want


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("不要黑色的外套", {"color!=black", "category=jacket"}, id="not-the-goods"),
        pytest.param("除了皮的都行，找个手提包", {"material!=leather", "category=handbag"}, id="except"),
        pytest.param("别给我推荐红的和粉的", {"color!=red", "color!=pink"}, id="list"),
        pytest.param("裤子，黑色或者灰色的都不要", {"category=trousers", "color!=black", "color!=grey"}, id="behind"),
        pytest.param("非真皮的钱包", {"material!=leather", "category=wallet"}, id="non"),
        pytest.param("非常保暖的大衣", {"use=warm", "category=coat"}, id="very-is-no-not"),
        pytest.param("不带帽子的夹克", {"feature!=hood", "category=jacket"}, id="without"),
        pytest.param("不带亮片的裙子", {"feature!=亮片?", "category=skirt"}, id="without-unknown"),
        pytest.param("有没有黑色的衬衫", {"color=black", "category=shirt"}, id="question-is-no-not"),
        pytest.param("是不是要买防水的靴子", {"use=waterproof", "category=boot"}, id="either-or"),
        pytest.param("不要黑色，要白色的T恤", {"color!=black", "color=white", "category=t-shirt"}, id="turn"),
        pytest.param("要防风的夹克，黑色除外", {"use=windproof", "category=jacket", "color!=black"}, id="excepted"),
        pytest.param("我对羊毛过敏，想要毛衣", {"material!=wool", "category=sweater"}, id="allergic"),
        pytest.param("不太厚的外套", {"use!=warm", "category=jacket"}, id="not-too"),
    ],
)
def test_a_not_covers_what_it_should(text: str, expected: set[str]) -> None:
    assert wishes(read(text)) == expected


def test_what_is_refused_and_unknown_is_said_and_not_searched_for() -> None:
    found = read("不要太花哨的裙子")
    assert wishes(found) == {"category=skirt"}
    assert found["ignored"] == ["不要太花哨的"]
    assert found.get("query", "") == ""


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("给我看看衬衫", "search"),
        ("猫抓板有吗", "search"),
        ("结账吧", "checkout"),
        ("我要买单", "checkout"),
        ("我的快递到哪了", "track"),
        ("货怎么还没发", "track"),
        ("我要退货", "return"),
        ("鞋子买大了，想换一双", "return"),
        ("降价了叫我", "watch_price"),
        ("能试穿吗", "try_on"),
        ("转人工", "human"),
        ("我要找你们经理", "human"),
        ("你能做什么", "help"),
        ("不知道怎么买", "help"),
        ("哈哈今天天气不错", "small_talk"),
        ("停", "stop"),
        ("够了，别再烦我了", "stop"),
        ("不要再给我推荐了", "stop"),
        ("帮我写一首诗", "unclear"),
        ("！！！", "unclear"),
    ],
)
def test_kinds_without_a_context(text: str, kind: str) -> None:
    assert read(text)["kind"] == kind


@pytest.mark.parametrize(
    ("text", "context", "kind"),
    [
        pytest.param("便宜点的", JACKETS, "refine", id="cheaper"),
        pytest.param("换成红色的", JACKETS, "refine", id="switch-while-looking"),
        pytest.param("换成红色的", ADDED, "change", id="switch-in-cart"),
        pytest.param("那看看耳机", JACKETS, "search", id="other-goods"),
        pytest.param("哪个更保暖", JACKETS, "compare", id="which"),
        pytest.param("这个是纯棉的吗", JACKETS, "ask", id="question"),
        pytest.param("M码的有吗", JACKETS, "refine", id="size-there"),
        pytest.param("都要了", JACKETS, "add", id="all"),
        pytest.param("再来一件", ADDED, "add", id="one-more"),
        pytest.param("不对，要五件", ADDED, "change", id="five"),
        pytest.param("马克杯不要了", CART, "remove", id="mug-out"),
        pytest.param("购物车里有什么", CART, "view_cart", id="cart"),
        pytest.param("全删了", CART, "clear_cart", id="all-out"),
        pytest.param("没问题，下单吧", PAYING, "confirm", id="yes"),
        pytest.param("好的，付款吧", CART, "checkout", id="nothing-to-agree-to"),
        pytest.param("算了不买了", PAYING, "cancel", id="no"),
        pytest.param("取消我昨天的订单", PAYING, "return", id="placed"),
    ],
)
def test_kinds_in_a_context(text: str, context: IntentContext, kind: str) -> None:
    assert read(text, context)["kind"] == kind


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        pytest.param("第二个加入购物车", JACKETS, [("results", [2])], id="second"),
        pytest.param("第一和第三个我要了", JACKETS, [("results", [1, 3])], id="two-places"),
        pytest.param("要最后一件", JACKETS, [("results", [-1])], id="last"),
        pytest.param("前两个都加购", JACKETS, [("results", [1, 2])], id="first-two"),
        pytest.param("带帽子的那件加购", JACKETS, [("results", [2])], id="described"),
        pytest.param("那件黑色的我要了", JACKETS, [("results", [3])], id="described-behind"),
        pytest.param("买最便宜的那个", JACKETS, [("results", [3])], id="cheapest"),
        pytest.param("就要这个了", JACKETS, [("last", [])], id="this"),
        pytest.param("第二个不要了", CART, [("cart", [2])], id="cart-line"),
        pytest.param("把马克杯删了", CART, [("cart", [2])], id="cart-described"),
        pytest.param("把它从购物车里拿出来", ADDED, [("last", [])], id="it-in-cart"),
        pytest.param("这三个有什么区别", JACKETS, [("results", [1, 2, 3])], id="these"),
    ],
)
def test_what_is_meant(text: str, context: IntentContext, expected: list[tuple[str, list[int]]]) -> None:
    found = read(text, context)
    assert pointed(found) == expected
    assert not any(each["attribute"] in ("color", "feature") for each in found["constraints"])


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("买两个马克杯", 2),
        ("来三双跑鞋", 3),
        ("要半打杯子", 6),
        ("要一打马克杯", 12),
        ("想要一件大衣", None),
        ("一件black的hoodie", None),
        ("十个装的马克杯", None),
        ("三百块的耳机", None),
        ("两个月后穿的大衣", None),
    ],
)
def test_how_many(text: str, quantity: int | None) -> None:
    assert read(text)["quantity"] == quantity


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("M码", "m"),
        ("10号靴子", "10"),
        ("八码的凉鞋", "8"),
        ("10.5码", "10.5"),
        ("加大码", "xl"),
        ("均码", "one size"),
        ("55寸电视", "55 inch"),
    ],
)
def test_sizes(text: str, size: str) -> None:
    assert f"size={size}" in wishes(read(text))


def test_a_step_in_size_counts_from_the_running_one() -> None:
    running: IntentContext = {
        **JACKETS,
        "constraints": [{"attribute": "size", "op": "is", "value": "m", "span": [0, 1]}],
    }
    assert wishes(read("大一码的", running)) == {"size=l"}
    assert read("大一码的", JACKETS)["ignored"] == ["大一码"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("便宜点", "price=8999", id="than-the-first"),
        pytest.param("比第三个便宜的有吗", "price=6999", id="than-the-third"),
        pytest.param("太贵了，100以内", "price=10000", id="said"),
        pytest.param("预算放宽到200", "price=20000", id="raised"),
        pytest.param("最多花80美元", "price=8000", id="at-most"),
    ],
)
def test_prices_beside_what_is_shown(text: str, expected: str) -> None:
    assert wishes(read(text, JACKETS)) == {expected}


def test_a_sum_for_everything_is_the_cap() -> None:
    found = read("外套和靴子一共不超过500美元")
    assert wishes(found) == {"category=jacket", "category=boot"}
    assert found["cap"]["minor"] == 50_000
    assert read("外套，预算500美元")["constraints"][1]["op"] == "at_most"


def test_needs_and_days() -> None:
    found = parse("下个月去冰岛，想买件外套", VOCABULARY, {"today": "2026-03-10"})
    assert wishes(found) == {"use=warm", "use=waterproof", "category=jacket", "delivery=2026-04-01"}
    assert read("有多少人下个月来")["constraints"] == []


def test_a_wish_that_is_taken_back() -> None:
    found = read("颜色无所谓", JACKETS)
    assert (found["kind"], found["drop"]) == ("refine", ["color"])


def test_a_catalogue_in_chinese_is_read_as_it_is() -> None:
    own = Vocabulary(
        "own", "CNY", {"category": ("连衣裙", "T恤"), "color": ("酒红", "藏青"), "material": ("真丝",)}, "1"
    )
    found = parse("酒红色的真丝洋裝，三百元以內", own, {})
    assert wishes(found) == {"color=酒红", "material=真丝", "category=连衣裙", "price=30000"}


def test_unknown_goods_are_searched_for_in_both_languages() -> None:
    found = read("想买个帐篷")
    assert found["kind"] == "search"
    assert set(found.get("query", "").split()) == {"帐篷", "tent"}


def test_the_shoppers_own_characters_are_kept() -> None:
    found = read("藍色的連帽衛衣")
    assert [each["text"] for each in found["constraints"]] == ["藍色", "連帽衛衣"]
