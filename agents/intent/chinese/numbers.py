"""Chinese and mixed numerals: 两百五 is 250, 1.2万 is 12000, 一万零五十六 is 10056, 2w is 20000, 肆佰陸拾 is 460."""

from __future__ import annotations

import re
from decimal import Decimal

# other writings of the same characters, each as long as what it stands for
PLAIN = str.maketrans("兩倆俩萬億壹贰貳叁參肆伍陆陸柒捌玖拾佰仟〇", "两两两万亿一二二三三四五六六七八九十百千零")
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000, "k": 1000}
_GROUPS = {"万": 10**4, "w": 10**4, "亿": 10**8, "兆": 10**12}
NUMBER = (
    r"(?:\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|[零一二三四五六七八九两十百千])"
    r"(?:[零一二三四五六七八九两十百千万亿兆]|[kw](?![a-z])|(?<=[百千万亿兆])\d{1,4}(?:\.\d+)?){0,24}"
)
"""A pattern for `number`, for folded text that went through `PLAIN`."""
_PIECE = re.compile(r"\d+(?:\.\d+)?|.")


def number(text: str) -> Decimal:
    """The value of a numeral that `NUMBER` matches; characters that are no numeral are passed over."""
    total, group, section, digit, last = Decimal(0), Decimal(0), Decimal(0), None, 1
    for piece in _PIECE.findall(text.lower().translate(PLAIN).replace(",", "").replace(" ", "")):
        if piece[0].isdecimal() and piece.isascii():
            digit, last = Decimal(piece), last if len(piece) == 1 and last > 1 else 0
        elif piece in _DIGITS:
            digit = Decimal(_DIGITS[piece]) if digit is None or not digit else digit * 10 + _DIGITS[piece]
            last = 0 if piece == "零" else last
        elif piece in _PLACES:
            section, digit, last = section + (1 if digit is None else digit) * _PLACES[piece], None, _PLACES[piece]
        elif piece in _GROUPS:
            size, here = _GROUPS[piece], section + (digit or 0)
            if size == 10**4:
                group, section = (group + here) * size if group and not here else group + (here or 1) * size, Decimal(0)
            else:
                total, group, section = total + (group + here or total or 1) * size, Decimal(0), Decimal(0)
            digit, last = None, size
    if digit is not None and last >= 100 and digit < 10 and (section or group or total):
        digit *= last // 10  # 两百五: the place that is left out
    return total + group + section + (digit or 0)


def spread(text: str) -> tuple[Decimal, Decimal] | None:
    """The bounds of an open numeral: 两三百 is 200 to 300, 十几 is 11 to 19, 几百 is 200 to 900; None for others."""
    plain = text.translate(PLAIN)
    pair = re.fullmatch(
        r"(十|[一二三四五六七八九两]+[百千万])?([一二三四五六七八九两])([一二三四五六七八九])([十百千万]*)", plain
    )
    if pair and _DIGITS[pair[3]] == _DIGITS[pair[2]] + 1:
        head = pair[1] or ""
        return number(head + pair[2] + pair[4]), number(head + pair[3] + pair[4])
    some = re.fullmatch(r"([一二三四五六七八九两]?十|)几([百千万]?)", plain)
    if some and (some[1] or some[2]):
        tens, times = number(some[1]) if some[1] else Decimal(0), number("一" + some[2]) if some[2] else Decimal(1)
        return (tens + (1 if some[1] else 2)) * times, (tens + 9) * times
    return None
