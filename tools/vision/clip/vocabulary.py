"""What the shipped CLIP is asked about a picture: for each attribute its values, and which words mean which of them."""

from __future__ import annotations

import functools
import re

from tools.vision import colour_names

SOLID = "solid"
PATTERNS: dict[str, tuple[str, ...]] = {
    SOLID: ("plain", "unpatterned", "纯色", "素色"),
    "striped": ("stripes", "stripe", "stripy", "pinstripe", "breton", "条纹"),
    "checked": ("check", "checks", "checkered", "chequered", "plaid", "tartan", "gingham", "格子", "格纹"),
    "dotted": ("dots", "polka dot", "polka dots", "spotted", "spots", "波点", "圆点"),
    "floral": ("flowers", "flowery", "flower print", "花卉", "碎花", "印花"),
}
SLEEVES: dict[str, tuple[str, ...]] = {
    "long sleeve": ("long sleeves", "long-sleeve", "long-sleeved", "long", "full sleeve", "长袖"),
    "short sleeve": ("short sleeves", "short-sleeve", "short-sleeved", "short", "短袖"),
    "sleeveless": ("no sleeves", "without sleeves", "无袖"),
}
KINDS: dict[str, tuple[str, ...]] = {
    "t-shirt": ("tee", "tees", "tshirt", "t shirt", "T恤"),
    "long sleeve top": ("longsleeve", "long sleeve t-shirt", "long sleeve tee", "长袖T恤"),
    "tank top": ("tank", "tanks", "vest top", "singlet", "背心"),
    "sports bra": ("bra", "bras", "运动内衣"),
    "shirt": ("button-down shirt", "blouse", "衬衫"),
    "polo shirt": ("polo", "POLO衫"),
    "hoodie": ("hooded sweatshirt", "hoody", "连帽衫", "帽衫"),
    "sweatshirt": ("crewneck sweatshirt", "卫衣"),
    "sweater": ("jumper", "pullover", "knit", "毛衣", "针织衫"),
    "cardigan": ("开衫",),
    "jacket": ("夹克",),
    "rain jacket": ("raincoat", "shell", "windbreaker", "waterproof", "雨衣", "冲锋衣"),
    "down jacket": ("puffer", "puffer jacket", "羽绒服"),
    "coat": ("overcoat", "大衣", "外套"),
    "blazer": ("suit jacket", "西装", "西服"),
    "dress": ("gown", "连衣裙"),
    "skirt": ("裙", "半身裙"),
    "jeans": ("denim trousers", "牛仔裤"),
    "trousers": ("chinos", "slacks", "长裤", "裤子"),
    "shorts": ("短裤",),
    "leggings": ("tights", "打底裤", "紧身裤"),
    "beanie": ("knitted hat", "毛线帽"),
    "hat": ("cap", "baseball cap", "帽子"),
    "sneaker": ("trainer", "casual shoe", "运动鞋", "休闲鞋"),
    "running shoe": ("sports shoe", "跑鞋"),
    "boot": ("ankle boot", "靴子"),
    "hiking boot": ("登山靴", "徒步鞋"),
    "sandal": ("flip flop", "凉鞋"),
    "loafer": ("moccasin", "formal shoe", "乐福鞋"),
    "pump": ("heel", "high heel", "heels", "高跟鞋"),
    "backpack": ("rucksack", "背包", "双肩包"),
    "tote": ("tote bag", "shopper", "托特包"),
    "handbag": ("purse", "手提包"),
    "messenger bag": ("shoulder bag", "邮差包"),
    "duffel bag": ("duffle bag", "gym bag", "holdall", "旅行袋"),
    "mug": ("cup", "马克杯", "杯子"),
    "kettle": ("水壶",),
    "pan": ("frying pan", "skillet", "平底锅"),
    "kitchen knife": ("knife", "chef's knife", "菜刀", "厨刀"),
    "bottle": ("water bottle", "水瓶", "水杯"),
    "whisky set": ("whisky glasses", "威士忌杯"),
    "lamp": ("table lamp", "台灯"),
    "cushion": ("pillow", "靠垫", "抱枕"),
    "vase": ("花瓶",),
    "blanket": ("throw", "毯子"),
    "pour over": ("coffee dripper", "手冲壶"),
    "french press": ("cafetiere", "法压壶"),
    "moka pot": ("摩卡壶",),
    "drip machine": ("filter coffee machine", "滴漏咖啡机"),
    "capsule machine": ("胶囊咖啡机",),
    "espresso machine": ("意式咖啡机",),
    "bean to cup": ("bean to cup machine", "全自动咖啡机"),
    "industrial espresso": ("commercial espresso machine", "商用咖啡机"),
    "tv": ("television", "电视"),
    "smartwatch": ("watch", "智能手表"),
    "power station": ("移动电源",),
    "laser level": ("激光水平仪",),
    "hearing aid": ("助听器",),
    "headphones": ("headset", "头戴式耳机"),
    "earbuds": ("earphones", "耳塞"),
    "speaker": ("loudspeaker", "音箱", "音响"),
    "soundbar": ("回音壁",),
}
GROUPS: dict[str, tuple[str, ...]] = {  # wider words: true of every kind that they name
    "pants": ("trousers", "jeans", "leggings"),
    "bottoms": ("trousers", "jeans", "leggings", "shorts", "skirt"),
    "outerwear": ("jacket", "rain jacket", "down jacket", "coat", "blazer"),
    "outwear": ("jacket", "rain jacket", "down jacket", "coat", "blazer"),
    "jacket": ("jacket", "rain jacket", "down jacket", "blazer"),
    "knitwear": ("sweater", "cardigan"),
    "top": ("t-shirt", "long sleeve top", "tank top", "sports bra", "shirt", "polo shirt", "sweatshirt"),
    "bras & tanks": ("tank top", "sports bra"),
    "shoe": ("sneaker", "running shoe", "boot", "hiking boot", "sandal", "loafer", "pump"),
    "footwear": ("sneaker", "running shoe", "boot", "hiking boot", "sandal", "loafer", "pump"),
    "boot": ("boot", "hiking boot"),
    "hat": ("hat", "beanie"),
    "headwear": ("hat", "beanie"),
    "bag": ("backpack", "tote", "handbag", "messenger bag", "duffel bag"),
    "coffee maker": (
        "pour over",
        "french press",
        "moka pot",
        "drip machine",
        "capsule machine",
        "espresso machine",
        "bean to cup",
    ),
    "coffee machine": ("drip machine", "capsule machine", "espresso machine", "bean to cup", "industrial espresso"),
    "裤子": ("trousers", "jeans", "leggings"),
    "鞋": ("sneaker", "running shoe", "boot", "hiking boot", "sandal", "loafer", "pump"),
    "鞋子": ("sneaker", "running shoe", "boot", "hiking boot", "sandal", "loafer", "pump"),
    "包": ("backpack", "tote", "handbag", "messenger bag", "duffel bag"),
    "外套": ("jacket", "rain jacket", "down jacket", "coat", "blazer"),
}
COLOURS = tuple(each.name for each in colour_names.NAMES)
VALUES: dict[str, tuple[str, ...]] = {
    "color": COLOURS,
    "category": tuple(KINDS),
    "pattern": tuple(PATTERNS),
    "sleeve": tuple(SLEEVES),
}
_PROMPTS = {
    "color": "a photo of something {}",
    "category": "a photo of a {}",
    "pattern": "a photo of something {}",
    "sleeve": "a photo of a {} garment",
}


def prompt(attribute: str, value: str) -> str:
    """The sentence that stands for a value. Raises KeyError for an attribute that is not asked about."""
    return _PROMPTS[attribute].format(value)


def members(attribute: str, word: str) -> tuple[str, ...]:
    """The values that make a claim of this word true; none for a word that is not known.

    "pants" → trousers, jeans, leggings; "Hoodies & Sweatshirts" → hoodie, sweatshirt; "navy blue" → navy.
    """
    if attribute == "color":
        return colour_names.members(word)
    table = _words(attribute)
    whole = _folded(word)
    if whole in table:
        return table[whole]
    parts = [table.get(each, ()) for each in re.split(r"\s*(?:&|/|,|\band\b|\bor\b)\s*", whole) if each]
    if not parts or not all(parts):
        return ()
    return tuple(dict.fromkeys(value for part in parts for value in part))


@functools.cache
def _words(attribute: str) -> dict[str, tuple[str, ...]]:
    synonyms = {"category": KINDS, "pattern": PATTERNS, "sleeve": SLEEVES}.get(attribute, {})
    table: dict[str, tuple[str, ...]] = {word: (name,) for name, words in synonyms.items() for word in (name, *words)}
    if attribute == "category":
        table |= GROUPS
    singles = {_folded(word): values for word, values in table.items()}
    return {**{_plural(word): values for word, values in singles.items()}, **singles}


def _folded(word: str) -> str:
    return " ".join(word.casefold().replace("_", " ").split())


def _plural(word: str) -> str:
    if not word.isascii() or (word.endswith("s") and not word.endswith("ss")):
        return word
    if word.endswith(("s", "sh", "ch", "x")):
        return word + "es"
    return word[:-1] + "ies" if word.endswith("y") and word[-2] not in "aeiou" else word + "s"
