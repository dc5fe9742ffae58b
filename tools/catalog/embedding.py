"""Text embeddings of the catalogue's own making: latent semantic analysis (Deerwester et al., 1990).

TF-IDF over the catalogue's index terms, reduced by a truncated SVD that is fitted when the index is built. A query
costs a few numpy rows: no model, no network. Saved as arrays and text, never as code.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

NAME = "lsa-1"  # raised when the way of embedding changes: an index of another name is refused
DIMENSIONS = 128
MAX_TERMS = 20_000


@dataclass(frozen=True)
class Embedding:
    """`components` is (dimensions, terms); `idf` and `index` are by term."""

    index: dict[str, int]
    idf: Floats
    components: Floats

    def embed(self, terms: Sequence[str]) -> Floats | None:
        """The unit vector of a text's index terms; None when none of them is known."""
        counts = Counter(at for term in terms if (at := self.index.get(term)) is not None)
        if not counts:
            return None
        rows = np.fromiter(counts, dtype=np.intp)
        weights = np.array([1 + math.log(counts[each]) for each in counts], dtype=np.float32) * self.idf[rows]
        return _unit(self.components[:, rows] @ weights)

    def save(self, path: Path) -> None:
        terms = np.frombuffer("\n".join(self.index).encode(), dtype=np.uint8)
        np.savez(path, terms=terms, idf=self.idf, components=self.components)


def load(path: Path) -> Embedding:
    with np.load(path, allow_pickle=False) as saved:
        terms = saved["terms"].tobytes().decode().split("\n")
        return Embedding({term: at for at, term in enumerate(terms)}, saved["idf"], saved["components"])


def fit(texts: Sequence[Sequence[str]]) -> tuple[Embedding, list[Floats | None]] | None:
    """The embedding fitted on texts of index terms, and each text's vector; None when there is too little text."""
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer

    counter: Any = TfidfVectorizer(
        analyzer=list, min_df=1 if len(texts) < 1_000 else 2, max_df=0.5, max_features=MAX_TERMS, sublinear_tf=True
    )
    try:
        matrix = counter.fit_transform(texts)
    except ValueError:  # no term is left, as in a catalogue of one product
        return None
    dimensions = min(DIMENSIONS, matrix.shape[0] - 1, matrix.shape[1] - 1)
    if dimensions < 2:
        return None
    reducer: Any = TruncatedSVD(dimensions, random_state=0, n_iter=4)
    reducer.fit(matrix)
    names = [str(term) for term in counter.get_feature_names_out()]
    embedding = Embedding(
        {term: at for at, term in enumerate(names)},
        counter.idf_.astype(np.float32),
        reducer.components_.astype(np.float32),
    )
    return embedding, [embedding.embed(text) for text in texts]


def _unit(vector: Floats) -> Floats | None:
    length = float(np.linalg.norm(vector))
    return None if length < 1e-6 else (vector / length).astype(np.float32)
