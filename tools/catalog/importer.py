"""From records to a catalogue: pictures, rows, measurements, index. Killed and started again it ends the same."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tools.catalog.carriers import CODE, refused_name, without_instructions
from tools.catalog.checks import refusal
from tools.catalog.types import ProductRecord, Rejection, VariantRecord
from tools.errors import TruecartError

if TYPE_CHECKING:
    from tools.catalog.pictures import PictureStore
    from tools.catalog.saving import Saved
    from tools.catalog.search import CatalogSearch
    from tools.catalog.store import CatalogStore
    from tools.vision.sight import Sight

Progress = Callable[[int, int, str], None]  # done, total (0 where it is not known), what is being done
BATCH = 100  # products in one transaction: what a kill can cost
_DERIVED = 1  # raised when facets are derived in another way, so that the same feed is written again


@dataclass(frozen=True)
class Notice:
    """Something in the feed that was accepted but should be looked at: a missing or unreadable picture."""

    code: str
    line: int
    message: str
    id: str = ""


@dataclass
class ImportSummary:
    """What an import did. `rows` = rows of accepted records + rows of rejections."""

    catalog: str
    version: str = ""
    rows: int = 0
    products: int = 0
    variants: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    dropped: int = 0
    rejected: list[Rejection] = field(default_factory=list[Rejection])
    warnings: list[Notice] = field(default_factory=list[Notice])
    seconds: float = 0.0


def import_records(
    store: CatalogStore,
    pictures: PictureStore,
    sight: Sight | None,
    search: CatalogSearch | None,
    records: Iterable[ProductRecord | Rejection],
    *,
    progress: Progress | None = None,
    total: int = 0,
    prune: bool = False,
    workers: int | None = None,
) -> ImportSummary:
    """Bring the records into the catalogue, then look at its pictures and build its index.

    Products that are absent from `records` stay, unless `prune`. `total` is only for the progress; `workers` is how
    many processes measure pictures. Raises TruecartError `feed_unreadable` when no record at all is usable.
    """
    started = time.perf_counter()
    report = progress or _silent
    summary = ImportSummary(store.name)
    take = _Take(store, pictures, summary)
    done = 0
    for batch in _batches(records):
        take.batch(batch)
        done += len(batch)
        report(done, max(total, done), "products")
    if not take.seen or not take.currency:
        why = f" First refusal: {summary.rejected[0].message}" if summary.rejected else " It is empty."
        raise TruecartError(
            "feed_unreadable", f"The feed has no usable product with a price.{why}", rejected=len(summary.rejected)
        )
    if prune:
        summary.dropped = store.drop_others(take.seen)
    summary.version = store.content_version()
    if sight is not None:
        sight.bring(store, report, workers)
    if search is not None:
        search.build(report, version=summary.version)
    store.publish(summary.version)  # last, so that nobody meets a catalogue whose pictures or index are not ready
    summary.seconds = time.perf_counter() - started
    return summary


def _silent(done: int, total: int, label: str) -> None:
    """Nobody watches."""


class _Take:
    """One import under way: what was seen so far, and where it goes."""

    def __init__(self, store: CatalogStore, pictures: PictureStore, summary: ImportSummary) -> None:
        self.store = store
        self.pictures = pictures
        self.summary = summary
        self.seen: dict[str, str] = {}  # product id -> source hash
        self.currency = ""
        self.stored: dict[Path, str] = {}  # picture files of this import, so that shared ones are read once

    def batch(self, batch: list[ProductRecord | Rejection]) -> None:
        accepted: list[tuple[ProductRecord, str]] = []
        for each in batch:
            self.summary.rows += each.rows
            if isinstance(each, Rejection):
                self.summary.rejected.append(each)
                continue
            taken = self._check(each)
            if taken is not None:
                accepted.append(taken)
        if accepted:
            self._count(accepted, self.store.save(accepted))

    def _check(self, record: ProductRecord) -> tuple[ProductRecord, str] | None:
        product_id = record.product.product_id
        refused = refusal(record, self.currency) or _carrier(record)
        if refused is None and not self.currency:
            refused = self._open(record)
        if refused is not None:
            self.summary.rejected.append(refused)
            return None
        with_pictures = self._with_pictures(self._without_instructions(record))
        source_hash = _source_hash(with_pictures)
        earlier = self.seen.get(product_id)
        if earlier == source_hash:
            return None
        if earlier is not None:
            message = f"Product {product_id!r} stands in the feed twice with different contents."
            self.summary.rejected.append(Rejection("duplicate_id", record.line, message, product_id, record.rows))
            return None
        self.seen[product_id] = source_hash
        return with_pictures, source_hash

    def _without_instructions(self, record: ProductRecord) -> ProductRecord:
        product, left_out = without_instructions(record.product)
        for name in left_out:
            message = f"The {name} gives instructions to the shop's agent; it was left out."
            self.summary.warnings.append(Notice(CODE, record.line, message, product.product_id))
        return replace(record, product=product)

    def _open(self, record: ProductRecord) -> Rejection | None:
        """The first priced record names the currency."""
        currency = next((each.variant.price.currency for each in record.variants if each.variant.price), "")
        if not currency:
            return None
        try:
            self.store.open_import(currency)
        except TruecartError as problem:
            return Rejection(problem.code, record.line, problem.message, record.product.product_id, record.rows)
        self.currency = currency
        return None

    def _with_pictures(self, record: ProductRecord) -> ProductRecord:
        variants = tuple(self._with_picture(each, record.line) for each in record.variants)
        return replace(record, variants=variants)

    def _with_picture(self, record: VariantRecord, line: int) -> VariantRecord:
        if record.picture is None:
            return record
        key = record.picture if isinstance(record.picture, Path) else None
        try:
            image = (self.stored.get(key) if key else None) or self.pictures.put(record.picture)
        except TruecartError as problem:
            self.summary.warnings.append(Notice(problem.code, line, problem.message, record.variant.variant_id))
            return record
        if key:
            self.stored[key] = image
        return replace(record, variant=replace(record.variant, image=image))

    def _count(self, accepted: list[tuple[ProductRecord, str]], saved: Saved) -> None:
        refused = {each.id for each in saved.rejected}
        for each in refused:
            self.seen.pop(each, None)
        self.summary.rejected.extend(saved.rejected)
        self.summary.added += len(saved.added)
        self.summary.changed += len(saved.changed)
        self.summary.unchanged += len(saved.unchanged)
        kept = [record for record, _ in accepted if record.product.product_id not in refused]
        self.summary.products += len(kept)
        self.summary.variants += sum(len(record.variants) for record in kept)


def _carrier(record: ProductRecord) -> Rejection | None:
    name = refused_name(record)
    if name is None:
        return None
    message = f"The {name} of {record.product.product_id!r} gives instructions to the shop's agent."
    return Rejection(CODE, record.line, message, record.product.product_id, record.rows)


def _source_hash(record: ProductRecord) -> str:
    """SHA-256 over everything that is stored of the record, pictures by content."""
    product = asdict(record.product)
    product["attributes"] = {name: list(values) for name, values in record.product.attributes.items()}
    variants = [{**asdict(each.variant), "history": list(each.history)} for each in record.variants]
    body = json.dumps([_DERIVED, product, variants], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()


def _batches(records: Iterable[ProductRecord | Rejection]) -> Iterator[list[ProductRecord | Rejection]]:
    batch: list[ProductRecord | Rejection] = []
    for each in records:
        batch.append(each)
        if len(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
