"""A private PostgreSQL server for tests. Import `postgres_server` into a conftest to use it.

Without PostgreSQL's programs the tests that ask for it are skipped.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from evals.private_postgres import PrivateServer, programs


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PrivateServer]:
    """A started server, stopped and removed at the end of the session."""
    found = programs()
    if found is None:
        pytest.skip("PostgreSQL is not installed (no initdb on PATH or under /usr/lib/postgresql)")
    server = PrivateServer(found, Path(tempfile.mkdtemp(prefix="truecart-pg-")))
    try:
        server.start()
        yield server
    finally:
        server.stop()
