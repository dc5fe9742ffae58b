"""Values of the catalogue in running text, and which of them are not wanted."""

from __future__ import annotations

import re

from agents.intent.lexicon import Entry, Match, inflected, words_of
from agents.intent.reading import Reading
from agents.intent.sizes import LETTERS, WORDS, size_key
from agents.intent.tokens import is_number, is_word, listed
from agents.intent.words import STOP

_NOT = frozenset(
    listed(
        "not no without except excluding excludes exclude minus avoid never nor non hate dislike neither "
        "isn't aren't nothing skip"
    )
)
_NOT_PHRASES = (
    ("other", "than"), ("anything", "but"), ("apart", "from"), ("aside", "from"), ("don't", "want"), ("dont", "want"),
    ("don't", "like"), ("dont", "like"), ("do", "not", "want"), ("do", "not", "like"), ("rather", "than"),
    ("instead", "of"), ("free", "of"), ("don't", "show"), ("can't", "stand"), ("don't", "need"), ("everything", "but"),
    ("any", "color", "but"), ("any", "colour", "but"), ("other", "color", "but"), ("other", "colour", "but"),
)  # fmt: skip
_NOT_NEGATING = {
    ("not", "only"),
    ("no", "matter"),
    ("not", "just"),
    ("no", "problem"),
    ("not", "sure"),
    ("no", "thanks"),
    ("why", "not"),
}
_TURNS = frozenset(
    {
        "but",
        "just",
        "only",
        "under",
        "rather",
        "instead",
        "in",
        "with",
        "please",
        "show",
        "give",
        "maybe",
        "i",
        "prefer",
    }
)
_SCREENS = re.compile(r"\b(?:tv|tvs|telly|television|screen|monitor|laptop|display|tablet|projector)\b")
_UNITS = frozenset({"inch", "inches", "in", '"', "''", "'"})
_SIZE_LEADS = frozenset({"size", "sized", "sizes", "uk", "us", "eu"})
_WEARS = re.compile(r"\b(?:i wear|i take|i'm|i am|he wears|she wears|wears|wear) (?:an? )?(?:size )?$")
_SIZED_BY_LETTER = frozenset(
    {"mug", "tv", "lamp", "bag", "backpack", "tote", "suitcase", "kettle", "speaker", "cushion", "vase"}
)


def read_inches(reading: Reading) -> None:
    """Screen sizes, before "55 inch" can be read as a value of another attribute."""
    for at, token in enumerate(reading.tokens):
        if is_number(token) and not reading.taken[at]:
            _inches(reading, at)


def read_sizes(reading: Reading) -> None:
    """Sizes where the words ask for one: "size 10", "in M", "a medium", "55 inch", a lone capital "XL"."""
    for at in range(len(reading.tokens)):
        if reading.taken[at]:
            continue
        behind, words = _size_words(reading, at)
        if not behind:
            continue
        known = reading.lexicon.sizes.get(size_key(words))
        letter = size_key(words) in LETTERS
        lead = _size_lead(reading, at, behind, letter)
        if lead is None or (not letter and known is None and reading.word(at - 1) not in _SIZE_LEADS):
            continue
        value = known or (size_key(words).upper() if letter else words)
        op = "is_not" if _negated_size(reading, lead) else "is"
        reading.constrain("size", op, value, reading.take(lead, behind, "size"), known=known is not None)  # type: ignore[arg-type]


def _negated_size(reading: Reading, lead: int) -> bool:
    return reading.word(lead - 1) == "not"


def _size_words(reading: Reading, at: int) -> tuple[int, str]:
    """The tokens of a size and its wording: "extra large", "2xl", "10.5", "one size"."""
    for length in (4, 3, 2, 1):
        words = [token.text for token in reading.tokens[at : at + length] if token.text != "-"]
        if len(words) == 0 or at + length > len(reading.tokens) or not reading.free(at, at + length):
            continue
        joined = " ".join(words)
        if size_key(joined) in reading.lexicon.sizes or size_key(joined) in LETTERS:
            return at + length, joined
    if is_number(reading.tokens[at]) and reading.word(at - 1) in _SIZE_LEADS:
        return at + 1, reading.word(at)
    return 0, ""


def _size_lead(reading: Reading, at: int, behind: int, letter: bool) -> int | None:
    """The first token of the words that make it a size; None when they do not."""
    before = reading.word(at - 1)
    if before in ("a", "an", "the", "is", ":"):
        before, one = reading.word(at - 2), 1
    else:
        one = 0
    if before in _SIZE_LEADS or (before in ("s",) and reading.word(at - 2) == "size"):
        first = at - 1 - one
        return first - (reading.word(first - 1) == "in" and not reading.taken[first - 1])
    written = reading.text[reading.tokens[at].start : reading.tokens[behind - 1].end]
    if letter and before == "in" and reading.word(behind) not in ("amount", "number"):
        return at - 1 - one
    if letter and (written.isupper() or written.casefold() in ("xl", "xxl", "xs", "xxs", "2xl", "3xl", "xxxl")):
        return at
    if _WEARS.search(reading.folded[: reading.tokens[at].start]):
        return at
    if written.casefold() in WORDS or " " in written or "-" in written:
        goods = {each["value"] for each in reading.constraints if each["attribute"] == "category"}
        worn = not goods & _SIZED_BY_LETTER and not any(label == "hard" for label in goods)
        return at if letter and worn else None
    alone = before in ("to", "not", "") and behind >= len(reading.tokens)
    return at if letter and alone and before != "" else None


def _inches(reading: Reading, at: int) -> bool:
    hyphen = reading.word(at + 1) == "-"
    unit = reading.word(at + 1 + hyphen)
    if unit not in _UNITS:
        return False
    key = size_key(f"{reading.word(at)} inch")
    known = reading.lexicon.sizes.get(key)
    apart = reading.tokens[at + 1 + hyphen].start > reading.tokens[at].end + hyphen
    if apart and unit == "in" and known is None:
        return False  # "10 in navy"
    if known is None and not _SCREENS.search(reading.folded):
        return False  # the length of something
    span = reading.take(at, at + 2 + hyphen, "size")
    attribute, value = "size", known or key
    for name in ("screen_size", "screen", "diagonal"):
        for each in reading.vocabulary.values.get(name, ()):
            if size_key(each) == key and known is None:
                attribute, value, known = name, each, each
    reading.constrain(attribute, "is", value, span, known=known is not None)
    return True


def read(reading: Reading) -> None:
    """Every value of the vocabulary in the free words, with misspelt ones; then what "not" and "without" cover."""
    found = _matches(reading)
    unwanted = _unwanted(reading, found)
    for match in found:
        entry = match.entry
        span = reading.take(match.first, match.behind, entry.attribute)
        op = "is_not" if match.first in unwanted else "is"
        reading.constrain(entry.attribute, op, entry.value, span, known=entry.known)  # type: ignore[arg-type]
    _unknown_exclusions(reading)


def _matches(reading: Reading) -> list[Match]:
    found: list[Match] = []
    at = 0
    while at < len(reading.tokens):
        match = None
        if not reading.taken[at] and reading.tokens[at].text[0].isalnum():
            match = reading.lexicon.at(reading.tokens, at)
            if match and not reading.free(match.first, match.behind):
                match = None
            if match is None and is_word(reading.tokens[at]) and not _used_elsewhere(reading, at):
                entry = reading.lexicon.guess(reading.word(at))
                match = Match(entry, at, at + 1) if entry else None
        if match is None:
            at += 1
            continue
        found.append(match)
        at = match.behind
    return found


def _used_elsewhere(reading: Reading, at: int) -> bool:
    """A number's unit ("8 ounces") is no misspelt value."""
    return at > 0 and is_number(reading.tokens[at - 1]) and not reading.word(at).endswith("s")


def _unwanted(reading: Reading, found: list[Match]) -> set[int]:
    """First tokens of the matches that a "not" covers.

    It covers what follows up to a turn of the sentence. Past a comma it only goes on through a list of the same
    attribute that ends in "or" or "nor": "not black, navy or grey", but not "not black, under $60, red".
    """
    unwanted: set[int] = set()
    starts = {match.first: match for match in found}
    for at in range(len(reading.tokens)):
        behind = _negation(reading, at)
        if not behind:
            continue
        attribute = ""
        position = behind
        while position < len(reading.tokens):
            match = starts.get(position)
            if match is not None:
                if (
                    attribute
                    and reading.word(position - 1) == ","
                    and not _list_with_or(reading, starts, position, attribute)
                ):
                    break
                if attribute and match.entry.attribute == "category":
                    break  # "no black jackets": the jackets are wanted
                unwanted.add(position)
                attribute, position = match.entry.attribute, match.behind
                continue
            word = reading.word(position)
            if (word in _TURNS and (attribute or word not in ("in", "with"))) or word in (".", ";", "!", "?"):
                break
            if word == "and" and attribute and not _continues(starts, position + 1, attribute):
                break
            if reading.taken[position] in ("price", "size", "reference", "cap") or (word == "," and not attribute):
                break
            if attribute and word not in (",", "or", "nor", "and", "a", "any", "/", "-", "either", "not", "no"):
                break
            position += 1
    return unwanted


def _negation(reading: Reading, at: int) -> int:
    """The token behind a negation that starts at `at`, 0 when none does."""
    if reading.taken[at]:
        return 0
    word, follows = reading.word(at), reading.word(at + 1)
    if (word, follows) in _NOT_NEGATING:
        return 0
    for phrase in _NOT_PHRASES:
        if tuple(reading.word(at + n) for n in range(len(phrase))) == phrase:
            return at + len(phrase)
    if word == "no" and follows in (",", ".", "", "!"):
        return 0
    return at + 1 if word in _NOT else 0


def _continues(starts: dict[int, Match], at: int, attribute: str) -> bool:
    return at in starts and starts[at].entry.attribute == attribute


def _list_with_or(reading: Reading, starts: dict[int, Match], at: int, attribute: str) -> bool:
    while at in starts and starts[at].entry.attribute == attribute:
        at = starts[at].behind
        if reading.word(at) in ("or", "nor"):
            return True
        if reading.word(at) != ",":
            return False
        at += 1
        if reading.word(at) in ("or", "nor"):
            return True
    return False


def _unknown_exclusions(reading: Reading) -> None:
    """ "without a hood" where no value of the catalogue says hood: kept as an unknown feature."""
    for at in range(len(reading.tokens)):
        if reading.word(at) not in ("without", "no", "minus") or reading.taken[at] or not _negation(reading, at):
            continue
        noun = at + 1
        while reading.word(noun) in ("a", "an", "any", "the", "too", "much"):
            noun += 1
        if noun >= len(reading.tokens) or reading.taken[noun] or not is_word(reading.tokens[noun]):
            continue
        word = reading.word(noun)
        if word in STOP or len(word) < 3:
            continue
        entry = _featured(reading, word)
        span = reading.take(noun, noun + 1, entry.attribute)
        reading.constrain(entry.attribute, "is_not", entry.value, span, known=entry.known)


def _featured(reading: Reading, word: str) -> Entry:
    """The catalogue's value that this noun belongs to ("hood": "with hood"), or an unknown feature."""
    forms = {word, *(form[-1] for form in inflected((word,)))}
    for value, entry in reading.lexicon.by_value.items():
        words = set(words_of(value))
        if words & forms and words <= forms | {"with", "has", "a"}:
            return entry
    return Entry("feature", word, False)
