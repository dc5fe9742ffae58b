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
ACCESSORY = 0.2  # off for a thing that is only for what was asked for
MEANING = 0.1  # times the cosine of the latent semantic vectors
NEAR = 0.45  # cosine from which a product without any of the words is shown at all
FEW = 10  # with fewer full matches than this, other wordings are tried too
DEPTH = 400  # products looked at on each way
_AFTER = 3  # words after the thing's name in which an accessory names itself


@dataclass(frozen=True)
class Wish:
    """A query as the index knows it: terms that are in it, and the same as concepts with their other wordings."""

    terms: tuple[str, ...]
    concepts: tuple[list[Phrase], ...]


def understood(text: FullText, wanted: Sequence[str]) -> Wish:
    """Unknown words are replaced by the known ones that were probably meant, or left out."""
    terms: list[str] = []
    guesses: dict[str, list[str]] = {}
    for term in wanted:
        if text.knows(term):
            terms.append(term)
        elif found := meant(term, text.terms()):
            terms.append(found[0])
            guesses[found[0]] = found
    concepts = alternatives(terms) if terms else []
    missing = [term for term in wanted if not text.knows(term)]
    concepts += [found for found in alternatives(missing) if len(found) > 1] if missing else []
    widened = [_widened(wordings, guesses) for wordings in concepts]
    return Wish(tuple(dict.fromkeys(terms)), tuple(widened))


def text_scores(text: FullText, wish: Wish, brands: Container[str], depth: int = DEPTH) -> dict[str, float]:
    """Scores by product id, about 0 to 1.5."""
    hits = {hit.product_id: hit for hit in text.any_of(wish.terms, depth)}
    scores = _normed(hits)
    literal = [[wordings[0]] for wordings in wish.concepts]
    full = text.all_of(literal, depth)
    heads = {wordings[0][-1] for wordings in wish.concepts[-1:]}
    if len(full) < FEW and any(len(wordings) > 1 for wordings in wish.concepts):
        other = {hit.product_id: hit for hit in text.all_of(wish.concepts, depth)}
        for product_id, score in _normed(other).items():
            scores[product_id] = max(scores.get(product_id, 0.0), SYNONYM * score)
        full += other.values()
        hits = {**other, **hits}
        heads |= {wording[-1] for wording in wish.concepts[-1]}
    for product_id in {hit.product_id for hit in full} & scores.keys():
        scores[product_id] += ALL_WORDS
    things = {head for head in heads if head not in brands}
    asked = {term for wordings in wish.concepts for phrase in wordings for term in phrase}
    for product_id, hit in hits.items():
        if _only_for(hit.title, things, asked):
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


def _only_for(title: Sequence[str], things: set[str], asked: set[str]) -> bool:
    """Does an accessory's name follow the thing's name in the title, without having been asked for?"""
    last = max((at for at, word in enumerate(title) if word in things), default=-1)
    return last >= 0 and any(is_accessory(word) and word not in asked for word in title[last + 1 : last + 1 + _AFTER])


def _widened(wordings: list[Phrase], guesses: Mapping[str, list[str]]) -> list[Phrase]:
    more = guesses.get(wordings[0][0], []) if len(wordings[0]) == 1 else []
    return [*wordings, *((each,) for each in more[1:])]
