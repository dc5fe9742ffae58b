"""Utterances made from frames: a sentence with slots, and the notation of what it means with the same slots.

The frames are data (evals/cases/utterance_frames*.txt, one part set aside unread), the words for the slots are here:
surface and the value that it stands for, where the two differ.
"""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any, NamedTuple

from evals.utterance_notation import read

CASES = Path(__file__).parent / "cases"
SEED, SIBLINGS = 20260310, 4

_SLOT = re.compile(r"\{(\w+)\}")


class Frame(NamedTuple):
    name: str
    language: str
    context: str  # a name in utterance_contexts.json, or "-"
    text: str
    expect: str


def frames(part: str) -> list[Frame]:
    """The frames of the file `utterance_frames{part}.txt`; `part` is "" or "_set_aside"."""
    found = []
    for line in (CASES / f"utterance_frames{part}.txt").read_text().splitlines():
        name, context, text, expect = (each.strip() for each in line.split(" | "))
        found.append(Frame(name, name.partition("-")[0], context, text, expect))
    return found


def generated(part: str, currency: str) -> list[dict[str, Any]]:
    """`SIBLINGS` rows of each frame, the same at each call."""
    contexts = json.loads((CASES / "utterance_contexts.json").read_text())
    rows = []
    for frame in frames(part):
        draw = random.Random(f"{SEED} {frame.name}")
        for number, (text, expect) in enumerate(_siblings(frame, draw), start=1):
            row: dict[str, Any] = {"id": f"{frame.name}-{number}", "text": text}
            if frame.context != "-":
                row["context"] = contexts[frame.context]
            rows.append({**row, "expect": read(expect, currency), "lang": frame.language, "made": "generated"})
    return rows


def _siblings(frame: Frame, draw: random.Random) -> list[tuple[str, str]]:
    """Fillings that differ from each other, as (text, notation)."""
    found: dict[str, str] = {}
    for _ in range(40 * SIBLINGS):
        filled = _filled(frame, draw)
        if filled:
            found.setdefault(*filled)
        if len(found) == SIBLINGS:
            break
    return list(found.items())


def _filled(frame: Frame, draw: random.Random) -> tuple[str, str] | None:
    """None when two slots of one kind drew the same value, or the low end of a range is not below its high end."""
    words, values = {}, {}
    for slot in _SLOT.findall(frame.text):
        chosen = draw.choice(WORDS[frame.language][slot.rstrip("2")])
        words[slot], _, value = chosen.partition("=")
        values[slot] = (value or words[slot]).replace(" ", "_")
    if any(values[slot] == values[slot.rstrip("2")] for slot in values if slot.endswith("2")):
        return None
    if "low" in values and int(values["low"]) >= int(values["high"]):
        return None
    if "place" in values:
        values["place_boot"] = _BOOTS.get(values["place"], "")
    return frame.text.format(**words), frame.expect.format(**values)


def _upper(entries: list[str]) -> list[str]:
    split = [(surface.upper(), value or surface) for surface, _, value in (each.partition("=") for each in entries)]
    return [f"{surface}={value}" for surface, value in split]


_BOOTS = {
    "1": "Fjellmark_Summit_Hiking_Boot_in_Brown",
    "2": "Halden_Trail_Boot_in_Black",
    "3": "Northquay_Ridge_Boot_in_Olive",
    "-1": "Larkspur_Rain_Boot_in_Yellow",
}
_COLOURS = ["black", "white", "grey", "gray=grey", "navy", "blue", "red", "green", "pink", "purple", "brown"]
_COLOURS += ["burgundy", "olive", "teal", "light blue", "cream", "beige", "charcoal"]
_ITEMS = ["t-shirts=t-shirt", "tees=t-shirt", "hoodies=hoodie", "sweaters=sweater", "jumpers=sweater", "coats=coat"]
_ITEMS += ["cardigans=cardigan", "jackets=jacket", "blazers=blazer", "dresses=dress", "skirts=skirt", "shirts=shirt"]
_FABRICS = ["cotton", "linen", "wool", "cashmere", "fleece", "denim", "silk", "polyester", "leather"]
_SIZES = ["S=s", "M=m", "L=l", "XL=xl", "medium=m", "small=s"]
_SHOE_SIZES = ["7", "8", "9", "10", "10.5", "11"]
_BRANDS = ["Fjellmark", "Northquay", "Larkspur", "Brightwater", "Tessera", "Halden", "Mirador"]
_LOW, _HIGH = ["20", "25", "30", "40"], ["45", "60", "75", "90"]
_ORDERS = ["ORD-4M7RX-9KQ2T", "ORD-8V3ZC-H5N6W", "ORD-2PT9Y-D7B4J", "ORD-6F8XK-3RQ5M", "ORD-9C2HD-W4V7P"]
_COLOURS_ZH = ["黑色=black", "白色=white", "灰色=grey", "藏青色=navy", "红色=red", "绿色=green", "粉色=pink"]
_COLOURS_ZH += ["紫色=purple", "棕色=brown", "米色=beige", "卡其色=khaki", "橙色=orange", "黄色=yellow", "蓝色=blue"]
_TOPS_ZH = ["T恤=t-shirt", "衬衫=shirt", "毛衣=sweater", "卫衣=hoodie", "开衫=cardigan", "夹克=jacket", "大衣=coat"]
_GOODS_ZH = ["连衣裙=dress", "半身裙=skirt", "羽绒服=down_jacket", "牛仔裤=jeans", "西装外套=blazer"]

WORDS: dict[str, dict[str, list[str]]] = {
    "en": {
        "color": _COLOURS,
        "COLOR": _upper(_COLOURS),
        "items": _ITEMS,
        "ITEMS": _upper(_ITEMS),
        "item": ["tee=t-shirt", "hoodie", "jumper=sweater", "cardigan", "jacket", "coat", "blazer", "shirt"],
        "typo": ["swaeter=sweater", "jackt=jacket", "cardigen=cardigan", "trowsers=trousers", "hoddie=hoodie"],
        "shoes": ["boots=boot", "sneakers=sneaker", "trainers=sneaker", "sandals=sandal", "loafers=loafer"],
        "homes": ["mugs=mug", "cushions=cushion", "blankets=blanket", "vases=vase", "lamps=lamp", "kettles=kettle"],
        "fabric": _FABRICS,
        "FABRIC": _upper(_FABRICS),
        "size": _SIZES,
        "shoesize": _SHOE_SIZES,
        "gender": ["womens=women", "women's=women", "mens=men", "men's=men"],
        "use": ["hiking", "travel", "the office=office", "summer", "camping", "a wedding=wedding", "a party=party"],
        "feature": ["a hood=hood", "pockets", "a zip=zip", "buttons"],
        "brand": _BRANDS,
        "usd": [
            "$60=60",
            "sixty dollars=60",
            "75 bucks=75",
            "120 USD=120",
            "a hundred dollars=100",
            "45",
            "$39.99=39.99",
        ],
        "foreign": ["£45=45GBP", "fifty pounds=50GBP", "40 euros=40EUR", "€85=85EUR", "600 yuan=600CNY"],
        "low": _LOW,
        "high": _HIGH,
        "count": ["two=2", "three=3", "four=4", "five=5", "6", "8"],
        "pack": ["4", "6", "12"],
        "place": ["first=1", "second=2", "third=3", "last=-1"],
        "digit": ["1", "2", "3", "4"],
        "cheapfirst": ["cheapest=price_asc", "lowest=price_asc", "highest=price_desc", "most expensive=price_desc"],
        "droppable": ["color", "colour=color", "brand", "size", "material"],
        "code": ["SUMMER20", "HELLO10", "TREAT5", "VIP2026"],
        "order": _ORDERS,
    },
    "zh": {
        "color": _COLOURS_ZH,
        "en_color": ["black", "navy", "red", "green", "white", "pink"],
        "item": [*_TOPS_ZH, *_GOODS_ZH],
        "top": _TOPS_ZH,
        "shoe": ["靴子=boot", "凉鞋=sandal", "运动鞋=sneaker", "高跟鞋=pump", "乐福鞋=loafer"],
        "home": ["马克杯=mug", "靠垫=cushion", "花瓶=vase", "台灯=lamp"],
        "fabric": ["纯棉=cotton", "亚麻=linen", "羊毛=wool", "羊绒=cashmere", "真丝=silk", "涤纶=polyester"],
        "size": ["M码=m", "L码=l", "S码=s", "XL码=xl", "大号=l", "小号=s"],
        "size_letter": ["S=s", "M=m", "L=l", "XL=xl"],
        "shoesize": ["7", "8", "9", "10", "11"],
        "gender": ["女款=women", "男款=men", "女士=women", "男士=men"],
        "use": ["夏天=summer", "婚礼=wedding", "派对=party", "上班=office", "旅行=travel"],
        "feature": ["有口袋的=pockets", "带拉链的=zip", "有扣子的=buttons", "带帽子的=hood"],
        "brand": _BRANDS,
        "usd": ["六十美元=60", "80美元=80", "一百二十美元=120", "两百=200", "150", "45刀=45", "一百五=150"],
        "yuan": ["三百元=300CNY", "500块=500CNY", "一千二百元=1200CNY", "两千块钱=2000CNY", "八百五十元=850CNY"],
        "low": _LOW,
        "high": _HIGH,
        "count": ["两=2", "三=3", "四=4", "5", "6"],
        "place": ["第一个=1", "第二个=2", "第三个=3", "最后一个=-1"],
        "droppable": ["颜色=color", "品牌=brand", "材质=material", "尺码=size"],
        "order": _ORDERS,
    },
}
