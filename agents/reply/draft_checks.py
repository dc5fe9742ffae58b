"""Whether a model's draft may go out: placeholders in order, no word of a fact that is not the products' own.

A draft names products, prices and their number only by placeholders that code fills. Everything else in it is judged
sentence by sentence: a word of the catalogue's vocabulary must be true of each product that the sentence is about.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from agents.reply import draft_claims
from agents.reply.draft_claims import QUESTION, Shelf
from agents.reply.draft_words import (
    ALL_OF_THEM,
    BOTH,
    CHINESE_FACTS,
    CHINESE_NUMBERS,
    FACTS,
    NEGATION,
    NO_SUPERLATIVES,
    NOT_NUMBERS,
    NUMBER_WORDS,
    POINTING,
    SUPERLATIVE,
)
from agents.reply.goods import Good

__all__ = ["CODES", "Shelf", "filled", "findings"]

MAX_CHARS = 400
MAX_SENTENCES = 5
CODES = {
    "empty": "It says nothing.",
    "too_long": "It is longer than a lead should be.",
    "markup": "It holds an address, markup, a currency sign or a symbol.",
    "placeholder": "A placeholder is unknown, out of range, or away from what it belongs to.",
    "number": "It holds a number that no placeholder filled.",
    "shop_fact": "It speaks of what only the shop's records can say, or of what nobody has checked.",
    "superlative": "It calls something the best of its kind.",
    "negation": "It says what a product is not.",
    "not_carried": "It says of a product what its listing does not.",
    "foreign_title": "It writes a product's name itself.",
    "unknown_word": "It holds a name or a word that is none of the shop's.",
    "wrong_script": "It is written in the other language.",
    "questions": "It asks more than one question.",
}
_HOLD = re.compile(r"\{(title|price):(\d{1,2})\}|\{(count)\}")
_SENTENCE = re.compile(r"(?<=[.!?。！？;；])\s*")
_MARKUP = re.compile(
    r"[{}\[\]<>#*_`~|\\^@=/+]|https?|www\.|\.(?:com|net|org|cn|shop)\b|[$€£¥￥₹₩%‰]|\n\s*\n", re.IGNORECASE
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_THEN_ONE = re.compile(r",\s+(?:and|while|but)\s+(?=\{title)|[，,]\s*(?:其中)?(?=\{title)")
_STATES = re.compile(r"\b(?:are|is|have|has|found|picked|chose|got|gathered)\b|找到|挑|选|有|是", re.IGNORECASE)
_QUOTES = re.compile(r"[\u2018\u2019\u201c\u201d\u2013\u2014\u2026]")
_GAP = " , "  # stands where a placeholder was, so that no wording reaches across it


def findings(draft: str, shelf: Shelf) -> list[str]:
    """The codes of `CODES` that apply, without repeats; empty when the draft may be filled and said."""
    if not draft.strip():
        return ["empty"]
    sentences = [each for each in _SENTENCE.split(draft.strip()) if each.strip()]
    found: list[str] = []
    if len(draft) > MAX_CHARS or len(sentences) > MAX_SENTENCES:
        found.append("too_long")
    if _MARKUP.search(_HOLD.sub("", draft)) or any(unicodedata.category(each) in _SIGNS for each in draft):
        found.append("markup")
    if len(QUESTION.findall(draft)) > 1:
        found.append("questions")
    if not _held_well(sentences, shelf):
        found.append("placeholder")
    if _wrong_script(_HOLD.sub("", draft), shelf.language):
        found.append("wrong_script")
    for part in (each for sentence in sentences for each in _clauses(sentence)):
        found += _judged(part, shelf)
    return list(dict.fromkeys(found))


def filled(draft: str, goods: Sequence[Good]) -> str:
    """The draft with titles, prices and their number in place of the placeholders."""

    def fill(found: re.Match[str]) -> str:
        if found[3]:
            return str(len(goods))
        one = goods[int(found[2]) - 1]
        return one.title if found[1] == "title" else one.price

    return " ".join(_HOLD.sub(fill, draft).split())


_SIGNS = frozenset({"So", "Sk", "Sm", "Sc", "Cf", "Cc", "Co", "Cs", "Cn", "No", "Nl"})


def _held_well(sentences: list[str], shelf: Shelf) -> bool:
    """Every number in range, every price right behind its own product, {count} only where products are counted."""
    named: list[str] = []
    for sentence in sentences:
        last = ""
        for found in _HOLD.finditer(sentence):
            kind, number = found[1] or "count", found[2] or ""
            if kind == "count" and (not shelf.browsing or len(shelf.goods) < 2 or _part_of(sentence, found)):
                return False
            if number and not (1 <= int(number) <= len(shelf.goods) and number == str(int(number))):
                return False
            if kind == "price" and number != last:
                return False
            if kind == "title":
                last = number
                named.append(number)
    return all(named.count(each) <= 2 for each in named)


def _clauses(sentence: str) -> list[str]:
    """ "Here are {count} jackets, and {title:2} has a hood": all of them, and then one. Any other sentence is whole."""
    border = _THEN_ONE.search(sentence)
    if border is None or "{title" in sentence[: border.start()] or not _STATES.search(sentence[: border.start()]):
        return [sentence]
    return [sentence[: border.start()], sentence[border.end() :]]


def _part_of(sentence: str, count: re.Match[str]) -> bool:
    """ "{count} of them": how many have what is a count that nobody made."""
    return bool(re.match(r"\s*(?:of\b|/|out\b|or\b|to\b|-)", sentence[count.end() :]))


def _wrong_script(text: str, language: str) -> bool:
    if language == "en":
        return bool(_HAN.search(text)) or not _QUOTES.sub("", text).isascii()
    return not _HAN.search(text)


def _judged(sentence: str, shelf: Shelf) -> list[str]:
    about = _about(sentence, shelf)
    bare = _HOLD.sub(_GAP, sentence)
    speaks = bool(shelf.goods and (_HOLD.search(sentence) or POINTING.search(bare) or ALL_OF_THEM.search(bare)))
    if shelf.language == "zh":
        claims, rest = draft_claims.chinese(bare, shelf, about, speaks)
    else:
        claims, rest = draft_claims.english(bare, shelf, about, speaks)
    found = list(claims.problems)
    if shelf.names.in_text(bare):
        found.append("foreign_title")
    if any(each.isdigit() or (each.isnumeric() and not _HAN.match(each)) for each in bare):
        found.append("number")
    if NUMBER_WORDS.search(rest) or (shelf.language == "zh" and CHINESE_NUMBERS.search(NOT_NUMBERS.sub("", rest))):
        found.append("number")
    if FACTS.search(rest) or (shelf.language == "zh" and CHINESE_FACTS.search(rest)):
        found.append("shop_fact")
    if any(each.group().casefold() not in NO_SUPERLATIVES for each in SUPERLATIVE.finditer(rest)):
        found.append("superlative")
    if NEGATION.search(rest) and (claims.any or _HOLD.search(sentence) or speaks):
        found.append("negation")
    return found


def _about(sentence: str, shelf: Shelf) -> list[Good]:
    """The products that a sentence speaks of: those that it names, else, and with "all of them", every one."""
    numbers = {int(found[2]) for found in _HOLD.finditer(sentence) if found[1] == "title"}
    named = [one for place, one in enumerate(shelf.goods, 1) if place in numbers]
    words = _HOLD.sub("", sentence)
    whole = ALL_OF_THEM.search(words) or (len(shelf.goods) == 2 and BOTH.search(words))
    return list(shelf.goods) if not named or whole or "{count}" in sentence else named
