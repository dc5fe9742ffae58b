"""Text that was decoded by the wrong table: UTF-8 read as a Western, Macintosh or Chinese code page, and back."""

from __future__ import annotations

import re

MARKS = ("\ufffd", "锟斤", "斤拷", "烫烫烫", "屯屯屯", "嚙踝", "踝蕭", "ï»¿", "ï¿½")
_ESCAPES = re.compile(r"\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|&#x?[0-9a-fA-F]{2,6};|(?:%[89A-Fa-f][0-9A-Fa-f]){2,}")
_ENTITIES = re.compile(r"&(?:amp|quot|lt|gt|nbsp|apos);")
_LOST = re.compile(r"\?{3,}|[^\W\d_]\?\?+[^\W\d_]")
_MACINTOSH = re.compile(r"[√¬][©®±°∂¢£§•¶ßºª≠≤≥∏∑∆æØ∞µΩ†´¨]|‚Ä[ôúùìî¶ö¢]")
_CYRILLIC_PAIRS = re.compile(r"(?:[РСГВ][\u00a0-\u00bf\u2018-\u203a\u0400-\u040f\u0450-\u0491°±Ѓ-џ]){2,}")
_WESTERN_RUN = re.compile(r"[\u00a1-\u00ff]{4,}")
_TWO = re.compile(rb"[\xc2\xc3][\x80-\xbf]|(?:[\xc4-\xdf][\x80-\xbf]){2,}")
_MANY = re.compile(rb"[\xe0-\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2}")
_HAN_RUN = re.compile(r"[\u3400-\u9fff\u20ac\ue000-\uf8ff]{3,}")
_HAN = re.compile(r"[\u3400-\u9fff]")
_PLAUSIBLE = re.compile(r"[\u2000-\u27bf\u3000-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff00-\uffef\U0001f300-\U0001faff]")


def _western_bytes() -> dict[str, int]:
    """The byte behind each character that a Western code page shows for bytes from 0x80 on."""
    table = {chr(code): code for code in range(0x80, 0x100)}
    for code in range(0x80, 0xA0):
        shown = bytes([code]).decode("cp1252", "ignore")
        table |= {shown: code} if shown else {}
    return table


_WESTERN = _western_bytes()


def is_mojibake(text: str) -> bool:
    """Whether some of the text is another text's bytes read by the wrong table, or what is left of lost characters.

    Names and words with single accents ("Café", "naïve", "Jäger") are none: only sequences are that decode to
    something else.
    """
    if any(mark in text for mark in MARKS) or _LOST.search(text):
        return True
    if text.isascii():
        return False
    return bool(
        _western(text)
        or _MACINTOSH.search(text)
        or _CYRILLIC_PAIRS.search(text)
        or _WESTERN_RUN.search(text)
        or any(_chinese_table(found.group()) for found in _HAN_RUN.finditer(text))
    )


def has_escapes(text: str) -> bool:
    """Whether escapes that were meant for a machine are left in the text: \\u4e2d, &#20013;, %E4%B8%AD, &amp;."""
    return bool(_ESCAPES.search(text) or _ENTITIES.search(text))


def _western(text: str) -> bool:
    raw = bytes(_WESTERN.get(char, 0x20 if not char.isascii() else ord(char)) for char in text)
    if _TWO.search(raw):
        return True
    return any(_PLAUSIBLE.search(found.group().decode("utf-8", "ignore")) for found in _MANY.finditer(raw))


def _chinese_table(run: str) -> bool:
    """Whether most of a run's GBK bytes are the UTF-8 of Chinese; by chance a run of three has that one time in
    thousands."""
    raw = run.encode("gbk", "ignore")
    hidden = len(_HAN.findall(raw.decode("utf-8", "ignore")))
    return hidden >= 2 and hidden * 3 >= 0.6 * len(raw)
