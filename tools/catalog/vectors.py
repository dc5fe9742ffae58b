"""Nearest neighbours in Chroma, on disk: the one module that imports chromadb."""

from __future__ import annotations

import functools
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tools.catalog.embedding import Floats

_COLLECTION = "products"
_PICTURES = "pictures"
_SPACE = {"hnsw": {"space": "cosine", "ef_search": 200}}
_BATCH = 1_000


def build(folder: Path, ids: Sequence[str], vectors: Sequence[Floats]) -> None:
    """Write a collection of unit vectors under their ids."""
    collection = _client(folder).create_collection(_COLLECTION, configuration=_SPACE, embedding_function=None)
    for start in range(0, len(ids), _BATCH):
        batch = slice(start, start + _BATCH)
        collection.add(ids=list(ids[batch]), embeddings=[vector.tolist() for vector in vectors[batch]])


class Vectors:
    """A built collection, opened at the first question."""

    collection_name = _COLLECTION

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._opening = threading.Lock()
        self._collection: Any = None
        self._size = 0

    def nearest(self, vector: Floats, count: int) -> dict[str, float]:
        """The cosine similarity, -1 to 1, of the `count` nearest ids."""
        collection = self._open()
        wanted = min(count, self._size)
        if wanted < 1:
            return {}
        found = collection.query(query_embeddings=[vector.tolist()], n_results=wanted, include=["distances"])
        return {id: 1.0 - float(far) for id, far in zip(found["ids"][0], found["distances"][0], strict=True)}

    def _open(self) -> Any:
        with self._opening:
            if self._collection is None:
                collection = self._find(_client(self.folder))
                self._size = collection.count()
                self._collection = collection
        return self._collection

    def _find(self, client: Any) -> Any:
        return client.get_collection(self.collection_name, embedding_function=None)


class PictureVectors(Vectors):
    """Unit vectors of pictures by content hash. Unlike products they are written batch by batch, each of them kept."""

    collection_name = _PICTURES

    def ids(self) -> set[str]:
        return set(self._open().get(include=[])["ids"])

    def get(self, ids: Sequence[str]) -> dict[str, Floats]:
        """The vectors of those that are here."""
        found: dict[str, Floats] = {}
        for start in range(0, len(ids), _BATCH):
            rows = self._open().get(ids=list(ids[start : start + _BATCH]), include=["embeddings"])
            found |= {id: np.asarray(row, np.float32) for id, row in zip(rows["ids"], rows["embeddings"], strict=True)}
        return found

    def add(self, vectors: Mapping[str, Floats]) -> None:
        """Write vectors, in place of earlier ones under the same ids. Only one process may do so at a time."""
        ids = list(vectors)
        for start in range(0, len(ids), _BATCH):
            batch = ids[start : start + _BATCH]
            self._open().upsert(ids=batch, embeddings=[vectors[id].tolist() for id in batch])
        self._size = self._open().count()

    def drop(self, ids: Sequence[str]) -> None:
        for start in range(0, len(ids), _BATCH):
            self._open().delete(ids=list(ids[start : start + _BATCH]))
        self._size = self._open().count()

    def _find(self, client: Any) -> Any:
        return client.get_or_create_collection(_PICTURES, configuration=_SPACE, embedding_function=None)


@functools.cache
def import_quickly() -> None:
    """Import chromadb without the IRI checker that jsonschema looks for: its grammar takes 1.2 s, and none is used."""
    checker = "rfc3987_syntax"
    absent = checker not in sys.modules
    if absent:
        sys.modules[checker] = None  # type: ignore[assignment]
    try:
        import chromadb  # noqa: F401
    finally:
        if absent:
            del sys.modules[checker]


def _client(folder: Path) -> Any:
    import_quickly()
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))
