"""Chinese, in its common forms: colours, prices, exclusions, cart and checkout words."""

from __future__ import annotations

import re

from agents.intent import comparisons, prices
from agents.intent.chinese_numbers import number
from agents.intent.completion import finish
from agents.intent.kinds import Judgement
from agents.intent.reading import Reading
from agents.intent.tokens import tokenize
from tools.llm.contract import RELATIONS, Intent, Kind

_WORDS = {
    "藏青": "navy",
    "海军蓝": "navy",
    "深蓝": "navy",
    "黑": "black",
    "白": "white",
    "灰": "grey",
    "红": "red",
    "粉": "pink",
    "橙": "orange",
    "黄": "yellow",
    "绿": "green",
    "蓝": "blue",
    "紫": "purple",
    "棕": "brown",
    "咖啡色": "brown",
    "米": "beige",
    "金色": "gold",
    "银色": "silver",
    "T恤": "t-shirt",
    "t恤": "t-shirt",
    "卫衣": "hoodie",
    "夹克": "jacket",
    "外套": "jacket",
    "冲锋衣": "jacket",
    "毛衣": "sweater",
    "衬衫": "shirt",
    "连衣裙": "dress",
    "裙子": "skirt",
    "裤子": "pants",
    "牛仔裤": "jeans",
    "短裤": "shorts",
    "运动鞋": "sneaker",
    "靴子": "boot",
    "凉鞋": "sandal",
    "背包": "backpack",
    "双肩包": "backpack",
    "马克杯": "mug",
    "杯子": "mug",
    "咖啡机": "coffee maker",
    "电视": "tv",
    "耳机": "headphones",
    "手提包": "handbag",
    "防水": "waterproof",
    "保暖": "warm",
    "棉": "cotton",
    "羊毛": "wool",
    "皮": "leather",
    "徒步": "hiking",
    "跑步": "running",
}
_PATTERN = re.compile("|".join(sorted(_WORDS, key=len, reverse=True)))
_NOT = re.compile(r"(?:不要|除了|不是|别要|不想要|不喜欢|非)[^，。,;；]{0,3}$")
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))  # type: ignore[misc]
    for kind, pattern in (
        ("human", r"人工|客服|真人"),
        ("track", r"(?:订单|快递|包裹|物流).*(?:哪|到|状态|查)|查.*(?:订单|物流|快递)|我的订单"),
        ("return", r"退货|退款|换货|退掉|退回|[要想](?:把.{1,12})?退(?!出|休)"),
        ("watch_price", r"降价.*(?:通知|提醒|告诉)"),
        ("try_on", r"试穿"),
        ("clear_cart", r"清空"),
        ("view_cart", r"(?:看|查看|打开|显示).{0,4}购物车|^购物车"),
        ("checkout", r"结账|结算|付款|支付|下单|买单"),
        ("cancel", r"^(?:取消|算了|不买了|不要了|停|不用了|不)[。！!]*$|取消(?:订单|购买|付款)"),
        ("confirm", r"^(?:是|是的|好|好的|可以|确认|同意|行|对|没问题|嗯|ok)[。！!了]*$"),
        ("remove", r"删除|删掉|去掉|移除|拿掉|不要第"),
        ("compare", r"比较|对比|区别|哪个(?:更)?好"),
        ("add", r"加入|加到|放进|放入|加购|我要第|来.{0,3}第|要这个|就要|买第"),
        ("change", r"改成|换成|改为"),
        ("help", r"^帮助|怎么用|你能做什么|能帮我什么"),
        ("small_talk", r"^(?:你好|您好|谢谢|多谢|再见|早上好|晚上好|嗨)"),
    )
)
_CANCELS_ORDER = re.compile(r"(?<![不别])(?<!不要)(?:取消|撤销).{0,12}(?:订单|单子)|(?:订单|单子).{0,12}(?:取消|撤销)")
_PLACED = re.compile(r"刚才|刚刚|上一|上个|之前|昨天|前天|最近|已经?(?:买|下|付)|[买下]的")
_ORDINAL = re.compile(r"第([一二两三四五六七八九十\d]+)[个件款双只条台]?|最后一[个件款双只]")
_QUANTITY = re.compile(r"([一二两三四五六七八九十百千万\d]+)(?:件|个|双|只|条|台|份|套|顶)(?!月|人)")
_SIZE = re.compile(r"([xsml]{1,4}|\d{2})\s*(?:码|号)")
_REFINE = re.compile(r"便宜|不要|只要|换|有没有.{0,4}的$|以内|以下|再")


def read(reading: Reading) -> Judgement:
    """Takes what it understands out of the reading. What it does not know becomes the query; its last resort is
    kind "search".
    """
    prices.read(reading)
    taken = [each["span"] for each in reading.constraints] + ([reading.cap["span"]] if reading.cap else [])
    _ordinals(reading, taken)
    taken += comparisons.read_chinese(reading)
    _quantity(reading, taken)
    _sizes(reading, taken)
    for found in _PATTERN.finditer(reading.folded):
        entry = reading.lexicon.at(tokenize(_WORDS[found.group()]), 0)
        if entry is None or any(start < found.end() and found.start() < end for start, end in taken):
            continue
        op = "is_not" if _NOT.search(reading.folded[: found.start()]) else "is"
        span = list(found.span())
        reading.constrain(entry.entry.attribute, op, entry.entry.value, span, known=entry.entry.known)  # type: ignore[arg-type]
        taken.append(span)
    if re.search(r"便宜", reading.folded):
        reading.sort = "price_asc"
    reading.rest = _rest(reading, taken)
    return Judgement(_kind(reading), 0.8)


def finished(reading: Reading, judgement: Judgement) -> Intent:
    """The intent; without spaces between words, the query is what is left of the text."""
    intent = finish(reading, judgement, "zh")
    intent["query"] = reading.rest if intent["kind"] in ("search", "refine") else ""
    return intent


def _kind(reading: Reading) -> Kind:
    if any(each["op"] in RELATIONS for each in reading.constraints):
        return "refine"
    if reading.compared:
        return "refine" if reading.constraints else "unclear"
    if _CANCELS_ORDER.search(reading.folded):
        return "return" if reading.order_id or _PLACED.search(reading.folded) else "cancel"
    for kind, pattern in _KINDS:
        if pattern.search(reading.folded.strip()):
            return kind
    if reading.references:
        return "add"
    if reading.quantity is not None and not any(each["attribute"] == "category" for each in reading.constraints):
        return "change" if reading.context.get("last") in ("add", "change") else "add"
    running = reading.context.get("constraints") or reading.context.get("query") or reading.context.get("shown")
    category = any(each["attribute"] == "category" for each in reading.constraints)
    return "refine" if running and not category and _REFINE.search(reading.folded) else "search"


def _ordinals(reading: Reading, taken: list[list[int]]) -> None:
    for found in _ORDINAL.finditer(reading.folded):
        place = int(number(found[1])) if found[1] else -1
        reading.references.append({"positions": [place], "where": "results", "span": list(found.span())})
        taken.append(list(found.span()))


def _quantity(reading: Reading, taken: list[list[int]]) -> None:
    for found in _QUANTITY.finditer(reading.folded):
        if not any(start < found.end() and found.start() < end for start, end in taken) and reading.quantity is None:
            reading.quantity = int(number(found[1]))
            taken.append(list(found.span()))


def _sizes(reading: Reading, taken: list[list[int]]) -> None:
    for found in _SIZE.finditer(reading.folded):
        known = reading.lexicon.sizes.get(found[1])
        reading.constrain("size", "is", known or found[1].upper(), list(found.span()), known=known is not None)
        taken.append(list(found.span()))


def _rest(reading: Reading, taken: list[list[int]]) -> str:
    kept = [" " if any(start <= at < end for start, end in taken) else char for at, char in enumerate(reading.text)]
    rest = re.sub(
        r"我想要?|我要|请|帮我|给我|找|买|想|一下|有没有|有|吗|的|色|一[件个双只条]|不要|，|。|,|？|\?|！",
        " ",
        "".join(kept),
    )
    return " ".join(rest.split())
