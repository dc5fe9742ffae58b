"""Stripe alone, beside the contract that it shares with the others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.tools.checkout.gateways.harness_stripe import StripeHarness, open_harness


@pytest.fixture
def stripe_harness(tmp_path: Path, session: ExitStack) -> Iterator[StripeHarness]:
    opened = open_harness(tmp_path, session)
    yield opened
    opened.close()
