"""What the storefront page needs beside the LangGraph API. Of all this only the shopper's own address and means of
payment can be written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from graph.services import services
from guards.address import COUNTRIES
from tools.checkout.instruments import needs_token
from tools.clock import stamp
from tools.errors import TruecartError
from web.answers import answering
from web.identities import Identity, known
from web.suggestions import ANY_SHOP, SUGGESTIONS

if TYPE_CHECKING:
    from tools.checkout.addresses import Address
    from tools.checkout.types import Approval


def config(_request: Request, _who: Identity | None) -> dict[str, Any]:
    """What the page must know before anybody has signed in."""
    settings = services().settings
    demo = [
        {"token": token, "name": who.name, "role": who.role} for token, who in known().items() if settings.demo_tokens
    ]
    return {
        "shop": "Truecart",
        "catalog": settings.catalog,
        "currency": services().catalog.currency(),
        "identities": [each for each in demo if each["token"].startswith("demo-")],
        "suggestions": SUGGESTIONS.get(settings.catalog, ANY_SHOP),
        "max_message_chars": settings.max_message_chars,
        "countries": sorted(COUNTRIES),
    }


def me(_request: Request, who: Identity) -> dict[str, str]:
    return {"name": who.name, "role": who.role}


def threads(_request: Request, who: Identity) -> dict[str, Any]:
    return {"threads": services().turns.threads(who.name)}


def orders(_request: Request, who: Identity) -> dict[str, Any]:
    return {"orders": services().checkout.orders_of(who.name)}


def why(request: Request, who: Identity) -> dict[str, Any]:
    """The lineage of an order, for its shopper and for reviewers; to others the order does not exist."""
    order_id = request.path_params["order_id"]
    if who.role != "reviewer" and services().checkout.order(order_id)["shopper"] != who.name:
        raise TruecartError("unknown_order")
    return services().checkout.why(order_id)


def address(_request: Request, who: Identity) -> dict[str, Any]:
    """The address of the shopper's purchases, None when there is none yet, and `ship_to`, its hash in quotes."""
    return {"address": services().checkout.address(who.name), "ship_to": services().checkout.ship_to(who.name)}


def set_address(request: Request, who: Identity, body: dict[str, Any]) -> dict[str, Any]:
    """Send them there from now on. What was quoted to another address is no longer charged."""
    services().checkout.set_address(who.name, cast("Address", body))
    return address(request, who)


def instrument(_request: Request, who: Identity) -> dict[str, Any]:
    """What the shopper pays with, by its label, never its token; `known` says whether it is enough to pay with."""
    found, gateway = services().checkout.instrument(who.name), services().checkout.gateway.name
    return {
        "gateway": gateway,
        "needed": needs_token(gateway),
        "known": bool(found),
        "label": found.label if found else "",
    }


def set_instrument(request: Request, who: Identity, body: dict[str, Any]) -> dict[str, Any]:
    """Charge that from now on; `token` is the gateway's own, `label` what people call it."""
    services().checkout.set_instrument(who.name, body.get("token"), body.get("label"))  # type: ignore[arg-type]
    return instrument(request, who)


def approval(request: Request, who: Identity) -> dict[str, Any]:
    """How an approval of the shopper's own purchase stands now, with the others that the purchase needs.

    `payment` is how its charge stands, None before there is one; `now` is the shop's own time, for countdowns. To
    everybody else the approval does not exist.
    """
    found = services().checkout.approval(request.path_params["approval_id"])
    if found["shopper"] != who.name:
        raise TruecartError("not_found", "There is no such approval.")
    every = services().checkout.approvals_of(found["quote_id"])
    return {
        **_standing(found),
        "quote_id": found["quote_id"],
        "digest": found["digest"],
        "approvals": [_standing(each) for each in every],
        "payment": services().checkout.payment(found["quote_id"]),
        "now": stamp(services().clock()),
    }


def _standing(approval: Approval) -> dict[str, Any]:
    """Without the note: what a reviewer wrote down is for the shop, not for the shopper."""
    shown = ("id", "role", "status", "reasons", "created_at", "expires_at", "decided_by", "decided_at")
    return {key: approval[key] for key in shown}  # type: ignore[literal-required]


def picture(request: Request, _who: Identity | None) -> Response:
    """A picture by its content hash: it never changes, so it may be kept for ever."""
    content_hash = request.path_params["content_hash"].split(".")[0]
    store = services().pictures
    return FileResponse(
        store.path(content_hash),
        media_type=store.media_type(content_hash),
        headers={"cache-control": "public, max-age=31536000, immutable"},
    )


routes = [
    Route("/shop/api/config", answering(config, public=True)),
    Route("/shop/api/me", answering(me)),
    Route("/shop/api/threads", answering(threads)),
    Route("/shop/api/orders", answering(orders)),
    Route("/shop/api/orders/{order_id}/why", answering(why)),
    Route("/shop/api/address", answering(address, role="shopper")),
    Route("/shop/api/address", answering(set_address, role="shopper"), methods=["POST"]),
    Route("/shop/api/instrument", answering(instrument, role="shopper")),
    Route("/shop/api/instrument", answering(set_instrument, role="shopper"), methods=["POST"]),
    Route("/shop/api/approvals/{approval_id}", answering(approval, role="shopper")),
    Route("/images/{content_hash}", answering(picture, public=True)),
]
