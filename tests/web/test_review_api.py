"""What the console gets to look at, beside what the integration tests drive."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import insert
from starlette.applications import Starlette
from starlette.testclient import TestClient

from graph.services import Services
from tests.builders import CATALOG, Sku, cart, cart_line, stock_catalog
from tools.database import writing
from tools.schema import variants
from web import review_api


@pytest.fixture
def made(services: Callable[..., Services], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Services:
    (tmp_path / "home").mkdir()
    here = services(catalog=CATALOG, review_above_minor=1)
    stock_catalog(here.engine, [Sku("a"), Sku("b")])
    monkeypatch.setattr(review_api, "services", lambda: here)
    return here


def test_an_edit_may_choose_among_the_products_own_variants(made: Services) -> None:
    other = {"catalog": CATALOG, "product_id": "p-a", "position": 1, "pack_size": 1, "stock": 4}
    with writing(made.engine) as connection:
        connection.execute(insert(variants).values(variant_id="a-l", options={"size": "L"}, price_minor=2_500, **other))
        connection.execute(insert(variants).values(variant_id="a-x", options={"size": "X"}, price_minor=None, **other))
    quote, _ = made.checkout.quote(thread_id="t", turn_id="", shopper="ada", catalog=CATALOG, cart=cart(cart_line("a")))
    assert quote is not None
    review = next(each for each in made.checkout.approvals_of(quote["quote_id"]) if each["role"] == "reviewer")
    web = TestClient(Starlette(routes=review_api.routes), headers={"authorization": "Bearer demo-rita"})
    [row] = web.get("/review/api/approvals").json()["approvals"]
    assert (row["id"], row["kind"], row["lines"]) == (review["id"], "purchase", 1)
    found = web.get(f"/review/api/approvals/{review['id']}").json()
    assert list(found["choices"]) == ["a"]
    assert [(each["variant_id"], each["price"]["minor"], each["stock"]) for each in found["choices"]["a"]] == [
        ("a", 2_000, 10),
        ("a-l", 2_500, 4),
    ]
