"""Search over one catalogue: full text and meaning decide the order, constraints decide what may be shown."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Row, func, select

from tools import schema
from tools.catalog import index as indexes
from tools.catalog.facets import attribute_name
from tools.catalog.filters import Condition, any_in_stock, conditions, sellable
from tools.catalog.scoring import Wish, text_scores, understood, with_meaning
from tools.catalog.store import CatalogStore
from tools.catalog.types import Hit
from tools.catalog.words import stems, tokens, wished
from tools.errors import TruecartError
from tools.llm.contract import Constraint

MAX_TERMS = 24  # of a query; further words only blur it
MAX_K = 1_000
_SPARE = 20  # products looked up beyond k, for those that turn out to be sold out or unpriced
_SOLD_OUT = 0.3  # off the score of a product that cannot be had now
_NEIGHBOURS = 100
_WORDED = frozenset({"category", "material", "use", "feature", "style", "pattern", "brand"})  # worth searching for too
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_VARIANTS = schema.variants.c


class CatalogSearch:
    """Hybrid search. Safe for use from many threads; the index is opened at the first search or by `warm`."""

    def __init__(self, store: CatalogStore, index_root: Path) -> None:
        if not _NAME.fullmatch(store.name):
            raise TruecartError("bad_request", f"{store.name!r} is no name for a catalogue: letters, digits, . _ -")
        self.store = store
        self.root = index_root / store.name
        self._index: indexes.Index | None = None
        self._brands: tuple[str, frozenset[str]] = ("", frozenset())
        self._opening = threading.Lock()

    def build(self, progress: indexes.Progress | None = None, *, force: bool = False) -> None:
        """Bring the index to the catalogue's version; nothing is done when it is there already, unless `force`."""
        version = self.store.version()
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
        index = self._open()
        must = list(constraints or ())
        held = conditions(must, self.store.vocabulary()) if must else []
        wish = understood(index.text, wished(_wording(query, must), MAX_TERMS))
        scores = self._scores(index, wish, wanted)
        if held:
            scores = self._kept(scores, held, fill=not query.strip() or _names_a_category(must))
        elif not wish.terms and not query.strip():
            scores = dict.fromkeys(self._eligible([], wanted + _SPARE), 0.0)
        return self._best(scores, held, _option_words(query), wanted)

    def _scores(self, index: indexes.Index, wish: Wish, k: int) -> dict[str, float]:
        if not wish.concepts:
            return {}
        scores = text_scores(index.text, wish, self._brand_words(), max(400, 2 * k))
        if index.space is None or index.vectors is None:
            return scores
        vector = index.space.embed(wish.terms)
        return scores if vector is None else with_meaning(scores, index.vectors.nearest(vector, _NEIGHBOURS))

    def _kept(self, scores: dict[str, float], held: list[Condition], fill: bool) -> dict[str, float]:
        """The scored products that fulfil the conditions, and with `fill` those that no word was found in."""
        eligible = self._eligible(held, None)
        kept = {product_id: scores[product_id] for product_id in eligible if product_id in scores}
        if fill:
            lowest = min(kept.values(), default=0.0) - 1.0
            rest = [product_id for product_id in eligible if product_id not in kept]
            kept.update((product_id, lowest - at / len(eligible)) for at, product_id in enumerate(rest))
        return kept

    def _eligible(self, held: list[Condition], limit: int | None) -> list[str]:
        """Products with a fitting variant: those in stock first, then the cheapest."""
        query = (
            select(_VARIANTS.product_id)
            .where(sellable(self.store.name), *held)
            .group_by(_VARIANTS.product_id)
            .order_by(any_in_stock().desc(), func.min(_VARIANTS.price_minor), _VARIANTS.product_id)
            .limit(limit)
        )
        return [row.product_id for row in self.store.offers(query)]

    def _best(self, scores: dict[str, float], held: list[Condition], words: set[str], k: int) -> list[Hit]:
        order = sorted(scores, key=lambda product_id: (-scores[product_id], product_id))[: k + _SPARE]
        query = select(
            _VARIANTS.product_id, _VARIANTS.variant_id, _VARIANTS.position, _VARIANTS.options, _VARIANTS.stock
        ).where(sellable(self.store.name), _VARIANTS.product_id.in_(order), *held)
        chosen: dict[str, tuple[tuple[bool, int, int], Row[Any]]] = {}
        for row in self.store.offers(query) if order else ():
            named = len(words.intersection(term for value in row.options.values() for term in stems(value)))
            rank = (row.stock > 0, named, -row.position)
            if row.product_id not in chosen or rank > chosen[row.product_id][0]:
                chosen[row.product_id] = (rank, row)
        hits = [
            Hit(product_id, row.variant_id, round(scores[product_id] - (0.0 if row.stock > 0 else _SOLD_OUT), 6))
            for product_id, (_, row) in chosen.items()
        ]
        return sorted(hits, key=lambda hit: (-hit.score, hit.product_id))[:k]

    def _open(self) -> indexes.Index:
        version = self.store.version()
        index = self._index
        if index is None or index.heading.catalog_version != version:
            with self._opening:
                index = self._index
                if index is None or index.heading.catalog_version != version:
                    index = self._index = indexes.open_index(self.root, self.store.name, version)
        return index

    def _brand_words(self) -> frozenset[str]:
        vocabulary = self.store.vocabulary()
        if self._brands[0] != vocabulary.version:
            words = frozenset(term for brand in vocabulary.values.get("brand", ()) for term in tokens(brand))
            self._brands = (vocabulary.version, words)
        return self._brands[1]


def _wording(query: str, constraints: Iterable[Constraint]) -> str:
    """The query with the words of what must hold, so that "hoodie" ranks hoodies before sweatshirts."""
    said = set(stems(query[:2_000]))
    more: list[str] = []
    for each in constraints:
        worded = attribute_name(each["attribute"]) in _WORDED and each["op"] != "is_not"
        if not (worded or each.get("known") is False):
            continue
        values = each["value"] if isinstance(each["value"], list) else [each["value"]]
        for value in values:
            if isinstance(value, str) and not set(stems(value)) <= said:
                more.append(value)
    return " ".join([query, *more])


def _option_words(query: str) -> set[str]:
    return set(stems(query[:2_000]))


def _names_a_category(constraints: Iterable[Constraint]) -> bool:
    return any(attribute_name(each["attribute"]) == "category" and each["op"] != "is_not" for each in constraints)


def _silent(done: int, total: int, label: str) -> None:
    """Nobody watches."""
