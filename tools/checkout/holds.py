"""Stock kept for a quote: held until the quote's expiry, or while its payment is open; then released or consumed."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, insert, select, update

from tools.schema import holds

OPEN_END = "9999-12-31T00:00:00.000Z"  # while a payment is open its stock may not slip away


def place(connection: Connection, quote_id: str, catalog: str, quantities: Mapping[str, int], expires_at: str) -> None:
    connection.execute(
        insert(holds),
        [
            {
                "quote_id": quote_id,
                "catalog": catalog,
                "variant_id": variant_id,
                "quantity": quantity,
                "status": "held",
                "expires_at": expires_at,
            }
            for variant_id, quantity in sorted(quantities.items())
        ],
    )


def keep(connection: Connection, quote_id: str) -> int:
    """Keep the stock for as long as the quote's payment is open; answers how many variants are held."""
    changed = connection.execute(
        update(holds).where(holds.c.quote_id == quote_id, holds.c.status == "held").values(expires_at=OPEN_END)
    )
    return changed.rowcount


def release(connection: Connection, quote_id: str) -> int:
    """Give the stock back; answers how many variants were held."""
    return _end(connection, quote_id, "released")


def consume(connection: Connection, quote_id: str) -> int:
    """The stock has left with the order."""
    return _end(connection, quote_id, "consumed")


def _end(connection: Connection, quote_id: str, status: str) -> int:
    changed = connection.execute(
        update(holds).where(holds.c.quote_id == quote_id, holds.c.status == "held").values(status=status)
    )
    return changed.rowcount


def overdue(connection: Connection, now: str) -> list[str]:
    """Quotes whose hold has run out without being released."""
    query = select(holds.c.quote_id).where(holds.c.status == "held", holds.c.expires_at <= now).distinct()
    return sorted(connection.execute(query).scalars())
