"""Amounts in Chinese text: 元, 块, 万, 两百五, 以内, 以上, 左右, 到."""

from __future__ import annotations

import re
from decimal import Decimal

from tools.llm.contract import Amount
from tools.money import exponent

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0, "俩": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_GROUPS = {"万": 10**4, "亿": 10**8}
_NUMBER = (
    r"(?:\d+(?:,\d{3})*(?:\.\d+)?|[零〇一二两三四五六七八九十百千]+)[十百千]?[万亿]{0,2}"
    r"(?:[一二三四五六七八九](?![十百千万亿]))?"
)
_UNITS = {
    "人民币": "CNY",
    "块钱": "CNY",
    "元": "CNY",
    "块": "CNY",
    "圆": "CNY",
    "美元": "USD",
    "美金": "USD",
    "欧元": "EUR",
    "英镑": "GBP",
    "日元": "JPY",
    "港元": "HKD",
    "港币": "HKD",
    "台币": "TWD",
    "新台币": "TWD",
    "韩元": "KRW",
    "加元": "CAD",
    "澳元": "AUD",
    "新加坡元": "SGD",
    "瑞士法郎": "CHF",
    "卢布": "RUB",
    "泰铢": "THB",
    "刀": "USD",
}
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_BEFORE = {
    "at_most": "不超过|不高于|低于|最多|少于|小于|不到|便宜过",
    "at_least": "不低于|不少于|高于|超过|至少|大于|最少",
    "about": "大约|大概|约|差不多",
}
_AFTER = {"at_most": "以内|以下|之内|之下|内", "at_least": "以上|之上|起", "about": "左右|上下|多"}
_PATTERN = re.compile(
    rf"(?P<before>{'|'.join(_BEFORE.values())})?\s*(?P<sign>[¥￥]|rmb)?\s*(?P<low>{_NUMBER})\s*(?P<unit1>{_UNIT})?"
    rf"(?:\s*(?:到|至|-|~|～)\s*[¥￥]?(?P<high>{_NUMBER}))?\s*(?P<unit>{_UNIT})?(?:人民币)?"
    rf"(?P<jiao>[一二三四五六七八九\d](?:角|毛)(?:[一二三四五六七八九\d]分)?)?\s*(?P<after>{'|'.join(_AFTER.values())})?"
)
_HAN = re.compile(r"[\u3400-\u9fff]")


def amounts(folded: str, currency: str) -> list[Amount]:
    """Those written the Chinese way; text without a Chinese character has none."""
    if not _HAN.search(folded):
        return []
    found: list[Amount] = []
    for match in _PATTERN.finditer(folded):
        amount = _read(match, currency)
        if amount is not None:
            found.append(amount)
    return found


def _read(match: re.Match[str], currency: str) -> Amount | None:
    unit = match["unit"] or match["unit1"]
    op = _op(match["before"], _BEFORE) or _op(match["after"], _AFTER)
    magnitude = any(char in match["low"] for char in "万亿百千")
    if not (unit or match["sign"] or (op and (magnitude or match["low"][0].isdigit()) and match["after"] != "多")):
        return None
    code = _UNITS[unit] if unit else ("CNY" if match["sign"] else currency)
    low, high = number(match["low"]), number(match["high"]) if match["high"] else None
    if match["jiao"]:
        low += number(match["jiao"][0]) / 10 + (number(match["jiao"][2]) / 100 if len(match["jiao"]) > 2 else 0)
    if high is not None and match["low"][-1] not in "百千万亿" and match["high"][-1] in "万亿" and low < 100:
        low *= _GROUPS[match["high"][-1]]
    places = exponent(code)
    span = [match.start(), match.end()]
    while folded_space(match.string, span[1] - 1):
        span[1] -= 1
    while folded_space(match.string, span[0]):
        span[0] += 1
    amount: Amount = {"minor": round(low.scaleb(places)), "currency": code, "op": op or "exactly", "span": span}  # type: ignore[typeddict-item]
    if high is not None:
        amount["op"], amount["minor_max"] = "range", round(high.scaleb(places))
    return amount


def folded_space(text: str, at: int) -> bool:
    return text[at].isspace()


def _op(words: str | None, table: dict[str, str]) -> str | None:
    return next((op for op, line in table.items() if words in line.split("|")), None) if words else None


def number(text: str) -> Decimal:
    """A Chinese or mixed numeral: 两百五 is 250, 1.2万 is 12000, 三千 is 3000, 一百零五 is 105."""
    text = text.replace(",", "")
    total, section, digit, last = Decimal(0), Decimal(0), None, 1
    at = 0
    while at < len(text):
        char = text[at]
        if char.isdigit() and char.isascii():
            stop = at
            while stop < len(text) and (text[stop].isascii() and (text[stop].isdigit() or text[stop] == ".")):
                stop += 1
            digit, at = Decimal(text[at:stop]), stop
            continue
        if char in _DIGITS:
            digit = Decimal(_DIGITS[char]) if digit is None or last == 0 else digit * 10 + _DIGITS[char]
            last = 0 if char in "零〇" else last or 1
        elif char in _PLACES:
            section, digit, last = section + (1 if digit is None else digit) * _PLACES[char], None, _PLACES[char]
        elif char in _GROUPS:
            total, section, digit = _grouped(total, section + (digit or 0), char), Decimal(0), None
            last = _GROUPS[char]
        at += 1
    if digit is not None and last >= 100 and (section or total) and digit < 10:
        digit *= last // 10  # 两百五: the place that is left out
    return total + section + (digit or 0)


def _grouped(total: Decimal, section: Decimal, char: str) -> Decimal:
    """万 and 亿 count what stands before them; "1万亿" counts in both."""
    return (total + section) * _GROUPS[char] if char == "亿" or not total else total + section * _GROUPS[char]
