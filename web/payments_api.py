"""What payment gateways and payers call: webhooks, and the embedded sandbox's page."""

from __future__ import annotations

import logging
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from graph.services import services
from tools.checkout.desk import Checkout
from tools.checkout.gateways.sandbox import SandboxGateway
from tools.checkout.gateways.sandbox.courier import deliver
from tools.checkout.gateways.sandbox.outbox import Delivery
from tools.checkout.gateways.sandbox.service import act_routes
from tools.errors import TruecartError
from web.answers import answering

log = logging.getLogger("truecart.web")


def routes_over(shop: Callable[[], Checkout]) -> list[Route]:
    """The routes of a checkout, which is asked for at each call.

    `POST /pay/webhook/{gateway}` is for anybody: only the gateway's signature counts. It answers exactly what that
    gateway wants to hear, or an error that makes it repeat. `/pay/act/{reference}` is the embedded sandbox's page.
    """

    def webhook(request: Request, _who: None, body: bytes) -> Response:
        checkout = shop()
        if request.path_params["gateway"] != checkout.gateway.name:
            raise TruecartError("not_found", "This shop has no such gateway.")
        checkout.webhook(body, dict(request.headers))
        return PlainTextResponse(checkout.gateway.acknowledgement)

    def embedded() -> SandboxGateway:
        gateway = shop().gateway
        if not isinstance(gateway, SandboxGateway):
            raise TruecartError("not_found")
        return gateway

    def tell_the_shop(key: str) -> None:
        deliver(embedded(), lambda delivery: _heard(shop(), delivery), key)

    return [
        Route("/pay/webhook/{gateway}", answering(webhook, public=True, raw=True), methods=["POST"]),
        *act_routes(embedded, "/pay/act", after=tell_the_shop, home="/"),
    ]


def _heard(checkout: Checkout, delivery: Delivery) -> bool:
    """The embedded sandbox's webhook comes to this shop without a wire."""
    try:
        checkout.webhook(delivery.payload, delivery.headers)
    except TruecartError as problem:
        log.warning("webhook %s was not settled, the sweeper will do it: %s", delivery.event_id, problem)
        return False
    return True


routes = routes_over(lambda: services().checkout)
