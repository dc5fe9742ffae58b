"""Whether a model's draft may go out: placeholders in order, no word of a fact that is not the products' own.

A draft names products, prices and their number only by placeholders that code fills. Everything else in it is judged
sentence by sentence: a word of the catalogue's vocabulary must be true of each product that the sentence is about.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from agents.intent import chinese_lexicon, lexicon
from agents.intent.chinese_qualities import SHADES as CHINESE_SHADES
from agents.intent.chinese_script import simplified
from agents.intent.tokens import Token, fold, tokenize
from agents.intent.words import SHADES
from agents.reply.chinese_words import in_chinese
from agents.reply.draft_words import (
    ALL_OF_THEM,
    BOTH,
    CHINESE_FACTS,
    CHINESE_NUMBERS,
    COMMON,
    FACTS,
    NEGATION,
    NEUTRAL,
    NEUTRAL_CHINESE,
    NO_SUPERLATIVES,
    NOT_NUMBERS,
    NUMBER_WORDS,
    POINTING,
    SUPERLATIVE,
)
from agents.reply.goods import Good, Names
from guards.spaghetti import weight
from tools.vision.colour_names import known as colour_known

if TYPE_CHECKING:
    from tools.catalog.types import Vocabulary

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
_QUESTION = re.compile(r"[?？]")
_MARKUP = re.compile(
    r"[{}\[\]<>#*_`~|\\^@=/+]|https?|www\.|\.(?:com|net|org|cn|shop)\b|[$€£¥￥₹₩%‰]|\n\s*\n", re.IGNORECASE
)
_LATIN = re.compile(r"[A-Za-z]{2,}")
_HAN = re.compile(r"[\u3400-\u9fff]")
_SUBJECT = re.compile(
    r"(?:'s)?\s*(?:,|(?:is|are|was|has|have|had|comes?|makes?|keeps?|offers?|would|will|can|and|or|in|with)\b)"
)
_GAP = " , "  # stands where a placeholder was, so that no wording reaches across it


@dataclass(frozen=True)
class Shelf:
    """What the draft may be about: the products in the order of their numbers, and the words of the catalogue."""

    goods: Sequence[Good]
    vocabulary: Vocabulary
    language: str
    browsing: bool  # whether the turn shows products, so that {count} is their number
    names: Names = field(default_factory=Names)  # the catalogue's titles: a draft may not write these itself


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
    if len(_QUESTION.findall(draft)) > 1:
        found.append("questions")
    if not _held_well(sentences, shelf):
        found.append("placeholder")
    if _wrong_script(_HOLD.sub("", draft), shelf.language):
        found.append("wrong_script")
    for sentence in sentences:
        found += _judged(sentence, shelf)
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


def _part_of(sentence: str, count: re.Match[str]) -> bool:
    """ "{count} of them": how many have what is a count that nobody made."""
    return bool(re.match(r"\s*(?:of\b|/|out\b|or\b|to\b|-)", sentence[count.end() :]))


def _wrong_script(text: str, language: str) -> bool:
    if language == "en":
        return bool(_HAN.search(text)) or not text.replace("\u2019", "").replace("\u2014", "").isascii()
    return not _HAN.search(text)


def _judged(sentence: str, shelf: Shelf) -> list[str]:
    about = _about(sentence, shelf)
    bare = _HOLD.sub(_GAP, sentence)
    speaks = bool(shelf.goods and (_HOLD.search(sentence) or POINTING.search(bare) or ALL_OF_THEM.search(bare)))
    if shelf.language == "zh":
        claims, rest = _chinese_claims(bare, shelf, about, speaks)
    else:
        claims, rest = _english_claims(bare, shelf, about, speaks)
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


@dataclass(frozen=True)
class _Claims:
    any: bool
    problems: list[str]


def _true_of_all(attribute: str, value: str, known: bool, about: list[Good], shelf: Shelf) -> bool:
    if shelf.goods:
        return bool(about) and all(one.carries(attribute, value) for one in about)
    return known and attribute in ("category", "department")  # what kinds of goods there are is the shop's own word


def _english_claims(bare: str, shelf: Shelf, about: list[Good], speaks: bool) -> tuple[_Claims, str]:
    """What a sentence says in words of the vocabulary, and the sentence without them."""
    table = lexicon.compiled(shelf.vocabulary)
    tokens = tokenize(fold(bare))
    problems: list[str] = []
    rest = list(bare)
    claimed, at = False, 0
    asks = not speaks and bool(_QUESTION.search(bare))  # "Off for a hike?" is about the shopper
    while at < len(tokens):
        match = table.at(tokens, at)
        if match is None or tokens[at].text in NEUTRAL:
            word = tokens[at]
            if word.text[0].isalpha() and not _is_usual(word, bare, about, shelf, speaks):
                problems.append("unknown_word")
            at += 1
            continue
        claimed = True
        entry, said = match.entry, [token.text for token in tokens[match.first : match.behind]]
        shaded = entry.attribute == "color" and any(each in SHADES and each not in entry.value for each in said)
        asked = asks and entry.attribute != "color"
        if shaded or not (asked or _true_of_all(entry.attribute, entry.value, entry.known, about, shelf)):
            problems.append("not_carried")
        start, end = tokens[match.first].start, tokens[match.behind - 1].end
        rest[start:end] = " " * (end - start)
        at = match.behind
    return _Claims(claimed, problems), "".join(rest)


def _is_usual(word: Token, bare: str, about: list[Good], shelf: Shelf, claims: bool) -> bool:
    """Whether a word is plain English: no name, and no slip of the keyboard for a value of the vocabulary.

    A sentence that `claims` something of products has no word that the project does not know.
    """
    text = word.text
    plain = text.split("'")[0]
    if text in COMMON or plain in COMMON or text == "i" or (len(text) == 1 and text in "sdtma"):
        return True
    if about and all(one.names(text) for one in about):
        return True
    if not plain.isascii() or colour_known(plain):
        return False
    known = weight(plain) < 0 or (not claims and plain not in shelf.names.words)
    if bare[word.start].isupper():
        begins = not bare[: word.start].strip()
        if not begins or plain in shelf.names.words or not bare[word.start + 1 : word.end].islower():
            return False
        return known or not _SUBJECT.match(bare[word.end :])
    return known and lexicon.compiled(shelf.vocabulary).spelling(plain) == plain


def _chinese_claims(bare: str, shelf: Shelf, about: list[Good], speaks: bool) -> tuple[_Claims, str]:
    english = lexicon.compiled(shelf.vocabulary)
    table = chinese_lexicon.compiled(shelf.vocabulary, english)
    text = _without_own_words(simplified(fold(bare)), about)
    problems: list[str] = []
    rest = list(text)
    scanned = table.scan(text)
    claimed = False
    asks = not speaks and bool(_QUESTION.search(bare))
    for place, each in enumerate(scanned):
        said = text[each.start : each.end]
        if said in NEUTRAL_CHINESE or (each.sense.shy and not _stands(text, scanned, place)):
            continue
        sense = each.sense
        if sense.entry is None and not sense.english:
            continue
        claimed = True
        entries = [entry for entry in (sense.entry, sense.also) if entry is not None]
        if asks and not any(entry.attribute == "color" for entry in entries):
            continue
        if (
            not entries
            or _shaded(each, said)
            or not all(_true_of_all(one.attribute, one.value, one.known, about, shelf) for one in entries)
        ):
            problems.append("not_carried")
        else:
            rest[each.start : each.end] = " " * (each.end - each.start)
    for found in _LATIN.finditer(bare):
        if not (about and all(one.names(found.group()) for one in about)):
            problems.append("unknown_word")
    return _Claims(claimed, problems), "".join(rest)


def _shaded(found: chinese_lexicon.Found, said: str) -> bool:
    """Whether the wording says a shade that its value does not: 深绿 is read as green, and is more than that."""
    entry, names = found.sense.entry, found.sense.names
    if entry is None or entry.attribute != "color":
        return False
    shade = CHINESE_SHADES.get(said[0], entry.value)
    return names[0] != entry.value if names else shade not in entry.value


def _without_own_words(text: str, about: list[Good]) -> str:
    """The text without the Chinese words for what all of these products are."""
    common = set.intersection(*(_values(one) for one in about)) if about else set[tuple[str, str]]()
    for attribute, value in (each for each in common if each[0] != "color"):
        said = in_chinese(value, attribute)
        for word in (said, said.removeprefix("可")):
            if len(word) > 1 and _HAN.search(word):
                text = text.replace(word, " " * len(word))
    return text


def _values(one: Good) -> set[tuple[str, str]]:
    return {(name, value) for name, held in one.held.items() for value in held if value not in one.doubted}


def _stands(text: str, scanned: list[chinese_lexicon.Found], place: int) -> bool:
    """Whether a word of one character is a word here: before 的 or 色, or beside another wording."""
    each = scanned[place]
    behind = text[each.end : each.end + 1]
    beside = [
        other for other in scanned[max(0, place - 1) : place + 2] if other.end == each.start or other.start == each.end
    ]
    return behind in ("的", "色", "款") or bool(beside) or not _HAN.match(behind or " ")
