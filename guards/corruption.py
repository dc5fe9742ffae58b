"""The firewall before a language model's words are used: what is wrong with a text, as stable codes.

Pure functions of the text and of what lies beside it. `source` is all that the text may repeat: the shopper's message,
titles, the amounts and counts of the state as they are displayed. Whatever stands there is never held against it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from guards.corruption_signs import MACHINERY, REFUSAL, leaks
from guards.loops import loops
from guards.mojibake import has_escapes, is_mojibake
from guards.reply_json import is_empty, one_object, strings
from guards.spaghetti import is_spaghetti

CODES: dict[str, str] = {
    "empty": "There is nothing in it.",
    "endless": "It is longer than any reply.",
    "html": "It is a web page, not a reply.",
    "no_object": "It holds no JSON object.",
    "not_alone": "It holds more than one JSON object, or a list.",
    "truncated": "It ends before its end.",
    "not_json": "It is no JSON.",
    "duplicate_key": "A key stands twice.",
    "refusal": "It refuses or apologises in place of an answer.",
    "machinery": "It holds marks of a tool call or of the model's own format.",
    "leaked_prompt": "It repeats instructions.",
    "control_character": "It holds control or invisible characters.",
    "mojibake": "It was decoded by the wrong table.",
    "escapes": "It holds escapes that were meant for a machine.",
    "homoglyph": "A word mixes alphabets, or is written in look-alikes.",
    "wrong_script": "It is written in a script that nobody asked for.",
    "looping": "It repeats itself.",
    "gibberish": "It holds words that are none.",
    "number_drift": "It holds a number that is not of the conversation.",
}
MAX_CHARS = 6_000  # of a reply in words
_LONGEST = 2_000  # of one text in a parse
_CONTROL = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ufeff\ufff9-\ufffc\ud800-\udfff\ufdd0-\ufdef\U000e0000-\U000e007f\ue000-\uf8ff]"
)
_WORD = re.compile(r"[^\W\d_]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_KANA = re.compile(r"[\u3041-\u309f\u30a1-\u30fa\uff66-\uff9d]")
_LOOKALIKE = re.compile(r"[\uff21-\uff3a\uff41-\uff5a\u2e80-\u2fdf\U0001d400-\U0001d7ff\u24b6-\u24e9]")
_GREEK_UNITS = frozenset("µμΩΩπαβγδλΔΣσθ")
_LETTERED = re.compile(
    "cyrillic|greek|arabic|hebrew|hangul|thai|devanagari|armenian|georgian|bengali|tamil|telugu|khmer|lao|myanmar|"
    "ethiopic|cherokee|halfwidth|katakana|hiragana|coptic|gurmukhi|gujarati|kannada|malayalam|sinhala|tibetan|"
    "mongolian|syriac|thaana|nko"
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_LISTED = re.compile(r"(?m)^[ \t]*(\d{1,2})[.)、．）]\s")
_FULL_WIDTH = re.compile(r"[\uff10-\uff19]")
_FOREIGN_DIGITS = re.compile(r"(?![0-9\uff10-\uff19])\d")


def problems(
    text: str, *, language: Literal["en", "zh"], source: str | None = None, instructions: str = ""
) -> list[str]:
    """The codes of all that is wrong with a reply in words; empty when nothing is.

    `source` None: numbers are not compared with anything. `instructions`: what the model was told, for leaks.
    """
    if is_empty(text):
        return ["empty"]
    if len(text) > MAX_CHARS:
        return ["endless"]
    beside = source or ""
    found = characters(text, beside)
    if switched(text, language, beside):
        found.append("wrong_script")
    if REFUSAL.search(text) and not _said(REFUSAL, text, beside):
        found.append("refusal")
    if leaks(text, instructions):
        found.append("leaked_prompt")
    if re.match(r"\s*(?:[{\[]\s*[\"{\[]|```)", text):
        found.append("machinery")
    if loops(text):
        found.append("looping")
    if is_spaghetti(text, beside):
        found.append("gibberish")
    if source is not None and drifted(text, source):
        found.append("number_drift")
    return list(dict.fromkeys(found))


def parsed(
    raw: str, *, source: str, known: Collection[str] = (), instructions: str = ""
) -> tuple[dict[str, Any], list[str]]:
    """A parse's only JSON object, and the codes of what is wrong with it or with the words around it.

    With any code the object is not to be used, in no part. `source` is the shopper's message and what is on the
    screen, `known` the catalogue's values in lower case: texts that stand there are not judged.
    """
    found, codes = one_object(raw)
    if codes:
        return {}, codes
    folded = source.casefold()
    foreign = [each for each in strings(found) if each.casefold() not in folded and each.casefold() not in known]
    text = "\n".join(foreign)
    said = [_around(raw), text]
    if len(raw) > MAX_CHARS and max(map(len, (said[0], *foreign))) > _LONGEST:
        return {}, ["endless"]
    codes = [code for each in said for code in characters(each, source)]
    codes += ["looping"] if any(loops(each) for each in (said[0], *foreign)) else []
    codes += ["gibberish"] if any(is_spaghetti(each, source) for each in said) else []
    codes += ["leaked_prompt"] if any(leaks(each, instructions) for each in said) else []
    codes += ["refusal"] if REFUSAL.search(text) else []
    return ({}, list(dict.fromkeys(codes))) if codes else (found, [])


def _around(raw: str) -> str:
    """The words before and behind the object."""
    return raw[: raw.find("{")].replace("```json", "").replace("```", "") + raw[raw.rfind("}") + 1 :].replace("```", "")


def characters(text: str, source: str = "") -> list[str]:
    """What is wrong with the characters themselves and not so in `source`."""
    found: list[str] = []
    if _beyond(_CONTROL, text, source):
        found.append("control_character")
    if is_mojibake(text) and not is_mojibake(source):
        found.append("mojibake")
    if has_escapes(text) and not has_escapes(source):
        found.append("escapes")
    if _mixed(text, source):
        found.append("homoglyph")
    if _alien(text, source):
        found.append("wrong_script")
    if MACHINERY.search(text) and not _said(MACHINERY, text, source):
        found.append("machinery")
    return found


def switched(text: str, language: Literal["en", "zh"], source: str) -> bool:
    """Whether a reply is in the other of the two languages, but for what the source has in it."""
    strange = [each for each in _HAN.findall(text) if each not in source]
    if language == "en":
        return len(strange) >= 2
    known = source.casefold()
    latin = [each for each in _WORD.findall(text) if each.isascii() and each.casefold() not in known]
    return not _HAN.search(text) and sum(len(each) for each in latin) >= 12


def drifted(text: str, source: str) -> list[str]:
    """The numbers of a reply that the source has not, as written; places in a list and full-width digits aside.

    1,299 and 1299 are one number, 1,299 and 1.299 are two. A full-width or foreign digit that the source has not is
    itself a drift.
    """
    known = {number for found in _NUMBER.finditer(source) if (number := value(found.group())) is not None}
    listed = [int(found[1]) for found in _LISTED.finditer(text)]
    places = _LISTED.sub(" ", text) if listed == list(range(1, len(listed) + 1)) else text
    foreign = [found.group() for found in _NUMBER.finditer(places) if value(found.group()) not in known]
    return foreign + _beyond(_FULL_WIDTH, text, source) + _beyond(_FOREIGN_DIGITS, text, source)


def value(written: str) -> Decimal | None:
    """A number as displayed in English and Chinese: commas group by three, a point is decimal."""
    plain = unicodedata.normalize("NFKC", written)
    grouped = re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", plain)
    if "," in plain and not grouped:
        return None
    try:
        return Decimal(plain.replace(",", "")).normalize()
    except InvalidOperation:
        return None


def _said(pattern: re.Pattern[str], text: str, source: str) -> bool:
    """Whether every hit of the pattern is the source's own wording."""
    known = source.casefold()
    return all(found.group().casefold() in known for found in pattern.finditer(text))


def _beyond(pattern: re.Pattern[str], text: str, source: str) -> list[str]:
    """What the pattern finds more often in the text than a source that has it at all explains."""
    return [each for each in Counter(pattern.findall(text)) if each not in source]


def _mixed(text: str, source: str) -> bool:
    """Latin letters beside Cyrillic or Greek ones in one word, or letters of the look-alike blocks."""
    if _beyond(_LOOKALIKE, text, source):
        return True
    for found in _WORD.finditer(text):
        word = found.group()
        if word.isascii() or word in source:
            continue
        scripts = {_script(each) for each in word if each not in _GREEK_UNITS}
        if "latin" in scripts and scripts & {"cyrillic", "greek", "armenian", "cherokee"}:
            return True
    return False


def _alien(text: str, source: str) -> bool:
    """Letters of a script that is neither Latin nor Chinese, beyond those of the source."""
    strange = [each for each in text if each.isalpha() and not each.isascii() and each not in source]
    scripts = Counter(_script(each) for each in strange if each not in _GREEK_UNITS)
    if scripts["kana"] >= 2 or _half_width(strange):
        return True
    return any(count for name, count in scripts.items() if name not in ("latin", "han", "kana", "other"))


def _half_width(letters: list[str]) -> bool:
    return any("\uff66" <= each <= "\uff9d" for each in letters)


def _script(letter: str) -> str:
    code = ord(letter)
    if code < 0x250 or 0x1E00 <= code <= 0x1EFF:
        return "latin"
    if 0x3400 <= code <= 0x9FFF or 0x20000 <= code <= 0x323AF or 0xF900 <= code <= 0xFAFF:
        return "han"
    if _KANA.match(letter):
        return "kana"
    name = unicodedata.name(letter, "").partition(" ")[0].casefold()
    latin = ("latin", "modifier", "feminine", "masculine", "superscript", "subscript", "fullwidth", "ideographic")
    return "latin" if name in latin else "han" if name == "cjk" else name if _LETTERED.fullmatch(name) else "other"
