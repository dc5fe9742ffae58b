"""The catalogue as the rest of the program reads it. Titles may come from a cache, prices and stock never do."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, func, select

from tools import schema
from tools.catalog import saving
from tools.catalog.prices import median_minor
from tools.catalog.types import PricePoint, Product, ProductRecord, Variant, Vocabulary
from tools.clock import Clock, stamp
from tools.database import reading, writing
from tools.errors import TruecartError
from tools.money import Money

_CHUNK = 500  # ids in one IN list: SQLite allows 32,766 variables, PostgreSQL plans short lists faster
_CACHED_PRODUCTS = 20_000
HEADING_KEPT_S = 0.05  # a turn asks for the version several times; another process's import shows a moment later

_VARIANT_COLUMNS = schema.variants.c


class CatalogStore:
    """One catalogue of the database. Unknown ids raise `unknown_product` or `unknown_variant`; bulk getters skip them.

    Before its first import has come to an end a catalogue does not `exist()`, and most questions raise
    `unknown_catalog`.
    """

    def __init__(self, engine: Engine, name: str, clock: Clock) -> None:
        self.engine = engine
        self.name = name
        self.clock = clock
        self._products: tuple[str, dict[str, Product]] = ("", {})
        self._vocabulary: Vocabulary | None = None
        self._currency = ""
        self._known_heading: tuple[float, Any] = (0.0, None)  # when it was read, and the row

    # --- what it is

    def exists(self) -> bool:
        return bool(self._heading(required=False)[1])

    def currency(self) -> str:
        """ISO 4217 code of every price here; it never changes. Raises `unknown_catalog`."""
        if not self._currency:
            self._currency = self._heading()[0]
        return self._currency

    def version(self) -> str:
        """Changes with every import that changed anything, and with nothing else. Raises `unknown_catalog`."""
        return self._heading()[1]

    def stats(self) -> dict[str, Any]:
        """Counts for people: products, variants, priced, in_stock, pictures, categories, currency, version."""
        table, mine = schema.variants, schema.variants.c.catalog == self.name
        counts = select(
            func.count(),
            func.count(table.c.price_minor),
            func.count().filter(table.c.stock > 0),
            func.count(table.c.image.distinct()),
            func.min(table.c.price_minor),
            func.max(table.c.price_minor),
        ).where(mine)
        goods = schema.products
        by_category = (
            select(goods.c.category, func.count())
            .where(goods.c.catalog == self.name)
            .group_by(goods.c.category)
            .order_by(func.count().desc(), goods.c.category)
        )
        currency, version, imported_at = self._heading()
        with reading(self.engine) as connection:
            total, priced, in_stock, pictures, cheapest, dearest = connection.execute(counts).one()
            categories = {category or "(none)": count for category, count in connection.execute(by_category)}
        return {
            "catalog": self.name,
            "currency": currency,
            "version": version,
            "imported_at": imported_at,
            "products": sum(categories.values()),
            "variants": total,
            "priced": priced,
            "in_stock": in_stock,
            "pictures": pictures,
            "price_minor": [cheapest, dearest],
            "categories": categories,
        }

    # --- products and variants

    def product(self, product_id: str) -> Product:
        found = self.products([product_id]).get(product_id)
        if found is None:
            raise TruecartError("unknown_product", f"There is no product {product_id!r} in {self.name}.")
        return found

    def products(self, product_ids: Iterable[str]) -> dict[str, Product]:
        wanted = list(dict.fromkeys(product_ids))
        version = self._heading(required=False)[1]
        if self._products[0] != version or len(self._products[1]) > _CACHED_PRODUCTS:
            self._products = (version, {})
        cache = self._products[1]
        table = schema.products
        with reading(self.engine) as connection:
            for ids in _chunks([each for each in wanted if each not in cache]):
                query = select(table).where(table.c.catalog == self.name, table.c.product_id.in_(ids))
                cache.update((row.product_id, _product(row)) for row in connection.execute(query))
        return {each: cache[each] for each in wanted if each in cache}

    def variant(self, variant_id: str) -> Variant:
        found = self.variants([variant_id]).get(variant_id)
        if found is None:
            raise TruecartError("unknown_variant", f"There is no variant {variant_id!r} in {self.name}.")
        return found

    def variants(self, variant_ids: Iterable[str]) -> dict[str, Variant]:
        wanted = list(dict.fromkeys(variant_ids))
        found: dict[str, Variant] = {}
        with reading(self.engine) as connection:
            for ids in _chunks(wanted):
                found.update((each.variant_id, each) for each in self._select(connection, "variant_id", ids))
        return {each: found[each] for each in wanted if each in found}

    def variants_of(self, product_id: str) -> list[Variant]:
        """In the feed's order. Raises `unknown_product`."""
        with reading(self.engine) as connection:
            found = self._select(connection, "product_id", [product_id])
        if not found:
            self.product(product_id)
        return found

    def variants_of_products(self, product_ids: Iterable[str]) -> dict[str, Variant]:
        """Every variant of these products by variant_id, in the feed's order; unknown products are left out."""
        found: dict[str, Variant] = {}
        with reading(self.engine) as connection:
            for ids in _chunks(list(dict.fromkeys(product_ids))):
                found.update((each.variant_id, each) for each in self._select(connection, "product_id", ids))
        return found

    def all_products(self) -> list[Product]:
        """Every product by id, uncached: for building indexes."""
        table = schema.products
        query = select(table).where(table.c.catalog == self.name).order_by(table.c.product_id)
        with reading(self.engine) as connection:
            return [_product(row) for row in connection.execute(query)]

    def offers(self, condition: Select[Any]) -> Sequence[Row[Any]]:
        """Rows of a selection that `tools.catalog.filters` wrote over this catalogue's variants."""
        with reading(self.engine) as connection:
            return connection.execute(condition).all()

    def images(self) -> list[str]:
        """Content hashes of every picture in use."""
        column = _VARIANT_COLUMNS.image
        query = select(column).distinct().where(_VARIANT_COLUMNS.catalog == self.name, column.is_not(None))
        with reading(self.engine) as connection:
            return sorted(str(image) for image in connection.scalars(query))

    # --- words and prices

    def vocabulary(self) -> Vocabulary:
        """Every value that can be filtered by, most frequent first. Kept until the version changes."""
        currency, version, _ = self._heading()
        if self._vocabulary is None or self._vocabulary.version != version:
            table = schema.facets
            query = (
                select(table.c.attribute, table.c.value)
                .where(table.c.catalog == self.name)
                .group_by(table.c.attribute, table.c.value)
                .order_by(table.c.attribute, func.count().desc(), table.c.value)
            )
            values: dict[str, list[str]] = {}
            with reading(self.engine) as connection:
                for attribute, value in connection.execute(query):
                    values.setdefault(attribute, []).append(value)
            frozen = {attribute: tuple(each) for attribute, each in values.items()}
            self._vocabulary = Vocabulary(self.name, currency, frozen, version)
        return self._vocabulary

    def price_history(self, variant_id: str, days: int = 30) -> list[PricePoint]:
        """The prices of the last `days`, oldest first; the first may be older: it was in force when they began."""
        table = schema.price_points
        mine = (table.c.catalog == self.name) & (table.c.variant_id == variant_id)
        since = stamp(self.clock() - timedelta(days=days))
        before = select(func.max(table.c.at)).where(mine, table.c.at <= since).scalar_subquery()
        query = select(table.c.at, table.c.minor).where(mine, table.c.at >= func.coalesce(before, since))
        with reading(self.engine) as connection:
            rows = connection.execute(query.order_by(table.c.at)).all()
        return [{"at": row.at, "minor": row.minor} for row in rows]

    def median_minor(self, variant_id: str, days: int = 30) -> int | None:
        """The median price over time of the last `days`, in minor units; None when no price is known."""
        return median_minor(self.price_history(variant_id, days), self.clock(), days)

    # --- writing: for the importer

    def open_import(self, currency: str) -> None:
        """Make room for a catalogue of this currency. Raises `other_currency` if it has another."""
        with writing(self.engine) as connection:
            saving.open_catalog(connection, self.name, currency, stamp(self.clock()))

    def save(self, records: Sequence[tuple[ProductRecord, str]]) -> saving.Saved:
        """Write a batch in one transaction: each record with the hash of its source. Equal hashes are left alone."""
        with writing(self.engine) as connection:
            return saving.save(connection, self.name, records, stamp(self.clock()))

    def drop_others(self, keep: Iterable[str]) -> int:
        """Take out every product that is not kept; answers how many there were."""
        with writing(self.engine) as connection:
            return saving.drop_others(connection, self.name, keep)

    def content_version(self) -> str:
        """The version that `publish` would give to what is stored now."""
        with reading(self.engine) as connection:
            return saving.content_version(connection, self.name)

    def publish(self, version: str) -> None:
        """The end of an import: readers see a catalogue, or another version of it."""
        with writing(self.engine) as connection:
            saving.publish(connection, self.name, version, stamp(self.clock()))
        self._known_heading = (0.0, None)

    # --- inside

    def _heading(self, required: bool = True) -> tuple[str, str, str]:
        """Currency, version and time of the last import; read anew after `HEADING_KEPT_S`, and after a write here."""
        asked_at, row = self._known_heading
        if row is None or time.monotonic() - asked_at > HEADING_KEPT_S:
            table = schema.catalogs
            query = select(table.c.currency, table.c.version, table.c.imported_at).where(table.c.name == self.name)
            with reading(self.engine) as connection:
                row = connection.execute(query).first()
            self._known_heading = (time.monotonic(), row)
        if row is None or not row.version:
            if required:
                raise TruecartError(
                    "unknown_catalog",
                    f"There is no catalogue {self.name!r}. Import one: truecart catalog import FEED "
                    f"--catalog {self.name}",
                )
            return "", "", ""
        return str(row.currency), str(row.version), str(row.imported_at)

    def _select(self, connection: Connection, column: str, ids: Sequence[str]) -> list[Variant]:
        table, catalogs = schema.variants, schema.catalogs
        query = (
            select(table, catalogs.c.currency)
            .join(catalogs, catalogs.c.name == table.c.catalog)
            .where(table.c.catalog == self.name, table.c[column].in_(ids))
            .order_by(table.c.product_id, table.c.position)
        )
        return [_variant(row) for row in connection.execute(query)]


def _product(row: Row[Any]) -> Product:
    attributes: Mapping[str, Sequence[str]] = row.attributes
    return Product(
        product_id=row.product_id,
        title=row.title,
        description=row.description,
        brand=row.brand,
        department=row.department,
        category=row.category,
        attributes={name: tuple(values) for name, values in attributes.items()},
        seller=row.seller,
        delivery_days=row.delivery_days,
        restrictions=tuple(row.restrictions),
    )


def _variant(row: Row[Any]) -> Variant:
    return Variant(
        variant_id=row.variant_id,
        product_id=row.product_id,
        options=row.options,
        price=None if row.price_minor is None else Money(row.price_minor, row.currency),
        stock=row.stock,
        image=row.image,
        pack_size=row.pack_size,
        max_quantity=row.max_quantity,
    )


def _chunks(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    return (ids[start : start + _CHUNK] for start in range(0, len(ids), _CHUNK))
