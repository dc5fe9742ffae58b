"""The small shop as the proofs use it: over any database and gateway, opened by many threads and processes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, delete

from evals.small_shop import CATALOG, CURRENCY, OPENING, Good, MovingClock, SmallShop, stock_shelves
from tools.audit import AuditLog
from tools.checkout.desk import Checkout
from tools.checkout.gateways.sandbox import SandboxGateway
from tools.checkout.types import Cart, CartLine, Quote
from tools.database import open_database, writing
from tools.schema import metadata
from tools.settings import load


def build(url: str, home: Path, goods: Sequence[Good], **settings: Any) -> SmallShop:
    """A shop with these goods in a database that is new or is emptied for it."""
    engine = open_database(url)
    empty(engine)
    stock_shelves(engine, goods)
    return enter(engine, home, **settings)


def enter(
    engine: Engine,
    home: Path,
    *,
    minutes: float = 0,
    wrap: Callable[[SandboxGateway], Any] = lambda gateway: gateway,
    **settings: Any,
) -> SmallShop:
    """One more desk over a shop's database and its gateway's own file, `minutes` after its opening."""
    chosen = load(home=home, catalog=CATALOG, database_url="", **settings)
    clock = MovingClock(OPENING + timedelta(minutes=minutes))
    audit, gateway = AuditLog(engine, clock), SandboxGateway(home / "gateway.db", clock)
    return SmallShop(engine, chosen, clock, audit, gateway, Checkout(engine, chosen, audit, clock, wrap(gateway)))


def empty(engine: Engine) -> None:
    """Take every row out: much faster than a new database, and the engine keeps its compiled statements."""
    with writing(engine) as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(delete(table))


def cart(*wanted: tuple[str, int]) -> Cart:
    """(variant_id, quantity) …; the prices that were shown do not matter to a quote."""
    return {"lines": [_line(*each) for each in wanted], "currency": CURRENCY, "goods_minor": 0}


def _line(variant_id: str, quantity: int) -> CartLine:
    return {
        "variant_id": variant_id,
        "product_id": variant_id,
        "title": variant_id,
        "options": {},
        "quantity": quantity,
        "unit_minor": 1,
        "image": None,
        "evidence": [],
        "lineage": [{"turn_id": "turn-1", "utterance": f"add {variant_id}", "span": [0, 3], "constraints": []}],
    }


def ask(shop: SmallShop, *wanted: tuple[str, int], shopper: str = "ada", thread: str = "thread-ada") -> Quote:
    """A quote of the shopper's cart. Raises AssertionError with the violations when the shop refuses it."""
    quote, found = shop.checkout.quote(
        thread_id=thread, turn_id="turn-1", shopper=shopper, catalog=CATALOG, cart=cart(*wanted)
    )
    assert quote is not None, found
    return quote


def agree(shop: SmallShop, quote: Quote, reviewer: str = "rita") -> None:
    """Give every approval that the quote still needs."""
    for approval in shop.checkout.approvals_of(quote["quote_id"]):
        if approval["status"] == "pending":
            shop.checkout.decide(
                approval["id"],
                digest=quote["digest"],
                decision="approve",
                actor=approval["shopper"] if approval["role"] == "shopper" else reviewer,
                role=approval["role"],
            )
