"""The shop's own books after the herd: the turn log, the audit chain, orders, payments and the gateway's charges."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select

from graph.services import Services
from tools import schema
from tools.checkout.gateways.choice import gateway
from tools.clock import utc_now
from tools.database import reading
from tools.settings import load


@dataclass(frozen=True)
class Books:
    """What was written since a moment. `turns`: shopper's text and whether it was closed, by turn; `reads`: how often
    a turn was read; `sources`: by which parser; `orders`: threads with an order, by order; `charged`: captured minor
    units by the gateway's reference, which `paid` names for each order.
    """

    turns: dict[str, tuple[str, bool]]
    reads: Counter[str]
    sources: dict[str, str]
    orders: dict[str, tuple[str, int]]
    payments: dict[str, str]
    charged: dict[str, int]
    chain_holds: bool

    def since(self, before: Books) -> Books:
        turns = {key: value for key, value in self.turns.items() if key not in before.turns}
        return Books(
            turns,
            Counter({key: count for key, count in self.reads.items() if key in turns}),
            {key: source for key, source in self.sources.items() if key in turns},
            {key: value for key, value in self.orders.items() if key not in before.orders},
            {key: value for key, value in self.payments.items() if key not in before.payments},
            {key: value for key, value in self.charged.items() if key not in before.charged},
            self.chain_holds,
        )

    def charge_problems(self, agreed: dict[str, str]) -> list[str]:
        """`agreed`: the order that each approved question was answered with, by thread."""
        found = [f"order {key} of {thread} was agreed to by nobody" for key, (thread, _) in self.orders.items()
                 if agreed.get(thread) != key]  # fmt: skip
        found += [f"order {key} is not in the books" for key in agreed.values() if key not in self.orders]
        found += [f"payment of {key} without an order" for key in self.payments if key not in self.orders]
        wanted = sorted((self.payments.get(key, ""), total) for key, (_, total) in self.orders.items())
        if sorted(self.charged.items()) != wanted:
            found.append(f"the gateway charged {sorted(self.charged.items())}, the orders are {wanted}")
        return found if self.chain_holds else [*found, "the audit chain is broken"]


def read(home: Path) -> Books:
    """The books as they stand in this home."""
    shop = Services(load(home=home, catalog="demo", database_url=""))
    try:
        reads, sources = _reads(shop.engine)
        sandbox: Any = gateway(shop.settings, utc_now)
        charges = sandbox.charges()
        return Books(
            _turns(shop.engine),
            reads,
            sources,
            _orders(shop.engine),
            _payments(shop.engine),
            {each.reference: each.captured_minor for each in charges if each.captured_minor},
            bool(shop.audit.verify()["ok"]),
        )
    finally:
        shop.engine.dispose()


def _turns(engine: Engine) -> dict[str, tuple[str, bool]]:
    table = schema.turns
    with reading(engine) as connection:
        rows = connection.execute(select(table.c.turn_id, table.c.text, table.c.finished_at))
        return {row.turn_id: (row.text, row.finished_at is not None) for row in rows}


def _reads(engine: Engine) -> tuple[Counter[str], dict[str, str]]:
    table, counts, sources = schema.audit_events, Counter[str](), dict[str, str]()
    with reading(engine) as connection:
        for row in connection.execute(select(table.c.turn_id, table.c.body).where(table.c.event == "parse_intent")):
            counts[row.turn_id] += 1
            sources[row.turn_id] = str(json.loads(row.body).get("source", ""))
    return counts, sources


def _orders(engine: Engine) -> dict[str, tuple[str, int]]:
    table = schema.orders
    with reading(engine) as connection:
        rows = connection.execute(select(table.c.order_id, table.c.thread_id, table.c.total_minor))
        return {row.order_id: (row.thread_id, row.total_minor) for row in rows}


def _payments(engine: Engine) -> dict[str, str]:
    """The gateway's reference by order, of what was captured."""
    table = schema.payments
    with reading(engine) as connection:
        rows = connection.execute(select(table.c.order_id, table.c.reference, table.c.state))
        return {row.order_id: str(row.reference) for row in rows if row.state == "captured"}
