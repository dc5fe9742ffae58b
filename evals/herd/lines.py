"""What the herd's shoppers say, each line with what it means: the endpoint answers from this table."""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass, field
from typing import Any

COLORS = {
    "navy": "深蓝色",
    "black": "黑色",
    "white": "白色",
    "red": "红色",
    "green": "绿色",
    "grey": "灰色",
    "blue": "蓝色",
}
GOODS = {
    "hoodie": "卫衣",
    "sweater": "毛衣",
    "dress": "连衣裙",
    "jacket": "夹克",
    "backpack": "背包",
    "mug": "马克杯",
    "headphones": "耳机",
    "handbag": "手提包",
}
WITHOUT_SIZES = ("backpack", "mug", "headphones", "handbag")  # these can be put in the cart without a further question


@dataclass(frozen=True)
class Line:
    """One message and its meaning. `wants` are (attribute, op, value, the message's own words)."""

    text: str
    kind: str
    wants: tuple[tuple[str, str, str, str], ...] = ()
    points: tuple[tuple[int, str], ...] = ()  # (position, the message's own words)
    quantity: int | None = None
    more: dict[str, Any] = field(default_factory=dict, hash=False)

    def reply(self, schema: dict[str, Any] | None) -> dict[str, Any]:
        """The model's JSON for it, with every property that the schema asks for."""
        known = {
            "kind": self.kind,
            "constraints": [dict(zip(("attribute", "op", "value", "words"), each, strict=True)) for each in self.wants],
            "references": [{"positions": [at], "where": "results", "words": words} for at, words in self.points],
            "quantity": self.quantity,
            "sort": "relevance",
            **self.more,
        }
        return dict(_shaped(known, schema)) if schema else {**known, "drop": [], "query": "", "ignored": []}


def _shaped(value: Any, shape: dict[str, Any]) -> Any:
    """The value with every property that the schema asks for and no other; None of a value is the shape's empty one."""
    if value is None:
        return _empty(shape)
    if properties := shape.get("properties"):
        return {name: _shaped(value.get(name), each) for name, each in properties.items()}
    return [_shaped(each, shape["items"]) for each in value] if shape.get("items") else value


def _empty(shape: dict[str, Any]) -> Any:
    kind = shape.get("type")
    if "null" in (kind or ()):
        return None
    if shape.get("enum"):
        return shape["enum"][0]
    if kind == "object":
        return _shaped({}, shape)
    return {"array": [], "boolean": False, "integer": 0, "number": 0}.get(str(kind), "")


def search(color: str, good: str, form: int) -> Line:
    """A first wish; `form` is 0 to 3, the last two are Chinese."""
    zh_color, zh_good = COLORS[color], GOODS[good]
    text, color_words, good_words = (
        (f"show me {_some(color, good)}", color, good),
        (f"I'm looking for {_some('', good)} in {color}", color, good),
        (f"我想要{zh_color}的{zh_good}", zh_color, zh_good),
        (f"有没有{zh_color}的{zh_good}", zh_color, zh_good),
    )[form]
    return Line(text, "search", (("category", "is", good, good_words), ("color", "is", color, color_words)))


def _some(color: str, good: str) -> str:
    words = f"{color} {good}".strip()
    return words if good.endswith("s") and good != "dress" else f"a {words}"


def plain_search(good: str, form: int) -> Line:
    text, words = ((f"show me {_some('', good)}", good), (f"我想要{GOODS[good]}", GOODS[good]))[form]
    return Line(text, "search", (("category", "is", good, words),))


def without(color: str, form: int) -> Line:
    text, words = ((f"not {color}", color), (f"不要{COLORS[color]}的", COLORS[color]))[form]
    return Line(text, "refine", (("color", "is_not", color, words),))


CHEAPER = (
    Line("cheaper please", "refine", more={"sort": "price_asc"}),
    Line("便宜一点的", "refine", more={"sort": "price_asc"}),
)
ADD = (
    (Line("add the first one", "add", points=((1, "the first one"),)), 1, 1),
    (Line("add two of the second one", "add", points=((2, "the second one"),), quantity=2), 2, 2),
    (Line("第一个加入购物车", "add", points=((1, "第一个"),)), 1, 1),
    (Line("买两个第二个", "add", points=((2, "第二个"),), quantity=2), 2, 2),
)  # with the position and the quantity that come to the cart
CART = (Line("what's in my cart?", "view_cart"), Line("查看购物车", "view_cart"))
TALK = (
    Line("hello there", "small_talk"),
    Line("thanks!", "small_talk"),
    Line("你好", "small_talk"),
    Line("谢谢", "small_talk"),
)
CHECKOUT = (Line("checkout", "checkout"), Line("结账", "checkout"))
YES = (Line("yes", "confirm"), Line("好的", "confirm"))


@functools.cache
def table() -> dict[str, Line]:
    """Every line by its message."""
    wishes = [search(*each) for each in itertools.product(COLORS, GOODS, range(4))]
    plain = [plain_search(*each) for each in itertools.product(GOODS, range(2))]
    exclusions = [without(*each) for each in itertools.product(COLORS, range(2))]
    every = (*wishes, *plain, *exclusions, *CHEAPER, *(line for line, _, _ in ADD), *CART, *TALK, *CHECKOUT, *YES)
    return {line.text: line for line in every}
