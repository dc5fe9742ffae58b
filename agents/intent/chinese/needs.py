"""Places, weather and occasions said in Chinese, turned into what the catalogue sells for them."""

from __future__ import annotations

import re

from agents.intent.chinese.page import Page
from agents.intent.lexicon import Entry, words_of
from agents.intent.reading import Reading

_WARM = ("warm", "insulated", "thermal", "winter")
_DRY = ("waterproof", "rain", "water resistant", "rainy")
_COOL = ("breathable", "lightweight", "summer", "hot")
_SMART = ("wedding", "formal", "party", "occasion", "dressy", "evening", "elegant")
_DESK = ("office", "work", "formal", "business")
_TRAIL = ("hiking", "outdoor", "trekking", "trail")
_ACTIVE = ("training", "gym", "sport", "workout", "running")
_SEA = ("beach", "swimming", "swim", "summer")
_TRIP = ("travel", "cabin", "weekend")
# wordings, and groups: of each group the first value that the catalogue has is asked for
_NEEDS: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = (
    ("冰岛|苏格兰|爱尔兰|挪威|北欧|英国高地|法罗群岛|格陵兰|阿拉斯加|又冷又湿|高地", (_WARM, _DRY)),
    (
        "下雨天?|雨天|梅雨|雨季|淋雨|多雨|下大雨|暴雨|阴雨|防雨|西雅图|伦敦|台风天|不怕雨|大雨|小雨|雨中|雨里",
        (_DRY,),
    ),
    (
        "下雪天?|雪天|雪地|雪山|寒冷|严寒|很冷|太冷|好冷|怕冷|零下\\d*度?|天冷|冷天|变冷|降温|寒潮|东北|哈尔滨|漠河|北极|"
        "雪乡|北海道|西伯利亚|西藏|滑雪场?|极光|冻死|越来越冷|冰天雪地|寒冬|挡寒",
        (_WARM,),
    ),
    (
        "炎热|很热|太热|天热|热天|大热天|酷暑|热带|高温|(?:海南|泰国|东南亚|新加坡|马尔代夫|迪拜|夏威夷|巴厘岛)(?!菜|餐|风味|料理)|沙漠|避暑",
        (_COOL,),
    ),
    ("参加婚礼|喝喜酒|当伴娘|做伴娘|当伴郎|婚宴|朋友结婚|同学结婚|闺蜜结婚", (("wedding", *_SMART),)),
    ("典礼|毕业典礼|颁奖|颁奖礼|舞会|看歌剧|红毯|隆重场合|正式场合|重要场合", (_SMART,)),
    ("面试|开会穿|见客户|上班族|写字楼|办公室(?:穿|用)|谈生意", (_DESK,)),
    ("爬山|登山|徒步|去山里|进山|穿越|爬泰山|爬黄山|爬华山|走山路|山里|山上", (_TRAIL,)),
    ("去健身房?|健身房(?=穿|用|练)|撸铁|举铁|做运动|减肥", (_ACTIVE,)),
    ("跑马拉松|跑步机|晨跑|夜跑|马拉松", (("running", "jogging", *_ACTIVE),)),
    ("海边|沙滩|三亚|看海|度假|海岛|泡温泉", (_SEA,)),
    ("上下班|挤地铁|通勤", (("commuting", "commute", "work", "city", "travel"),)),
    ("坐飞机|长途飞行|出远门|长途旅行|自驾游|周末短途|蜜月|出国|旅途", (_TRIP,)),
    ("生日派对|去派对|去夜店|蹦迪|晚宴|酒会|年会", (("party", "evening", "formal"),)),
    ("家庭影院|在家看电影|看大片", (("home cinema", "films", "cinema", "movies"),)),
    ("打电动|打游戏|玩游戏|ps5|xbox|switch", (("gaming",),)),
    ("露营|野营|扎营", (("camping", "outdoor"),)),
    ("骑行|骑车|骑自行车|骑单车", (("cycling", "bike"),)),
)
_GROUPS = tuple((re.compile(f"(?:{words})"), groups) for words, groups in _NEEDS)
_ANY = re.compile("|".join(f"(?:{words})" for words, _ in _NEEDS))


def read(reading: Reading, page: Page) -> bool:
    """Adds what the situation asks for and the catalogue can say; whether it did. Refused values are left alone."""
    if not _ANY.search(page.text):
        return False
    used = False
    for pattern, groups in _GROUPS:
        for found in pattern.finditer(page.text):
            if page.free(*found.span()):
                used = _wish(reading, page, found, groups) or used
    return used


def _wish(reading: Reading, page: Page, found: re.Match[str], groups: tuple[tuple[str, ...], ...]) -> bool:
    entries = [entry for group in groups if (entry := _first(reading, group)) is not None]
    for entry in entries:
        if not any(_same(each, entry) for each in reading.constraints):
            reading.constrain(entry.attribute, "is", entry.value, list(found.span()))
    if entries:
        page.take(*found.span())
    return bool(entries)


def _first(reading: Reading, group: tuple[str, ...]) -> Entry | None:
    return next((each for value in group if (each := reading.lexicon.by_value.get(" ".join(words_of(value))))), None)


def _same(each: object, entry: Entry) -> bool:
    return isinstance(each, dict) and (each["attribute"], each["value"]) == (entry.attribute, entry.value)
