"""Errors in one shape, good answers untouched."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from web.voice import OneVoice


def answer(request: Request) -> Response:
    status = int(request.query_params["status"])
    if request.query_params.get("plain"):
        return PlainTextResponse("broken", status)
    own = {"error": {"code": "over_budget", "message": "no"}}
    return JSONResponse(own if request.query_params.get("own") else {"detail": "why"}, status)


client = TestClient(Starlette(routes=[Route("/", answer)], middleware=[Middleware(OneVoice)]))


def test_a_detail_becomes_an_error() -> None:
    found = client.get("/?status=403")
    assert found.status_code == 403
    assert found.json() == {"error": {"code": "forbidden", "message": "why"}, "detail": "why"}


def test_our_own_errors_and_good_answers_pass() -> None:
    assert client.get("/?status=409&own=1").json() == {"error": {"code": "over_budget", "message": "no"}}
    assert client.get("/?status=200").json() == {"detail": "why"}
    assert client.get("/?status=500&plain=1").text == "broken"
