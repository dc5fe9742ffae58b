"""Measurements of pictures: made once for each content, kept in the database, remembered for the turns."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, insert, select

from tools.database import reading, writing
from tools.errors import TruecartError
from tools.schema import measurements
from tools.vision.types import Measurement
from tools.vision.version import VERSION

if TYPE_CHECKING:
    from tools.catalog.pictures import PictureStore

BATCH = 64  # measured pictures in one transaction: what a kill can cost
WORTH_A_POOL = 40  # pictures from which starting processes pays
REMEMBERED = 20_000
CHUNK = 500
NEEDED = 320  # pixels a side from which colours are measured
Progress = Callable[[int, int], None]


class MeasurementStore:
    """The one writer of `measurements`."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._remembered: dict[str, Measurement] = {}

    def get(self, hashes: Iterable[str]) -> dict[str, Measurement]:
        """Measurements by content hash; pictures that were never measured are left out."""
        wanted = list(dict.fromkeys(hashes))
        missing = [each for each in wanted if each not in self._remembered]
        for start in range(0, len(missing), CHUNK):
            ids = missing[start : start + CHUNK]
            query = select(measurements.c.content_hash, measurements.c.result).where(
                measurements.c.content_hash.in_(ids), measurements.c.version == VERSION
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
        batch: dict[str, Measurement] = {}
        with _mapping(len(missing), workers) as results:
            for count, found in enumerate(results([(each, _path(pictures, each)) for each in missing]), 1):
                batch[found["content_hash"]] = found
                if len(batch) >= BATCH or count == len(missing):
                    self._save(batch)
                    batch = {}
                if progress:
                    progress(count, len(missing))
        return len(missing)

    def measured(self, pictures: PictureStore, content_hash: str) -> Measurement:
        """One picture's measurement, made now when there is none: a shopper's upload."""
        if content_hash not in self.get([content_hash]):
            self._save({content_hash: measure_file((content_hash, _path(pictures, content_hash)))})
        return self.get([content_hash])[content_hash]

    def _save(self, batch: dict[str, Measurement]) -> None:
        with writing(self.engine) as connection:
            query = select(measurements.c.content_hash).where(
                measurements.c.content_hash.in_(batch), measurements.c.version == VERSION
            )
            there = set(connection.execute(query).scalars())
            rows = [
                {"content_hash": content_hash, "version": VERSION, "result": result}
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


def measure_file(task: tuple[str, Path | None]) -> Measurement:
    """Measure one stored picture; in a worker process, so at the top level of the module."""
    from tools.vision.colour import measure, unreadable
    from tools.vision.decoding import decode

    content_hash, path = task
    if path is None:
        return unreadable(content_hash)
    try:
        return measure(decode(path, NEEDED), content_hash)
    except (OSError, TruecartError):
        return unreadable(content_hash)


def _path(pictures: PictureStore, content_hash: str) -> Path | None:
    try:
        return pictures.path(content_hash)
    except TruecartError:
        return None


@contextmanager
def _mapping(
    count: int, workers: int | None
) -> Iterator[Callable[[list[tuple[str, Path | None]]], Iterable[Measurement]]]:
    """A map over tasks: in processes of their own when there are enough, else here."""
    if count < WORTH_A_POOL or workers == 1:
        yield lambda tasks: map(measure_file, tasks)
        return
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield lambda tasks: pool.map(measure_file, tasks, chunksize=8)
