"""`truecart sandbox`: faults are armed and books are read where the gateway is."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.command import truecart
from tests.tools.checkout.gateways.sandbox_process import SECRET, SandboxProcess
from tools.checkout.gateways.port import ChargeRequest
from tools.checkout.gateways.sandbox import SandboxGateway
from tools.checkout.gateways.sandbox.client import SandboxClient

REQUEST = ChargeRequest(key="k1", payer="ada", payee="truecart:little", amount_minor=1_000, currency="USD")


def test_faults_and_books_of_the_embedded_sandbox(tmp_path: Path) -> None:
    armed = truecart("sandbox", "arm", "authorize", "decline", "--times", "2", home=tmp_path)
    assert armed.returncode == 0, armed.stderr
    gateway = SandboxGateway(tmp_path / "sandbox-gateway.db")
    assert gateway.authorize(REQUEST).state == "declined"
    assert truecart("sandbox", "disarm", home=tmp_path).returncode == 0
    gateway.authorize(ChargeRequest(key="k2", payer="ada", payee="p", amount_minor=500, currency="USD"))
    gateway.capture("k2", 500)
    gateway.refund("k2", 200, "r1")
    books = json.loads(truecart("sandbox", "books", "--json", home=tmp_path).stdout)
    assert [each["state"] for each in books["charges"]] == ["declined", "captured"]
    assert [each["amount_minor"] for each in books["refunds"]] == [200]
    assert sum(books["balances"].values()) == 0


def test_faults_and_books_of_the_service(tmp_path: Path) -> None:
    service = SandboxProcess(tmp_path / "books.db").start()
    where = {"TRUECART_SANDBOX_URL": service.url, "TRUECART_SANDBOX_SECRET": SECRET}
    client = SandboxClient(service.url, SECRET)
    try:
        armed = truecart("sandbox", "arm", "authorize", "requires_action", home=tmp_path / "home", **where)
        assert armed.returncode == 0, armed.stderr
        assert client.authorize(REQUEST).state == "requires_action"
        shown = truecart("sandbox", "books", home=tmp_path / "home", **where)
        assert "requires_action" in shown.stdout
    finally:
        client.close()
        service.kill()


def test_what_cannot_be_done_is_said(tmp_path: Path) -> None:
    for words, code in (
        (["serve"], "bad_setting"),
        (["arm", "webhook", "decline"], "bad_request"),
        (["books", "--file", str(tmp_path / "none.db")], "not_found"),
    ):
        refused = truecart("sandbox", *words, home=tmp_path)
        assert (refused.returncode, f"({code})" in refused.stderr) == (1, True), refused.stderr
