"""Values of the catalogue in Chinese text, and the English words and values that stand between the Chinese ones."""

from __future__ import annotations

import re

from agents.intent.chinese.goods import GENERIC
from agents.intent.chinese.lexicon import ChineseLexicon, Found
from agents.intent.chinese.page import HAN, Page
from agents.intent.english import attributes, measures
from agents.intent.reading import Reading
from agents.intent.tokens import Token, tokenize

_LATIN = re.compile(r"[a-z0-9]")
_HAN_RUN = re.compile(r"[\u3400-\u9fff]+")
_BEHIND = frozenset(
    "两色的款系装吗呢吧嘛么啊呀了也和或跟与及都行、/，。,.!！?？；; "
)  # a shy word may stand before these
_BEHIND_GOODS = _BEHIND | frozenset("有多要还给在就怎好可价啥什哪能是来不吗适")
_SOFT = frozenset(
    "的一个件条双只款买找有是色要和或跟与非不带穿红黑白灰蓝绿黄粉紫棕米大小新好些种点想选看来张把顶块套对再、"
)
_SLEEVED = {"短袖": "短袖的"}  # goods by themselves, and before other goods the wording of an attribute


def find(page: Page, lexicon: ChineseLexicon) -> list[Found]:
    """The wordings of values and goods in the free text, in order."""
    found = [each for each in lexicon.scan(page.text) if page.free(each.start, each.end)]
    found = [_hood(page.text, each, lexicon) for each in found]
    standing = [each for at, each in enumerate(found) if _stands(page.text, found, at)]
    return [each for each in _joined(standing, page.text, lexicon) if each.sense.entry or each.sense.english]


def _hood(text: str, each: Found, lexicon: ChineseLexicon) -> Found:
    """A hat that is not wanted beside other goods is a hood: 不要帽子的外套."""
    refused = text[each.start : each.end] == "帽子" and text[: each.start].endswith(("不要", "无", "没", "去掉"))
    hood = lexicon.senses.get("带帽子") if refused else None
    return Found(each.start, each.end, hood) if hood else each


def use(reading: Reading, page: Page, terms: list[Found]) -> None:
    """Adds a constraint for each value; English for goods or uses that the catalogue lacks goes to the search."""
    for each in terms:
        if page.free(each.start, each.end):
            _use(reading, page, each)


def english(reading: Reading, page: Page) -> None:
    """Values among the English words of a Chinese message, and its sizes: "black的hoodie, size M"."""
    if not _LATIN.search(page.text):
        return
    retokenize(reading, tokenize(_HAN_RUN.sub(lambda run: "、".ljust(len(run.group())), page.text)))
    reading.taken = ["zh" if page.used[token.start] else "" for token in reading.tokens]
    before = len(reading.constraints)
    measures.read_inches(reading)
    attributes.read(reading)
    measures.read_sizes(reading)
    for each in reading.constraints[before:]:
        page.take(*each["span"])


def retokenize(reading: Reading, tokens: list[Token]) -> None:
    """Gives the reading other tokens, none of them used."""
    reading.tokens = tokens
    reading.__post_init__()


def _use(reading: Reading, page: Page, each: Found) -> None:
    sense, span = each.sense, [each.start, each.end]
    for entry in (sense.entry, sense.also):
        if entry is not None:
            reading.constrain(entry.attribute, "is", entry.value, span, known=entry.known)
    if sense.entry is not None:
        page.take(*span)
    elif sense.english and sense.english not in page.sought:
        page.sought.append(sense.english)
        page.goods_sought = page.goods_sought or sense.goods


def _stands(text: str, found: list[Found], at: int) -> bool:
    """Whether a shy word stands alone here, as in "红的" and "红T恤", and is no part of a word that is unknown."""
    each = found[at]
    if not each.sense.shy:
        return True
    behind = text[each.end : each.end + 1]
    followed = at + 1 < len(found) and found[at + 1].start == each.end
    if not followed and behind and HAN.match(behind) and behind not in (_BEHIND_GOODS if each.sense.goods else _BEHIND):
        return False
    if followed or behind in ("的", "色", "款"):
        return True
    before = text[each.start - 1 : each.start]
    led = at > 0 and found[at - 1].end == each.start
    return led or not before or not HAN.match(before) or before in _SOFT or each.sense.goods


def _joined(found: list[Found], text: str, lexicon: ChineseLexicon) -> list[Found]:
    """Of two names of goods side by side the one that is meant: 卫衣外套 is a hoodie, 短袖衬衫 a shirt."""
    kept: list[Found] = []
    for each in found:
        last = kept[-1] if kept else None
        if last is None or last.end != each.start or not (last.sense.goods and each.sense.goods):
            kept.append(each)
            continue
        if text[each.start : each.end] in GENERIC or each.sense.entry == last.sense.entry:
            kept[-1] = Found(last.start, each.end, last.sense)
        elif (sleeve := lexicon.senses.get(_SLEEVED.get(text[last.start : last.end], ""))) is not None:
            kept[-1:] = [Found(last.start, last.end, sleeve), each]
        else:
            kept[-1] = Found(last.start, each.end, each.sense)
    return kept
