"""A small real shop of its own for each test, and a shopper who talks to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from langgraph.checkpoint.memory import MemorySaver

from graph.services import Services
from tests import little_shop
from tests.graph.talk import Talk


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Services]:
    services = little_shop.build(tmp_path / "home")
    yield services
    services.engine.dispose()


@pytest.fixture
def talk(shop: Services) -> Talk:
    return Talk(shop, MemorySaver())
