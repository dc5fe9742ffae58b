"""Errors of the LangGraph API in the product's one shape.

The server answers `{"detail": …}`. Clients of this shop read `{"error": {"code", "message"}}` everywhere; `detail`
stays beside it for LangGraph's own clients.
"""

from __future__ import annotations

import json
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CODES = {401: "unauthenticated", 403: "forbidden", 404: "not_found", 413: "message_too_long"}


class OneVoice:
    """Rewrites JSON bodies of answers with a status of 400 and above. Streams and good answers pass untouched."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        held: list[Message] = []
        body = bytearray()

        async def speak(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_json_error(message):
                held.append(message)
            elif held and message["type"] == "http.response.body":
                body.extend(message.get("body", b""))
                if not message.get("more_body"):
                    await _send_error(held.pop(), bytes(body), send)
            else:
                await send(message)

        await self.app(scope, receive, speak)


def in_one_voice(status: int, answer: Any) -> Any:
    """The answer with an `error` beside its `detail`; an answer that has one already, or is no object, as it is."""
    if not isinstance(answer, dict) or "error" in answer:
        return answer
    spoken = _spoken(answer.get("detail"))
    if spoken:
        return {**spoken, "detail": spoken["error"]["message"]}
    code = CODES.get(status, "internal" if status >= 500 else "bad_request")
    return {"error": {"code": code, "message": str(answer.get("detail", ""))}, **answer}


def _spoken(detail: Any) -> dict[str, Any] | None:
    """An error of ours that authentication could only hand on as text."""
    if not isinstance(detail, str) or not detail.startswith('{"error":'):
        return None
    try:
        spoken: dict[str, Any] = json.loads(detail)
    except ValueError:
        return None
    return spoken


def _is_json_error(start: Message) -> bool:
    headers = MutableHeaders(scope=start)
    return start["status"] >= 400 and headers.get("content-type", "").startswith("application/json")


async def _send_error(start: Message, body: bytes, send: Send) -> None:
    try:
        answer = json.dumps(in_one_voice(start["status"], json.loads(body)), ensure_ascii=False).encode()
    except ValueError:
        answer = body
    MutableHeaders(scope=start)["content-length"] = str(len(answer))
    await send(start)
    await send({"type": "http.response.body", "body": answer})
