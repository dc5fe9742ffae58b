"""`truecart sandbox`: the sandbox gateway as a service, its faults and its books."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cli import terminal
from tools.errors import TruecartError
from tools.settings import Settings, load

if TYPE_CHECKING:
    from tools.checkout.gateways.sandbox import SandboxGateway
    from tools.checkout.gateways.sandbox.client import SandboxClient


def serve(host: str, port: int, file: Path | None, notify: str, public: str) -> None:
    """Serve until stopped. Raises `bad_setting` without a secret, `port_taken` rather than serve anywhere else."""
    import uvicorn

    from cli.serve import refuse_taken_port
    from tools.checkout.gateways.sandbox import SandboxGateway
    from tools.checkout.gateways.sandbox.service import create_app

    settings = load()
    secret = settings.sandbox_secret.get_secret_value()
    if not secret:
        raise TruecartError("bad_setting", "Set TRUECART_SANDBOX_SECRET to a secret, the same here and for the shop.")
    for option, url in (("--notify", notify), ("--public", public)):
        if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc):
            raise TruecartError("bad_setting", f"{option} is an http or https address.")
    refuse_taken_port(host, port)
    act_url = f"{public.rstrip('/')}/act/" if public else "act/"
    gateway = SandboxGateway(file or settings.home / "sandbox-service.db", secret=secret, act_url=act_url)
    at = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    terminal.say(f"The sandbox gateway serves {at} from {gateway.path}.")
    terminal.say(f"For the shop: TRUECART_SANDBOX_URL={at} and the same TRUECART_SANDBOX_SECRET.")
    terminal.say(f"Webhooks go to {notify}." if notify else "Webhooks go nowhere: name a URL with --notify.")
    uvicorn.run(create_app(gateway, notify), host=host, port=port, log_level="error", access_log=False, lifespan="on")


def arm(operation: str, fault: str, times: int, seconds: float, file: Path | None) -> None:
    """Arm a fault where the settings say the sandbox is, or in `file`. Raises `bad_request` for one that is not."""
    _sandbox(file).arm(operation, fault, times=times, seconds=seconds)  # type: ignore[arg-type]
    terminal.say(f"The next {operation if times == 1 else f'{times} of {operation}'} will meet {fault}.")


def disarm(file: Path | None) -> None:
    """Forget every fault that is armed."""
    _sandbox(file).disarm()
    terminal.say("No fault is armed.")


def books(file: Path | None, as_json: bool) -> None:
    """Charges, refunds and balances; over all accounts the balances sum to zero."""
    from tools.money import display

    sandbox = _sandbox(file)
    charges, refunds, balances = sandbox.charges(), sandbox.refunds(), sandbox.balances()
    if as_json:
        kept = {"charges": [asdict(each) for each in charges], "refunds": [asdict(each) for each in refunds]}
        terminal.as_json({**kept, "balances": balances})
        return
    if not charges:
        terminal.say("The books are empty.")
        return
    terminal.table(
        ("charge", "state", "amount", "captured", "refunded", "reason"),
        [
            (
                each.reference,
                each.state,
                *(display(minor, each.currency) for minor in (each.amount_minor, each.captured_minor)),
                display(each.refunded_minor, each.currency),
                each.reason,
            )
            for each in charges
        ],
        title="Charges",
    )
    if refunds:
        rows = [(each.reference, display(each.amount_minor, each.currency)) for each in refunds]
        terminal.table(("refund", "amount"), rows, title="Refunds")
    if balances:
        terminal.table(("account", "minor units"), sorted(balances.items()), title="Balances")
        terminal.say(f"The balances sum to {sum(balances.values())}.")


def _sandbox(file: Path | None) -> SandboxGateway | SandboxClient:
    from tools.checkout.gateways.sandbox import SandboxGateway, open_sandbox
    from tools.clock import utc_now

    settings: Settings = load()
    if file is None:
        return open_sandbox(settings, utc_now)
    if not file.exists():
        raise TruecartError("not_found", f"There is no file {file}.")
    return SandboxGateway(file)
