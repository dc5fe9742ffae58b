"""`engine`: an empty database with the current schema, once on SQLite and once on PostgreSQL where it is installed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.postgres import PrivateServer, empty, postgres_server  # noqa: F401  a fixture
from tools.database import open_database


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the current schema, to be copied."""
    path = tmp_path_factory.mktemp("template") / "shop.db"
    open_database(f"sqlite:///{path}").dispose()
    return path


@pytest.fixture(scope="session")
def postgres_engine(postgres_server: PrivateServer) -> Iterator[Engine]:  # noqa: F811
    opened = open_database(postgres_server.database())
    yield opened
    opened.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "postgresql":
        opened: Engine = request.getfixturevalue("postgres_engine")
        empty(opened)
        yield opened
        return
    path = tmp_path / "shop.db"
    shutil.copy(request.getfixturevalue("sqlite_template"), path)
    opened = open_database(f"sqlite:///{path}")
    yield opened
    opened.dispose()
