"""Values of the catalogue in running text, with misspelt ones; `exclusions` says which of them are not wanted."""

from __future__ import annotations

import re

from agents.intent.english import exclusions
from agents.intent.english.words import SHADES, STOP
from agents.intent.lexicon import Entry, Match, inflected, words_of
from agents.intent.reading import Reading
from agents.intent.tokens import is_number, is_word

# words that say what to do and only look like values: "check out", "throw in the last one", "view bag"
_COMMANDS = re.compile(
    r"\bcheck(?:ing)?[ -]?out\b|\bcheck (?:my|the|on|if|whether|it|your|this|that|for|again)\b|\bthrow in\b|"
    r"\bthrow (?=(?:it|that|this|the|them|away)\b)|"
    r"\b(?:(?:in|into|to|from|of|out of) (?:my|the)|my|view|show|see|open|empty|clear) (?:shopping )?bag\b|"
    r"\b(?:does|do|doesn't|don't|will|would|can|it|that|this|they|you|things?) work\b|\bwork(?:s|ed|ing)? for me\b|"
    r"\b(?:go|run|out) (?:of stock|shopping)\b|\bruns? (?:out|through|me|small|large|big|true)\b|\btry (?:on|it)\b|"
    r"\b(?:from|at|working|work|stay(?:ing)?) home\b|\bhome (?:delivery|page)\b|\bin (?:total|office "
    r"hours)\b|"
    r"\b(?:it|that|this|they|price|prices) (?:drops?|falls?)\b"
)
_MENDED = 150  # words of a message that are looked at for slips
_MADE_OF = frozenset({"pure", "real", "genuine", "proper", "100", "%", "original", "natural"})


def read(reading: Reading) -> None:
    """Every value of the vocabulary in the free words; then what "not", "without" and "-free" cover."""
    for found in _COMMANDS.finditer(reading.folded):
        first, behind = reading.inside(*found.span())
        if first < behind and reading.free(first, behind):
            reading.take(first, behind, "command")
    matches = _matches(reading)
    unwanted = exclusions.unwanted(reading, matches)
    for match in matches:
        entry = match.entry
        first = _with_made_of(reading, match)
        span = reading.take(first, match.behind, entry.attribute)
        op = "is_not" if match.first in unwanted else "is"
        if op == "is_not":
            entry = _as_shaded(reading, match)
        reading.constrain(entry.attribute, op, entry.value, span, known=entry.known)  # type: ignore[arg-type]
    _unknown_exclusions(reading)


def _as_shaded(reading: Reading, match: Match) -> Entry:
    """ "Not dark green" leaves the other greens: the shade itself, though the catalogue has no word for it."""
    words = [token.text for token in reading.tokens[match.first : match.behind] if token.text != "-"]
    plain = match.entry.attribute == "color" and match.entry.value == words[-1]
    return Entry("color", " ".join(words), False) if plain and len(words) == 2 and words[0] in SHADES else match.entry


def _with_made_of(reading: Reading, match: Match) -> int:
    """The first token of "100% cotton", "pure silk"."""
    first = match.first
    while match.entry.attribute == "material" and reading.word(first - 1) in _MADE_OF and not reading.taken[first - 1]:
        first -= 1
    return first


def _matches(reading: Reading) -> list[Match]:
    found: list[Match] = []
    spelt = [_spelling(reading, at) if at < _MENDED else reading.word(at) for at in range(len(reading.tokens))]
    at = 0
    while at < len(reading.tokens):
        match = None
        if not reading.taken[at] and reading.tokens[at].text[0].isalnum():
            match = reading.lexicon.at(reading.tokens, at)
            if any(
                word != token.text for word, token in zip(spelt[at : at + 5], reading.tokens[at : at + 5], strict=True)
            ):
                longer = reading.lexicon.spelt(at, spelt[at : at + 10])
                match = longer if longer and (match is None or longer.behind > match.behind) else match
            if match and not reading.free(match.first, match.behind):
                match = None
        if match is None:
            at += 1
            continue
        match = _with_ish(reading, match)
        found.append(match)
        at = match.behind
    return found


def _spelling(reading: Reading, at: int) -> str:
    """Token `at` with a slip of the pen mended; a number's unit ("8 ounces") is none."""
    word = reading.word(at)
    if reading.taken[at] or not is_word(reading.tokens[at]):
        return word
    if at > 0 and is_number(reading.tokens[at - 1]) and not word.endswith("s"):
        return word
    return reading.lexicon.spelling(word)


def _with_ish(reading: Reading, match: Match) -> Match:
    """ "blue-ish", "khaki-coloured": the ending belongs to the colour."""
    behind = match.behind
    if match.entry.attribute != "color" or reading.word(behind) != "-":
        return match
    if reading.word(behind + 1) in ("ish", "coloured", "colored", "ey", "y") and reading.free(behind, behind + 2):
        return Match(match.entry, match.first, behind + 2)
    return match


_LACKING = frozenset({"without", "no", "minus", "w", "non", "sans", "lacking"})


def _unknown_exclusions(reading: Reading) -> None:
    """ "without a hood" where no value of the catalogue says hood: kept as an unknown feature. "hoodless" likewise."""
    for at in range(len(reading.tokens)):
        lacks = reading.word(at) in _LACKING
        behind = at + 1 if reading.taken[at] == "not" else exclusions.negates(reading, at) if lacks else 0
        if lacks and behind:
            _lacking(reading, behind - 1)
        elif not reading.taken[at] and reading.word(at).endswith("less") and len(reading.word(at)) > 6:
            entry = _featured(reading, reading.word(at)[:-4])
            if entry.known:
                reading.constrain(entry.attribute, "is_not", entry.value, reading.take(at, at + 1, entry.attribute))


def _lacking(reading: Reading, at: int) -> None:
    noun = at + 1
    while reading.word(noun) in ("a", "an", "any", "the", "too", "much", "-", "visible", "big"):
        noun += 1
    if noun >= len(reading.tokens) or reading.taken[noun] or not is_word(reading.tokens[noun]):
        return
    word = reading.word(noun)
    if word in STOP or len(word) < 3 or word in _NO_FEATURES:
        return
    entry = _featured(reading, word)
    reading.take(at, at + 1, "not")
    span = reading.take(noun, noun + 1, entry.attribute)
    reading.constrain(entry.attribute, "is_not", entry.value, span, known=entry.known)
    listed = reading.word(noun + 1) in ("or", "nor", ",") and reading.word(noun + 2) not in _LACKING
    if listed and _ends_list(reading, noun + 2):
        _lacking(reading, noun + 1)


def _ends_list(reading: Reading, at: int) -> bool:
    """Whether the word ends the phrase, as the last of "no logos or prints" does."""
    at += reading.word(at) in ("a", "an", "any")
    return reading.word(at + 1) in ("", ".", "!", "?", "or", "nor", "please") and reading.word(at).isalpha()


_NO_FEATURES = frozenset(
    {
        "way",
        "object",
        "issue",
        "problem",
        "worries",
        "rush",
        "hurry",
        "idea",
        "matter",
        "doubt",
        "preference",
        "stress",
        "budget",
        "sorry",
        "thanks",
        "wait",
    }
)


def _featured(reading: Reading, word: str) -> Entry:
    """The catalogue's value that this noun belongs to ("hood": "with hood"), or an unknown feature."""
    forms = {word, *(form[-1] for form in inflected((word,)))}
    for value, entry in reading.lexicon.by_value.items():
        words = set(words_of(value))
        if words & forms and words <= forms | {"with", "has", "a"}:
            return entry
    return Entry("feature", word, False)
