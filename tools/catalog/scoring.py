"""How well products answer a query: full text first, then what all words, accessories and meaning say."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from tools.catalog.fulltext import FullText, TextHit
from tools.catalog.spelling import meant
from tools.catalog.synonyms import Phrase, alternatives, is_accessory

# Chosen on the 67 judged queries of data/chorus_icecat. Each lies on a plateau: half or twice of it costs < .01 nDCG.
ALL_WORDS = 0.4  # for holding every word of the query
SYNONYM = 0.8  # of the score, where only another wording is held
THING = 0.2  # for naming the thing that is wished for in the title, when the query has more words than that
ACCESSORY = 0.2  # off for a thing that is only for what was asked for
MEANING = 0.05  # times the cosine of the latent semantic vectors
NEAR = 0.45  # cosine from which a product without any of the words is shown at all
FEW = 10  # with fewer full matches than this, other wordings are tried too
DEPTH = 400  # products looked at on each way
_AFTER = 3  # words after the thing's name in which an accessory names itself


@dataclass(frozen=True)
class Wish:
    """A query as the index knows it: terms that are in it, and the same as concepts with their other wordings.

    `thing` holds the last stems of the concept that names what is wished for: "case" in "laptop case for travel".
    """

    terms: tuple[str, ...]
    concepts: tuple[list[Phrase], ...]
    thing: frozenset[str] = frozenset()


def understood(text: FullText, wanted: Sequence[str], named: int, categories: Container[str]) -> Wish:
    """The wish behind index terms, of which the first `named` stand before "for", "with" and the like.

    Unknown words are replaced by the known ones that were probably meant, or left out. The thing is the last concept
    that is a category's name, else the last of the first part (English puts it there).
    """
    terms: list[str] = []
    guesses: dict[str, list[str]] = {}
    unknown: list[str] = []
    first_part = 0
    for place, term in enumerate(wanted):
        if text.knows(term):
            terms.append(term)
        elif found := meant(term, text.terms()):
            terms.append(found[0])
            guesses[found[0]] = found
        else:
            unknown.append(term)
        first_part = len(terms) if place < named else first_part
    concepts = [_widened(wordings, guesses) for wordings in alternatives(terms)]
    concepts += [wordings for wordings in alternatives(unknown) if len(wordings) > 1]
    return Wish(tuple(dict.fromkeys(terms)), tuple(concepts), _thing(concepts, first_part, categories))


def text_scores(text: FullText, wish: Wish, brands: Container[str], depth: int = DEPTH) -> dict[str, float]:
    """Scores by product id, about 0 to 1.7."""
    hits = {hit.product_id: hit for hit in text.any_of(wish.terms, depth)}
    scores = _normed(hits)
    full = text.all_of([[wordings[0]] for wordings in wish.concepts], depth)
    if len(full) < FEW and any(len(wordings) > 1 for wordings in wish.concepts):
        other = {hit.product_id: hit for hit in text.all_of(wish.concepts, depth)}
        for product_id, score in _normed(other).items():
            scores[product_id] = max(scores.get(product_id, 0.0), SYNONYM * score)
        full += other.values()
        hits = {**other, **hits}
    for product_id in {hit.product_id for hit in full} & scores.keys():
        scores[product_id] += ALL_WORDS
    thing = {word for word in wish.thing if word not in brands}
    asked = {term for wordings in wish.concepts for phrase in wordings for term in phrase}
    for product_id, hit in hits.items():
        if len(wish.concepts) > 1 and not thing.isdisjoint(hit.title):
            scores[product_id] += THING
        if _only_for(hit.title, thing, asked):
            scores[product_id] -= ACCESSORY
    return scores


def with_meaning(scores: dict[str, float], near: Mapping[str, float]) -> dict[str, float]:
    """The scores with those of nearest neighbours added; a product without any of the words must be near."""
    fused = dict(scores)
    for product_id, cosine in near.items():
        if product_id in fused or cosine >= NEAR:
            fused[product_id] = fused.get(product_id, 0.0) + MEANING * max(0.0, cosine)
    return fused


def _normed(hits: Mapping[str, TextHit]) -> dict[str, float]:
    best = max((hit.score for hit in hits.values()), default=0.0)
    return {product_id: hit.score / best if best > 0 else 0.0 for product_id, hit in hits.items()}


def _thing(concepts: Sequence[Sequence[Phrase]], first_part: int, categories: Container[str]) -> frozenset[str]:
    """The last stems of every wording of the concept that names the thing."""
    if not concepts:
        return frozenset()
    named = [wordings for wordings in concepts if any(phrase[-1] in categories for phrase in wordings)]
    passed = 0
    last = concepts[-1]
    for wordings in concepts:
        passed += len(wordings[0])
        if passed >= first_part > 0:
            last = wordings
            break
    return frozenset(phrase[-1] for phrase in (named[-1] if named else last))


def _only_for(title: Sequence[str], thing: set[str], asked: set[str]) -> bool:
    """Does an accessory's name follow the thing's name in the title, without having been asked for?"""
    last = max((at for at, word in enumerate(title) if word in thing), default=-1)
    return last >= 0 and any(is_accessory(word) and word not in asked for word in title[last + 1 : last + 1 + _AFTER])


def _widened(wordings: list[Phrase], guesses: Mapping[str, list[str]]) -> list[Phrase]:
    more = guesses.get(wordings[0][0], []) if len(wordings[0]) == 1 else []
    return [*wordings, *((each,) for each in more[1:])]
