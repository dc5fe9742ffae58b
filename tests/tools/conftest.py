"""`engine`: an empty database with the current schema, once on SQLite and once on PostgreSQL where it is installed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.builders import empty
from tests.postgres import PrivateServer, postgres_server  # noqa: F401  a fixture
from tools.database import open_database


@pytest.fixture(scope="session")
def sqlite_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    opened = open_database(f"sqlite:///{tmp_path_factory.mktemp('database') / 'shop.db'}")
    yield opened
    opened.dispose()


@pytest.fixture(scope="session")
def postgres_engine(postgres_server: PrivateServer) -> Iterator[Engine]:  # noqa: F811
    opened = open_database(postgres_server.database())
    yield opened
    opened.dispose()


@pytest.fixture(params=["sqlite_engine", "postgres_engine"], ids=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Engine:
    opened: Engine = request.getfixturevalue(request.param)
    empty(opened)
    return opened
