"""The sandbox as a service in a process of its own, over a real socket."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import get_args

import httpx

from tests.tools.checkout.gateways.harness import Entry, Fault, Operation
from tests.tools.checkout.gateways.sandbox_process import SECRET, SandboxProcess
from tools.checkout.gateways.sandbox import SandboxGateway
from tools.checkout.gateways.sandbox.client import SandboxClient

_running: dict[int, SandboxProcess] = {}  # one service for all tests of a session; the tests empty its books


class SandboxServiceHarness:
    reserves = True
    instrument = ""
    currency = "USD"

    def __init__(self, service: SandboxProcess) -> None:
        self.gateway = SandboxClient(service.url, SECRET)
        self._file = service.file

    def supports(self, fault: Fault) -> bool:
        return fault in get_args(Fault)

    def arm(self, operation: Operation, fault: Fault) -> None:
        self.gateway.arm(operation, fault)

    def payer_acts(self, key: str, agree: bool = True) -> None:
        waiting = self.gateway.lookup(key)
        assert waiting is not None
        assert waiting.action is not None
        form = {"decision": "approve" if agree else "refuse"}
        answer = httpx.post(waiting.action["url"], data=form, trust_env=False, follow_redirects=True)
        assert answer.status_code == 200, answer.text

    def books(self) -> list[Entry]:
        live = [each for each in self.gateway.charges() if each.state in ("authorized", "captured")]
        return [Entry(each.key, each.captured_minor, each.refunded_minor) for each in live]

    def webhook(self, key: str) -> tuple[bytes, dict[str, str]]:
        latest = SandboxGateway(self._file, secret=SECRET).deliveries(key)[-1]
        return latest.payload, dict(latest.headers)

    def close(self) -> None:
        self.gateway.close()


def open_harness(folder: Path, session: ExitStack) -> SandboxServiceHarness:
    if id(session) not in _running:
        service = SandboxProcess(folder / "service.db").start()
        session.callback(service.kill)
        _running[id(session)] = service
    empty(_running[id(session)].file)
    return SandboxServiceHarness(_running[id(session)])


def empty(file: Path) -> None:
    """Blank books under the running service."""
    from tools.checkout.gateways.sandbox import ledger

    with ledger.opened(file) as books, ledger.writing(books):
        for table in ("charges", "movements", "refunds", "faults", "events"):
            books.execute(f"DELETE FROM {table}")
