"""The catalogue as money sees it: price, stock and restrictions read from the tables, never from a cache."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta
from statistics import median_low

from sqlalchemy import Connection, Select, func, select

from guards.cart import OfferFacts
from tools.clock import moment, stamp
from tools.errors import TruecartError
from tools.schema import catalogs, holds, price_points, products, variants


def currency_of(connection: Connection, catalog: str) -> str:
    """Raises TruecartError `unknown_catalog`."""
    row = connection.execute(select(catalogs.c.currency).where(catalogs.c.name == catalog)).first()
    if row is None:
        raise TruecartError("unknown_catalog", catalog=catalog)
    return str(row.currency)


def read_offers(
    connection: Connection,
    catalog: str,
    variant_ids: Collection[str],
    now: datetime,
    *,
    besides: Collection[str] = (),
    lock: bool = False,
) -> dict[str, OfferFacts]:
    """Present facts by variant_id; unknown ids are left out.

    `stock_available` is the stock less live holds, not counting those of the quotes `besides`. With `lock` the
    variants' rows are locked in the order of their ids until the transaction ends.
    """
    currency = currency_of(connection, catalog)
    query = _offers_query(catalog, variant_ids)
    rows = connection.execute(query.with_for_update(of=variants) if lock else query).all()
    held = held_quantities(connection, catalog, variant_ids, now, besides=besides)
    return {
        row.variant_id: OfferFacts(
            variant_id=row.variant_id,
            product_id=row.product_id,
            title=row.title,
            options=dict(row.options),
            price_minor=row.price_minor,
            currency=currency,
            stock_available=row.stock - held.get(row.variant_id, 0),
            max_quantity=row.max_quantity,
            pack_size=row.pack_size,
            seller=row.seller,
            restrictions=tuple(row.restrictions),
            delivery_days=row.delivery_days,
            department=row.department,
            category=row.category,
        )
        for row in rows
    }


def _offers_query(catalog: str, variant_ids: Collection[str]) -> Select[*tuple[object, ...]]:
    return (
        select(
            variants.c.variant_id,
            variants.c.product_id,
            variants.c.options,
            variants.c.price_minor,
            variants.c.stock,
            variants.c.max_quantity,
            variants.c.pack_size,
            products.c.title,
            products.c.seller,
            products.c.restrictions,
            products.c.delivery_days,
            products.c.department,
            products.c.category,
        )
        .join(
            products,
            (products.c.catalog == variants.c.catalog) & (products.c.product_id == variants.c.product_id),
        )
        .where(variants.c.catalog == catalog, variants.c.variant_id.in_(sorted(variant_ids)))
        .order_by(variants.c.variant_id)
    )


def held_quantities(
    connection: Connection,
    catalog: str,
    variant_ids: Collection[str],
    now: datetime,
    *,
    besides: Collection[str] = (),
) -> dict[str, int]:
    """Units under live holds, by variant_id."""
    query = (
        select(holds.c.variant_id, func.sum(holds.c.quantity).label("held"))
        .where(
            holds.c.catalog == catalog,
            holds.c.variant_id.in_(sorted(variant_ids)),
            holds.c.status == "held",
            holds.c.expires_at > stamp(now),
            holds.c.quote_id.not_in(sorted(besides)),
        )
        .group_by(holds.c.variant_id)
    )
    return {row.variant_id: int(row.held) for row in connection.execute(query)}


def medians(
    connection: Connection, catalog: str, variant_ids: Collection[str], now: datetime, days: int = 30
) -> dict[str, int]:
    """The median of the price in force on each of the last days, by variant_id, today not counted.

    Variants without a price before today are left out.
    """
    query = select(price_points).where(
        price_points.c.catalog == catalog, price_points.c.variant_id.in_(sorted(variant_ids))
    )
    points: dict[str, list[tuple[datetime, int]]] = {}
    for row in connection.execute(query):
        points.setdefault(row.variant_id, []).append((_aware(row.at), row.minor))
    found = {variant_id: _median(history, now, days) for variant_id, history in points.items()}
    return {variant_id: median for variant_id, median in found.items() if median is not None}


def _median(history: Iterable[tuple[datetime, int]], now: datetime, days: int) -> int | None:
    ordered = sorted(history)
    daily: list[int] = []
    for back in range(days, 0, -1):
        in_force = [minor for at, minor in ordered if at <= now - timedelta(days=back)]
        daily += in_force[-1:]
    return median_low(daily) if daily else None


def _aware(text: str) -> datetime:
    at = moment(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
