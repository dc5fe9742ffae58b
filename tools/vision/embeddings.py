"""The embeddings of a catalogue's pictures: which encoder made them, and making them anew.

`<folder>/current.json` names the collection in use and its encoder. Another one is built beside it, batch by batch, so
that a killed build goes on where it stopped, and is put into use in one step when it is whole.
"""

from __future__ import annotations

import fcntl
import itertools
import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tools.catalog.index import PICTURES
from tools.catalog.vectors import PictureVectors
from tools.errors import TruecartError
from tools.vision.clip.views import embed

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.catalog.pictures import PictureStore
    from tools.vision.clip.types import Encoder, Floats

Progress = Callable[[int, int, str], None]  # done, total, what is being done
BATCH = 64  # pictures encoded together: what a kill can cost
_DECODERS = 2  # threads that open the next batch while one is encoded
_SIDE = 1024  # pixels of the longer side that are held of a picture; two batches of them are in memory
_POINTER = "current.json"
_MARK = "building.json"  # in a folder that is not whole yet: whose it is


@dataclass(frozen=True)
class Heading:
    """Of the embeddings in use: their folder, the encoder's name and SHA-256, how many pictures."""

    folder: str
    encoder: str
    digest: str
    pictures: int


@dataclass(frozen=True)
class Embedded:
    """What a run did: pictures in the index, those encoded now, and those that were skipped with the error code."""

    pictures: int
    encoded: int
    skipped: dict[str, str]


def folder_of(indexes: Path, catalog: str) -> Path:
    """Where a catalogue's embeddings lie, beside its search index."""
    return indexes / catalog / PICTURES


def heading(folder: Path) -> Heading | None:
    """Of the embeddings in use; None when there are none."""
    try:
        return Heading(**json.loads((folder / _POINTER).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def open_embeddings(encoder: Encoder, folder: Path) -> PictureVectors:
    """The embeddings in use, for vectors of this encoder only.

    Raises TruecartError `model_mismatch` when another encoder made them, `index_mismatch` when there are none.
    """
    found = heading(folder)
    if found is None:
        raise TruecartError("index_mismatch", f"The pictures are not embedded yet: {_again(folder)}")
    if not _made_by(found, encoder):
        raise _mismatch(found, encoder, folder)
    return PictureVectors(folder / found.folder)


def check(encoder: Encoder, folder: Path) -> None:
    """Raises TruecartError `model_mismatch` when there are embeddings and another encoder made them."""
    found = heading(folder)
    if found is not None and not _made_by(found, encoder):
        raise _mismatch(found, encoder, folder)


def embed_catalog(
    encoder: Encoder,
    pictures: PictureStore,
    hashes: Iterable[str],
    folder: Path,
    progress: Progress | None = None,
    *,
    ready: Mapping[str, Floats] | None = None,
) -> Embedded:
    """Bring the embeddings to exactly these pictures by this encoder, encoding only what it has not encoded yet.

    `ready` are vectors that this encoder has made elsewhere. Pictures that cannot be read are skipped. The embeddings
    in use stay so until all is done. Two at once wait for each other.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        return _Build(encoder, folder).run(pictures, sorted(set(hashes)), ready or {}, progress or _silent)


class _Build:
    def __init__(self, encoder: Encoder, folder: Path) -> None:
        self.encoder = encoder
        self.folder = folder
        self.before = heading(folder)
        self.kept: PictureVectors | None = None
        if self.before and _made_by(self.before, encoder):
            self.kept = PictureVectors(folder / self.before.folder)
        if self.before:  # a kill just after it was put into use left its mark
            (folder / self.before.folder / _MARK).unlink(missing_ok=True)
        self.mark = {"encoder": encoder.name, "digest": encoder.digest}
        self.unfinished = self._unfinished()
        self.name = self.unfinished or f"{encoder.digest[:12]}-{secrets.token_hex(4)}"
        self.target = PictureVectors(folder / self.name)

    def run(self, pictures: PictureStore, wanted: list[str], ready: Mapping[str, Floats], report: Progress) -> Embedded:
        known = self.kept.ids() if self.kept else set()
        there = self.target.ids() if self.unfinished else set()
        absent = [each for each in wanted if each not in known and each not in there]
        given = {each: ready[each] for each in absent if each in ready}
        if given:
            self._add(given)
        missing = [each for each in absent if each not in given]
        skipped: dict[str, str] = {}
        done = len(wanted) - len(missing)
        report(done, len(wanted), "pictures embedded")
        for looked in _looked_at(pictures, missing):
            good = {each: image for each, image in looked.items() if not isinstance(image, str)}
            skipped |= {each: code for each, code in looked.items() if isinstance(code, str)}
            if good:
                self._add(dict(zip(good, embed(self.encoder, list(good.values())), strict=True)))
            done += len(looked)
            report(done, len(wanted), "pictures embedded")
        encoded = len(missing) - len(skipped)
        if self.kept and not self.unfinished and not encoded and not given and known <= set(wanted):
            return Embedded(len(known), 0, skipped)
        return Embedded(self._finish(known, set(wanted)), encoded, skipped)

    def _add(self, vectors: Mapping[str, Floats]) -> None:
        self._begin()
        self.target.add(vectors)

    def _begin(self) -> None:
        place = self.folder / self.name
        if not place.exists():
            place.mkdir()
            _write(place / _MARK, self.mark)

    def _finish(self, known: set[str], wanted: set[str]) -> int:
        """Take over what is known, put the new embeddings into use and remove all but those before them."""
        self._begin()
        there = self.target.ids()
        if self.kept:
            self.target.add(self.kept.get(sorted((known & wanted) - there)))
        self.target.drop(sorted(there - wanted))
        count = len(self.target.ids())
        _write(self.folder / _POINTER, asdict(Heading(self.name, self.encoder.name, self.encoder.digest, count)))
        (self.folder / self.name / _MARK).unlink(missing_ok=True)
        for other in self.folder.iterdir():
            if other.is_dir() and other.name not in (self.name, self.before.folder if self.before else ""):
                shutil.rmtree(other, ignore_errors=True)
        return count

    def _unfinished(self) -> str:
        """The folder that a killed build by this encoder left, or no name."""
        for place in sorted(self.folder.iterdir()):
            if place.is_dir() and place.name != (self.before and self.before.folder):
                try:
                    if json.loads((place / _MARK).read_text("utf-8")) == self.mark:
                        return place.name
                except (OSError, ValueError):
                    continue
        return ""


def _looked_at(pictures: PictureStore, hashes: Sequence[str]) -> Iterator[dict[str, Image | str]]:
    """Batches of decoded pictures, or the error code of those that cannot be; the next is read during each."""
    batches = [hashes[start : start + BATCH] for start in range(0, len(hashes), BATCH)]
    with ThreadPoolExecutor(_DECODERS) as pool:
        ahead = [pool.map(lambda each: _look(pictures, each), batch) for batch in batches[:1]]
        for batch, following in itertools.zip_longest(batches, batches[1:]):
            looked = list(ahead.pop())
            if following:
                ahead.append(pool.map(lambda each: _look(pictures, each), following))
            yield dict(zip(batch, looked, strict=True))


def _look(pictures: PictureStore, content_hash: str) -> Image | str:
    from tools.vision.decoding import srgb

    try:
        return srgb(pictures.open(content_hash), _SIDE)
    except TruecartError as problem:
        return problem.code


def _made_by(found: Heading, encoder: Encoder) -> bool:
    return (found.encoder, found.digest) == (encoder.name, encoder.digest)


def _mismatch(found: Heading, encoder: Encoder, folder: Path) -> TruecartError:
    return TruecartError(
        "model_mismatch",
        f"The pictures were embedded by {found.encoder} ({found.digest[:12]}), and the encoder in use is "
        f"{encoder.name} ({encoder.digest[:12]}). They are not comparable; embed the pictures anew: {_again(folder)}",
        index=asdict(found),
    )


def _again(folder: Path) -> str:
    return f"truecart catalog reembed --catalog {folder.parent.name}"


def _write(path: Path, value: dict[str, str] | dict[str, object]) -> None:
    part = path.with_name(f"{path.name}.part")
    part.write_text(json.dumps(value, indent=1), "utf-8")
    os.replace(part, path)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Chroma bears one writing process; the lock goes with its process, killed or not."""
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _silent(done: int, total: int, label: str) -> None:
    """Nobody watches."""
