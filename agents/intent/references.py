"""Which result or cart line is meant by its place: "the second one", "both", "number 3"; and what "it" means."""

from __future__ import annotations

import re

from agents.intent.descriptions import described
from agents.intent.reading import Reading
from tools.llm.contract import Reference

__all__ = ["ORDINALS", "described", "pronoun", "read", "read_compared"]

ORDINALS = {
    word: place
    for place, words in enumerate(
        [
            "first 1st",
            "second 2nd",
            "third 3rd",
            "fourth 4th",
            "fifth 5th",
            "sixth 6th",
            "seventh 7th",
            "eighth 8th",
            "ninth 9th",
            "tenth 10th",
            "eleventh 11th",
            "twelfth 12th",
        ],
        start=1,
    )
    for word in words.split()
} | {"last": -1, "final": -1, "bottom": -1, "top": 1}
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "2": 2, "3": 3, "4": 4, "5": 5, "6": 6, "couple": 2}
_NUMBERS = {"one": 1, "seven": 7, "eight": 8, "nine": 9, "ten": 10} | {
    word: count for word, count in _COUNTS.items() if word.isalpha() and word != "couple"
}
_NOUN = r"(?:ones?|items?|options?|results?|products?|choices?|picks?|lines?|things?|entry|pictures?|cards?)"
_ORD = "|".join(sorted(ORDINALS, key=len, reverse=True))
_BUT_LAST = re.compile(
    r"\b(?:the )?(?:second(?: to)?[ -]last|penultimate|next to last|last but one)(?: " + _NOUN + r")?\b"
)
_RANGE = re.compile(
    rf"\b(?:the )?(first|last|top)[ -](two|three|four|five|six|couple|[2-6])(?: of (?:them|these|"
    rf"those))?(?: {_NOUN})?\b"
)
_ORDINAL = re.compile(
    rf"(?P<the>\b(?:the|that|this|your|my) )?\b(?P<ord>{_ORD})\b(?! (?:hand|class|aid|time|year|week|"
    rf"month|night|minute|day|"
    rf"name|thing|of all|choice of|order)\b)(?P<noun>[ -]{_NOUN}\b)?"
)
_LINK = re.compile(r"\s*(?:,|and|&|or|\+|,\s*and|vs\.?|versus|with|to)\s+(?:the\s+)?$")
_NEXT_ORDINAL = re.compile(rf"\s*(?:,|and|&|or)\s+(?:the )?(?:{_ORD})\b")
_NUMBERED = re.compile(
    rf"(?:\b(?:number|no\.|nr\.?|option|item|result|product|choice|line|numbers|options|items|results|"
    rf"products) ?#?|#) ?"
    rf"(\d{{1,2}}|{'|'.join(_NUMBERS)})\b((?:\s*(?:,|and|&|or|vs|versus|with)\s*#?(?:number |"
    rf"no\. ?)?(?:\d{{1,2}}|{'|'.join(_NUMBERS)})\b)*)"
)
_PLACE = rf"(?:number |no\. ?|#)?(?:\d{{1,2}}|{'|'.join(_NUMBERS)})\b(?! ?(?:dollars|bucks|euros|quid|pounds|usd))"
_COMPARED = re.compile(
    rf"\b(?:compare|differences? between) ({_PLACE}(?:,? (?:and|with|to|vs\.?|or) {_PLACE}|"
    rf", {_PLACE})+)"
)
_BOTH = re.compile(
    r"\bboth(?: of (?:them|these|those)| ones)?(?=\s*(?:$|[.,!?;]|please|in\b|to\b|for\b|and\b|are\b|"
    r"thanks|out\b|from\b))"
)
_ALL = re.compile(
    r"\ball (?:of (?:them|these|those)|(?:the )?(?:two|three|four|five|six|[2-6])(?: of them)?)\b|"
    r"\b(?:them|these|those) all\b|\beach of (?:them|these|those)\b|\bof each\b"
)
_BEFORE_ORDINAL = frozenset(
    {"add", "take", "buy", "get", "remove", "of", "want", "compare", "with", "and", "than", "like"}
)
_LAST = re.compile(
    r"\b(?:(?:that|this|the same) one|this|that|it|them|those|these|same one|another one|one more|one of them)\b"
)


def read_compared(reading: Reading) -> None:
    """ "compare 1 and 3", "the difference between 2 and 4": before these numbers can be taken for prices."""
    found = _COMPARED.search(reading.folded)
    if found and reading.context.get("shown"):
        places = [_NUMBERS.get(each) or int(each) for each in re.findall(rf"\d+|{'|'.join(_NUMBERS)}", found[1])]
        _add(reading, places, found.span(1))


def read(reading: Reading) -> None:
    """Takes positions that are said as such; pronouns and descriptions come later, once the kind is known."""
    folded = reading.folded
    for found in _BUT_LAST.finditer(folded):
        _add(reading, [-2], found.span())
    for found in _RANGE.finditer(folded):
        count = _COUNTS[found[2]]
        _add(reading, list(range(1, count + 1)) if found[1] != "last" else list(range(-count, 0)), found.span())
    for found in _NUMBERED.finditer(folded):
        rest = re.findall(rf"\d{{1,2}}|{'|'.join(_NUMBERS)}", found[2])
        places = [_NUMBERS.get(each) or int(each) for each in (found[1], *rest)]
        if not re.match(r"(?:%|[ -]?(?:pack|inch|cm|items\b))", folded[found.end() :]):
            _add(reading, places, found.span())
    _ordinals(reading)
    if both := _BOTH.search(folded):
        _add(reading, [1, 2], both.span())
    if whole := _ALL.search(folded):
        _add(reading, list(range(1, len(reading.context.get("shown", [])) + 1)), whole.span())


def _ordinals(reading: Reading) -> None:
    folded, previous = reading.folded, -1
    for found in _ORDINAL.finditer(folded):
        if not _free(reading, found.span()):
            continue
        listed = previous >= 0 and _LINK.match(
            folded[previous : found.start("the") if found["the"] else found.start()] or " "
        )
        lonely = _lonely(reading, found)
        noun = _noun_behind(reading, found.end())
        if not (found["the"] or found["noun"] or listed or lonely) or (
            found["ord"] in ("top", "bottom", "final") and noun
        ):
            continue
        end = noun or found.end()
        place = ORDINALS[found["ord"]]
        if listed and reading.references:
            last = reading.references[-1]
            last["positions"].append(place)
            last["span"][1] = end
            reading.take_span(last["span"][0], end, "reference")
        else:
            _add(reading, [place], (found.start(), end))
        previous = end


def _lonely(reading: Reading, found: re.Match[str]) -> bool:
    """An ordinal without article or noun, that must be a reference: "second in navy", "add third"."""
    if found["ord"] in ("top", "bottom", "final"):
        return False
    before = reading.folded[: found.start()].rsplit(None, 1)[-1:]
    rest = reading.folded[found.end() :]
    if _NEXT_ORDINAL.match(rest):
        return True
    ends = rest.strip(" .!?,") in ("", "please", "in")
    return len(reading.tokens) <= 3 or (ends and (not before or before[0] in _BEFORE_ORDINAL))


def _noun_behind(reading: Reading, end: int) -> int:
    """The end of a category word directly behind an ordinal ("the second jacket"), else 0."""
    at = next((n for n, token in enumerate(reading.tokens) if token.start >= end), len(reading.tokens))
    match = reading.lexicon.at(reading.tokens, at) if at < len(reading.tokens) else None
    if match and match.entry.attribute == "category":
        return reading.tokens[match.behind - 1].end
    return 0


def _free(reading: Reading, span: tuple[int, int]) -> bool:
    first, behind = reading.inside(*span)
    return first < behind and reading.free(first, behind)


def _add(reading: Reading, positions: list[int], span: tuple[int, int]) -> None:
    if _free(reading, span):
        reading.references.append({"positions": positions, "where": "results", "span": list(span)})
        reading.take_span(*span, "reference")


def pronoun(reading: Reading) -> Reference | None:
    """ "it", "that one", "two of them": what was touched last."""
    found = _LAST.search(reading.folded)
    return {"positions": [], "where": "last", "span": list(found.span())} if found else None
