"""Sizes in running text: "size 10", "in M", "uk 9", "waist 32", "55 inch"; never how many."""

from __future__ import annotations

import re

from agents.intent.english.words import STOP
from agents.intent.numbers import TENS, UNITS, read_number
from agents.intent.reading import Reading
from agents.intent.sizes import LETTERS, WORDS, size_key
from agents.intent.tokens import is_number

_SCREENS = re.compile(r"\b(?:tv|tvs|telly|television|screen|monitor|laptop|display|tablet|projector)\b")
_CARRIED = re.compile(r"\b(?:bag|bags|backpack|rucksack|sleeve|case|tote|handbag|satchel)\b")
_UNITS = frozenset({"inch", "inches", "in", '"', "''", "'"})
_NUMBERS = frozenset({*UNITS, *TENS, "a", "an"})
_SIZE_LEADS = frozenset({"size", "sz", "sized", "sizes", "uk", "us", "eu", "waist"})
_DESCRIBES = frozenset({"category", "color", "material", "pattern", "gender", "use", "fit", "feature", "department"})
_WEARS = re.compile(r"\b(?:i wear|i take|i'm|i am|he wears|she wears|wears|wear) (?:an? )?(?:size )?$")
_SIZED_BY_LETTER = frozenset(
    {
        "mug",
        "tv",
        "lamp",
        "bag",
        "backpack",
        "tote",
        "suitcase",
        "kettle",
        "speaker",
        "cushion",
        "vase",
        "bags",
        "home",
        "electronics",
        "handbag",
        "messenger bag",
        "duffel bag",
        "wallet",
        "coffee maker",
        "espresso machine",
        "blanket",
        "pan",
        "headphones",
        "earbuds",
        "smartwatch",
        "soundbar",
        "kitchen knife",
        "power station",
        "wine",
    }
)


def read_inches(reading: Reading) -> None:
    """Screen sizes, before "55 inch" can be read as a value of another attribute."""
    for at, token in enumerate(reading.tokens):
        if is_number(token) and not reading.taken[at]:
            _inches(reading, at)


def read_sizes(reading: Reading) -> None:
    """Sizes where the words ask for one: "size 10", "in M", "a medium", "55 inch", a lone capital "XL"."""
    at = 0
    previous = -1
    while at < len(reading.tokens):
        behind, words = (0, "") if reading.taken[at] else _size_words(reading, at)
        if not behind:
            at += 1
            continue
        known = reading.lexicon.sizes.get(size_key(words))
        letter = size_key(words) in LETTERS
        lead = at if _listed(reading, at, previous) else _size_lead(reading, at, behind, letter)
        led = at > 0 and (reading.word(at - 1) in _SIZE_LEADS or reading.word(at - 2) in _SIZE_LEADS)
        if lead is None or (not letter and known is None and not led and not reading.word(at).isdecimal()):
            at += 1
            continue
        value = known or (size_key(words).upper() if letter else words)
        op = "is_not" if _negated_size(reading, lead) else "is"
        behind = _with_unit(reading, behind)
        reading.constrain("size", op, value, reading.take(lead, behind, "size"), known=known is not None)  # type: ignore[arg-type]
        at = previous = behind


def _listed(reading: Reading, at: int, previous: int) -> bool:
    """ "Size 9 or 10": the second one is a size as the first is."""
    return (
        previous > 0
        and at == previous + 1
        and reading.word(previous) in ("or", "/", "and")
        and not reading.taken[previous]
    )


def _with_unit(reading: Reading, behind: int) -> int:
    """The token behind "32 waist", "size 9 uk"."""
    follows = reading.word(behind)
    return behind + 1 if follows in ("waist", "uk", "eu", "us", "sized") and not reading.taken[behind] else behind


def _negated_size(reading: Reading, lead: int) -> bool:
    return reading.word(lead - 1) == "not"


def _size_words(reading: Reading, at: int) -> tuple[int, str]:
    """The tokens of a size and its wording: "extra large", "2xl", "10.5", "one size"."""
    first = reading.word(at)
    if first == "one" and reading.word(at + 2)[:1].isdecimal():
        return 0, ""  # "one size 8 and one size 10"
    if not is_number(reading.tokens[at]) and first not in reading.lexicon.size_starts and first not in _NUMBERS:
        return 0, ""
    halved = is_number(reading.tokens[at]) and _worded(reading, at)
    if halved and halved[1].endswith(".5") and halved[0] > at + 1:
        return halved
    for length in (4, 3, 2, 1):
        words = [token.text for token in reading.tokens[at : at + length] if token.text != "-"]
        if len(words) == 0 or at + length > len(reading.tokens) or not reading.free(at, at + length):
            continue
        joined = " ".join(words)
        if size_key(joined) in reading.lexicon.sizes or size_key(joined) in LETTERS:
            return at + length, joined
    led = reading.word(at - 1) in _SIZE_LEADS or (
        reading.word(at - 1) in ("a", "an", "is", ":", "-", "uk", "us", "eu") and reading.word(at - 2) in _SIZE_LEADS
    )
    worded = _worded(reading, at)
    if worded and (led or size_key(worded[1]) in reading.lexicon.sizes):
        return worded
    behind_goods = at > 0 and reading.taken[at - 1] == "category" and len(reading.word(at)) == 2 and _worn(reading)
    if is_number(reading.tokens[at]) and (led or behind_goods or reading.word(at + 1) in ("waist",)):
        return at + 1, reading.word(at)
    return 0, ""


def _worded(reading: Reading, at: int) -> tuple[int, str] | None:
    """A size in words, or with a half: "ten", "eleven", "10 1/2", "ten and a half"."""
    number = read_number(reading.tokens, at)
    if number is None or number[0] > 200:
        return None
    value, behind = number
    following = [token.text for token in reading.tokens[behind : behind + 4]]
    if following[:3] == ["and", "a", "half"] and value == int(value):
        return behind + 3, f"{int(value)}.5"
    if following[:3] == ["1", "/", "2"] and value == int(value):
        return behind + 3, f"{int(value)}.5"
    if following[:1] == ["½"] and value == int(value):
        return behind + 1, f"{int(value)}.5"
    return behind, f"{value.normalize():f}"


def _size_lead(reading: Reading, at: int, behind: int, letter: bool) -> int | None:
    """The first token of the words that make it a size; None when they do not."""
    before = reading.word(at - 1)
    if (
        reading.word(behind) == "waist"
        or size_key(reading.folded[reading.tokens[at].start : reading.tokens[behind - 1].end]) == "one size"
    ):
        return at
    if not letter and (
        reading.word(behind) in ("uk", "eu", "us") or (before == "in" and not _counts_goods(reading, behind))
    ):
        return at - (before == "in" and not reading.taken[at - 1])
    in_a = before in ("a", "an") and reading.word(at - 2) in ("in", "wear", "take", "need", "for")
    if in_a and not letter and (behind >= len(reading.tokens) or not _counts_goods(reading, behind)):
        return at - 2 if reading.word(at - 2) == "in" else at
    if before in ("a", "an", "the", "is", ":"):
        before, one = reading.word(at - 2), 1
    else:
        one = 0
    if before in _SIZE_LEADS or (before in ("s",) and reading.word(at - 2) == "size"):
        first = at - 1 - one
        return first - (reading.word(first - 1) in ("in", "eu", "uk", "us") and not reading.taken[first - 1])
    written = reading.text[reading.tokens[at].start : reading.tokens[behind - 1].end]
    if letter and before == "in" and reading.word(behind) not in ("amount", "number"):
        return at - 1 - one
    if letter and (written.isupper() or written.casefold() in ("xl", "xxl", "xs", "xxs", "2xl", "3xl", "xxxl")):
        return at
    if _WEARS.search(reading.folded[: reading.tokens[at].start]):
        return at
    if not letter and at > 0 and reading.taken[at - 1] == "category" and _alone(reading, at, behind) and _worn(reading):
        return at
    if letter and len(written) == 1 and _alone(reading, at, behind):
        return at
    if before in ("too", "so"):
        return None
    if written.casefold() in WORDS and _is_of_something(reading, at, behind):
        return None
    if written.casefold() in WORDS or " " in written or "-" in written:
        return at if letter and _worn(reading) else None
    alone = before in ("to", "not", "") and behind >= len(reading.tokens)
    return at if letter and alone and before != "" else None


def _worn(reading: Reading) -> bool:
    """Whether nothing but what is worn was named."""
    goods = {each["value"] for each in reading.constraints if each["attribute"] in ("category", "department")}
    return not goods & _SIZED_BY_LETTER


def _counts_goods(reading: Reading, behind: int) -> bool:
    """Whether a thing follows, so that the number before it counts: "in a 10 pack"."""
    return reading.word(behind).isalpha() and reading.word(behind) not in (
        "please",
        "add",
        "and",
        "or",
        "for",
        "if",
        "in",
        "with",
    )


def _alone(reading: Reading, at: int, behind: int) -> bool:
    """Whether a single letter stands where a size would: "leggings black s"."""
    ends = behind >= len(reading.tokens) or not reading.word(behind)[0].isalnum() or reading.taken[behind] == "price"
    begins = at > 0 and (reading.word(at - 1) == "," or reading.taken[at - 1] in _DESCRIBES)
    return ends and begins


def _is_of_something(reading: Reading, at: int, behind: int) -> bool:
    """ "A large dog bed", "that pack small": the size of something that no catalogue letter stands for."""
    follows, before = reading.word(behind), reading.word(at - 1)
    unknown = follows.isalpha() and not reading.taken[behind] and follows not in STOP
    verb = before.isalpha() and not reading.taken[at - 1] and before not in STOP
    return unknown or verb


def _inches(reading: Reading, at: int) -> bool:
    if reading.word(at - 1) in ("x", "×", "by"):
        return False
    hyphen = reading.word(at + 1) == "-"
    unit = reading.word(at + 1 + hyphen)
    if unit not in _UNITS:
        return False
    key = size_key(f"{reading.word(at)} inch")
    known = reading.lexicon.sizes.get(key)
    apart = reading.tokens[at + 1 + hyphen].start > reading.tokens[at].end + hyphen
    if apart and unit == "in" and known is None:
        return False  # "10 in navy"
    if known is None and (not _SCREENS.search(reading.folded) or _CARRIED.search(reading.folded)):
        return False  # the length of something
    span = reading.take(at, at + 2 + hyphen, "size")
    attribute, value = "size", known or key
    for name in ("screen_size", "screen", "diagonal"):
        for each in reading.vocabulary.values.get(name, ()):
            if size_key(each) == key and known is None:
                attribute, value, known = name, each, each
    reading.constrain(attribute, "is", value, span, known=known is not None)
    return True
