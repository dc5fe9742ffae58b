"""What a sentence of a draft says of products in words of the catalogue, and whether that is true of all of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from agents.intent import lexicon
from agents.intent.chinese import lexicon as chinese_lexicon
from agents.intent.chinese.qualities import SHADES as CHINESE_SHADES
from agents.intent.chinese.script import simplified
from agents.intent.english.words import SHADES
from agents.intent.tokens import Token, fold, tokenize
from agents.reply.chinese_words import QUALITIES, in_chinese
from agents.reply.draft_words import COMMON, NEUTRAL, NEUTRAL_CHINESE
from agents.reply.goods import Good, Names
from guards.spaghetti import weight
from tools.vision.colour_names import known as colour_known

if TYPE_CHECKING:
    from tools.catalog.types import Vocabulary

QUESTION = re.compile(r"[?？]")
_LATIN = re.compile(r"[A-Za-z]{2,}")
_HAN = re.compile(r"[\u3400-\u9fff]")
_SUBJECT = re.compile(
    r"(?:'s)?\s*(?:,|(?:is|are|was|has|have|had|comes?|makes?|keeps?|offers?|would|will|can|and|or|in|with)\b)"
)


@dataclass(frozen=True)
class Shelf:
    """What the draft may be about: the products in the order of their numbers, and the words of the catalogue."""

    goods: Sequence[Good]
    vocabulary: Vocabulary
    language: str
    browsing: bool  # whether the turn shows products, so that {count} is their number
    names: Names = field(default_factory=Names)  # the catalogue's titles: a draft may not write these itself


@dataclass(frozen=True)
class Claims:
    """Whether anything is said in words of the vocabulary, and the codes of what is wrong with it."""

    any: bool
    problems: list[str]


def _true_of_all(attribute: str, value: str, known: bool, about: list[Good], shelf: Shelf) -> bool:
    if shelf.goods:
        return bool(about) and all(one.carries(attribute, value) for one in about)
    return known and attribute in ("category", "department")  # what kinds of goods there are is the shop's own word


def english(bare: str, shelf: Shelf, about: list[Good], speaks: bool) -> tuple[Claims, str]:
    """What a sentence without its placeholders says `about` these products, and the sentence without those words.

    `speaks`: whether it speaks of products at all, and not of the shopper ("Off for a hike?").
    """
    table = lexicon.compiled(shelf.vocabulary)
    tokens = tokenize(fold(bare))
    problems: list[str] = []
    rest = list(bare)
    claimed, at = False, 0
    asks = not speaks and bool(QUESTION.search(bare))  # "Off for a hike?" is about the shopper
    while at < len(tokens):
        match = table.at(tokens, at)
        if match is None or (match.behind == at + 1 and tokens[at].text in NEUTRAL):
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
    return Claims(claimed, problems), "".join(rest)


def _is_usual(word: Token, bare: str, about: list[Good], shelf: Shelf, claims: bool) -> bool:
    """Whether a word is plain English: no name, and no slip of the keyboard for a value of the vocabulary.

    A sentence that `claims` something of products has no word that the project does not know.
    """
    text = word.text
    plain = text.split("'")[0]
    if plain in NEUTRAL or ((text in COMMON or plain in COMMON) and not (claims and plain in QUALITIES)):
        return True
    if text == "i" or (len(text) == 1 and text in "sdtma"):
        return True
    if about and all(one.names(text) for one in about):
        return True
    if not plain.isascii() or colour_known(plain) or (claims and plain in QUALITIES):  # one that this catalogue lacks
        return False
    known = weight(plain) < 0 or (not claims and plain not in shelf.names.words)
    if bare[word.start].isupper():
        begins = not bare[: word.start].strip()
        if not begins or plain in shelf.names.words or not bare[word.start + 1 : word.end].islower():
            return False
        return known or not _SUBJECT.match(bare[word.end :])
    return known and lexicon.compiled(shelf.vocabulary).spelling(plain) == plain


def chinese(bare: str, shelf: Shelf, about: list[Good], speaks: bool) -> tuple[Claims, str]:
    """As `english`, of a Chinese sentence."""
    english = lexicon.compiled(shelf.vocabulary)
    table = chinese_lexicon.compiled(shelf.vocabulary, english)
    text = _without_own_words(simplified(fold(bare)), about)
    problems: list[str] = []
    rest = list(text)
    scanned = table.scan(text)
    claimed = False
    asks = not speaks and bool(QUESTION.search(bare))
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
    return Claims(claimed, problems), "".join(rest)


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
