from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine, text, update

from tests.builders import CATALOG, SetClock, Shop, Sku, cart, cart_line, evidence, set_variant, stock_catalog, stock_of
from tools.checkout.payments import PayOutcome
from tools.checkout.types import Quote
from tools.database import writing
from tools.errors import TruecartError
from tools.schema import orders


def pay(shop: Shop, quote: Quote) -> PayOutcome:
    return shop.desk.pay(quote["quote_id"], turn_id="turn-3", actor="ada")


def codes(outcome: PayOutcome) -> list[str]:
    assert outcome["order"] is None
    return [each["code"] for each in outcome["violations"]]


def statuses(shop: Shop, quote: Quote) -> list[str]:
    return [each["status"] for each in shop.desk.approvals_of(quote["quote_id"])]


def test_nothing_is_charged_without_every_approval(shop: Shop) -> None:
    quote = shop.quote(cart_line("dear", 1, 60_000))
    consent, review = shop.desk.approvals_of(quote["quote_id"])
    outcome = pay(shop, quote)
    assert (outcome["order"], outcome["waiting_for"], outcome["payment"]) == (None, ["shopper", "reviewer"], None)
    shop.desk.decide(consent["id"], digest=quote["digest"], decision="approve", actor="ada", role="shopper")
    assert pay(shop, quote)["waiting_for"] == ["reviewer"]
    assert shop.gateway.charges() == []
    shop.desk.decide(review["id"], digest=quote["digest"], decision="approve", actor="rita", role="reviewer")
    assert pay(shop, quote)["order"] is not None
    assert shop.captured() == [60_000]


def test_an_unknown_quote(shop: Shop) -> None:
    with pytest.raises(TruecartError) as refused:
        shop.desk.pay("q_none", turn_id="", actor="ada")
    assert refused.value.code == "not_found"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"price_minor": 2_001}, "price_changed"),
        ({"price_minor": None}, "unpriced"),
        ({"stock": 1}, "out_of_stock"),
        ({"product_id": "p-b"}, "unknown_product"),
    ],
)
def test_a_change_of_terms_charges_nothing_and_asks_again(shop: Shop, change: dict[str, Any], code: str) -> None:
    quote = shop.approved(cart_line("a", 2))
    set_variant(shop.engine, "a", **change)
    assert codes(pay(shop, quote)) == [code]
    assert statuses(shop, quote) == ["superseded"]
    assert shop.gateway.charges() == []
    assert codes(pay(shop, quote)) == ["approval_superseded"]
    assert shop.desk.offers(CATALOG, ["a"])["a"].stock_available == stock_of(shop.engine, "a")


def test_a_rise_beside_a_fall_is_not_a_fall(shop: Shop) -> None:
    quote = shop.approved(cart_line("a"), cart_line("b", 1, 500))
    set_variant(shop.engine, "a", price_minor=1)
    set_variant(shop.engine, "b", price_minor=501)
    assert codes(pay(shop, quote)) == ["price_changed"]
    assert shop.gateway.charges() == []


def test_after_a_rise_a_new_quote_carries_it(shop: Shop) -> None:
    quote = shop.approved(cart_line("a"))
    set_variant(shop.engine, "a", price_minor=2_500)
    assert codes(pay(shop, quote)) == ["price_changed"]
    again = shop.approved(cart_line("a"))
    assert pay(shop, again)["order"] is not None
    assert shop.captured() == [2_500 + 599]


def test_a_fall_is_passed_on(shop: Shop) -> None:
    quote = shop.approved(cart_line("a", 2))
    set_variant(shop.engine, "a", price_minor=1_500)
    order = pay(shop, quote)["order"]
    assert order is not None
    assert (order["lines"][0]["unit_minor"], order["lines"][0]["line_minor"]) == (1_500, 3_000)
    assert (order["goods_minor"], order["shipping_minor"], order["total_minor"]) == (3_000, 599, 3_599)
    assert order["payment"]["captured_minor"] == 3_599
    assert order["payment"]["approved_minor"] == 4_599
    assert shop.captured() == [3_599]
    assert shop.desk.why(order["order_id"])["lines"][0]["approved_unit_minor"] == 2_000


def test_a_fall_does_not_bring_shipping_back(shop: Shop) -> None:
    quote = shop.approved(cart_line("a", 4))  # 80.00 ships free
    set_variant(shop.engine, "a", price_minor=1_870)  # 74.80 would not
    order = pay(shop, quote)["order"]
    assert order is not None
    assert (order["shipping_minor"], order["total_minor"]) == (0, 7_480)


def test_taxes_follow_a_fall(engine: Engine, tmp_path: Any) -> None:
    stock_catalog(engine, [Sku("a")])
    shop = Shop.open(engine, tmp_path, tax_basis_points=825)
    quote = shop.approved(cart_line("a"))
    assert quote["terms"]["tax_minor"] == 165
    set_variant(engine, "a", price_minor=1_000)
    order = pay(shop, quote)["order"]
    assert order is not None
    assert (order["tax_minor"], order["total_minor"]) == (83, 1_000 + 599 + 83)  # 82.5 rounds up


def test_an_expired_approval_charges_nothing(shop: Shop) -> None:
    quote = shop.approved(cart_line("a"))
    shop.clock.forward(minutes=15)
    assert codes(pay(shop, quote)) == ["quote_expired"]
    assert shop.gateway.charges() == []
    assert shop.desk.available(CATALOG, ["a"]) == {"a": 10}


def test_a_superseded_approval_charges_nothing(shop: Shop) -> None:
    quote = shop.approved(cart_line("a"))
    shop.quote(cart_line("b", 1, 500))
    assert codes(pay(shop, quote)) == ["approval_superseded"]
    assert shop.gateway.charges() == []


def test_a_decline_releases_the_stock_and_is_final(shop: Shop) -> None:
    shop.gateway.arm("authorize", "decline")
    quote = shop.approved(cart_line("last"))
    assert codes(pay(shop, quote)) == ["payment_declined"]
    assert codes(pay(shop, quote)) == ["payment_declined"]
    assert shop.desk.available(CATALOG, ["last"]) == {"last": 1}
    assert shop.captured() == []
    again = shop.approved(cart_line("last"))
    assert pay(shop, again)["order"] is not None


def test_a_decline_at_capture(shop: Shop) -> None:
    shop.gateway.arm("capture", "decline")
    quote = shop.approved(cart_line("last"))
    assert codes(pay(shop, quote)) == ["payment_declined"]
    assert shop.desk.available(CATALOG, ["last"]) == {"last": 1}


def test_stock_that_an_import_took_during_the_payment(shop: Shop) -> None:
    quote = shop.approved(cart_line("a", 2))
    shop.gateway.arm("capture", "lost_reply")
    assert codes(pay(shop, quote)) == ["payment_unknown"]
    set_variant(shop.engine, "a", stock=1)
    order = pay(shop, quote)["order"]
    assert order is not None
    assert stock_of(shop.engine, "a") == 0
    placed = shop.audit.events(order_id=order["order_id"])[-1]
    assert placed["body"]["stock_short"] == {"a": 1}


def test_without_its_audit_event_no_order_is_written(shop: Shop) -> None:
    quote = shop.approved(cart_line("a"))
    with writing(shop.engine) as connection:
        connection.execute(text("ALTER TABLE audit_events RENAME TO put_aside"))
    with pytest.raises(Exception, match="audit_events"):
        pay(shop, quote)
    assert shop.gateway.charges() == []
    with writing(shop.engine) as connection:
        connection.execute(text("ALTER TABLE put_aside RENAME TO audit_events"))
    assert pay(shop, quote)["order"] is not None
    assert shop.audit.verify()["ok"]


def test_orders_are_the_shoppers_own_newest_first(shop: Shop) -> None:
    first = pay(shop, shop.approved(cart_line("a")))["order"]
    shop.clock.forward(minutes=20)
    second = pay(shop, shop.approved(cart_line("b", 1, 500)))["order"]
    assert first is not None
    assert second is not None
    assert [each["order_id"] for each in shop.desk.orders_of("ada")] == [second["order_id"], first["order_id"]]
    assert shop.desk.orders_of("bo") == []
    assert first["order_id"].startswith("ORD-")
    assert len(first["order_id"]) == len("ORD-ABCDE-FGHIJ")


def test_why(shop: Shop) -> None:
    quote = shop.approved(cart_line("a", 2, seen=[evidence("a", "unsure")]))
    order = pay(shop, quote)["order"]
    assert order is not None
    why = shop.desk.why(order["order_id"])
    line = why["lines"][0]
    assert line["lineage"][0]["said"] == "the second one in size M please"
    assert line["lineage"][0]["utterance"] == "the second one in size M please"
    assert (line["lineage"][0]["rank"], line["evidence"][0]["verdict"]) == (2, "unsure")
    assert why["quote"]["digest"] == quote["digest"]
    assert [(each["role"], each["decided_by"]) for each in why["approvals"]] == [
        ("shopper", "ada"),
        ("reviewer", "rita"),
    ]
    assert why["payment"]["state"] == "captured"
    assert why["audit"][-1]["event"] == "order_placed"
    assert order["lines"][0]["why"] == [
        "You said “the second one in size M please”.",
        "You asked for color not black (“not black”).",
        "You asked for price at most $60.00 (“under $60”).",
        "It was number 2 of the results shown.",
        "The picture leaves color navy unsure (93 %).",
    ]
    with pytest.raises(TruecartError) as unknown:
        shop.desk.why("ORD-NONE")
    assert unknown.value.code == "unknown_order"


def test_a_forged_order_breaks_the_chain(shop: Shop) -> None:
    pay(shop, shop.approved(cart_line("a")))
    with writing(shop.engine) as connection:
        connection.execute(update(orders).values(total_minor=1))
    assert shop.audit.verify()["reason"] == "edited_order"
    with writing(shop.engine) as connection:
        for table in ("audit_events", "audit_head"):
            connection.execute(text(f"DELETE FROM {table}"))
    assert shop.audit.verify()["reason"] == "order_without_event"


def test_nothing_is_sold_on_a_log_whose_end_was_cut(shop: Shop) -> None:
    quote = shop.approved(cart_line("a"))
    with writing(shop.engine) as connection:
        connection.execute(text("DELETE FROM audit_events WHERE seq = (SELECT seq FROM audit_head)"))
    with pytest.raises(TruecartError) as refused:
        pay(shop, quote)
    assert refused.value.code == "audit_broken"
    assert shop.gateway.charges() == []


def test_an_unknown_gateway_is_a_bad_setting(engine: Engine, tmp_path: Any) -> None:
    from tools.audit import AuditLog
    from tools.checkout.desk import Checkout
    from tools.settings import Settings

    with pytest.raises(TruecartError) as refused:
        Checkout(engine, Settings(home=tmp_path, gateway="bank"), AuditLog(engine, SetClock()), SetClock())
    assert refused.value.code == "bad_setting"


def test_a_cart_on_two_threads_buys_twice_only_if_approved_twice(shop: Shop) -> None:
    one = shop.approved(cart_line("a"), thread="t-1")
    two, _ = shop.desk.quote(thread_id="t-2", turn_id="", shopper="ada", catalog=CATALOG, cart=cart(cart_line("a")))
    assert two is not None
    assert pay(shop, one)["order"] is not None
    assert pay(shop, two)["waiting_for"] == ["shopper"]
    assert len(shop.captured()) == 1
