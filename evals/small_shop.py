"""A shop of a dozen goods in a database of its own, on which a purchase is played out and counted."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, delete, insert, select, update

from tools import schema
from tools.clock import stamp
from tools.database import open_database, reading, writing
from tools.settings import Settings, load

if TYPE_CHECKING:
    from tools.audit import AuditLog
    from tools.checkout.desk import Checkout
    from tools.checkout.gateways.sandbox import SandboxGateway

CATALOG = "small"
CURRENCY = "USD"
OPENING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Good:
    """One product with one variant of the same id. Prices in cents; `median_minor` None: no price history."""

    variant_id: str
    price_minor: int | None
    stock: int
    median_minor: int | None = None
    restrictions: tuple[str, ...] = ()
    pack_size: int = 1
    max_quantity: int | None = None


GOODS = (
    Good("tee-navy", 2500, 10, 2500),
    Good("tee-black", 2500, 3, 2500),
    Good("mug", 1200, 200, 1200),
    Good("lamp", 8900, 5, 8900),
    Good("tv", 129900, 4, 129900),
    Good("whisky-set", 4500, 20, 4500, restrictions=("age_18",)),
    Good("knife", 3000, 8, 3000, restrictions=("regulated",)),
    Good("cap-unpriced", None, 5),
    Good("scarf-gone", 1500, 0, 1500),
    Good("socks-pack", 1000, 40, 1000, pack_size=10, max_quantity=5),
    Good("drill-typo", 900, 6, 9000),
    Good("sticker", 1, 1000, 1),
)


class MovingClock:
    """A clock that stands still until it is told to move on."""

    def __init__(self, start: datetime = OPENING) -> None:
        self.now = start

    def __call__(self) -> datetime:
        return self.now

    def forward(self, minutes: float) -> None:
        self.now += timedelta(minutes=minutes)


@dataclass(frozen=True)
class SmallShop:
    """The real checkout over the goods above, with the sandbox gateway's own books beside it."""

    engine: Engine
    settings: Settings
    clock: MovingClock
    audit: AuditLog
    gateway: SandboxGateway
    checkout: Checkout

    def set_price(self, variant_id: str, minor: int | None) -> None:
        self._change(variant_id, price_minor=minor)

    def set_stock(self, variant_id: str, stock: int) -> None:
        self._change(variant_id, stock=stock)

    def retire(self, variant_id: str) -> None:
        """Take the variant out of the catalogue, as an import that no longer has it does."""
        with writing(self.engine) as connection:
            connection.execute(delete(schema.variants).where(schema.variants.c.variant_id == variant_id))

    def prices(self) -> dict[str, int | None]:
        table = schema.variants
        with reading(self.engine) as connection:
            rows = connection.execute(select(table.c.variant_id, table.c.price_minor))
            return {row.variant_id: row.price_minor for row in rows}

    def stock(self) -> dict[str, int]:
        table = schema.variants
        with reading(self.engine) as connection:
            rows = connection.execute(select(table.c.variant_id, table.c.stock))
            return {row.variant_id: row.stock for row in rows}

    def held(self) -> dict[str, int]:
        """Units that live quotes keep back, by variant; none are left out."""
        stock = self.stock()
        available = self.checkout.available(CATALOG, list(stock))
        return {key: stock[key] - available[key] for key in stock if stock[key] != available[key]}

    def close(self) -> None:
        self.engine.dispose()

    def _change(self, variant_id: str, **values: Any) -> None:
        with writing(self.engine) as connection:
            connection.execute(update(schema.variants).where(schema.variants.c.variant_id == variant_id).values(values))


def open_shop(folder: Path, settings: Mapping[str, Any]) -> SmallShop:
    """A fresh shop in a folder that is not there yet, with these settings over the defaults."""
    from tools.audit import AuditLog
    from tools.checkout.desk import Checkout
    from tools.checkout.gateways.sandbox import SandboxGateway

    chosen = load(home=folder, catalog=CATALOG, database_url="", **settings)
    shutil.copytree(_stocked(folder.parent / "stocked"), folder)
    engine, clock = open_database(chosen.sqlalchemy_url), MovingClock()
    audit, gateway = AuditLog(engine, clock), SandboxGateway(folder / "gateway.db", clock)
    return SmallShop(engine, chosen, clock, audit, gateway, Checkout(engine, chosen, audit, clock, gateway))


def _stocked(home: Path) -> Path:
    """A home folder with the goods on the shelves, made once and copied from then on."""
    if not home.is_dir():
        engine = open_database(load(home=home, database_url="").sqlalchemy_url)
        stock_shelves(engine)
        engine.dispose()
    return home


def stock_shelves(engine: Engine, goods: Sequence[Good] = GOODS) -> None:
    """Write the catalogue with these goods and their price history."""
    product: dict[str, Any] = {
        "title": "",
        "description": "",
        "brand": "",
        "department": "",
        "category": "",
        "attributes": {},
    }
    product |= {"catalog": CATALOG, "seller": "Small Shop", "delivery_days": 2, "source_hash": ""}
    variant: dict[str, Any] = {"catalog": CATALOG, "position": 0, "options": {}, "image": None}
    with writing(engine) as connection:
        connection.execute(
            insert(schema.catalogs).values(name=CATALOG, currency=CURRENCY, version="1", imported_at=stamp(OPENING))
        )
        for good in goods:
            ids = {"product_id": good.variant_id}
            connection.execute(
                insert(schema.products).values(
                    product | ids | {"title": good.variant_id, "restrictions": list(good.restrictions)}
                )
            )
            offer = {"price_minor": good.price_minor, "stock": good.stock}
            packing = {"pack_size": good.pack_size, "max_quantity": good.max_quantity}
            connection.execute(
                insert(schema.variants).values(variant | ids | {"variant_id": good.variant_id} | offer | packing)
            )
            _remember_prices(connection, good)


def _remember_prices(connection: Any, good: Good) -> None:
    for days in (29, 20, 10) if good.median_minor else ():
        at = stamp(OPENING - timedelta(days=days))
        connection.execute(
            insert(schema.price_points).values(
                catalog=CATALOG, variant_id=good.variant_id, at=at, minor=good.median_minor
            )
        )
