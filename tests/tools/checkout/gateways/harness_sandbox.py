"""The sandbox inside this process, and the file that is its ledger."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import get_args

from tests.tools.checkout.gateways.harness import Entry, Fault, Operation
from tools.checkout.gateways.sandbox import SandboxGateway


class SandboxHarness:
    reserves = True
    instrument = ""
    currency = "USD"

    def __init__(self, path: Path) -> None:
        self.gateway = SandboxGateway(path)

    def supports(self, fault: Fault) -> bool:
        return fault in get_args(Fault)

    def arm(self, operation: Operation, fault: Fault) -> None:
        self.gateway.arm(operation, fault)

    def payer_acts(self, key: str, agree: bool = True) -> None:
        waiting = self.gateway.lookup(key)
        assert waiting is not None
        self.gateway.act(waiting.reference, agree=agree)

    def books(self) -> list[Entry]:
        live = [each for each in self.gateway.charges() if each.state in ("authorized", "captured")]
        return [Entry(each.key, each.captured_minor, each.refunded_minor) for each in live]

    def webhook(self, key: str) -> tuple[bytes, dict[str, str]]:
        latest = self.gateway.deliveries(key)[-1]
        return latest.payload, dict(latest.headers)

    def close(self) -> None:
        """Its file goes with the test's folder."""


def open_harness(folder: Path, _session: ExitStack) -> SandboxHarness:
    return SandboxHarness(folder / "gateway.db")
