"""What may go out: amounts that are ours, readable text, no secrets."""

from __future__ import annotations

import re
import zlib
from collections.abc import Collection

from guards.violations import Violation, violation

MAX_CHARS = 6000
REPETITIVE = 0.12  # zlib ratio of a looping reply of 400 characters and more; lists of products lie above .3
AMOUNT = re.compile(
    r"(?:[$€£¥￥]|US\$|CN¥|CA\$|A\$)\s?(\d[\d,]*(?:\.\d+)?)|(\d[\d,]*(?:\.\d+)?)\s?(?:USD|EUR|GBP|CNY|JPY|元|dollars?)\b"
)
GARBLED = ("锟斤拷", "烫烫烫", "屯屯屯", "\ufffd", "â€", "Ã©", "ï»¿")
SECRET = re.compile(
    r"\bsk-[A-Za-z0-9_-]{16,}|\bBearer\s+[A-Za-z0-9._-]{12,}|-----BEGIN [A-Z ]*PRIVATE KEY-----|\blsv2_\w{16,}"
)


def check_reply(text: str, allowed_minor: Collection[int], *, places: int = 2) -> list[Violation]:
    """Violations of a reply.

    `allowed_minor` are the amounts of the state in minor units, `places` the currency's decimals.
    Codes: `foreign_amount`, `garbled_text`, `leaked_secret`, `reply_too_long`.
    """
    found: list[Violation] = []
    if len(text) > MAX_CHARS:
        found.append(violation("reply_too_long", "reply"))
    foreign = [each for each in amounts_in(text, places) if each not in allowed_minor]
    if foreign:
        found.append(violation("foreign_amount", "reply", amounts=foreign[:5]))
    if garbled(text):
        found.append(violation("garbled_text", "reply"))
    if SECRET.search(text):
        found.append(violation("leaked_secret", "reply"))
    return found


def amounts_in(text: str, places: int = 2) -> list[int]:
    """Amounts of money in the text, in minor units: those with a currency sign or code."""
    amounts: list[int] = []
    for match in AMOUNT.finditer(text):
        whole, _, part = (match[1] or match[2]).replace(",", "").partition(".")
        amounts.append(int(whole + part[:places].ljust(places, "0")))
    return amounts


def garbled(text: str) -> bool:
    """Wrongly decoded text, control characters, or the same words over and over."""
    if any(mark in text for mark in GARBLED) or any(ord(each) < 32 and each not in "\n\t\r" for each in text):
        return True
    raw = text.encode()
    return len(raw) >= 400 and len(zlib.compress(raw, 6)) / len(raw) < REPETITIVE
