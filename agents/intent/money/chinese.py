"""Amounts in Chinese text: 元, 块, 万, 两百五, 9块9, 以内, 以上, 左右, 到, 别超过, 预算, 两三百."""

from __future__ import annotations

import re
from decimal import Decimal

from agents.intent.chinese.numbers import NUMBER, PLAIN, number, spread
from tools.llm.contract import Amount
from tools.money import exponent

_SAME = PLAIN | str.maketrans(
    "塊元圓內過錢價預歐鎊約於間幣點銭銖韓盧澳離與", "块元元内过钱价预欧镑约于间币点钱铢韩卢澳离与"
)
_UNITS = {
    "CNY": "人民币|块钱|元|块|rmb|cny",
    "USD": "美元|美金|美刀|刀|usd",
    "EUR": "欧元|欧|eur",
    "GBP": "英镑|镑|gbp",
    "JPY": "日元|日币",
    "HKD": "港元|港币|港纸",
    "TWD": "新台币|台币",
    "KRW": "韩元|韩币",
    "CAD": "加元|加币",
    "AUD": "澳元|澳币",
    "SGD": "新加坡元|新币",
    "CHF": "瑞士法郎|瑞郎",
    "RUB": "卢布",
    "THB": "泰铢",
    "INR": "卢比",
    "VND": "越南盾",
    "NZD": "纽元",
    "MYR": "林吉特",
    "MOP": "澳门元",
}
_CODES = {name: code for code, names in _UNITS.items() for name in names.split("|")}
_UNIT = "(?:" + "|".join(sorted(_CODES, key=len, reverse=True)) + ")"
_SIGNS = {"¥": "CNY", "$": "$", "€": "EUR", "£": "GBP"}
_BEFORE = {
    "at_most": "(?:不要?|别|不能|不想|不可以?|没有?)超过?|不(?:能|要)?(?:高于|大于|多于|贵于|贵过|超)|低于|少于|小于|"
    "不到|便宜过|最多|最高|顶多|至多|上限|控制在|限价",
    "at_least": "(?:不要?|别|不能)(?:低于|少于|小于)|高于|超过|大于|多于|贵于|至少|最少|最低|起码|下限",
    "about": "大约|大概|约|差不多|接近|将近|左右",
}
_AFTER = {
    "at_most": "以内|以下|之内|之下|内|封顶|打住|为限|为上限",
    "at_least": "以上|之上|往上|朝上|起步|起",
    "about": "左右|上下|前后|多|出头|附近|的样子|来",
}
_LEADS = "预算|价格?|价位|价钱|售价|单价|花费?|出到?|卖"  # words after which a bare number is a price
_FILL = r"(?:大概|大约|在|是|为|只有|有|只能|能|[:：\s]){0,3}"
_ONE = rf"(?:{NUMBER})"
_GAP = r"\s{0,2}"  # never unbounded: the pattern starts anew at each character
_PATTERN = re.compile(
    rf"(?P<lead>(?:{_LEADS}){_FILL})?(?P<before>(?:{'|'.join(_BEFORE.values())}))?{_GAP}"
    rf"(?P<sign>人民币|美元|港币|us\$|[¥$€£])?{_GAP}"
    rf"(?P<low>[零一二三四五六七八九两十百千万]{{0,4}}几[十百千万]{{0,2}}|{_ONE})"
    rf"{_GAP}(?P<more>来|多)?(?P<unit1>{_UNIT})?(?P<cents1>(?:\d|[一二三四五六七八九])(?![\d.十百千万角毛美欧分本日便]))?"
    rf"(?:{_GAP}(?:到|至|-|~|～|和|与){_GAP}(?P<sign2>[¥$€£])?{_GAP}(?P<high>{_ONE}))?{_GAP}(?P<unit>{_UNIT})?(?:人民币)?"
    rf"(?P<cents>[又零]?(?:{_ONE})(?:角|毛|美分|欧分|分钱|日本钱|便士|分)(?:[一二三四五六七八九\d]分)?"
    rf"|(?:\d{{1,2}}|[一二三四五六七八九])(?![\d.%个件双条只码号寸天月年第十百千万一二三四五六七八九]))?"
    rf"{_GAP}(?P<between>之?间)?(?P<after>{'|'.join(_AFTER.values())})?"
)
_OTHER = re.compile(r"(?:尺寸|尺码|身高|体重|腰围|胸围|鞋码|码数|第|屏幕|直径|容量|编号|型号)[是为:：\s]*$")
LARGEST = 10**15  # minor units: a sum beyond is read as this one, which every database still holds
_HAN = re.compile(r"[\u3400-\u9fff]")
_CENT = re.compile(rf"(?P<count>{_ONE})(?P<name>角|毛|美分|欧分|分钱|日本钱|便士|分)")


def amounts(folded: str, currency: str) -> list[Amount]:
    """Those written the Chinese way; text without a Chinese character has none."""
    if not _HAN.search(folded):
        return []
    plain = folded.translate(_SAME)
    found = (_read(match, currency) for match in _PATTERN.finditer(plain))
    return [amount for amount in found if amount is not None]


def _read(match: re.Match[str], currency: str) -> Amount | None:
    unit = match["unit"] or match["unit1"]
    op = _op(match["before"], _BEFORE) or _op(match["after"], _AFTER) or ("about" if match["more"] else None)
    if not (unit or match["sign"]) and not _is_price(match, op):
        return None
    code = _CODES[unit] if unit else _code(match["sign"], currency)
    if code == "$":
        code = currency if currency in ("USD", "HKD", "SGD", "TWD", "AUD", "CAD", "NZD") else "USD"
    low, high = _bounds(match)
    if op is None and match["lead"] and high is None and "预算" in match["lead"]:
        op = "at_most"
    amount: Amount = {"minor": _minor(low, code), "currency": code, "op": op or "exactly", "span": _span(match)}  # type: ignore[typeddict-item]
    if high is not None:
        if op == "at_least":
            return amount
        if op == "at_most":
            return {**amount, "minor": _minor(high, code)}
        amount["op"], amount["minor_max"] = "range", _minor(high, code)
    return amount


def _is_price(match: re.Match[str], op: str | None) -> bool:
    """Whether a number without a currency is one: bounded by words of price, or a round sum in a range."""
    if _OTHER.search(match.string[: match.start()]) or match["more"] or match["unit1"]:
        return False
    round_sum = any(char in match["low"] for char in "百千万亿kw")
    behind = match.string[match.end() : match.end() + 1]
    if behind in tuple("个件双条只码号寸天月年日点分岁斤克米升瓶包盒%％楼层人次款台"):
        return False
    if match["lead"] or match["between"]:
        return True
    if match["high"]:
        return round_sum
    return bool(op and match["after"] != "多" and (round_sum or match["low"][0].isdigit()))


def _bounds(match: re.Match[str]) -> tuple[Decimal, Decimal | None]:
    """The lower and, for a range, the upper amount, in whole units."""
    open_ended = spread(match["low"])
    if open_ended is not None and not match["high"]:
        return open_ended
    low = number(match["low"])
    if match["cents1"]:
        low += Decimal(number(match["cents1"])) / 10  # 9块9, 三块五
    if match["cents"]:
        low += _cents(match["cents"], bool(match["unit"] or match["unit1"]))
    if not match["high"]:
        return low, None
    high = number(match["high"])
    last = match["high"][-1]
    if match["low"][-1] not in "百千万亿kw" and last in "百千万亿kw" and low < high / number("一" + last):
        low *= number("一" + last)  # 1到2万, 三到五百
    return (low, high) if low <= high else (low, None)


def _cents(said: str, after_unit: bool) -> Decimal:
    total = Decimal(0)
    for each in _CENT.finditer(said):
        total += number(each["count"]) / (10 if each["name"] in "角毛" else 100)
    if not total and after_unit and not _CENT.search(said):
        return number(said) / 10 if len(said) == 1 else number(said) / 100
    if said[-1].isdigit() and said[-2:-1] in ("角", "毛"):
        total += number(said[-1]) / 100
    return total


def _span(match: re.Match[str]) -> list[int]:
    text, (start, end) = match.string, match.span()
    while text[end - 1].isspace():
        end -= 1
    while text[start].isspace():
        start += 1
    return [start, end]


def _code(sign: str, currency: str) -> str:
    return _CODES.get(sign) or _SIGNS.get(sign) or ("USD" if sign == "us$" else currency)


def _minor(value: Decimal, code: str) -> int:
    return min(round(value.scaleb(exponent(code))), LARGEST)


def _op(words: str | None, table: dict[str, str]) -> str | None:
    return next((op for op, line in table.items() if words and re.fullmatch(line, words)), None)
