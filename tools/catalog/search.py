"""Search over one catalogue: full text and meaning decide the order, constraints decide what may be shown."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from heapq import nsmallest
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select

from tools import schema
from tools.catalog import index as indexes
from tools.catalog.facets import attribute_name
from tools.catalog.filters import Condition, conditions, sellable
from tools.catalog.scoring import Wish, text_scores, understood, with_meaning
from tools.catalog.store import CatalogStore
from tools.catalog.types import Hit, Vocabulary
from tools.catalog.words import stems, tokens, wished
from tools.errors import TruecartError
from tools.llm.contract import Constraint

MAX_TERMS = 24  # of a query; further words only blur it
MAX_K = 1_000
_SPARE = 10  # products looked up beyond k, for those that turn out to be sold out or unpriced
_SOLD_OUT = 0.3  # off the score of a product that cannot be had now
_NEIGHBOURS = 100
_LIKE = 0.002  # of a score: finer differences come from what other products say, and must not order two like ones
_LEVEL = 0.01  # the widest group of like ones, each near the next
_WORDED = frozenset({"category", "material", "use", "feature", "style", "pattern", "brand"})  # worth searching for too
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_PREPOSITION = re.compile(r"\b(?:for|with|without|in|under|from|that|to|which)\b", re.IGNORECASE)
_VARIANTS = schema.variants.c
_NONE: frozenset[str] = frozenset()


class Offer(NamedTuple):
    product_id: str
    variant_id: str
    stock: int
    price_minor: int


@dataclass(frozen=True)
class Shelf:
    """What of the variants does not change between imports: their order in the feed and their options' stems."""

    positions: dict[str, int]
    options: dict[str, frozenset[str]]
    brand_words: frozenset[str]
    category_words: frozenset[str]  # the last stem of each category: what a thing is called


class CatalogSearch:
    """Hybrid search. Safe for use from many threads; the index is opened at the first search or by `warm`."""

    def __init__(self, store: CatalogStore, index_root: Path) -> None:
        if not _NAME.fullmatch(store.name):
            raise TruecartError("bad_request", f"{store.name!r} is no name for a catalogue: letters, digits, . _ -")
        self.store = store
        self.root = index_root / store.name
        self._opened: tuple[indexes.Index, Shelf] | None = None
        self._opening = threading.Lock()

    def build(
        self, progress: indexes.Progress | None = None, *, version: str | None = None, force: bool = False
    ) -> None:
        """Bring the index to the catalogue's version, or to the one that an import is about to publish.

        Nothing is done when it is there already, unless `force`.
        """
        version = version or self.store.version()
        if not force and indexes.is_current(indexes.heading(self.root), version):
            return
        options: dict[str, list[str]] = {}
        query = select(_VARIANTS.product_id, _VARIANTS.options).where(_VARIANTS.catalog == self.store.name)
        for row in self.store.offers(query):
            options.setdefault(row.product_id, []).extend(row.options.values())
        indexes.build(self.root, version, self.store.all_products(), options, progress or _silent)

    def warm(self) -> None:
        """Load everything that the first search would load. Raises `unknown_catalog` or `index_mismatch`."""
        self.search("warm", k=1)

    def search(self, query: str, *, k: int, constraints: Sequence[Constraint] | None = None) -> list[Hit]:
        """The best `k` products that fulfil all constraints, each with its best variant.

        A variant in stock is preferred over one that is not; one without a price is never answered. Constraints with
        `known` False only lend their words to the query. Raises TruecartError `index_mismatch`, `unknown_catalog`,
        `other_currency` or `bad_request`.
        """
        wanted = max(0, min(k, MAX_K))
        vocabulary = self.store.vocabulary()
        index, shelf = self._open(vocabulary)
        must = list(constraints or ())
        held = conditions(must, vocabulary) if must else []
        wish = _wish(index, shelf, query, _more_words(query, must))
        scores = self._scores(index, shelf, wish, wanted)
        if held:
            offers = self._offers(held)
            scores = _kept(scores, offers, fill=not query.strip() or _names_a_category(must))
        elif query.strip() or wish.terms:
            offers = self._offers([_VARIANTS.product_id.in_(_first(scores, wanted + _SPARE))]) if scores else []
        else:
            offers = self._offers([])
            scores = _kept({}, offers, fill=True)
        return _best(scores, offers, shelf, set(stems(query[:2_000])), wanted)

    def _scores(self, index: indexes.Index, shelf: Shelf, wish: Wish, k: int) -> dict[str, float]:
        if not wish.concepts:
            return {}
        scores = text_scores(index.text, wish, shelf.brand_words, max(400, 2 * k))
        if index.space is None or index.vectors is None:
            return scores
        vector = index.space.embed(wish.terms)
        return scores if vector is None else with_meaning(scores, index.vectors.nearest(vector, _NEIGHBOURS))

    def _offers(self, held: Sequence[Condition]) -> list[Offer]:
        """Price and stock of all fitting variants, as they are now."""
        query = select(_VARIANTS.product_id, _VARIANTS.variant_id, _VARIANTS.stock, _VARIANTS.price_minor)
        return [Offer._make(row) for row in self.store.offers(query.where(sellable(self.store.name), *held))]

    def _open(self, vocabulary: Vocabulary) -> tuple[indexes.Index, Shelf]:
        opened = self._opened
        if opened is None or opened[0].heading.catalog_version != vocabulary.version:
            with self._opening:
                opened = self._opened
                if opened is None or opened[0].heading.catalog_version != vocabulary.version:
                    index = indexes.open_index(self.root, self.store.name, vocabulary.version)
                    opened = self._opened = (index, _shelf(self.store, vocabulary))
        return opened


def _wish(index: indexes.Index, shelf: Shelf, query: str, more: str) -> Wish:
    named = wished(_PREPOSITION.split(query[:2_000], maxsplit=1)[0], MAX_TERMS)
    return understood(index.text, wished(f"{query} {more}", MAX_TERMS), len(named), shelf.category_words)


def _more_words(query: str, constraints: Iterable[Constraint]) -> str:
    """The words of what must hold, as far as the query lacks them: "hoodie" ranks hoodies before sweatshirts."""
    said = set(stems(query[:2_000]))
    more: list[str] = []
    for each in constraints:
        worded = attribute_name(each["attribute"]) in _WORDED or each.get("known") is False
        if not worded or each["op"] == "is_not":
            continue
        values = each["value"] if isinstance(each["value"], list) else [each["value"]]
        for value in values:
            if isinstance(value, str) and not set(stems(value)) <= said:
                more.append(value)
    return " ".join(more)


def _kept(scores: dict[str, float], offers: Sequence[Offer], fill: bool) -> dict[str, float]:
    """The scored products that are on offer; with `fill` the others too, below them: in stock first, then cheapest."""
    kept: dict[str, float] = {}
    others: dict[str, tuple[bool, int, str]] = {}
    for offer in offers:
        product_id = offer.product_id
        if product_id in scores:
            kept[product_id] = scores[product_id]
        elif fill:
            rank = (offer.stock <= 0, offer.price_minor, product_id)
            others[product_id] = min(others.get(product_id, rank), rank)
    lowest = min(kept.values(), default=1.0) - 1.0
    for at, product_id in enumerate(sorted(others, key=others.__getitem__)):
        kept[product_id] = lowest - at / len(others)
    return kept


def _best(scores: dict[str, float], offers: Sequence[Offer], shelf: Shelf, words: set[str], k: int) -> list[Hit]:
    """Each product by the variant that is in stock, that the query names best, and that the feed names first."""
    chosen: dict[str, tuple[tuple[bool, int, int], Offer]] = {}
    shown = set(_first(scores, k + _SPARE))
    for offer in offers:
        if offer.product_id in shown:
            named = len(words & shelf.options.get(offer.variant_id, _NONE))
            rank = (offer.stock > 0, named, -shelf.positions.get(offer.variant_id, 0))
            best = chosen.get(offer.product_id)
            if best is None or rank > best[0]:
                chosen[offer.product_id] = (rank, offer)
    hits = [
        Hit(product_id, offer.variant_id, scores[product_id] - (0.0 if offer.stock > 0 else _SOLD_OUT))
        for product_id, (_, offer) in chosen.items()
    ]
    return _levelled(sorted(hits, key=lambda hit: (-hit.score, hit.product_id)))[:k]


def _levelled(hits: list[Hit]) -> list[Hit]:
    """The hits with one score for those that are alike, in the order of their ids; `hits` come best first."""
    levelled: list[Hit] = []
    top = before = float("inf")
    for hit in hits:
        if before - hit.score > _LIKE or top - hit.score > _LEVEL:
            top = hit.score
        before = hit.score
        levelled.append(replace(hit, score=round(top, 6)))
    return sorted(levelled, key=lambda hit: (-hit.score, hit.product_id))


def _first(scores: dict[str, float], count: int) -> list[str]:
    return nsmallest(count, scores, key=lambda product_id: (-scores[product_id], product_id))


def _shelf(store: CatalogStore, vocabulary: Vocabulary) -> Shelf:
    query = select(_VARIANTS.variant_id, _VARIANTS.position, _VARIANTS.options)
    positions: dict[str, int] = {}
    options: dict[str, frozenset[str]] = {}
    for row in store.offers(query.where(_VARIANTS.catalog == store.name)):
        positions[row.variant_id] = row.position
        options[row.variant_id] = frozenset(term for value in row.options.values() for term in stems(value))
    brands = frozenset(term for brand in vocabulary.values.get("brand", ()) for term in tokens(brand))
    categories = frozenset(found[-1] for each in vocabulary.values.get("category", ()) if (found := stems(each)))
    return Shelf(positions, options, brands, categories)


def _names_a_category(constraints: Iterable[Constraint]) -> bool:
    return any(
        attribute_name(each["attribute"]) == "category" and each["op"] != "is_not" and each.get("known") is not False
        for each in constraints
    )


def _silent(done: int, total: int, label: str) -> None:
    """Nobody watches."""
