"""The straight road: quote, decide, pay, order, why. On SQLite, and on PostgreSQL where there is one."""

from __future__ import annotations

from tests.builders import Shop, cart_line, evidence, stock_of


def test_buy(shop: Shop) -> None:
    quote = shop.quote(cart_line("a", 2, seen=[evidence("a")]), cart_line("b", 1, 500))
    assert shop.desk.available("little", ["a", "b"]) == {"a": 8, "b": 9}
    shop.approve(quote)
    outcome = shop.desk.pay(quote["quote_id"], turn_id="turn-3", actor="ada")
    assert outcome["violations"] == []
    order = outcome["order"]
    assert order is not None
    assert order["total_minor"] == 2 * 2_000 + 500 + 599
    assert shop.captured() == [order["total_minor"]]
    assert (stock_of(shop.engine, "a"), stock_of(shop.engine, "b")) == (8, 9)
    assert shop.desk.available("little", ["a", "b"]) == {"a": 8, "b": 9}
    assert shop.desk.order(order["order_id"]) == order == shop.desk.orders_of("ada")[0]
    assert "You said “the second one in size M please”." in order["lines"][0]["why"]
    again = shop.desk.pay(quote["quote_id"], turn_id="turn-3", actor="ada")
    assert again == outcome
    assert len(shop.gateway.charges()) == 1
    assert shop.audit.verify()["ok"]
    why = shop.desk.why(order["order_id"])
    assert [each["event"] for each in why["audit"]] == [
        "quote_issued",
        "approval_approved",
        "payment_claimed",
        "payment_authorized",
        "payment_captured",
        "order_placed",
    ]
