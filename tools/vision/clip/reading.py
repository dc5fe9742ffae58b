"""What a CLIP reads in a picture, zero-shot: a probability for each value of each attribute, by dot products."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from tools.vision.clip.types import Encoder, Floats
from tools.vision.clip.vocabulary import VALUES, members, prompt
from tools.vision.types import ObservedValue


class Reader:
    """An encoder's answers to the vocabulary's questions. The prompts are encoded at the first one."""

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder

    def distribution(self, embeddings: Floats, attribute: str) -> Floats:
        """(n, d) unit vectors to (n, values) probabilities over VALUES[attribute]."""
        logits = self._scale * embeddings @ self._texts[attribute].T
        odds = np.exp(logits - logits.max(axis=-1, keepdims=True))
        return np.asarray(odds / odds.sum(axis=-1, keepdims=True), np.float32)

    def read(self, embedding: Floats) -> dict[str, list[ObservedValue]]:
        """For one picture, the likely values of every attribute, best first."""
        return {
            attribute: observed(attribute, self.distribution(embedding[None], attribute)[0]) for attribute in VALUES
        }

    def name(self, embeddings: Floats, attribute: str, values: Sequence[str]) -> list[str]:
        """For each picture the likeliest of these values of the vocabulary, each by its own prompt alone."""
        odds = self.distribution(embeddings, attribute)
        places = [VALUES[attribute].index(value) for value in values]
        return [values[int(index)] for index in odds[:, places].argmax(1)]

    def choose(self, embeddings: Floats, attribute: str, words: Sequence[str]) -> list[str]:
        """For each picture the likeliest of a shop's words; a word's probability is that of all values that it names.

        What several words name counts for the narrowest: beside "navy", "blue" is every other blue.
        """
        odds = self.distribution(embeddings, attribute)
        named = [members(attribute, word) for word in words]
        places: list[list[int]] = [[] for _ in words]
        for index, value in enumerate(VALUES[attribute]):
            owners = [(len(own), place) for place, own in enumerate(named) if value in own]
            if owners:
                places[min(owners)[1]].append(index)
        table = np.stack([odds[:, place].sum(1) for place in places], axis=1)
        return [words[int(index)] for index in table.argmax(1)]

    @cached_property
    def _scale(self) -> float:
        return self.encoder.scale

    @cached_property
    def _texts(self) -> dict[str, Floats]:
        """One call for all: a large model's text tower is slow."""
        asked = [(attribute, value) for attribute, values in VALUES.items() for value in values]
        vectors = self.encoder.texts([prompt(attribute, value) for attribute, value in asked])
        return {
            name: np.stack([vector for (attribute, _), vector in zip(asked, vectors, strict=True) if attribute == name])
            for name in VALUES
        }


def observed(attribute: str, p: Floats, least: float = 0.01) -> list[ObservedValue]:
    """Values of at least this probability, best first; always one."""
    order = np.argsort(-p)
    return [
        {"value": VALUES[attribute][int(each)], "p": round(float(p[each]), 4)}
        for place, each in enumerate(order)
        if place == 0 or p[each] >= least
    ]


def belief(distribution: Floats, attribute: str, word: str) -> float | None:
    """Probability (values,) lying on what makes a claim of this word true; None for a word that is not known."""
    known = members(attribute, word)
    if not known:
        return None
    index = {value: place for place, value in enumerate(VALUES[attribute])}
    return float(sum(distribution[index[each]] for each in known))
