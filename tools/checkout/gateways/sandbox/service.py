"""The sandbox as a service of its own: signed calls over HTTP and JSON, the payer's page, webhooks.

`POST /v1/{authorize|capture|void|refund|lookup|lookup_refund|arm|disarm|books}` with the header
`x-truecart-signature` over `<name of the call>\\n<body>`; errors are `{"error": {"code", "message", "details"?}}`.
`GET` and `POST /act/{reference}` are the payer's; `GET /ok` answers when the service is up.
"""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs

import anyio.to_thread
from pydantic import TypeAdapter
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from tools.checkout.gateways.port import OutcomeUnknown
from tools.checkout.gateways.sandbox import page, wire
from tools.checkout.gateways.sandbox.courier import Courier
from tools.checkout.gateways.sandbox.embedded import SandboxGateway
from tools.checkout.gateways.sandbox.signing import SIGNATURE_HEADER
from tools.errors import TruecartError

Call = Callable[[SandboxGateway, bytes], object]
log = logging.getLogger("truecart.sandbox")


def create_app(gateway: SandboxGateway, notify: str = "") -> Starlette:
    """An application over these books; webhooks go to `notify`, if that is given, while it runs."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        courier = Courier(gateway, notify) if notify else None
        if courier:
            courier.start()
        yield
        if courier:
            await anyio.to_thread.run_sync(courier.stop)

    calls = [Route(f"/v1/{name}", _calling(gateway, name, call), methods=["POST"]) for name, call in CALLS.items()]
    return Starlette(lifespan=lifespan, routes=[Route("/ok", _ok), *calls, *act_routes(lambda: gateway, "/act")])


def _authorize(gateway: SandboxGateway, body: bytes) -> object:
    return wire.ChargeAnswer(gateway.authorize(wire.read(wire.CHARGE_REQUEST, body)))


def _capture(gateway: SandboxGateway, body: bytes) -> object:
    asked = wire.read(TypeAdapter(wire.Capture), body)
    return wire.ChargeAnswer(gateway.capture(asked.key, asked.amount_minor))


def _void(gateway: SandboxGateway, body: bytes) -> object:
    return wire.ChargeAnswer(gateway.void(wire.read(TypeAdapter(wire.Key), body).key))


def _refund(gateway: SandboxGateway, body: bytes) -> object:
    asked = wire.read(TypeAdapter(wire.Refund), body)
    return wire.RefundAnswer(gateway.refund(asked.key, asked.amount_minor, asked.refund_key))


def _lookup(gateway: SandboxGateway, body: bytes) -> object:
    return wire.ChargeAnswer(gateway.lookup(wire.read(TypeAdapter(wire.Key), body).key))


def _lookup_refund(gateway: SandboxGateway, body: bytes) -> object:
    asked = wire.read(TypeAdapter(wire.RefundKey), body)
    return wire.RefundAnswer(gateway.lookup_refund(asked.key, asked.refund_key))


def _arm(gateway: SandboxGateway, body: bytes) -> object:
    asked = wire.read(TypeAdapter(wire.Arm), body)
    gateway.arm(asked.operation, asked.fault, times=asked.times, seconds=asked.seconds)
    return wire.DoneAnswer(True)


def _disarm(gateway: SandboxGateway, body: bytes) -> object:
    wire.read(TypeAdapter(wire.Nothing), body)
    gateway.disarm()
    return wire.DoneAnswer(True)


def _books(gateway: SandboxGateway, body: bytes) -> object:
    wire.read(TypeAdapter(wire.Nothing), body)
    return wire.BooksAnswer(gateway.charges(), gateway.refunds(), gateway.balances())


CALLS: dict[str, Call] = {
    "authorize": _authorize,
    "capture": _capture,
    "void": _void,
    "refund": _refund,
    "lookup": _lookup,
    "lookup_refund": _lookup_refund,
    "arm": _arm,
    "disarm": _disarm,
    "books": _books,
}


def _calling(gateway: SandboxGateway, name: str, call: Call) -> Callable[[Request], Any]:
    async def route(request: Request) -> Response:
        try:
            body = await _body(request)
            gateway.verify_call(name, body, request.headers.get(SIGNATURE_HEADER, ""))
            answer: Any = await anyio.to_thread.run_sync(call, gateway, body)
        except OutcomeUnknown:
            return LostAnswer()
        except TruecartError as problem:
            return _error(problem)
        return JSONResponse(dataclasses.asdict(answer))

    return route


class LostAnswer(Response):
    """A fault: the connection breaks in the middle of the answer."""

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]})
        await send({"type": "http.response.body", "body": b'{"ch', "more_body": True})


def act_routes(
    gateway: Callable[[], SandboxGateway], path: str, after: Callable[[str], None] | None = None, home: str = ""
) -> list[Route]:
    """The payer's page under `path/{reference}`. `after` hears the key of a charge whose payer has acted."""

    def show(request: Request) -> Response:
        return _page(request, gateway().asked(request.path_params["reference"]), home)

    def decide(request: Request, form: bytes) -> Response:
        decision = parse_qs(form.decode("utf-8", "replace")).get("decision", [""])[0]
        if decision not in ("approve", "refuse"):
            raise TruecartError("bad_request", 'decision is "approve" or "refuse".')
        asked = gateway().act(request.path_params["reference"], agree=decision == "approve")
        if after:
            after(asked.key)
        return RedirectResponse(f"?lang={_language(request)}", status_code=303, headers=page.HEADERS)

    async def route(request: Request) -> Response:
        try:
            if request.method == "POST":
                return await anyio.to_thread.run_sync(decide, request, await _body(request))
            return await anyio.to_thread.run_sync(show, request)
        except TruecartError as problem:
            return _error(problem)

    return [Route(f"{path}/{{reference}}", route, methods=["GET", "POST"])]


def _page(request: Request, asked: page.Asked, home: str) -> Response:
    return HTMLResponse(page.render(asked, _language(request), home=home), headers=page.HEADERS)


def _language(request: Request) -> page.Language:
    return page.language_of(request.query_params.get("lang"), request.headers.get("accept-language"))


async def _ok(_request: Request) -> Response:
    return PlainTextResponse("ok")


async def _body(request: Request) -> bytes:
    raw = bytearray()
    async for part in request.stream():
        raw += part
        if len(raw) > wire.LARGEST:
            raise TruecartError("message_too_long", f"The body is longer than {wire.LARGEST} bytes.")
    return bytes(raw)


def _error(problem: TruecartError) -> Response:
    return JSONResponse(problem.as_json(), status_code=problem.status)
