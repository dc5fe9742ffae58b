"""Measurements of pictures: made once for each content, kept in the database, remembered for the turns."""

from __future__ import annotations

import base64
import itertools
import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine, insert, select

from tools.database import reading, writing
from tools.errors import TruecartError
from tools.schema import measurements
from tools.vision.oklab import Floats
from tools.vision.types import Measurement
from tools.vision.version import VERSION

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.catalog.pictures import PictureStore
    from tools.vision.clip.reading import Reader

BATCH = 64  # measured pictures in one transaction: what a kill can cost
WORTH_A_POOL = 40  # pictures from which starting processes pays
REMEMBERED = 20_000
CHUNK = 500
NEEDED = 320  # pixels a side from which colours are measured
SEEN_BY_CLIP = 288  # pixels of the longer side that an encoder is handed
AHEAD = 512  # pictures that workers may look at before the encoder has: what is waiting lies in memory
Progress = Callable[[int, int], None]
Task = tuple[str, Path | None, bool]  # content hash, file, whether an encoder will look too


class Looked(NamedTuple):
    """What a worker hands back: the colours, and the picture made small where an encoder will look at it."""

    measurement: Measurement
    small: NDArray[np.uint8] | None


class MeasurementStore:
    """The one writer of `measurements`. Without a `reader` only colours are measured."""

    def __init__(self, engine: Engine, reader: Reader | None = None) -> None:
        self.engine = engine
        self._reader = reader
        self._remembered: dict[str, Measurement] = {}

    @property
    def version(self) -> str:
        """Of the measuring code and of the encoder: what another one measured is not taken for this one's."""
        return VERSION if self._reader is None else f"{VERSION}+{self._reader.encoder.digest[:12]}"

    def get(self, hashes: Iterable[str]) -> dict[str, Measurement]:
        """Measurements by content hash; pictures that were never measured are left out."""
        wanted = list(dict.fromkeys(hashes))
        missing = [each for each in wanted if each not in self._remembered]
        for start in range(0, len(missing), CHUNK):
            ids = missing[start : start + CHUNK]
            query = select(measurements.c.content_hash, measurements.c.result).where(
                measurements.c.content_hash.in_(ids), measurements.c.version == self.version
            )
            with reading(self.engine) as connection:
                self._remember({row.content_hash: row.result for row in connection.execute(query)})
        return {each: self._remembered[each] for each in wanted if each in self._remembered}

    def measure(
        self,
        pictures: PictureStore,
        hashes: Iterable[str],
        *,
        progress: Progress | None = None,
        workers: int | None = None,
    ) -> int:
        """Measure what this version has not measured yet, in parallel; answers how many. Resumable.

        A picture that cannot be read gets a measurement of confidence 0.
        """
        wanted = list(dict.fromkeys(hashes))
        done = self.get(wanted)
        missing = [each for each in wanted if each not in done]
        tasks = [(each, _path(pictures, each), self._reader is not None) for each in missing]
        done_now = 0
        with _mapping(len(missing), workers) as results:
            looked = (each for start in range(0, len(tasks), AHEAD) for each in results(tasks[start : start + AHEAD]))
            while batch := list(itertools.islice(looked, BATCH)):
                self._save({each["content_hash"]: each for each in self._read(batch)})
                done_now += len(batch)
                if progress:
                    progress(done_now, len(missing))
        return len(missing)

    def measured(self, pictures: PictureStore, content_hash: str) -> Measurement:
        """One picture's measurement, made now when there is none: a shopper's upload."""
        if content_hash not in self.get([content_hash]):
            looked = look((content_hash, _path(pictures, content_hash), self._reader is not None))
            self._save({content_hash: self._read([looked])[0]})
        return self.get([content_hash])[content_hash]

    def of_image(self, image: Image, content_hash: str) -> Measurement:
        """Of a picture that is not kept: nothing is stored."""
        return self._read([_looked(image, content_hash, self._reader is not None)])[0]

    def _read(self, batch: Sequence[Looked]) -> list[Measurement]:
        """With what the encoder reads in the pictures, all of them in one run."""
        small = [(each.measurement, each.small) for each in batch if each.small is not None]
        if self._reader is not None and small:
            from PIL import Image

            from tools.vision.clip.views import embed

            embeddings = embed(self._reader.encoder, [Image.fromarray(values) for _, values in small])
            for (measurement, _), embedding in zip(small, embeddings, strict=True):
                measurement["embedding"] = packed(embedding)
                measurement["read"] = self._reader.read(embedding)
        return [each.measurement for each in batch]

    def _save(self, batch: dict[str, Measurement]) -> None:
        with writing(self.engine) as connection:
            query = select(measurements.c.content_hash).where(
                measurements.c.content_hash.in_(batch), measurements.c.version == self.version
            )
            there = set(connection.execute(query).scalars())
            rows = [
                {"content_hash": content_hash, "version": self.version, "result": result}
                for content_hash, result in batch.items()
                if content_hash not in there
            ]
            if rows:
                connection.execute(insert(measurements), rows)
        self._remember(batch)

    def _remember(self, found: dict[str, Measurement]) -> None:
        if len(self._remembered) + len(found) > REMEMBERED:
            self._remembered = {}
        self._remembered.update(found)


def packed(vector: Floats) -> str:
    """A vector as text: base64 of its half precision."""
    return base64.b64encode(vector.astype("<f2").tobytes()).decode("ascii")


def unpacked(text: str) -> Floats:
    """What `packed` was given, to three digits."""
    return np.frombuffer(base64.b64decode(text), "<f2").astype(np.float32)


def look(task: Task) -> Looked:
    """Measure one stored picture; in a worker process, so at the top level of the module."""
    from tools.vision.colour import unreadable
    from tools.vision.decoding import decode

    content_hash, path, encoded = task
    if path is None:
        return Looked(unreadable(content_hash), None)
    try:
        return _looked(decode(path, NEEDED), content_hash, encoded)
    except (OSError, TruecartError):
        return Looked(unreadable(content_hash), None)


def _looked(image: Image, content_hash: str, encoded: bool) -> Looked:
    from tools.vision.colour import measure
    from tools.vision.decoding import srgb

    small = srgb(image, SEEN_BY_CLIP)
    return Looked(measure(small, content_hash), np.asarray(small) if encoded else None)


def _path(pictures: PictureStore, content_hash: str) -> Path | None:
    try:
        return pictures.path(content_hash)
    except TruecartError:
        return None


@contextmanager
def _mapping(count: int, workers: int | None) -> Iterator[Callable[[list[Task]], Iterable[Looked]]]:
    """A map over tasks: in processes of their own when there are enough, else here."""
    if count < WORTH_A_POOL or workers == 1:
        yield lambda tasks: map(look, tasks)
        return
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield lambda tasks: pool.map(look, tasks, chunksize=8)
