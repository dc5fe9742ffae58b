"""What the storefront page needs beside the LangGraph API. Read only."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from graph.services import services
from tools.errors import TruecartError
from web.answers import answering
from web.identities import Identity, known
from web.suggestions import ANY_SHOP, SUGGESTIONS


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
    Route("/images/{content_hash}", answering(picture, public=True)),
]
