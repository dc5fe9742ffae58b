"""Colour words of shoppers and merchants: English, Chinese, family, synonyms, and what each looks like.

Anchors are sRGB hex values of evenly lit cloth, our own choice. A family word ("blue") is true of all its members.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from tools.vision.oklab import Floats, oklab


@dataclass(frozen=True)
class ColourName:
    name: str
    chinese: str
    family: str
    anchors: tuple[str, ...]
    synonyms: tuple[str, ...] = ()


def _c(name: str, chinese: str, family: str, anchors: str, *synonyms: str) -> ColourName:
    return ColourName(name, chinese, family, tuple(anchors.split()), synonyms)


NAMES: tuple[ColourName, ...] = (
    _c("black", "黑色", "black", "1a1a1c 0c0c0e 26262a", "jet", "ebony", "onyx", "黑"),
    _c("charcoal", "炭灰色", "grey", "42454b 383b40", "anthracite", "graphite", "dark grey", "dark gray", "深灰"),
    _c("grey", "灰色", "grey", "86888b 6c6e72 a0a2a5", "gray", "heather grey", "slate grey", "灰"),
    _c("light grey", "浅灰色", "grey", "c3c5c8 b4b6b9", "light gray", "ash", "浅灰"),
    _c("silver", "银色", "grey", "bec1c6 a9adb3", "chrome", "steel", "银"),
    _c("white", "白色", "white", "f3f3f1 ffffff e6e6e6", "snow", "optic white", "白"),
    _c("ivory", "象牙白", "white", "f5efdf", "off white", "off-white", "bone", "米白"),
    _c("cream", "奶油色", "white", "f3e7cb", "ecru", "vanilla", "奶白"),
    _c("beige", "米色", "brown", "d6c3a3 c9b494", "sand", "oatmeal", "米黄"),
    _c("taupe", "灰褐色", "brown", "8b7d70 9d8f82", "mushroom"),
    _c("tan", "棕褐色", "brown", "be905e b5895c", "camel", "caramel", "驼色"),
    _c("khaki", "卡其色", "green", "9e9164 ada07a", "卡其"),
    _c("brown", "棕色", "brown", "654029 7a5236 4e3322", "chestnut", "褐色", "咖啡色", "棕"),
    _c("chocolate", "巧克力色", "brown", "472c1e 3b2418", "espresso", "mocha", "coffee", "dark brown"),
    _c("copper", "铜色", "brown", "b06a3f", "bronze", "古铜色"),
    _c("rust", "铁锈色", "orange", "a94e24", "terracotta", "砖红色"),
    _c("orange", "橙色", "orange", "ee7822 f28c38 e0641c eba355 d9903f", "tangerine", "橘色", "橙"),
    _c("coral", "珊瑚色", "orange", "f0806a", "salmon"),
    _c("peach", "桃色", "orange", "f6bf9c", "apricot", "杏色"),
    _c("red", "红色", "red", "c81f29 d83838 a81a24", "scarlet", "大红", "红"),
    _c("crimson", "深红色", "red", "9f1730", "cherry", "dark red", "深红"),
    _c("burgundy", "酒红色", "red", "71172e 5e1526", "maroon", "wine", "bordeaux", "oxblood", "枣红色"),
    _c("pink", "粉色", "pink", "ee99b3 f4b8c8 e880a0", "粉红色", "粉红", "粉"),
    _c("rose", "玫瑰色", "pink", "c86a7e d98a97", "dusty pink", "blush", "玫红"),
    _c("hot pink", "亮粉色", "pink", "e63c8a", "fuchsia", "magenta", "品红"),
    _c("purple", "紫色", "purple", "6a3c98 7d4fa8 563080 7a6b9c", "violet", "grape", "紫"),
    _c("plum", "李子色", "purple", "5b2a55", "aubergine", "eggplant"),
    _c("lavender", "薰衣草紫", "purple", "b9a3d8 c9b8e4", "lilac", "浅紫"),
    _c("mauve", "淡紫色", "purple", "a5839a"),
    _c("navy", "藏青色", "blue", "1c2752 202a48 17203c", "navy blue", "dark blue", "midnight", "深蓝", "藏蓝色"),
    _c("blue", "蓝色", "blue", "215cbe 2f6fc8 3a66a8", "royal blue", "cobalt", "蓝"),
    _c("denim", "牛仔蓝", "blue", "4a6488 5a7599", "indigo", "denim blue"),
    _c("light blue", "浅蓝色", "blue", "92c0e8 a9cdea", "sky blue", "baby blue", "天蓝色", "淡蓝"),
    _c("powder blue", "粉蓝色", "blue", "b4cde0", "ice blue"),
    _c("teal", "蓝绿色", "green", "0e7a7a 15696e", "petrol", "青色"),
    _c("turquoise", "绿松石色", "blue", "2fb4b4 40c4c0", "aqua", "cyan"),
    _c("mint", "薄荷绿", "green", "a6dcc0 b6e4cc", "seafoam"),
    _c("green", "绿色", "green", "248242 3a9a54 2f6f45", "emerald", "kelly green", "绿"),
    _c(
        "forest green",
        "森林绿",
        "green",
        "1f4a32 25523a",
        "dark green",
        "bottle green",
        "hunter green",
        "深绿",
        "墨绿色",
    ),
    _c("olive", "橄榄绿", "green", "62672f 575c30", "army green", "military green", "军绿色"),
    _c("sage", "鼠尾草绿", "green", "9caa8c 8a9a7c"),
    _c("lime", "青柠色", "green", "a4ce39 8ec63f", "neon green", "荧光绿", "light green", "浅绿"),
    _c("yellow", "黄色", "yellow", "f6d236 ffe14d e8c828 f0eb8c dbd873", "lemon", "黄"),
    _c("mustard", "芥末黄", "yellow", "ce9b24 b98a20", "ochre", "姜黄色"),
    _c("gold", "金色", "yellow", "cba75c b8924a", "golden", "brass", "金"),
)
MULTI = frozenset({"multi", "multicolor", "multicolour", "multicolored", "multi-color", "assorted", "rainbow", "彩色"})
BY_NAME = {each.name: index for index, each in enumerate(NAMES)}
FAMILIES = frozenset(each.family for each in NAMES)
WORDS = {word: each.name for each in NAMES for word in (each.name, each.chinese, *each.synonyms)}


def known(word: str) -> str | None:
    """The vocabulary's name of a colour word in English or Chinese, or None. "Navy Blue" → "navy", "gray" → "grey"."""
    folded = " ".join(word.casefold().replace("_", " ").split())
    return WORDS.get(folded)


def members(word: str) -> tuple[str, ...]:
    """Names that make a claim of this word true: the name itself, and for a family word every member of it.

    `members("blue")` holds "navy"; `members("navy")` is "navy" alone. Empty for a word that is no colour.
    """
    name = known(word)
    if name is None:
        return ()
    if name in FAMILIES:
        return tuple(each.name for each in NAMES if each.family == name)
    return (name,)


def same(claimed: str, listed: str) -> bool:
    """Whether a listing of colour `listed` says what `claimed` claims, by synonym or family."""
    name = known(listed)
    if name is None or not members(claimed):
        return claimed.casefold() == listed.casefold()
    return name in members(claimed)


@functools.cache
def anchors() -> tuple[Floats, tuple[int, ...]]:
    """(n, 3) OKLab anchors of all names, and for each the index of its name in NAMES."""
    rgb = [[int(value[place : place + 2], 16) for place in (0, 2, 4)] for each in NAMES for value in each.anchors]
    owners = tuple(index for index, each in enumerate(NAMES) for _ in each.anchors)
    return oklab(np.array(rgb, np.float32)), owners


def distances(lab: Floats) -> Floats:
    """(k, 3) OKLab colours to (k, names) distances: to the nearest anchor of each name.

    Lightness counts three quarters: folds and shade move it more than they move hue.
    """
    points, owners = anchors()
    scale = np.array([0.75, 1.0, 1.0], np.float32)
    every = np.linalg.norm((lab[:, None, :] - points[None, :, :]) * scale, axis=2)
    nearest = np.full((len(lab), len(NAMES)), np.inf, np.float32)
    for column, owner in enumerate(owners):
        nearest[:, owner] = np.minimum(nearest[:, owner], every[:, column])
    return nearest
