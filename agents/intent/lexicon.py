"""The live catalogue's vocabulary, compiled once per version into a table of wordings."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from agents.intent.english.slips import is_form, plausible, sound
from agents.intent.english.words import (
    COLOURS,
    MADE_UP_MATERIALS,
    MATERIALS,
    NO_SLIPS,
    PATTERNS,
    PLURALS_ONLY,
    SHADED,
    SHADES,
    STOP,
    SYNONYMS,
    TOO_COMMON,
)
from agents.intent.sizes import SIZE_STARTS, size_key
from agents.intent.tokens import Token, fold, tokenize
from tools.catalog.types import Vocabulary

Words = tuple[str, ...]

_PRIORITY = ("category", "color", "material", "use", "feature", "pattern", "gender", "department")
_NEVER_LOOSE = frozenset({"size", "seller", "spec", "sku", "gtin", "mpn"})  # read only where the words ask for them
_NEVER_PLURAL = frozenset({"color", "material"})  # "glasses" are not of glass
_FUZZY_FROM = 5  # letters; shorter words have too many neighbours
_FUZZY_FROM_SCORE = 0.79  # normalised similarity: one wrong letter in five
_LONGEST = 5  # tokens of a wording


@dataclass(frozen=True)
class Entry:
    """What a wording stands for. `known` False: an English word of its kind which this catalogue does not have."""

    attribute: str
    value: str
    known: bool = True


@dataclass(frozen=True)
class Match:
    """An entry found over tokens [first, behind)."""

    entry: Entry
    first: int
    behind: int


@dataclass
class Lexicon:
    """Wordings of one vocabulary version. Build it with `compiled`, which caches."""

    entries: dict[Words, Entry] = field(default_factory=dict)
    sizes: dict[str, str] = field(default_factory=dict)  # size key -> the catalogue's own wording
    size_starts: frozenset[str] = frozenset()  # first words of sizes
    by_value: dict[str, Entry] = field(default_factory=dict)  # any attribute's value -> its entry
    words: dict[str, bool] = field(default_factory=dict)  # every word of a wording -> whether it is a brand's only
    sounds: dict[str, list[str]] = field(default_factory=dict)  # a key of the sound -> the words that sound so
    guesses: dict[str, str] = field(default_factory=dict)

    def at(self, tokens: list[Token], first: int) -> Match | None:
        """The longest wording that starts at token `first`, hyphens or not; exact or inflected, not misspelt."""
        return self.spelt(first, [token.text for token in tokens[first : first + 2 * _LONGEST]])

    def spelt(self, first: int, texts: list[str]) -> Match | None:
        """As `at`, where `texts` is the wording of the tokens from `first` on."""
        words: list[str] = []
        ends: list[int] = []
        for at, text in enumerate(texts, first):
            if len(words) == _LONGEST:
                break
            if text in ("-", "&") and words:
                continue
            if not text[0].isalnum():
                break
            words.append(text)
            ends.append(at + 1)
        for length in range(len(words), 0, -1):
            entry = self.entries.get(tuple(words[:length]))
            if entry is None and length > 1:
                entry = self._joined(words[:length])
            if entry is not None:
                return Match(entry, first, ends[length - 1])
        return None

    def _joined(self, words: list[str]) -> Entry | None:
        """One word that was written as two: "north quay", "sweat shirt"."""
        whole = "".join(words)
        return self.entries.get((whole,)) if len(words) == 2 and len(whole) > 6 and len(words[1]) > 2 else None

    def guess(self, word: str) -> Entry | None:
        """The entry of a misspelt word of five letters or more, None when nothing is near enough or two are."""
        meant = self.spelling(word)
        return self.entries.get((meant,)) if meant != word else None

    def spelling(self, word: str) -> str:
        """The vocabulary's word that this one of five letters or more is a slip of, else the word itself."""
        if len(word) < _FUZZY_FROM or not word.isalpha() or word in STOP or word in self.words:
            return word
        if word in NO_SLIPS or word.removesuffix("s") in NO_SLIPS or (word,) in self.entries:
            return word
        if word not in self.guesses:
            if len(self.guesses) > 20_000:
                self.guesses.clear()
            self.guesses[word] = self._nearest(word) or word
        return self.guesses[word]

    def _nearest(self, word: str) -> str | None:
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        near = process.extract(
            word, self.words.keys(), scorer=OSA.normalized_similarity, score_cutoff=_FUZZY_FROM_SCORE, limit=4
        )
        near = [
            each
            for each in near
            if not is_form(word, each[0]) and plausible(word, each[0], each[1], self.words[each[0]])
        ]
        if not near:
            alike = self.sounds.get(sound(word), [])
            longest = max(alike, key=len, default="")
            return longest if len({each.removesuffix("s") for each in alike}) == 1 and len(longest) > 4 else None
        rivals = {each[0].removesuffix("s") for each in near if each[1] == near[0][1]}
        return near[0][0] if len(rivals) == 1 else None


_cache: dict[tuple[str, str], Lexicon] = {}


def compiled(vocabulary: Vocabulary) -> Lexicon:
    """The lexicon of this vocabulary, compiled once per catalogue and version."""
    version = vocabulary.version or str(hash(tuple((name, tuple(each)) for name, each in vocabulary.values.items())))
    key = (vocabulary.catalog, version)
    lexicon = _cache.get(key)
    if lexicon is None:
        lexicon = _compile(vocabulary)
        if len(_cache) >= 8:
            _cache.pop(next(iter(_cache)), None)
        _cache[key] = lexicon
    return lexicon


def words_of(phrase: str) -> Words:
    """A phrase as the tokens that `Lexicon.at` compares."""
    return tuple(token.text for token in tokenize(fold(phrase)) if token.text[0].isalnum())


def _compile(vocabulary: Vocabulary) -> Lexicon:
    lexicon = Lexicon()
    order = [name for name in _PRIORITY if name in vocabulary.values]
    order += [name for name in vocabulary.values if name not in order and name != "brand"]
    order += [name for name in ("brand",) if name in vocabulary.values]
    lexicon.sizes = {size_key(value): value for value in reversed(vocabulary.values.get("size", ()))}
    lexicon.size_starts = SIZE_STARTS | {key.split()[0] for key in lexicon.sizes if key}
    exact: dict[Words, Entry] = {}
    for attribute in order:
        for value in vocabulary.values[attribute]:
            entry = Entry(attribute, value)
            words = words_of(value)
            if not words or attribute in _NEVER_LOOSE:
                continue
            lexicon.by_value.setdefault(" ".join(words), entry)
            if _readable(words, attribute):
                exact.setdefault(words, entry)
    lexicon.entries = dict(exact)
    for words, entry in exact.items():
        for form in inflected(words) if entry.attribute not in _NEVER_PLURAL else ():
            lexicon.entries.setdefault(form, entry)
        for form in _other_forms(words, entry):
            lexicon.entries.setdefault(form, entry)
        if entry.attribute == "brand" and "&" in entry.value:
            for at in range(1, len(words)):
                lexicon.entries.setdefault((*words[:at], "and", *words[at:]), entry)
        elif len(words) == 2 and len("".join(words)) > 6:
            for form in (words, *inflected(words)):
                lexicon.entries.setdefault(("".join(form),), entry)
    _add_synonyms(lexicon, exact)
    for wording, entry in lexicon.entries.items():
        for word in wording:
            if len(word) >= 4 and word.isalpha() and not word.endswith(("ys", "ses")):
                lexicon.words[word] = lexicon.words.get(word, True) and entry.attribute == "brand"
    for word, is_brand in lexicon.words.items():
        if not is_brand:
            lexicon.sounds.setdefault(sound(word), []).append(word)
    _add_general(lexicon)
    return lexicon


def _other_forms(words: Words, entry: Entry) -> list[Words]:
    """ "Long sleeved" for long sleeve, "wide leg" for wide, "wifi" for wi-fi, "pique" for piqué."""
    forms: list[Words] = []
    if len(words) > 1 and entry.attribute not in ("category", "color", "material", "brand", "department"):
        forms.append((*words[:-1], words[-1] + ("d" if words[-1].endswith("e") else "ed")))
    if entry.attribute == "fit":
        forms += [(*words, "fit"), (*words, "leg"), (*words, "cut")]
    if "-" in entry.value and len("".join(words)) > 3:
        forms.append(("".join(words),))
    plain = tuple(unicodedata.normalize("NFD", word).encode("ascii", "ignore").decode() for word in words)
    return [*forms, plain] if plain != words and all(plain) else forms


def _readable(words: Words, attribute: str) -> bool:
    text = " ".join(words)
    if text in TOO_COMMON or text.isdecimal() or len(words) > _LONGEST:
        return False
    return not (attribute == "brand" and (len(text) < 3 or text in STOP or text in COLOURS))


def inflected(words: Words) -> list[Words]:
    """The plural and the singular of the last word, and the possessive; not of words that are plural only."""
    head, last = words[:-1], words[-1]
    if not last.isalpha() or len(last) < 3:
        return []
    forms = [last + "s"]
    if last.endswith(("ss", "us", "x", "z", "ch", "sh")):
        forms = [last + "es"]
    elif last.endswith("s"):
        forms = []
    elif last.endswith("y") and last[-2] not in "aeiou":
        forms = [last[:-1] + "ies", last + "s"]
    elif last.endswith("f") and last in ("scarf", "shelf", "half"):
        forms.append(last[:-1] + "ves")
    if last.endswith("s") and last not in PLURALS_ONLY and not last.endswith(("ss", "us", "is")):
        forms.append(last[:-3] + "y" if last.endswith("ies") and len(last) > 5 else last[:-1])
        if last.endswith(("ches", "shes", "sses", "xes")):
            forms.append(last[:-2])
    return [(*head, form) for form in forms]


def _add_synonyms(lexicon: Lexicon, exact: dict[Words, Entry]) -> None:
    for line in SYNONYMS:
        group = [words_of(wording) for wording in line]
        entry = next((lexicon.entries[words] for words in group if words in lexicon.entries), None)
        if entry is None:
            continue
        for words in group:
            lexicon.entries.setdefault(words, entry)
            for form in inflected(words) if words[-1] not in PLURALS_ONLY and entry.attribute != "use" else ():
                if form not in exact:
                    lexicon.entries.setdefault(form, entry)


def _add_general(lexicon: Lexicon) -> None:
    """Colours, shades of known colours, and materials that this catalogue does not carry."""
    for colour in COLOURS:
        base = lexicon.entries.get((colour,))
        is_colour = base is not None and base.attribute == "color"
        for shade in SHADES:
            lexicon.entries.setdefault(
                (shade, colour), base if base and is_colour else Entry("color", f"{shade} {colour}", False)
            )
        lexicon.entries.setdefault((colour,), Entry("color", colour, False))
    lexicon.entries.setdefault(("gray",), lexicon.entries[("grey",)])
    for first, second in SHADED:
        named = lexicon.entries[(first,)]
        if named.attribute == "color" and (not named.known or (first, second) == ("rose", "gold")):
            named = Entry("color", f"{first} {second}", False) if first == "rose" else lexicon.entries[(second,)]
        lexicon.entries.setdefault((first, second), named)
        lexicon.entries.setdefault((first, second.replace("grey", "gray")), named)
    _add_ish(lexicon)
    for made_up in MADE_UP_MATERIALS:
        for material in MATERIALS:
            lexicon.entries.setdefault((made_up, material), Entry("material", f"{made_up} {material}", False))
    for attribute, values in (("material", MATERIALS), ("pattern", PATTERNS)):
        for value in values:
            lexicon.entries.setdefault(words_of(value), Entry(attribute, value, False))


def _add_ish(lexicon: Lexicon) -> None:
    """ "bluish", "reddish", "off-white-ish": about that colour."""
    for colour in COLOURS:
        entry = lexicon.entries[(colour,)]
        if entry.attribute != "color":
            continue
        stem = colour.removesuffix("e") if len(colour) > 3 else colour
        for form in (stem + "ish", colour + "ish", stem + stem[-1] + "ish"):
            lexicon.entries.setdefault((form,), entry)
