"""The sandbox gateway: play money in a ledger of its own, faults on demand, webhooks, a page for the payer.

It runs inside the shop (`SandboxGateway`, the default) or as a service of its own (`truecart sandbox serve`, reached
through `SandboxClient` where `TRUECART_SANDBOX_URL` is set). Both speak for the same books.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.checkout.gateways.sandbox.embedded import ACT_URL, SandboxGateway
from tools.checkout.gateways.sandbox.faults import CRASH_STATUS, Fault, Operation
from tools.checkout.gateways.sandbox.signing import SIGNATURE_HEADER
from tools.clock import Clock
from tools.settings import Settings

if TYPE_CHECKING:
    from tools.checkout.gateways.sandbox.client import SandboxClient

__all__ = ["CRASH_STATUS", "SIGNATURE_HEADER", "Fault", "Operation", "SandboxGateway", "open_sandbox"]


def open_sandbox(settings: Settings, clock: Clock) -> SandboxGateway | SandboxClient:
    """The service that the settings name, or the sandbox inside this process.

    Raises TruecartError `bad_setting` for an address without its secret.
    """
    secret = settings.sandbox_secret.get_secret_value()
    if settings.sandbox_url:
        from tools.checkout.gateways.sandbox.client import SECONDS, SandboxClient

        return SandboxClient(settings.sandbox_url, secret, clock, seconds=min(SECONDS, settings.gateway_seconds))
    act_url = settings.public_url.rstrip("/") + ACT_URL
    return SandboxGateway(settings.home / "sandbox-gateway.db", clock, secret=secret, act_url=act_url)
