"""The merchant's commands over a shop with one order: what they print, and what they refuse."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli import orders, why
from tests.builders import Shop, Sku, cart_line, stock_catalog
from tests.tools.checkout.after_sale import agreed, bought, refund
from tools.database import open_database
from tools.errors import TruecartError


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    engine = open_database(f"sqlite:///{tmp_path / 'truecart.db'}")
    stock_catalog(engine, [Sku("a"), Sku("b", price_minor=500)])
    monkeypatch.setenv("TRUECART_HOME", str(tmp_path))
    yield Shop.open(engine, tmp_path)
    engine.dispose()


def test_an_order_goes_its_way(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    order = bought(shop, cart_line("a", 2), cart_line("b", 1, 500))
    order_id = order["order_id"]
    orders.list_orders("paid", 5, False)
    listed = capsys.readouterr().out
    assert order_id in listed
    assert "2 × Plain hoodie" in listed
    orders.ship(order_id, "mara", False)
    orders.deliver(order_id, "mara", True)
    shipped, _, delivered = capsys.readouterr().out.partition("\n")
    assert shipped == f"{order_id} is shipped."
    assert json.loads(delivered)["order"]["status"] == "delivered"
    with pytest.raises(TruecartError, match="order_state"):
        orders.ship(order_id, "mara", False)
    quote = agreed(shop, order, lines={"a": 1})
    refund(shop, quote)
    orders.show(order_id, False)
    shown = capsys.readouterr().out
    assert "$20.00" in shown
    assert f"{quote['quote_id']}: refunded" in shown
    why.why(order_id, False)
    assert f"refund {quote['quote_id']} (return): refunded, $20.00 for 1 × Plain hoodie" in capsys.readouterr().out
    orders.show(order_id, True)
    assert json.loads(capsys.readouterr().out)["order"]["refunded_minor"] == 2_000


def test_nothing_yet(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    assert shop.desk.latest_orders() == []
    orders.list_orders("all", 5, False)
    assert capsys.readouterr() == ("", "There are no orders.\n")
    with pytest.raises(TruecartError, match="bad_request"):
        orders.list_orders("lost", 5, False)
