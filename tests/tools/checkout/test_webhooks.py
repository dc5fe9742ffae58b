"""What a gateway says by itself: forged, repeated, late, lost or overtaken, it moves nothing but its own charge."""

from __future__ import annotations

import json
import random
import threading
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from tests.builders import CATALOG, Shop, cart_line, stock_of
from tests.tools.checkout.after_sale import agreed, asked, bought, given, refund
from tools.checkout.gateways.port import ChargeRequest, WebhookEvent
from tools.checkout.gateways.sandbox import SIGNATURE_HEADER, SandboxGateway
from tools.checkout.gateways.sandbox.courier import deliver
from tools.checkout.gateways.sandbox.outbox import Delivery
from tools.checkout.types import Quote
from tools.database import reading, writing
from tools.errors import TruecartError
from tools.schema import audit_events, payments, webhooks


def refused(code: str) -> pytest.RaisesExc[TruecartError]:
    return pytest.raises(TruecartError, check=lambda problem: problem.code == code)


def waiting(shop: Shop) -> Quote:
    """Two units of a, approved, whose charge waits for its payer."""
    quote = shop.approved(cart_line("a", 2))
    shop.gateway.arm("authorize", "requires_action")
    outcome = shop.desk.pay(quote["quote_id"], turn_id="", actor="ada")
    assert [each["code"] for each in outcome["violations"]] == ["action_required"]
    return quote


def payer(shop: Shop, *, agree: bool = True) -> None:
    """The payer acts on the page of the only charge."""
    (charge,) = shop.gateway.charges()
    shop.gateway.act(charge.reference, agree=agree)


def hear(shop: Shop, delivery: Delivery) -> bool:
    try:
        shop.desk.webhook(delivery.payload, delivery.headers)
    except TruecartError:
        return False
    return True


def signed(shop: Shop, body: Mapping[str, Any]) -> tuple[bytes, dict[str, str]]:
    payload = json.dumps(body).encode()
    return payload, {SIGNATURE_HEADER: shop.gateway.sign(payload)}


def heard(shop: Shop) -> list[tuple[str, str]]:
    with reading(shop.engine) as connection:
        rows = connection.execute(select(webhooks.c.kind, webhooks.c.outcome).order_by(webhooks.c.kind)).all()
    return [(row.kind, row.outcome) for row in rows]


def state(shop: Shop) -> str:
    with reading(shop.engine) as connection:
        return str(connection.execute(select(payments.c.state)).scalar_one())


def bought_once(shop: Shop, quote: Quote) -> None:
    assert [order["quote_id"] for order in shop.desk.orders_of("ada")] == [quote["quote_id"]]
    assert shop.captured() == [quote["terms"]["total_minor"]]
    assert stock_of(shop.engine, "a") == shop.desk.available(CATALOG, ["a"])["a"] == 8
    assert sum(shop.gateway.balances().values()) == 0
    with reading(shop.engine) as connection:
        placed = select(func.count()).where(audit_events.c.event == "order_placed")
        assert connection.execute(placed).scalar_one() == 1
    assert shop.audit.verify()["ok"]


def bought_nothing(shop: Shop) -> None:
    assert shop.desk.orders_of("ada") == []
    assert set(shop.gateway.balances().values()) <= {0}
    assert stock_of(shop.engine, "a") == shop.desk.available(CATALOG, ["a"])["a"] == 10
    assert shop.audit.verify()["ok"]


def test_the_payer_agrees_and_the_webhook_brings_the_order(shop: Shop) -> None:
    quote = waiting(shop)
    assert shop.gateway.deliveries() == []
    assert shop.desk.available(CATALOG, ["a"]) == {"a": 8}
    payer(shop)
    assert deliver(shop.gateway, lambda each: hear(shop, each)) == 2
    assert heard(shop) == [("charge.authorized", "captured"), ("charge.captured", "captured")]
    bought_once(shop, quote)


def test_the_payer_refuses(shop: Shop) -> None:
    quote = waiting(shop)
    payer(shop, agree=False)
    deliver(shop.gateway, lambda each: hear(shop, each))
    assert heard(shop) == [("charge.declined", "declined")]
    bought_nothing(shop)
    outcome = shop.desk.pay(quote["quote_id"], turn_id="", actor="ada")
    assert [each["code"] for each in outcome["violations"]] == ["payment_declined"]


def test_nobody_acts(shop: Shop) -> None:
    waiting(shop)
    assert shop.desk.sweep()["waiting"] == 1
    shop.clock.forward(minutes=16)
    assert shop.desk.sweep()["ended"] == 1
    assert [charge.state for charge in shop.gateway.charges()] == ["voided"]
    payer(shop)
    deliver(shop.gateway, lambda each: hear(shop, each))
    assert heard(shop) == [("charge.voided", "voided")]
    bought_nothing(shop)


def test_the_payer_comes_too_late_to_the_page(shop: Shop) -> None:
    waiting(shop)
    shop.clock.forward(minutes=16)
    payer(shop)
    (charge,) = shop.gateway.charges()
    assert (charge.state, charge.reason) == ("voided", "expired")
    deliver(shop.gateway, lambda each: hear(shop, each))
    assert state(shop) == "voided"
    bought_nothing(shop)


def test_the_webhook_is_heard_after_the_quote_ended(shop: Shop) -> None:
    waiting(shop)
    payer(shop)
    shop.clock.forward(minutes=16)
    deliver(shop.gateway, lambda each: hear(shop, each))
    assert state(shop) == "voided"
    assert [charge.state for charge in shop.gateway.charges()] == ["voided"]
    bought_nothing(shop)


def test_a_lost_webhook_is_made_good_by_the_sweeper(shop: Shop) -> None:
    quote = waiting(shop)
    shop.gateway.arm("webhook", "lost", times=9)
    payer(shop)
    assert deliver(shop.gateway, lambda each: hear(shop, each)) == 0
    assert shop.desk.sweep()["settled"] == 1
    assert heard(shop) == []
    bought_once(shop, quote)


@pytest.mark.parametrize("fault", ["duplicate", "out_of_order", "late", "bad_signature"])
def test_a_webhook_may_travel_badly(shop: Shop, fault: Any) -> None:
    quote = waiting(shop)
    shop.gateway.arm("webhook", fault, seconds=40)
    payer(shop)
    deliver(shop.gateway, lambda each: hear(shop, each))
    assert shop.desk.orders_of("ada") == [] or fault == "duplicate"
    shop.clock.forward(seconds=41)
    deliver(shop.gateway, lambda each: hear(shop, each))
    assert heard(shop) == [("charge.authorized", "captured"), ("charge.captured", "captured")]
    assert shop.gateway.deliveries() == []
    bought_once(shop, quote)


def test_a_storm_of_shuffled_repetitions_makes_one_order(shop: Shop) -> None:
    quote = waiting(shop)
    payer(shop)
    events = shop.gateway.deliveries()
    hear(shop, events[0])
    events = shop.gateway.deliveries()
    assert {json.loads(each.payload)["kind"] for each in events} == {"charge.authorized", "charge.captured"}
    storm = [events[number % len(events)] for number in range(200)]
    random.Random(7).shuffle(storm)
    answers: list[str] = []

    def some(part: list[Delivery]) -> None:
        answers.extend(shop.desk.webhook(each.payload, each.headers) for each in part)

    threads = [threading.Thread(target=some, args=(storm[start::8],)) for start in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert answers == ["captured"] * 200
    assert len(heard(shop)) == 2
    bought_once(shop, quote)


def test_many_first_words_at_once_make_one_order(shop: Shop) -> None:
    quote = waiting(shop)
    payer(shop)
    charge = shop.gateway.charges()[0]
    words = [signed(shop, {"id": f"e{number}", "kind": "charge.captured", "key": charge.key}) for number in range(24)]
    answers: list[str] = []

    def say(part: list[tuple[bytes, dict[str, str]]]) -> None:
        answers.extend(shop.desk.webhook(*each) for each in part)

    threads = [threading.Thread(target=say, args=(words[start::6],)) for start in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert answers == ["captured"] * 24
    bought_once(shop, quote)


@pytest.mark.parametrize("kind", ["charge.captured", "charge.authorized", "charge.refunded", "nonsense"])
def test_no_state_and_no_amount_is_believed(shop: Shop, kind: str) -> None:
    waiting(shop)
    key = shop.gateway.charges()[0].key
    lie = {"id": "e1", "kind": kind, "key": key, "state": "captured", "amount_minor": 1, "captured_minor": 10**9}
    assert shop.desk.webhook(*signed(shop, lie)) == "requires_action"
    assert shop.desk.orders_of("ada") == []
    assert shop.gateway.balances() == {}
    assert state(shop) == "requires_action"


def test_an_event_is_handled_once(shop: Shop) -> None:
    waiting(shop)
    key = shop.gateway.charges()[0].key
    early = signed(shop, {"id": "e1", "kind": "charge.authorized", "key": key})
    assert shop.desk.webhook(*early) == "requires_action"
    payer(shop)
    assert shop.desk.webhook(*early) == "requires_action"
    assert shop.desk.orders_of("ada") == []


def test_a_forged_or_an_old_webhook_is_not_heard(shop: Shop) -> None:
    waiting(shop)
    payer(shop)
    (good,) = shop.gateway.deliveries()
    mark = good.headers[SIGNATURE_HEADER]
    for headers in (
        {},
        {SIGNATURE_HEADER: ""},
        {SIGNATURE_HEADER: "t=1,v1=" + "0" * 64},
        {SIGNATURE_HEADER: mark[:-1]},
    ):
        with refused("unauthenticated"):
            shop.desk.webhook(good.payload, headers)
    with refused("unauthenticated"):
        shop.desk.webhook(good.payload.replace(b"authorized", b"captured__"), good.headers)
    shop.clock.forward(seconds=301)
    dated_anew = f"t={int(shop.clock().timestamp())},{mark.partition(',')[2]}"
    for old in (mark, dated_anew):
        with refused("unauthenticated"):
            shop.desk.webhook(good.payload, {SIGNATURE_HEADER: old})
    assert heard(shop) == []
    assert state(shop) == "requires_action"


def test_a_signed_webhook_that_is_no_event(shop: Shop) -> None:
    for body in (
        [],
        {},
        {"id": "e", "kind": "k"},
        {"id": 1, "kind": "k", "key": "k"},
        {"id": "e", "kind": "", "key": "k"},
    ):
        with refused("bad_request"):
            shop.desk.webhook(*signed(shop, body))  # type: ignore[arg-type]


def test_an_unknown_charge_is_not_ours(shop: Shop) -> None:
    with refused("not_found"):
        shop.desk.webhook(*signed(shop, {"id": "e1", "kind": "charge.captured", "key": "truecart-nobody"}))
    assert heard(shop) == []


def test_a_gateway_that_cannot_be_asked_has_to_say_it_again(shop: Shop) -> None:
    quote = waiting(shop)
    payer(shop)
    (event,) = shop.gateway.deliveries()
    shop.gateway.arm("lookup", "lost_request", times=2)
    with pytest.raises(TruecartError) as unheard:
        shop.desk.webhook(event.payload, event.headers)
    assert unheard.value.status == 503
    assert heard(shop) == []
    assert state(shop) == "requires_action"
    shop.gateway.disarm()
    assert shop.desk.webhook(event.payload, event.headers) == "captured"
    bought_once(shop, quote)


def test_a_lost_answer_is_settled_by_the_webhook(shop: Shop) -> None:
    quote = shop.approved(cart_line("a", 2))
    shop.gateway.arm("capture", "lost_reply")
    shop.desk.pay(quote["quote_id"], turn_id="", actor="ada")
    assert state(shop) == "unknown"
    deliver(shop.gateway, lambda each: hear(shop, each))
    bought_once(shop, quote)


def test_a_reservation_of_a_payment_that_was_given_up(shop: Shop) -> None:
    """The request wandered: the gateway reserves after the shop has voided, and its webhook gives the money back."""
    quote = shop.approved(cart_line("a", 2))
    shop.gateway.arm("authorize", "lost_request")
    shop.desk.pay(quote["quote_id"], turn_id="", actor="ada")
    shop.clock.forward(minutes=16)
    assert shop.desk.sweep()["ended"] == 1
    with reading(shop.engine) as connection:
        row = connection.execute(select(payments)).one()
    shop.gateway.authorize(ChargeRequest(row.idempotency_key, row.shopper, row.payee, row.amount_minor, row.currency))
    deliver(shop.gateway, lambda each: hear(shop, each))
    assert [charge.state for charge in shop.gateway.charges()] == ["voided"]
    assert state(shop) == "voided"
    bought_nothing(shop)


@pytest.mark.parametrize("fault", ["lost_reply", "lost_request"])
def test_a_refund_without_an_answer_is_settled_by_the_webhook(shop: Shop, fault: Any) -> None:
    order = bought(shop, cart_line("a", 2))
    quote = agreed(shop, order, "cancel")
    shop.gateway.arm("refund", fault)
    assert refund(shop, quote)["refund"]["state"] == "unknown"
    key = shop.gateway.charges()[0].key
    again = [signed(shop, {"id": f"e{number}", "kind": "charge.refunded", "key": key}) for number in (1, 1, 2)]
    assert [shop.desk.webhook(*each) for each in again] == ["captured"] * 3
    assert shop.desk.order(order["order_id"])["status"] == "cancelled"
    assert given(shop) == order["total_minor"]
    assert len(shop.gateway.refunds()) == 1
    assert stock_of(shop.engine, "a") == 10
    assert shop.audit.verify()["ok"]


def test_a_refund_that_stays_without_an_answer_has_to_be_told_again(shop: Shop) -> None:
    order = bought(shop, cart_line("a", 2))
    shop.gateway.arm("refund", "lost_reply")
    refund(shop, agreed(shop, order, "cancel"))
    event = signed(shop, {"id": "e1", "kind": "charge.refunded", "key": shop.gateway.charges()[0].key})
    shop.gateway.arm("lookup_refund", "lost_request")
    with refused("payment_unknown"):
        shop.desk.webhook(*event)
    assert heard(shop) == []
    assert shop.desk.webhook(*event) == "captured"
    assert shop.desk.order(order["order_id"])["status"] == "cancelled"


def test_a_refund_that_nobody_agreed_to_is_not_made_by_a_webhook(shop: Shop) -> None:
    order = bought(shop, cart_line("a", 2))
    asked(shop, order, "cancel")
    key = shop.gateway.charges()[0].key
    assert shop.desk.webhook(*signed(shop, {"id": "e1", "kind": "charge.refunded", "key": key})) == "captured"
    assert given(shop) == 0
    assert shop.desk.order(order["order_id"])["status"] == "paid"


def test_an_open_payment_that_cannot_be_asked_for_has_to_be_told_again(shop: Shop) -> None:
    quote = shop.approved(cart_line("a", 2))
    shop.gateway.arm("capture", "lost_reply")
    shop.desk.pay(quote["quote_id"], turn_id="", actor="ada")
    word = signed(shop, {"id": "e1", "kind": "charge.captured", "key": shop.gateway.charges()[0].key})
    shop.gateway.arm("lookup", "lost_request")
    with refused("payment_unknown"):
        shop.desk.webhook(*word)
    assert heard(shop) == []
    assert shop.desk.webhook(*word) == "captured"
    bought_once(shop, quote)


def test_another_gateways_payment_is_not_this_ones_to_tell(shop: Shop) -> None:
    waiting(shop)
    payer(shop)
    with writing(shop.engine) as connection:
        connection.execute(update(payments).values(gateway="another"))
    (word,) = shop.gateway.deliveries()
    with refused("not_found"):
        shop.desk.webhook(word.payload, word.headers)
    assert state(shop) == "requires_action"


def test_a_word_settles_no_other_charges_refund(shop: Shop) -> None:
    shop.gateway.arm("refund", "lost_reply", times=2)
    for thread in ("t-1", "t-2"):
        refund(shop, agreed(shop, bought(shop, cart_line("a"), thread=thread), "cancel", thread=f"{thread}-back"))
    first = shop.gateway.charges()[0].key
    shop.desk.webhook(*signed(shop, {"id": "e1", "kind": "charge.refunded", "key": first}))
    assert sorted(order["status"] for order in shop.desk.orders_of("ada")) == ["cancelled", "paid"]


class SharedAccount(SandboxGateway):
    """A gateway's account that serves others too."""

    def verify_webhook(self, payload: bytes, headers: Mapping[str, str]) -> WebhookEvent:
        return replace(super().verify_webhook(payload, headers), key="")


def test_what_is_about_nothing_of_ours_is_let_pass(shop: Shop, tmp_path: Path) -> None:
    desk = Shop.open(shop.engine, tmp_path, gateway=SharedAccount(tmp_path / "shared.db", shop.clock)).desk
    payload = b'{"id": "e1", "kind": "invoice.paid", "key": "theirs"}'
    signature = SandboxGateway(tmp_path / "shared.db", shop.clock).sign(payload)
    assert desk.webhook(payload, {SIGNATURE_HEADER: signature}) == "ignored"
    assert heard(shop) == []
