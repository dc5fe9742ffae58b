"""Our own routes: identities, bodies, errors, all in one voice."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Route
from starlette.testclient import TestClient

from tools.errors import TruecartError
from web.answers import LARGEST_BODY, answering
from web.identities import Identity, from_settings


def echo(_request: Request, who: Identity, body: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"who": who.name, "body": body}


def broken(_request: Request, _who: Identity) -> dict[str, Any]:
    raise ZeroDivisionError


client = TestClient(
    Starlette(
        routes=[
            Route("/echo", answering(echo), methods=["GET", "POST"]),
            Route("/review", answering(echo, role="reviewer")),
            Route("/broken", answering(broken)),
        ]
    ),
    headers={"authorization": "Bearer demo-ada"},
)


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def test_a_known_token_is_somebody() -> None:
    assert client.get("/echo").json() == {"who": "ada", "body": None}
    assert client.post("/echo", json={"a": 1}).json() == {"who": "ada", "body": {"a": 1}}


@pytest.mark.parametrize("header", ["", "demo-ada", "Basic demo-ada", "Bearer nobody", "Bearer "])
def test_anything_else_is_nobody(header: str) -> None:
    assert code(client.get("/echo", headers={"authorization": header})) == (401, "unauthenticated")


def test_a_role_is_needed_where_it_says_so() -> None:
    assert code(client.get("/review")) == (403, "forbidden")
    assert client.get("/review", headers={"authorization": "Bearer demo-rita"}).status_code == 200


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b"\xff\xfe", b'"text"'])
def test_a_body_that_is_no_object_is_a_bad_request(body: bytes) -> None:
    assert code(client.post("/echo", content=body)) == (400, "bad_request")


def test_a_long_body_is_not_read_to_its_end() -> None:
    assert code(client.post("/echo", content=b" " * (LARGEST_BODY + 1))) == (413, "message_too_long")


def test_what_breaks_says_so_without_its_inside() -> None:
    answer = client.get("/broken")
    assert code(answer) == (500, "internal")
    assert "ZeroDivision" not in answer.text


def test_tokens_come_from_the_settings() -> None:
    from tools.settings import load

    known = from_settings(load(tokens="s3cret=eve:shopper, r=ray:reviewer", demo_tokens=False))
    assert known == {"s3cret": Identity("eve", "shopper"), "r": Identity("ray", "reviewer")}
    for wrong in ("x", "x=y", "x=y:admin", "=y:shopper"):
        with pytest.raises(TruecartError) as caught:
            from_settings(load(tokens=wrong))
        assert caught.value.code == "bad_setting"
