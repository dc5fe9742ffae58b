"""From a quote to its order through each gateway: the payer acts, the gateway says so by itself, once or many times."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.builders import CATALOG, Shop, Sku, cart, cart_line, stock_catalog, stock_of
from tests.tools.checkout.gateways.harness import Entry, Harness
from tools.checkout.types import Quote
from tools.clock import utc_now
from tools.database import open_database, reading
from tools.errors import TruecartError
from tools.schema import payments


@pytest.fixture
def shop(harness: Harness, tmp_path: Path) -> Iterator[Shop]:
    engine = open_database(f"sqlite:///{tmp_path / 'shop.db'}")
    stock_catalog(engine, [Sku("a")], currency=harness.currency)
    opened = Shop.open(engine, tmp_path, gateway=harness.gateway, public_url="http://127.0.0.1:2024/")
    opened.clock.now = utc_now()
    if harness.instrument:
        opened.desk.set_instrument("ada", harness.instrument, "card")
    yield opened
    engine.dispose()


def approved(shop: Shop, harness: Harness) -> Quote:
    wanted = cart(cart_line("a", 2), currency=harness.currency)
    quote, found = shop.desk.quote(thread_id="t-1", turn_id="", shopper="ada", catalog=CATALOG, cart=wanted)
    assert quote is not None, found
    shop.approve(quote)
    return quote


def pay(shop: Shop, quote: Quote) -> list[str]:
    outcome = shop.desk.pay(quote["quote_id"], turn_id="", actor="ada")
    return [each["code"] for each in outcome["violations"]]


def key_of(harness: Harness) -> str:
    (entry,) = harness.books()
    return entry.key


def bought_once(shop: Shop, harness: Harness, quote: Quote) -> None:
    assert [order["quote_id"] for order in shop.desk.orders_of("ada")] == [quote["quote_id"]]
    assert harness.books() == [Entry(key_of(harness), quote["terms"]["total_minor"], 0)]
    assert stock_of(shop.engine, "a") == shop.desk.available(CATALOG, ["a"])["a"] == 8
    assert shop.audit.verify()["ok"]


def asked(shop: Shop, harness: Harness) -> tuple[Quote, str]:
    """A quote whose charge waits for its payer, and the key of the charge."""
    if not harness.supports("requires_action"):
        pytest.skip(f"{harness.gateway.name} never asks its payer")
    harness.arm("authorize", "requires_action")
    quote = approved(shop, harness)
    assert pay(shop, quote) == ["action_required"]
    standing = shop.desk.payment(quote["quote_id"])
    assert standing is not None
    assert standing["action"]["url"]
    with reading(shop.engine) as connection:
        return quote, str(connection.execute(select(payments.c.idempotency_key)).scalar_one())


def test_the_payer_agrees_and_the_gateway_says_so_many_times(shop: Shop, harness: Harness) -> None:
    quote, key = asked(shop, harness)
    harness.payer_acts(key)
    assert shop.desk.orders_of("ada") == []
    word = harness.webhook(key)
    assert [shop.desk.webhook(*word) for _ in range(3)] == ["captured"] * 3
    bought_once(shop, harness, quote)
    assert shop.desk.webhook(*harness.webhook(key)) == "captured"
    assert pay(shop, quote) == []
    bought_once(shop, harness, quote)


def test_a_word_that_nobody_signed(shop: Shop, harness: Harness) -> None:
    _quote, key = asked(shop, harness)
    harness.payer_acts(key)
    payload, headers = harness.webhook(key)
    for forged in (payload[:-9] + b"X" + payload[-8:], payload + b"&a=b", b""):
        with pytest.raises(TruecartError) as refused:
            shop.desk.webhook(forged, headers)
        assert refused.value.code in ("unauthenticated", "bad_request")
    assert shop.desk.orders_of("ada") == []


def test_the_payer_pays_after_the_quote_ended(shop: Shop, harness: Harness) -> None:
    _quote, key = asked(shop, harness)
    harness.payer_acts(key)
    word = harness.webhook(key)
    shop.clock.forward(minutes=16)
    outcome = shop.desk.webhook(*word)
    charged = sum(each.captured_minor - each.refunded_minor for each in harness.books())
    if harness.reserves:
        assert (outcome, charged) == ("voided", 0)
        assert stock_of(shop.engine, "a") == shop.desk.available(CATALOG, ["a"])["a"] == 10
    else:  # the payer's agreement has taken the money, in time: what is paid is delivered
        assert outcome == "captured"
        assert len(shop.desk.orders_of("ada")) == 1
    assert shop.audit.verify()["ok"]


def test_a_lost_answer_is_settled_by_the_gateways_own_word(shop: Shop, harness: Harness) -> None:
    if not harness.reserves or not harness.supports("lost_reply"):
        pytest.skip(f"{harness.gateway.name} has no capture whose answer could be lost")
    harness.arm("capture", "lost_reply")
    quote = approved(shop, harness)
    assert pay(shop, quote) == ["payment_unknown"]
    assert shop.desk.webhook(*harness.webhook(key_of(harness))) == "captured"
    bought_once(shop, harness, quote)
