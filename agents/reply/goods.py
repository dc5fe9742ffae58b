"""What a draft may say of the products of a turn: their own facts, and nothing that a picture contradicts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from agents.intent.tokens import is_word, tokenize
from tools.catalog.facets import attribute_name, facets_of, stands_for
from tools.catalog.types import Product, Variant, Vocabulary
from tools.vision.colour_names import known as colour_known
from tools.vision.colour_names import members

LONGEST_TITLE = 40  # words
_HAN = re.compile(r"[\u3400-\u9fff]")
MOST_TITLES = 20_000  # half a second of reading, once


class Shop(Protocol):
    """Where the titles are."""

    def stats(self) -> dict[str, Any]: ...

    def all_products(self) -> list[Product]: ...


@dataclass(frozen=True)
class Good:
    """One product of the turn. `price` is as it is displayed; `doubted` are values that its picture contradicts."""

    title: str
    price: str
    held: Mapping[str, frozenset[str]]
    doubted: frozenset[str] = frozenset()

    def carries(self, attribute: str, value: str) -> bool:
        """Whether the listing has that value, by the same rule as the search, and no picture contradicts it."""
        if value.casefold() in self.doubted:
            return False
        name = attribute_name(attribute)
        if name == "color":
            return bool(self._colours() & {value.casefold(), *_family(value)})
        held = self.held.get(name, frozenset())
        if stands_for(name, value, held) or any(value in values for key, values in self.held.items() if key != "color"):
            return True
        return self.names(value)

    def names(self, phrase: str) -> bool:
        """Whether the title has these words one behind the other."""
        return f" {_plain(phrase)} " in f" {_plain(self.title)} "

    def _colours(self) -> set[str]:
        return {each.casefold() for each in self.held.get("color", frozenset())} - self.doubted


def good(product: Product, variant: Variant, price: str, evidence: Sequence[Mapping[str, Any]] | None) -> Good:
    """What is known of a product as it is shown. `evidence` is what its picture says of this turn's wish; None where
    the turn has looked at no picture: then nothing is said of its colour.
    """
    held: dict[str, set[str]] = {}
    for attribute, value in facets_of(product, variant):
        held.setdefault(attribute, set()).add(value)
    doubted = {str(each["claimed"]).casefold() for each in evidence or () if each["verdict"] == "contradicted"}
    doubted |= held.get("color", set()) if evidence is None else set()
    return Good(product.title, price, {name: frozenset(values) for name, values in held.items()}, frozenset(doubted))


@dataclass(frozen=True)
class Names:
    """The titles of a catalogue, for finding them in running text; a title of one plain word ("Mug") is none.

    Make it with `Names.of`.
    """

    words: frozenset[str] = frozenset()  # lower case, three letters and more
    openings: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])  # by their first word
    chinese: tuple[str, ...] = ()

    @classmethod
    def of(cls, titles: Iterable[str]) -> Names:
        plain = sorted({_plain(title) for title in titles} - {""})
        openings: dict[str, tuple[str, ...]] = {}
        for title in (each for each in plain if " " in each and not _HAN.search(each)):
            first = title.partition(" ")[0]
            openings[first] = (*openings.get(first, ()), title)
        words = frozenset(word for title in plain for word in title.split() if len(word) > 2)
        return cls(words, openings, tuple(each for each in plain if len(each) > 3 and _HAN.search(each)))

    def in_text(self, text: str) -> bool:
        """Whether the text has a whole title in it, in capitals or not."""
        words = _plain(text).split()
        for at, word in enumerate(words):
            rest = " ".join(words[at : at + LONGEST_TITLE]) + " "
            if any(rest.startswith(f"{title} ") for title in self.openings.get(word, ())):
                return True
        joined = " ".join(words)
        return bool(_HAN.search(joined)) and any(title in joined for title in self.chinese)


_names: dict[tuple[str, str], Names] = {}


def names_of(shop: Shop, vocabulary: Vocabulary) -> Names:
    """The titles of a catalogue, gathered once per version; none of one with more than `MOST_TITLES`."""
    key = (vocabulary.catalog, vocabulary.version)
    if key not in _names:
        if len(_names) >= 8:
            _names.pop(next(iter(_names)), None)
        few = shop.stats()["products"] <= MOST_TITLES
        _names[key] = Names.of(each.title for each in shop.all_products()) if few else Names()
    return _names[key]


def _family(value: str) -> set[str]:
    name = colour_known(value)
    return {each.casefold() for each in members(name)} if name else set()


def _plain(text: str) -> str:
    return " ".join(token.text for token in tokenize(text.casefold()) if is_word(token) or token.text.isdecimal())
