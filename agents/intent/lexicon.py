"""The live catalogue's vocabulary, compiled once per version into a table of wordings."""

from __future__ import annotations

from dataclasses import dataclass, field

from agents.intent.sizes import size_key
from agents.intent.tokens import Token, fold, tokenize
from agents.intent.words import COLOURS, MATERIALS, PATTERNS, PLURALS_ONLY, SHADES, STOP, SYNONYMS, TOO_COMMON
from tools.catalog.types import Vocabulary

Words = tuple[str, ...]

_PRIORITY = ("category", "color", "material", "use", "feature", "pattern", "gender", "department")
_NEVER_LOOSE = frozenset({"size", "seller", "spec", "sku", "gtin", "mpn"})  # read only where the words ask for them
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
    by_value: dict[str, Entry] = field(default_factory=dict)  # any attribute's value -> its entry
    fuzzy: dict[str, Entry] = field(default_factory=dict)  # single words, for misspelt ones
    guesses: dict[str, Entry | None] = field(default_factory=dict)

    def at(self, tokens: list[Token], first: int) -> Match | None:
        """The longest wording that starts at token `first`, hyphens or not; exact or inflected, not misspelt."""
        words: list[str] = []
        ends: list[int] = []
        at = first
        while at < len(tokens) and len(words) < _LONGEST:
            text = tokens[at].text
            if text == "-" and words:
                at += 1
                continue
            if not text[0].isalnum():
                break
            words.append(text)
            ends.append(at + 1)
            at += 1
        for length in range(len(words), 0, -1):
            entry = self.entries.get(tuple(words[:length]))
            if entry is not None:
                return Match(entry, first, ends[length - 1])
        return None

    def guess(self, word: str) -> Entry | None:
        """The entry of a misspelt word of five letters or more, None when nothing is near enough or two are."""
        if len(word) < _FUZZY_FROM or not word.isalpha() or word in STOP:
            return None
        if word not in self.guesses:
            if len(self.guesses) > 20_000:
                self.guesses.clear()
            self.guesses[word] = self._nearest(word)
        return self.guesses[word]

    def _nearest(self, word: str) -> Entry | None:
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        near = process.extract(
            word, self.fuzzy.keys(), scorer=OSA.normalized_similarity, score_cutoff=_FUZZY_FROM_SCORE, limit=3
        )
        near = [each for each in near if _plausible(word, each[0], each[1])]
        if not near:
            return None
        best = self.fuzzy[near[0][0]]
        rivals = {self.fuzzy[each[0]] for each in near if each[1] == near[0][1]}
        return best if len(rivals) == 1 else None


def _plausible(word: str, known: str, similarity: float) -> bool:
    """Whether `word` may be `known` misspelt.

    Words of five letters must differ by a missing, doubled or swapped letter ("jaket"), not by another one: "blank" is
    not "black". The first letter is mostly typed right.
    """
    if known == word + "s" or word == known + "s" or (word[0] != known[0] and similarity < 0.85):
        return False
    if len(word) == 5:
        return similarity >= 0.79 and (len(known) != 5 or sorted(known) == sorted(word))
    return similarity >= 0.82


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
        for form in inflected(words):
            lexicon.entries.setdefault(form, entry)
    _add_synonyms(lexicon, exact)
    _add_general(lexicon)
    lexicon.fuzzy = {
        words[0]: entry
        for words, entry in lexicon.entries.items()
        if len(words) == 1 and len(words[0]) >= _FUZZY_FROM and entry.attribute != "brand"
    }
    return lexicon


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
    if last.endswith(("s", "x", "z", "ch", "sh")):
        forms = [last + "es"]
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
    for attribute, values in (("material", MATERIALS), ("pattern", PATTERNS)):
        for value in values:
            lexicon.entries.setdefault(words_of(value), Entry(attribute, value, False))
