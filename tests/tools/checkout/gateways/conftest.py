"""One harness for each gateway. Those whose module lies here are tested."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.tools.checkout.gateways.alipay_fake import AlipayFake
from tests.tools.checkout.gateways.harness import Harness

GATEWAYS = ("sandbox", "sandbox_http", "stripe", "alipay")
PRESENT = [name for name in GATEWAYS if find_spec(f"{__package__}.harness_{name}")]


@pytest.fixture(scope="session")
def session() -> Iterator[ExitStack]:
    """Closed after the last test: for servers that many tests share."""
    with ExitStack() as stack:
        yield stack


@pytest.fixture(params=PRESENT)
def harness(request: pytest.FixtureRequest, tmp_path: Path, session: ExitStack) -> Iterator[Harness]:
    opened: Harness = importlib.import_module(f"{__package__}.harness_{request.param}").open_harness(tmp_path, session)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def running() -> Iterator[AlipayFake]:
    with AlipayFake() as fake:
        yield fake


@pytest.fixture
def fake(running: AlipayFake) -> AlipayFake:
    running.reset()
    return running
