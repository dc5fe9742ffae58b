"""Everything that is made of a catalogue's pictures at import: measurements, embeddings in Chroma, heads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tools.catalog.types import Product, Variant
from tools.vision.embeddings import Embedded, check, embed_catalog
from tools.vision.measurements import unpacked
from tools.vision.peers import LEARNED, Listing, Peers
from tools.vision.types import Measurement
from tools.vision.verifier import listed_values

if TYPE_CHECKING:
    from tools.catalog.pictures import PictureStore
    from tools.catalog.store import CatalogStore
    from tools.vision.clip.types import Encoder
    from tools.vision.measurements import MeasurementStore

BATCH = 500  # products looked at together
Progress = Callable[[int, int, str], None]


class Sight:
    """One catalogue's pictures under one encoder; everything but the measurements is kept in `folder`."""

    def __init__(
        self, encoder: Encoder, pictures: PictureStore, measurements: MeasurementStore, peers: Peers, folder: Path
    ) -> None:
        self._encoder, self._folder = encoder, folder
        self._pictures, self._measurements, self._peers = pictures, measurements, peers

    def check(self) -> None:
        """Raises TruecartError `model_mismatch` when another encoder looked at the pictures."""
        check(self._encoder, self._folder)

    def bring(self, store: CatalogStore, progress: Progress, workers: int | None = None) -> Embedded:
        """Measure what was not measured, embed it, learn the catalogue's own labels. Goes on where a kill left it."""
        images = store.images()
        before = self._measurements.get(images)
        if set(images) - set(before):
            self._measurements.measure(
                self._pictures,
                images,
                progress=lambda done, total: progress(done, total, "pictures measured"),
                workers=workers,
            )
        seen = self._measurements.get(images)
        ready = {each: unpacked(found["embedding"]) for each, found in seen.items() if "embedding" in found}
        embedded = embed_catalog(self._encoder, self._pictures, images, self._folder, progress, ready=ready)
        self._peers.learn(self._listings(store), progress)
        return replace(embedded, encoded=embedded.encoded + len(set(ready) - set(before)))

    def _listings(self, store: CatalogStore) -> list[Listing]:
        products = store.all_products()
        found: list[Listing] = []
        for start in range(0, len(products), BATCH):
            batch = {each.product_id: each for each in products[start : start + BATCH]}
            variants = list(store.variants_of_products(list(batch)).values())
            seen = self._measurements.get({each.image for each in variants if each.image})
            found += listings(batch, variants, seen)
        return found


def listings(
    products: Mapping[str, Product], variants: Iterable[Variant], seen: Mapping[str, Measurement]
) -> list[Listing]:
    """Each product in each of its measured pictures, once, with what it is called there."""
    found: dict[tuple[str, str], Listing] = {}
    for variant in variants:
        key = (variant.product_id, variant.image or "")
        if key[1] not in seen or key in found:
            continue
        labels = {name: listed_values(products[key[0]], variant, name) for name in LEARNED}
        told = {name: values[0] for name, values in labels.items() if len(values) == 1}
        found[key] = Listing(*key, told, seen[key[1]])
    return list(found.values())
