"""What of a model's words the shopper really said, and the catalogue's own value for each."""

from __future__ import annotations

import re
from dataclasses import dataclass

from agents.intent.english.words import STOP
from agents.intent.lexicon import Entry, Lexicon, compiled, words_of
from agents.intent.model.reply import Pointed, Wanted
from agents.intent.parse import parse
from agents.intent.sizes import size_key
from agents.intent.tokens import fold, tokenize
from tools.catalog.types import Vocabulary
from tools.llm.contract import Constraint, IntentContext, Reference, ShownProduct

FROM_THE_WORDS = frozenset({"price", "delivery", "pack_size"})  # never the model's
_MUST_BE_SAID = frozenset({"size", "shoe size", "length", "width", "waist", "inseam", "brand", "seller"})
_AFTER_THE_CART = frozenset({"add", "change"})
_POINTING = STOP | {"one", "ones", "item", "items", "thing", "first", "second", "third", "last", "number", "other"}


@dataclass(frozen=True)
class Said:
    """One message, or the part [start, end) of it that one request stands in."""

    text: str
    vocabulary: Vocabulary
    context: IntentContext
    start: int = 0
    end: int | None = None

    @property
    def folded(self) -> str:
        return fold(self.text)

    @property
    def lexicon(self) -> Lexicon:
        return compiled(self.vocabulary)

    def span(self, words: str) -> list[int] | None:
        """Where the part says these words, whole words only; None when it does not."""
        wanted = fold(words).strip()
        if not wanted:
            return None
        at = self.folded.find(wanted, self.start, self.end)
        while at >= 0:
            if not _cuts(self.folded, at) and not _cuts(self.folded, at + len(wanted)):
                return [at, at + len(wanted)]
            at = self.folded.find(wanted, at + 1, self.end)
        return None

    def words_at(self, span: list[int]) -> str:
        return self.text[span[0] : span[1]]


def constraint(wanted: Wanted, said: Said) -> Constraint | str | None:
    """The constraint with the catalogue's own value; or the words of one that cannot be used; None for words that
    nobody said.

    A value that the catalogue lacks is marked `known` False. Sizes, brands and everything with a digit must be in the
    words themselves, and so must any value while a question about the cart may be open.
    """
    span = said.span(wanted.words)
    if span is None:
        return None
    if wanted.attribute in FROM_THE_WORDS:
        return None
    words = said.words_at(span)
    entry = snapped(wanted, said)
    listed = entry.attribute in said.vocabulary.values
    strict = entry.attribute in _MUST_BE_SAID or said.context.get("last") in _AFTER_THE_CART
    digits = set(re.findall(r"\d+", entry.value)) - set(re.findall(r"\d+", fold(words)))
    if not listed or digits or ((strict or not entry.known) and not evident(entry, words, said)):
        return words if entry.known or not listed or digits or strict else _unknown(entry, wanted, words, span)
    found: Constraint = {"attribute": entry.attribute, "op": wanted.op, "value": entry.value, "span": span}
    found["text"] = words
    if not entry.known:
        found["known"] = False
    return found


def _unknown(entry: Entry, wanted: Wanted, words: str, span: list[int]) -> Constraint:
    """A value that neither the catalogue nor the words have: the model's translation, to be ranked on at most."""
    found: Constraint = {"attribute": entry.attribute, "op": wanted.op, "value": entry.value, "span": span}
    return {**found, "text": words, "known": False}


def snapped(wanted: Wanted, said: Said) -> Entry:
    """The catalogue's own value for what the model said, or the same words marked as unknown."""
    for value in said.vocabulary.values.get(wanted.attribute, ()):
        if words_of(value) == words_of(wanted.value):
            return Entry(wanted.attribute, value)
    lexicon = said.lexicon
    if wanted.attribute == "size" and (known := lexicon.sizes.get(size_key(wanted.value))):
        return Entry("size", known)
    tokens = tokenize(fold(wanted.value))
    match = lexicon.at(tokens, 0) if tokens else None
    if match and match.behind == len(tokens) and match.entry.attribute == wanted.attribute:
        return match.entry
    guess = lexicon.guess(fold(wanted.value))
    if guess and guess.attribute == wanted.attribute:
        return guess
    return Entry(wanted.attribute, fold(wanted.value).strip(), known=False)


def evident(entry: Entry, words: str, said: Said) -> bool:
    """Whether the words themselves say the value: its own words stand there, or the embedded parser reads it there."""
    value, spoken = words_of(entry.value), words_of(words)
    if value and any(spoken[at : at + len(value)] == value for at in range(len(spoken))):
        return True
    if entry.attribute == "size" and size_key(words) == size_key(entry.value):
        return True
    read = parse(words, said.vocabulary, {})["constraints"]
    return any(each["attribute"] == entry.attribute and each["value"] == entry.value for each in read)


def reference(pointed: Pointed, said: Said) -> Reference | None:
    """A reference whose words were said and fit: "it" as it is, places where the words name each and no other."""
    span = said.span(pointed.words)
    if span is None:
        return None
    if pointed.where == "last" and not pointed.positions:
        return {"positions": [], "where": "last", "span": span}
    among = said.context.get("cart", []) if pointed.where == "cart" else said.context.get("shown", [])
    words = set(words_of(said.words_at(span))) - _POINTING
    titles = [{word for part in _described(each) for word in words_of(part)} for each in among]
    for position in pointed.positions:
        place = position - 1 if position > 0 else len(among) + position
        if not 0 <= place < len(among):
            return None
        others = {word for at, title in enumerate(titles) if at != place for word in title}
        if not words & (titles[place] - others):
            return None
    if not pointed.positions:
        return None
    return {"positions": pointed.positions, "where": pointed.where, "span": span}


def _described(product: ShownProduct) -> list[str]:
    return [product["title"], product.get("color", ""), *product.get("facts", [])]


def query(proposed: str, said: Said) -> str:
    """The words of a proposed full-text query that the shopper said."""
    return " ".join(word for word in proposed.split() if said.span(word) is not None)


def overlap(one: list[int], other: list[int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _cuts(text: str, at: int) -> bool:
    """Whether a border at this place would cut a Latin word or a number in two."""
    if not 0 < at < len(text):
        return False
    before, behind = text[at - 1], text[at]
    return before.isascii() and behind.isascii() and before.isalnum() and behind.isalnum()
