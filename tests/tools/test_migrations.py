"""The migrations, one after the other, make the schema that the code is written against, and keep old rows."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, text

from tools.database import MIGRATIONS, open_database, reading
from tools.schema import metadata


def test_migrated_is_declared(engine: Engine) -> None:
    with reading(engine) as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_payment_of_the_first_schema_is_kept(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    old = create_engine(url)
    with old.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(MIGRATIONS))
        command.upgrade(config, "0001")
        connection.execute(
            text(
                "INSERT INTO payments (payment_id, idempotency_key, quote_id, digest, order_id, shopper, payee,"
                " amount_minor, currency, state, gateway, claimed_at)"
                " VALUES ('p', 'k', 'q', 'd', 'o', 'ada', 'shop', 5, 'USD', 'captured', 'sandbox', 'then')"
            )
        )
    old.dispose()
    new = open_database(url)
    with reading(new) as connection:
        assert connection.execute(text("SELECT payment_id, amount_minor, charge FROM payments")).all() == [
            ("p", 5, "{}")
        ]
    new.dispose()
