"""The shopper's own address, means of payment and approvals, over the routes of the page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.testclient import TestClient

from graph.services import Services
from tests.builders import CATALOG, Sku, cart, cart_line, stock_catalog
from web import shop_api

HOME = {"name": "Ada", "street": "1 Way", "city": "Town", "region": "NY", "postal_code": "10001", "country": "US"}


def engine_of(services: Services) -> Engine:
    return services.engine


@pytest.fixture
def made(services: Callable[..., Services], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Services:
    (tmp_path / "home").mkdir()
    here = services(catalog=CATALOG)
    stock_catalog(engine_of(here), [Sku("a")])
    monkeypatch.setattr(shop_api, "services", lambda: here)
    return here


@pytest.fixture
def web(made: Services) -> TestClient:  # noqa: ARG001  the routes answer from it
    return TestClient(Starlette(routes=shop_api.routes), headers={"authorization": "Bearer demo-ada"})


def as_(who: str) -> dict[str, str]:
    return {"authorization": f"Bearer demo-{who}"}


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def test_an_address_is_kept_and_is_the_shoppers_own(web: TestClient, made: Services) -> None:
    assert web.get("/shop/api/address").json() == {"address": None, "ship_to": None}
    kept = web.post("/shop/api/address", json={**HOME, "country": "us"}).json()
    assert kept["address"] == HOME
    assert web.get("/shop/api/address").json() == kept
    assert made.checkout.ship_to("ada") == kept["ship_to"]
    assert web.get("/shop/api/address", headers=as_("bo")).json()["address"] is None
    assert code(web.get("/shop/api/address", headers=as_("rita"))) == (403, "forbidden")


@pytest.mark.parametrize(
    ("change", "field"),
    [({"country": "UK"}, "country"), ({"street": ""}, "street"), ({"city": 7}, "city"), ({"phone": "1"}, "phone")],
)
def test_a_bad_address_names_its_field(web: TestClient, change: dict[str, Any], field: str) -> None:
    answer = web.post("/shop/api/address", json={**HOME, **change})
    assert code(answer) == (400, "bad_address")
    assert answer.json()["error"]["details"]["field"] == field
    assert web.get("/shop/api/address").json()["address"] is None


def test_a_token_goes_in_and_never_comes_out(web: TestClient) -> None:
    before = web.get("/shop/api/instrument").json()
    assert before == {"gateway": "sandbox", "needed": False, "known": True, "label": ""}
    answer = web.post("/shop/api/instrument", json={"token": "tok_abc", "label": "Visa 4242"})
    assert answer.json() == {**before, "label": "Visa 4242"}
    assert "tok_abc" not in answer.text + web.get("/shop/api/instrument").text
    assert web.get("/shop/api/instrument", headers=as_("bo")).json()["label"] == ""


@pytest.mark.parametrize("body", [{}, {"token": "4242424242424242", "label": "Visa"}, {"token": "tok", "label": 7}])
def test_a_bad_instrument_is_refused_without_its_contents(web: TestClient, body: dict[str, Any]) -> None:
    answer = web.post("/shop/api/instrument", json=body)
    assert code(answer) == (400, "bad_instrument")
    assert "4242424242424242" not in answer.text


def test_an_approval_is_told_to_its_shopper_alone(web: TestClient, made: Services) -> None:
    quote, _ = made.checkout.quote(thread_id="t", turn_id="", shopper="ada", catalog=CATALOG, cart=cart(cart_line("a")))
    assert quote is not None
    [own] = made.checkout.approvals_of(quote["quote_id"])
    path = f"/shop/api/approvals/{own['id']}"
    told = web.get(path).json()
    assert (told["status"], told["expires_at"], told["decided_by"]) == ("pending", quote["terms"]["expires_at"], None)
    assert told["now"] < told["expires_at"]
    assert told["payment"] is None
    made.checkout.decide(own["id"], digest=own["digest"], decision="reject", actor="ada", role="shopper", note="x")
    told = web.get(path).json()
    assert (told["status"], told["decided_by"]) == ("rejected", "ada")
    assert told["decided_at"]
    assert [each["status"] for each in told["approvals"]] == ["rejected"]
    assert "note" not in told
    paid, _ = made.checkout.quote(thread_id="t", turn_id="", shopper="ada", catalog=CATALOG, cart=cart(cart_line("a")))
    assert paid is not None
    [own] = made.checkout.approvals_of(paid["quote_id"])
    made.checkout.decide(own["id"], digest=own["digest"], decision="approve", actor="ada", role="shopper")
    made.checkout.pay(paid["quote_id"], turn_id="", actor="ada")
    assert web.get(f"/shop/api/approvals/{own['id']}").json()["payment"]["state"] == "captured"
    assert code(web.get(path, headers=as_("bo"))) == (404, "not_found")
    assert code(web.get("/shop/api/approvals/a_none")) == (404, "not_found")
