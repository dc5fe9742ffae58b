"""A whole purchase that is paid through Stripe: one approval, one charge, whatever is lost on the way."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from tests.builders import Shop, Sku, cart_line, stock_catalog, stock_of
from tests.tools.checkout.after_sale import agreed, bought, refund
from tests.tools.checkout.gateways.harness import Entry, Operation
from tests.tools.checkout.gateways.harness_stripe import KEY, WEBHOOK_SECRET, StripeHarness, signed
from tools.checkout import refund_ledger
from tools.checkout.desk import Checkout
from tools.checkout.gateways.stripe import StripeGateway
from tools.checkout.types import Quote
from tools.errors import TruecartError
from tools.settings import Settings


@pytest.fixture
def shop(engine: Engine, tmp_path: Path, stripe_harness: StripeHarness) -> Shop:
    stock_catalog(engine, [Sku("a")])
    opened = Shop.open(engine, tmp_path, gateway=stripe_harness.gateway, public_url="http://127.0.0.1:2024/")
    opened.desk.set_instrument("ada", stripe_harness.instrument, "Visa")
    return opened


def total(quote: Quote) -> int:
    return quote["terms"]["total_minor"]


def taken_of(harness: StripeHarness) -> list[tuple[int, int]]:
    return [(each.captured_minor, each.refunded_minor) for each in harness.books()]


def test_a_purchase(shop: Shop, stripe_harness: StripeHarness) -> None:
    quote = shop.approved(cart_line("a"))
    bought = shop.desk.pay(quote["quote_id"], turn_id="t", actor="ada")
    assert bought["violations"] == []
    assert bought["order"] is not None
    assert shop.desk.pay(quote["quote_id"], turn_id="t", actor="ada") == bought
    assert taken_of(stripe_harness) == [(total(quote), 0)]
    assert stock_of(shop.engine, "a") == 9


@pytest.mark.parametrize("fault", ["lost_request", "lost_reply"])
@pytest.mark.parametrize("operation", ["authorize", "capture"])
def test_what_was_lost_is_settled_by_the_sweeper(
    shop: Shop, stripe_harness: StripeHarness, operation: Operation, fault: str
) -> None:
    quote = shop.approved(cart_line("a"))
    stripe_harness.arm(operation, fault)
    lost = shop.desk.pay(quote["quote_id"], turn_id="t", actor="ada")
    assert (lost["order"], [each["code"] for each in lost["violations"]]) == (None, ["payment_unknown"])
    again = Shop.open(shop.engine, shop.settings.home, gateway=stripe_harness.another())  # after a restart
    assert again.desk.sweep()["settled"] == 1
    assert again.desk.order_of_quote(quote["quote_id"]) is not None
    assert again.desk.sweep()["settled"] == 0
    assert taken_of(stripe_harness) == [(total(quote), 0)]


def test_a_decline_gives_the_stock_back(shop: Shop, stripe_harness: StripeHarness) -> None:
    quote = shop.approved(cart_line("a"))
    stripe_harness.arm("authorize", "decline")
    declined = shop.desk.pay(quote["quote_id"], turn_id="t", actor="ada")
    assert [each["code"] for each in declined["violations"]] == ["payment_declined"]
    assert stripe_harness.books() == []
    assert shop.desk.available("little", ["a"]) == {"a": 10}


def test_the_payer_confirms_at_the_bank(shop: Shop, stripe_harness: StripeHarness) -> None:
    quote = shop.approved(cart_line("a"))
    stripe_harness.arm("authorize", "requires_action")
    gateway = stripe_harness.another(public_url="http://127.0.0.1:2024/")
    desk = Shop.open(shop.engine, shop.settings.home, gateway=gateway).desk
    assert desk.pay(quote["quote_id"], turn_id="t", actor="ada")["order"] is None
    assert stripe_harness.books() == []
    [intent] = stripe_harness.control(do="books")
    key = intent["metadata"]["truecart_key"]
    stripe_harness.payer_acts(key)
    assert desk.webhook(*stripe_harness.webhook(key)) == "captured"
    assert desk.order_of_quote(quote["quote_id"]) is not None
    assert stripe_harness.books() == [Entry(key, total(quote), 0)]


@pytest.mark.parametrize("fault", ["lost_request", "lost_reply"])
def test_a_lost_refund_is_settled_by_the_sweeper(shop: Shop, stripe_harness: StripeHarness, fault: str) -> None:
    quote = agreed(shop, bought(shop, cart_line("a")), "cancel")
    stripe_harness.arm("refund", fault)
    assert refund(shop, quote)["refund"]["state"] == "unknown"
    again = Shop.open(shop.engine, shop.settings.home, gateway=stripe_harness.another())  # after a restart
    again.desk.sweep()
    assert refund(again, quote)["refund"]["state"] == "refunded"
    [(captured, refunded)] = taken_of(stripe_harness)
    assert captured == refunded == quote["terms"]["total_minor"]


def test_a_refund_that_the_bank_sends_back_is_said(shop: Shop, stripe_harness: StripeHarness) -> None:
    quote = agreed(shop, bought(shop, cart_line("a")), "cancel")
    stripe_harness.arm("refund", "lost_reply")
    assert refund(shop, quote)["refund"]["state"] == "unknown"
    [intent] = stripe_harness.control(do="books")
    made = stripe_harness.gateway.lookup_refund(
        intent["metadata"]["truecart_key"], refund_ledger.key_of(quote["digest"])
    )
    assert made is not None
    stripe_harness.control(do="change", object="refund", id=made.reference, values={"status": "failed"})
    outcome = refund(shop, quote)
    assert [each["code"] for each in outcome["violations"]] == ["refund_failed"]
    assert outcome["order"]["refunded_minor"] == 0


def test_eight_at_once_pay_once(shop: Shop, stripe_harness: StripeHarness) -> None:
    quote = shop.approved(cart_line("a"))
    orders: list[str] = []

    def pay() -> None:
        order = shop.desk.pay(quote["quote_id"], turn_id="t", actor="ada")["order"]
        if order:
            orders.append(order["order_id"])

    buyers = [threading.Thread(target=pay) for _ in range(8)]
    for each in buyers:
        each.start()
    for each in buyers:
        each.join()
    shop.desk.sweep()
    assert shop.desk.order_of_quote(quote["quote_id"]) is not None
    assert len(set(orders)) <= 1
    assert taken_of(stripe_harness) == [(total(quote), 0)]


def test_what_else_happens_in_the_account_is_heard_and_let_be(shop: Shop) -> None:
    payload = b'{"id": "evt_1", "type": "payout.paid", "data": {"object": {"id": "po_1", "metadata": {}}}}'
    assert shop.desk.webhook(payload, {"stripe-signature": signed(payload)}) == "ignored"


def test_no_secret_is_kept(shop: Shop, stripe_harness: StripeHarness) -> None:
    quote = shop.approved(cart_line("a"))
    shop.desk.pay(quote["quote_id"], turn_id="t", actor="ada")
    [entry] = stripe_harness.books()
    shop.desk.webhook(*stripe_harness.webhook(entry.key))
    with shop.engine.connect() as connection:
        events = connection.execute(text("SELECT * FROM audit_events")).all()
        kept = str([*events, *connection.execute(text("SELECT * FROM webhooks")).all()])
    assert entry.key in kept
    secrets = (KEY, WEBHOOK_SECRET, "_secret_", stripe_harness.instrument)
    assert not [secret for secret in secrets if secret in kept]


def test_a_shop_that_lacks_the_key_does_not_open(shop: Shop) -> None:
    with pytest.raises(TruecartError) as refused:
        Checkout(shop.engine, Settings(home=shop.settings.home, gateway="stripe"), shop.audit, shop.clock)
    assert (refused.value.code, refused.value.details["variable"]) == ("bad_setting", "TRUECART_STRIPE_KEY")


def test_the_settings_choose_it(shop: Shop, stripe_harness: StripeHarness) -> None:
    desk = Checkout(shop.engine, stripe_harness.settings, shop.audit, shop.clock)
    assert isinstance(desk.gateway, StripeGateway)
