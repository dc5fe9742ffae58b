"""One voice for JSON answers and errors of our own routes."""

from __future__ import annotations

import functools
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tools.errors import TruecartError
from web.identities import Identity, identify

LARGEST_BODY = 64_000  # bytes: a decision with a long note is far below it
Route = Callable[[Request], Awaitable[Response]]
log = logging.getLogger("truecart.web")


def answering(
    handler: Callable[..., Any], *, role: str | None = None, public: bool = False, raw: bool = False
) -> Route:
    """A route from a plain function `(request, identity) -> JSON value | Response`, run in a thread.

    A POST gives it `body`, a JSON object, or with `raw` its bytes as they came. Without `public` a known token is
    needed, with `role` one of that role. Errors answer `{"error": {"code", "message", "details"?}}` with the code's
    HTTP status.
    """

    @functools.wraps(handler)
    async def route(request: Request) -> Response:
        try:
            who: Identity | None = None if public else identify(request.headers.get("authorization"))
            if role and (who is None or who.role != role):
                raise TruecartError("forbidden", f"This needs a {role}'s token.")
            body = await _body(request, raw)
            result = await anyio.to_thread.run_sync(functools.partial(handler, request, who, **body))
            if isinstance(result, Awaitable):
                result = await result
        except TruecartError as problem:
            return error(problem)
        except Exception:
            log.exception("%s %s failed", request.method, request.url.path)
            return error(TruecartError("internal"))
        return result if isinstance(result, Response) else JSONResponse(result)

    return route


def error(problem: TruecartError) -> JSONResponse:
    return JSONResponse(problem.as_json(), status_code=problem.status if problem.status >= 400 else 500)


async def _body(request: Request, raw: bool) -> dict[str, Any]:
    if request.method != "POST":
        return {}
    came = bytearray()
    async for part in request.stream():
        came += part
        if len(came) > LARGEST_BODY:
            raise TruecartError("message_too_long", f"The body is longer than {LARGEST_BODY} bytes.")
    if raw:
        return {"body": bytes(came)}
    try:
        body = json.loads(came)
    except ValueError as problem:
        raise TruecartError("bad_request", "The body is not JSON.") from problem
    if not isinstance(body, dict):
        raise TruecartError("bad_request", "The body is not a JSON object.")
    return {"body": body}
