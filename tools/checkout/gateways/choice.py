"""Which gateway the settings name. Only the chosen one is loaded."""

from __future__ import annotations

from collections.abc import Callable

from tools.checkout.gateways.port import Gateway
from tools.clock import Clock
from tools.errors import TruecartError
from tools.settings import Settings


def gateway(settings: Settings, clock: Clock) -> Gateway:
    """Raises TruecartError `bad_setting` for an unknown name, and for a gateway that lacks a setting of its own."""
    opened = GATEWAYS.get(settings.gateway)
    if opened is None:
        known = ", ".join(GATEWAYS)
        raise TruecartError("bad_setting", f"TRUECART_GATEWAY: there is no gateway {settings.gateway!r}, only {known}.")
    return opened(settings, clock)


def _sandbox(settings: Settings, clock: Clock) -> Gateway:
    from tools.checkout.gateways.sandbox import open_sandbox

    return open_sandbox(settings, clock)


def _stripe(settings: Settings, _clock: Clock) -> Gateway:
    from tools.checkout.gateways.stripe import StripeGateway

    return StripeGateway(settings)


def _alipay(settings: Settings, clock: Clock) -> Gateway:
    from tools.checkout.gateways.alipay import Account, AlipayGateway

    return AlipayGateway(
        Account.of(settings), clock=clock, seconds=settings.gateway_seconds, ca_bundle=settings.ca_bundle
    )


GATEWAYS: dict[str, Callable[[Settings, Clock], Gateway]] = {"sandbox": _sandbox, "stripe": _stripe, "alipay": _alipay}
