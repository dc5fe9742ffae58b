"""Personal data in running text, replaced by its kind: what is stored must not hold a card number."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

CARD = re.compile(r"(?<![\d+-])(?:\d[ -]?){11,18}\d(?![\d-])")
EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}")
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b", re.IGNORECASE)
CHINESE_ID = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
SSN = re.compile(r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])")
PHONE = re.compile(
    r"(?<![\w.$€£¥-])(?:(?:\+\d{1,3}[ .-]?)?\(\d{1,4}\)[ -]?\d{2,4}(?:[ .-]\d{2,4}){1,3}"
    r"|(?:\+\d{1,3}[ .-]?)?\d{2,5}(?:[ .-]\d{2,4}){2,4})(?:x\d{1,5})?(?!\w|\.\d)"
)
CALLED = re.compile(
    r"(?P<word>\b(?:phone|tel|telephone|call|mobile|cell|fax|whatsapp|text)\b[^\d\n+(]{0,20}|(?:电话|手机|微信)[^\d\n+(]{0,8})"
    r"\+?\(?\d[\d ().-]{5,18}\d(?:x\d{1,5})?(?!\w)",
    re.IGNORECASE,
)
BARE_PHONE = re.compile(r"\d{3}([ .-])\d{3}\1\d{4}|1\d\d([ -])\d{4}\2\d{4}")  # North America, China
CHINESE_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
CHINESE_LANDLINE = re.compile(r"(?<![\d-])0\d{2,3}[- ]\d{7,8}(?!\d)")
INTERNATIONAL = re.compile(r"(?<![\w+])\+\d{8,15}(?!\d)")


def redact(text: str) -> str:
    """The text with cards (Luhn), IBANs (mod 97), ID numbers, e-mails and telephone numbers as `[card]`, `[iban]` …"""
    for pattern, kind, holds in RULES:
        text = pattern.sub(functools.partial(_replaced, kind, holds), text)
    return text


def _replaced(kind: str, holds: Callable[[str], bool], found: re.Match[str]) -> str:
    word = found.groupdict().get("word", "")
    return f"{word}[{kind}]" if holds(found[0][len(word) :]) else found[0]


def luhn(digits: str) -> bool:
    """ISO/IEC 7812-1 check digit."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _is_card(found: str) -> bool:
    """13 to 19 digits that pass Luhn; of 12 only Maestro's own ranges, which few other numbers fall into."""
    digits = re.sub(r"\D", "", found)
    long_enough = len(digits) >= 13 or (len(digits) == 12 and re.match(r"50|5[6-8]|6[0-9]", digits) is not None)
    return long_enough and len(digits) <= 19 and len(set(digits)) > 1 and luhn(digits)


def _is_iban(found: str) -> bool:
    """ISO 13616: moved four to the end, letters as numbers, remainder 1 by 97."""
    packed = found.replace(" ", "")
    turned = packed[4:] + packed[:4]
    return 15 <= len(packed) <= 34 and int("".join(str(int(each, 36)) for each in turned)) % 97 == 1


def _is_chinese_id(found: str) -> bool:
    """GB 11643: weights 2^(17-i) mod 11."""
    weights = [2 ** (17 - place) % 11 for place in range(17)]
    rest = sum(int(digit) * weight for digit, weight in zip(found[:17], weights, strict=True)) % 11
    return found[17].upper() == "10X98765432"[rest]


def _is_called(found: str) -> bool:
    return 7 <= len(re.sub(r"\D", "", found.partition("x")[0])) <= 15


def _is_phone(found: str) -> bool:
    """With a sign of its own (+, brackets, a leading 0) or in a known shape: "38 39 40 41" is a list of sizes."""
    number, signed = found.partition("x")[0], found[0] in "+(0"
    return bool(BARE_PHONE.fullmatch(number)) or (signed and 8 <= len(re.sub(r"\D", "", number)) <= 15)


def _always(_found: str) -> bool:
    return True


RULES: list[tuple[re.Pattern[str], str, Callable[[str], bool]]] = [
    (EMAIL, "email", _always),
    (IBAN, "iban", _is_iban),
    (CHINESE_ID, "id", _is_chinese_id),
    (CARD, "card", _is_card),
    (SSN, "id", _always),
    (INTERNATIONAL, "phone", _always),
    (CHINESE_MOBILE, "phone", _always),
    (CHINESE_LANDLINE, "phone", _always),
    (PHONE, "phone", _is_phone),
    (CALLED, "phone", _is_called),
]
