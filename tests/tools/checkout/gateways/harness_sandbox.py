"""The embedded gateway, and the file that is its ledger."""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path

from tests.tools.checkout.gateways.harness import Entry, Fault, Operation
from tools.checkout.gateways.sandbox import SIGNATURE_HEADER, SandboxGateway


class SandboxHarness:
    reserves = True
    instrument = ""

    def __init__(self, path: Path) -> None:
        self.gateway = SandboxGateway(path)

    def supports(self, fault: Fault) -> bool:
        return fault != "requires_action"

    def arm(self, operation: Operation, fault: Fault) -> None:
        assert fault != "requires_action"
        self.gateway.arm(operation, fault)

    def payer_acts(self, key: str, agree: bool = True) -> None:
        raise AssertionError(f"nobody asks the payer of {key}")

    def books(self) -> list[Entry]:
        live = [each for each in self.gateway.charges() if each.state in ("authorized", "captured")]
        return [Entry(each.key, each.captured_minor, each.refunded_minor) for each in live]

    def webhook(self, key: str) -> tuple[bytes, dict[str, str]]:
        charge = self.gateway.lookup(key)
        assert charge is not None
        payload = json.dumps({"id": f"e-{key}", "kind": f"charge.{charge.state}", "key": key}).encode()
        return payload, {SIGNATURE_HEADER: self.gateway.sign(payload)}

    def close(self) -> None:
        """Its file goes with the test's folder."""


def open_harness(folder: Path, session: ExitStack) -> SandboxHarness:
    return SandboxHarness(folder / "gateway.db")
