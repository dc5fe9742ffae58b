"""The index of a catalogue on disk: built beside the one in use, then named in one step.

`<root>/<catalog>/current.json` names the folder in use, the catalogue version and the embedding that it was built
from. A folder never changes once it is named, so readers need no lock, and a killed build leaves nothing but a folder
that the next one removes.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tools.catalog import embedding, fulltext, vectors
from tools.catalog.types import Product
from tools.errors import TruecartError

Progress = Callable[[int, int, str], None]
FORMAT = 1  # of the full text and the folder; raised when they change
PICTURES = "pictures"  # the folder beside the indexes for the embeddings of pictures, which outlive them
_POINTER = "current.json"
_SETTLED_S = 600  # no build goes on for longer without writing a file


@dataclass(frozen=True)
class Heading:
    """What the index in use was built from."""

    folder: str
    catalog_version: str
    embedding: str
    format: int


@dataclass(frozen=True)
class Index:
    """An open index. `space` and `vectors` are None where a catalogue has too little text for an embedding."""

    heading: Heading
    text: fulltext.FullText
    space: embedding.Embedding | None
    vectors: vectors.Vectors | None


def heading(root: Path) -> Heading | None:
    """Of the index in use under `root`; None when there is none that can be read."""
    try:
        return Heading(**json.loads((root / _POINTER).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def is_current(found: Heading | None, catalog_version: str) -> bool:
    wanted = (catalog_version, embedding.NAME, FORMAT)
    return found is not None and (found.catalog_version, found.embedding, found.format) == wanted


def open_index(root: Path, catalog: str, catalog_version: str) -> Index:
    """The index in use. Raises TruecartError `index_mismatch` when it is not of this catalogue version."""
    found = heading(root)
    if found is None or not is_current(found, catalog_version):
        raise TruecartError(
            "index_mismatch",
            f"The search index of {catalog!r} is {'missing' if found is None else 'of another version'}. Importing "
            f"the feed again rebuilds it: truecart catalog import FEED --catalog {catalog}",
            index=None if found is None else asdict(found),
            catalog_version=catalog_version,
        )
    folder = root / found.folder
    has_vectors = (folder / "lsa.npz").exists()
    return Index(
        found,
        fulltext.FullText(folder / "fulltext.db"),
        embedding.load(folder / "lsa.npz") if has_vectors else None,
        vectors.Vectors(folder / "chroma") if has_vectors else None,
    )


def build(
    root: Path,
    catalog_version: str,
    products: Sequence[Product],
    options: Mapping[str, Iterable[str]],
    progress: Progress,
) -> None:
    """Write a new index and put it into use; the one before stays for readers that hold it, older ones go."""
    before = heading(root)
    name = f"{catalog_version}-{secrets.token_hex(4)}"
    folder = root / name
    folder.mkdir(parents=True)
    steps = 3
    progress(0, steps, "search index")
    fulltext.build(folder / "fulltext.db", products, options)
    progress(1, steps, "search index")
    texts = [_embedded_text(product) for product in products]
    fitted = embedding.fit(texts)
    progress(2, steps, "search index")
    if fitted is not None:
        space, found = fitted
        known = [(product.product_id, each) for product, each in zip(products, found, strict=True) if each is not None]
        vectors.build(folder / "chroma", [id for id, _ in known], [each for _, each in known])
        space.save(folder / "lsa.npz")
    _name(root, Heading(name, catalog_version, embedding.NAME, FORMAT))
    _clear(root, keep=(name, before.folder if before else name, PICTURES))
    progress(steps, steps, "search index")


def _clear(root: Path, keep: tuple[str, ...]) -> None:
    """Remove what killed builds and earlier ones left, but nothing that another process may be building now."""
    for other in root.iterdir():
        if other.is_dir() and other.name not in keep and time.time() - other.stat().st_mtime > _SETTLED_S:
            shutil.rmtree(other, ignore_errors=True)


def _embedded_text(product: Product) -> list[str]:
    """The title twice, then all but the data sheet."""
    title, brand, description, attributes, _ = fulltext.columns_of(product, ())
    return [*title, *title, *brand, *description, *attributes]


def _name(root: Path, found: Heading) -> None:
    part = root / f"{_POINTER}.part"
    part.write_text(json.dumps(asdict(found), indent=1), "utf-8")
    os.replace(part, root / _POINTER)
