"""Writing a catalogue: batches of whole products, each with all that is derived from it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from tools import schema
from tools.catalog.facets import facets_of
from tools.catalog.types import Product, ProductRecord, Rejection, Variant, VariantRecord
from tools.errors import TruecartError

_Item = TypeVar("_Item")


@dataclass
class Saved:
    """What a batch did: product ids by outcome, and what could not be taken."""

    added: list[str] = field(default_factory=list[str])
    changed: list[str] = field(default_factory=list[str])
    unchanged: list[str] = field(default_factory=list[str])
    rejected: list[Rejection] = field(default_factory=list[Rejection])


def open_catalog(connection: Connection, name: str, currency: str, now: str) -> None:
    """A heading without a version: the catalogue does not exist for readers until `publish`."""
    table = schema.catalogs
    row = connection.execute(select(table.c.currency).where(table.c.name == name)).first()
    if row is None:
        connection.execute(insert(table).values(name=name, currency=currency, version="", imported_at=now))
    elif row.currency != currency:
        raise TruecartError("other_currency", f"{name!r} is priced in {row.currency}, not in {currency}.")


def save(connection: Connection, catalog: str, records: Sequence[tuple[ProductRecord, str]], now: str) -> Saved:
    """Insert what is new, replace what has another source hash, leave the rest alone."""
    saved = Saved()
    known = _source_hashes(connection, catalog, [record.product.product_id for record, _ in records])
    fresh: list[tuple[ProductRecord, str]] = []
    for record, source_hash in records:
        if known.get(record.product.product_id) == source_hash:
            saved.unchanged.append(record.product.product_id)
        else:
            fresh.append((record, source_hash))
    owners = _owners(connection, catalog, [each.variant.variant_id for record, _ in fresh for each in record.variants])
    accepted: list[tuple[ProductRecord, str]] = []
    for record, source_hash in fresh:
        product_id = record.product.product_id
        ids = [each.variant.variant_id for each in record.variants]
        taken = [each for each in ids if owners.setdefault(each, product_id) != product_id]
        if taken:
            message = f"Variant {taken[0]!r} belongs to product {owners[taken[0]]!r}."
            saved.rejected.append(Rejection("duplicate_id", record.line, message, product_id, record.rows))
            continue
        accepted.append((record, source_hash))
        (saved.changed if product_id in known else saved.added).append(product_id)
    _write(connection, catalog, accepted, set(known))
    _write_prices(connection, catalog, [record for record, _ in accepted], now)
    return saved


def drop_others(connection: Connection, name: str, keep: Iterable[str]) -> int:
    """Take out every product that is not kept; answers how many there were."""
    table = schema.products
    kept = set(keep)
    present = connection.scalars(select(table.c.product_id).where(table.c.catalog == name)).all()
    gone = [each for each in present if each not in kept]
    _drop_variants(connection, name, gone)
    for ids in _chunks(gone):
        connection.execute(delete(table).where(table.c.catalog == name, table.c.product_id.in_(ids)))
    return len(gone)


def content_version(connection: Connection, name: str) -> str:
    """A hash of all source hashes, so that equal contents have an equal version on any machine."""
    table = schema.products
    digest = hashlib.sha256()
    query = select(table.c.product_id, table.c.source_hash).where(table.c.catalog == name)
    for product_id, source_hash in sorted(tuple(row) for row in connection.execute(query)):
        digest.update(f"{product_id}\0{source_hash}\n".encode())
    return digest.hexdigest()[:16]


def publish(connection: Connection, name: str, version: str, now: str) -> None:
    """Give the catalogue its version: from here on it exists for readers."""
    heading = schema.catalogs
    connection.execute(
        update(heading)
        .where(heading.c.name == name, heading.c.version != version)
        .values(version=version, imported_at=now)
    )


def _source_hashes(connection: Connection, catalog: str, ids: Sequence[str]) -> dict[str, str]:
    table = schema.products
    found: dict[str, str] = {}
    for some in _chunks(ids):
        query = select(table.c.product_id, table.c.source_hash)
        rows = connection.execute(query.where(table.c.catalog == catalog, table.c.product_id.in_(some)))
        found.update((row.product_id, row.source_hash) for row in rows)
    return found


def _owners(connection: Connection, catalog: str, variant_ids: Sequence[str]) -> dict[str, str]:
    table = schema.variants
    found: dict[str, str] = {}
    for some in _chunks(variant_ids):
        query = select(table.c.variant_id, table.c.product_id)
        rows = connection.execute(query.where(table.c.catalog == catalog, table.c.variant_id.in_(some)))
        found.update((row.variant_id, row.product_id) for row in rows)
    return found


def _write(connection: Connection, catalog: str, records: Sequence[tuple[ProductRecord, str]], known: set[str]) -> None:
    replaced = [record.product.product_id for record, _ in records if record.product.product_id in known]
    _drop_variants(connection, catalog, replaced)
    rows = [_product_row(catalog, record.product, source_hash) for record, source_hash in records]
    added = [row for row in rows if row["product_id"] not in known]
    if added:
        connection.execute(insert(schema.products), added)
    table = schema.products
    for row in (row for row in rows if row["product_id"] in known):
        mine = (table.c.catalog == catalog) & (table.c.product_id == row["product_id"])
        connection.execute(update(table).where(mine).values(row))
    variants: list[dict[str, Any]] = []
    facets: list[dict[str, Any]] = []
    for record, _ in records:
        for position, each in enumerate(record.variants):
            variants.append(_variant_row(catalog, each.variant, position))
            facets.extend(_facet_rows(catalog, record.product, each.variant))
    if variants:
        connection.execute(insert(schema.variants), variants)
    if facets:
        connection.execute(insert(schema.facets), facets)


def _drop_variants(connection: Connection, catalog: str, product_ids: Sequence[str]) -> None:
    variants, facets = schema.variants, schema.facets
    for ids in _chunks(product_ids):
        mine = (variants.c.catalog == catalog) & variants.c.product_id.in_(ids)
        gone = select(variants.c.variant_id).where(mine)
        connection.execute(delete(facets).where(facets.c.catalog == catalog, facets.c.variant_id.in_(gone)))
        connection.execute(delete(variants).where(mine))


def _write_prices(connection: Connection, catalog: str, records: Sequence[ProductRecord], now: str) -> None:
    """The feed's own history, and the present price where it differs from the last one known."""
    table = schema.price_points
    added: list[dict[str, Any]] = []
    corrected: list[dict[str, Any]] = []
    for some in _chunks([each for record in records for each in record.variants]):
        known = _known_prices(connection, catalog, [each.variant.variant_id for each in some])
        for each in some:
            have = known.get(each.variant.variant_id, {})
            for at, minor in _new_prices(each, have, now).items():
                row = {"of": each.variant.variant_id, "when": at, "minor": minor}
                (corrected if at in have else added).append(row)
    if added:
        values = {
            "catalog": catalog,
            "variant_id": bindparam("of"),
            "at": bindparam("when"),
            "minor": bindparam("minor"),
        }
        connection.execute(insert(table).values(values), added)
    if corrected:
        same = (
            (table.c.catalog == catalog) & (table.c.variant_id == bindparam("of")) & (table.c.at == bindparam("when"))
        )
        connection.execute(update(table).where(same).values(minor=bindparam("minor")), corrected)


def _known_prices(connection: Connection, catalog: str, variant_ids: Sequence[str]) -> dict[str, dict[str, int]]:
    table = schema.price_points
    query = select(table.c.variant_id, table.c.at, table.c.minor)
    rows = connection.execute(query.where(table.c.catalog == catalog, table.c.variant_id.in_(variant_ids)))
    known: dict[str, dict[str, int]] = {}
    for row in rows:
        known.setdefault(row.variant_id, {})[row.at] = row.minor
    return known


def _new_prices(record: VariantRecord, have: dict[str, int], now: str) -> dict[str, int]:
    new = {point["at"]: point["minor"] for point in record.history if point["at"] not in have}
    timeline = {**have, **new}
    price = record.variant.price
    if price is not None and (not timeline or timeline[max(timeline)] != price.minor):
        new[max([now, *timeline])] = price.minor
    return new


def _product_row(catalog: str, product: Product, source_hash: str) -> dict[str, Any]:
    return {
        "catalog": catalog,
        "product_id": product.product_id,
        "title": product.title,
        "description": product.description,
        "brand": product.brand,
        "department": product.department,
        "category": product.category,
        "attributes": {name: list(values) for name, values in product.attributes.items()},
        "seller": product.seller,
        "delivery_days": product.delivery_days,
        "restrictions": list(product.restrictions),
        "source_hash": source_hash,
    }


def _variant_row(catalog: str, variant: Variant, position: int) -> dict[str, Any]:
    return {
        "catalog": catalog,
        "variant_id": variant.variant_id,
        "product_id": variant.product_id,
        "position": position,
        "options": dict(variant.options),
        "image": variant.image,
        "pack_size": variant.pack_size,
        "max_quantity": variant.max_quantity,
        "price_minor": None if variant.price is None else variant.price.minor,
        "stock": variant.stock,
    }


def _facet_rows(catalog: str, product: Product, variant: Variant) -> list[dict[str, Any]]:
    return [
        {"catalog": catalog, "attribute": attribute, "value": value, "variant_id": variant.variant_id}
        for attribute, value in sorted(facets_of(product, variant))
    ]


def _chunks(items: Sequence[_Item]) -> Iterable[Sequence[_Item]]:
    return (items[start : start + 500] for start in range(0, len(items), 500))
