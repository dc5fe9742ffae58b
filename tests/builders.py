"""Small builders: catalogue rows written straight into the tables, carts, evidence, and a desk to buy at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, delete, insert, select, update

from tools.audit import AuditLog
from tools.checkout.desk import Checkout
from tools.checkout.gateways.port import Gateway
from tools.checkout.gateways.sandbox import SandboxGateway
from tools.checkout.types import Approval, Cart, CartLine, Quote
from tools.clock import stamp
from tools.database import reading, writing
from tools.schema import catalogs, metadata, price_points, products, variants
from tools.settings import Settings
from tools.vision.types import Evidence, Verdict

CATALOG = "little"
START = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
BEFORE = stamp(START - timedelta(days=40))


@dataclass
class SetClock:
    """A clock that stands still until it is moved."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **spans: float) -> None:
        self.now += timedelta(**spans)


@dataclass(frozen=True)
class Sku:
    """One product with one variant."""

    variant_id: str
    price_minor: int | None = 2_000
    stock: int = 10
    title: str = "Plain hoodie"
    options: dict[str, str] = field(default_factory=lambda: {"color": "navy", "size": "M"})
    pack_size: int = 1
    max_quantity: int | None = None
    restrictions: tuple[str, ...] = ()
    delivery_days: int | None = 3
    median_minor: int | None = None

    @property
    def product_id(self) -> str:
        return f"p-{self.variant_id}"


def empty(engine: Engine) -> None:
    """Take every row out of a database: much faster than a new one, and the engine keeps its compiled statements."""
    with writing(engine) as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(delete(table))


def stock_catalog(engine: Engine, skus: Sequence[Sku], currency: str = "USD", catalog: str = CATALOG) -> None:
    """Write a catalogue of these SKUs."""
    with writing(engine) as connection:
        connection.execute(
            insert(catalogs).values(name=catalog, currency=currency, version="1", imported_at=stamp(START))
        )
        connection.execute(insert(products), [_product_row(sku, catalog) for sku in skus])
        connection.execute(insert(variants), [_variant_row(sku, catalog) for sku in skus])
        history = [
            {"catalog": catalog, "variant_id": sku.variant_id, "at": BEFORE, "minor": sku.median_minor}
            for sku in skus
            if sku.median_minor is not None
        ]
        if history:
            connection.execute(insert(price_points), history)


def _product_row(sku: Sku, catalog: str) -> dict[str, Any]:
    return {
        "catalog": catalog,
        "product_id": sku.product_id,
        "title": sku.title,
        "description": "",
        "brand": "",
        "department": "apparel",
        "category": "hoodie",
        "attributes": {},
        "seller": "Little Seller",
        "delivery_days": sku.delivery_days,
        "restrictions": list(sku.restrictions),
        "source_hash": "",
    }


def _variant_row(sku: Sku, catalog: str) -> dict[str, Any]:
    return {
        "catalog": catalog,
        "variant_id": sku.variant_id,
        "product_id": sku.product_id,
        "position": 0,
        "options": sku.options,
        "image": None,
        "pack_size": sku.pack_size,
        "max_quantity": sku.max_quantity,
        "price_minor": sku.price_minor,
        "stock": sku.stock,
    }


def set_variant(engine: Engine, variant_id: str, **values: Any) -> None:
    """What an import would do to a variant: `price_minor`, `stock`, …"""
    with writing(engine) as connection:
        connection.execute(
            update(variants).where(variants.c.catalog == CATALOG, variants.c.variant_id == variant_id).values(**values)
        )


def stock_of(engine: Engine, variant_id: str) -> int:
    with reading(engine) as connection:
        query = select(variants.c.stock).where(variants.c.catalog == CATALOG, variants.c.variant_id == variant_id)
        return int(connection.execute(query).scalar_one())


def evidence(variant_id: str, verdict: Verdict = "confirmed", claimed: str = "navy") -> Evidence:
    return {
        "id": f"e-{variant_id}-{claimed}-{verdict}",
        "variant_id": variant_id,
        "attribute": "color",
        "claimed": claimed,
        "observed": [{"value": "navy", "p": 0.93}],
        "verdict": verdict,
        "p": 0.93,
        "witnesses": [],
    }


def cart_line(
    variant_id: str, quantity: Any = 1, unit_minor: int = 2_000, seen: Sequence[Evidence] = (), **changes: Any
) -> CartLine:
    utterance = "the second one in size M please"
    line: dict[str, Any] = {
        "variant_id": variant_id,
        "product_id": f"p-{variant_id}",
        "title": "Plain hoodie",
        "options": {"color": "navy", "size": "M"},
        "quantity": quantity,
        "unit_minor": unit_minor,
        "image": None,
        "evidence": list(seen),
        "lineage": [
            {
                "turn_id": "turn-1",
                "utterance": utterance,
                "span": [0, len("the second one in size M")],
                "constraints": [
                    {"attribute": "color", "op": "is_not", "value": "black", "span": [0, 9], "text": "not black"},
                    {
                        "attribute": "price",
                        "op": "at_most",
                        "value": {"minor": 6_000, "currency": "USD"},
                        "span": [0, 9],
                        "text": "under $60",
                    },
                ],
                "rank": 2,
            }
        ],
        **changes,
    }
    return line  # type: ignore[return-value]


def cart(*lines: CartLine, currency: str = "USD") -> Cart:
    goods = sum(line["unit_minor"] * line["quantity"] for line in lines if type(line["quantity"]) is int)
    return {"lines": list(lines), "currency": currency, "goods_minor": goods}


@dataclass
class Shop:
    """A desk over real stores: database, sandbox gateway in its own file, audit log, a clock that is set."""

    engine: Engine
    settings: Settings
    clock: SetClock
    audit: AuditLog
    gateway: SandboxGateway
    desk: Checkout

    @classmethod
    def open(cls, engine: Engine, home: Path, *, gateway: Gateway | None = None, **settings: Any) -> Shop:
        chosen = Settings(home=home, **settings)
        clock = SetClock()
        audit = AuditLog(engine, clock)
        sandbox = SandboxGateway(home / "sandbox-gateway.db", clock)
        desk = Checkout(engine, chosen, audit, clock, gateway or sandbox)
        return cls(engine, chosen, clock, audit, sandbox, desk)

    def quote(self, *lines: CartLine, shopper: str = "ada", thread: str = "t-1") -> Quote:
        quote, found = self.desk.quote(
            thread_id=thread, turn_id="turn-2", shopper=shopper, catalog=CATALOG, cart=cart(*lines)
        )
        assert quote is not None, found
        return quote

    def approve(self, quote: Quote, reviewer: str = "rita") -> list[Approval]:
        """Every approval that the quote needs, given."""
        return [
            self.desk.decide(
                each["id"],
                digest=quote["digest"],
                decision="approve",
                actor=each["shopper"] if each["role"] == "shopper" else reviewer,
                role=each["role"],
            )
            for each in self.desk.approvals_of(quote["quote_id"])
        ]

    def approved(self, *lines: CartLine, shopper: str = "ada", thread: str = "t-1") -> Quote:
        quote = self.quote(*lines, shopper=shopper, thread=thread)
        self.approve(quote)
        return quote

    def captured(self) -> list[int]:
        """The amounts that were really taken."""
        return [charge.captured_minor for charge in self.gateway.charges("captured")]
