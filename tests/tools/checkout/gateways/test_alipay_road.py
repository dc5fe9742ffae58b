"""The whole road in yuan: a quote, its approvals, the payer at Alipay, its notification, an order, and the way back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine

from tests.builders import CATALOG, Shop, Sku, cart, cart_line, empty, stock_catalog, stock_of
from tests.server import free_port
from tests.tools.checkout import after_sale
from tests.tools.checkout.gateways.alipay_fake import AlipayFake
from tests.tools.checkout.gateways.harness_alipay import account
from tests.web.test_payments_api import served, until
from tools.checkout.desk import Checkout
from tools.checkout.gateways.alipay import AlipayGateway
from tools.checkout.types import Order, Quote
from tools.errors import TruecartError

TOTAL = 2 * 2_000 + 599


class Desk:
    """The shop's desk as its address reaches it; `away` times it is not there."""

    def __init__(self) -> None:
        self.desk: Checkout | None = None
        self.away = 0

    def __call__(self) -> Checkout:
        self.away -= 1
        if self.away >= 0 or self.desk is None:
            raise TruecartError("gateway_unavailable")
        return self.desk


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk()


@pytest.fixture(scope="module")
def address(desk: Desk) -> Iterator[str]:
    with served(desk, free_port()) as url:
        yield f"{url}/pay/webhook/alipay"


@pytest.fixture
def shop(sqlite_engine: Engine, tmp_path: Path, fake: AlipayFake, desk: Desk, address: str) -> Iterator[Shop]:
    empty(sqlite_engine)
    stock_catalog(sqlite_engine, [Sku("a")], currency="CNY")
    gateway = AlipayGateway(account(fake, notify_url=address), clock=lambda: opened.clock(), seconds=2)
    opened = Shop.open(sqlite_engine, tmp_path, gateway=gateway)
    fake.clock = opened.clock
    desk.desk, desk.away = opened.desk, 0
    yield opened
    assert opened.audit.verify()["ok"]
    assert sum(fake.money.values()) == 0
    assert fake.refused == []


def approved(shop: Shop) -> Quote:
    wanted = cart(cart_line("a", 2), currency="CNY")
    quote, found = shop.desk.quote(thread_id="t-1", turn_id="turn-2", shopper="ada", catalog=CATALOG, cart=wanted)
    assert quote is not None, found
    shop.approve(quote)
    return quote


def asked(shop: Shop) -> tuple[Quote, str]:
    """Two units of a, approved, and the page that their payer is sent to."""
    quote = approved(shop)
    outcome = shop.desk.pay(quote["quote_id"], turn_id="", actor="ada")
    assert [each["code"] for each in outcome["violations"]] == ["action_required"]
    return quote, page(shop, quote)


def page(shop: Shop, quote: Quote) -> str:
    standing = shop.desk.payment(quote["quote_id"])
    assert standing is not None
    assert standing["state"] == "requires_action"
    assert standing["action"]["kind"] == "redirect"
    url = standing["action"]["url"]
    assert isinstance(url, str)
    return url


def state(shop: Shop, quote: Quote) -> Any:
    standing = shop.desk.payment(quote["quote_id"])
    return standing and standing["state"]


def visit(fake: AlipayFake, url: str) -> str:
    """The payer opens the page: the trade's number."""
    before = set(fake.trades)
    assert fake.browse(url)[0] == 200
    (number,) = set(fake.trades) - before
    return number


def bought(shop: Shop, fake: AlipayFake) -> tuple[Order, str]:
    """An order that was paid and told of, and its trade's number."""
    quote, url = asked(shop)
    number = visit(fake, url)
    fake.pay(number)
    until(lambda: bool(fake.answers))
    order = shop.desk.order_of_quote(quote["quote_id"])
    assert order is not None
    return order, number


def test_a_payer_pays_and_the_shop_is_told(shop: Shop, fake: AlipayFake) -> None:
    order, number = bought(shop, fake)
    assert fake.money == {"buyer": -TOTAL, "seller": TOTAL}
    assert (order["total_minor"], order["currency"], order["status"]) == (TOTAL, "CNY", "paid")
    assert order["payment"]["reference"] == number
    assert [body for _, body in fake.answers] == ["success"]
    assert stock_of(shop.engine, "a") == 8
    assert shop.desk.pay(order["quote_id"], turn_id="", actor="ada")["order"] == order
    assert len(shop.desk.orders_of("ada")) == 1


def test_it_is_told_until_it_has_heard(shop: Shop, fake: AlipayFake, desk: Desk) -> None:
    quote, url = asked(shop)
    desk.away = 2
    fake.pay(visit(fake, url))
    until(lambda: len(fake.answers) == 3)
    assert [body == "success" for _, body in fake.answers] == [False, False, True]
    assert len({notify_id for notify_id, _ in fake.answers}) == 1
    assert shop.desk.order_of_quote(quote["quote_id"]) is not None


def test_what_is_told_twice_happens_once(shop: Shop, fake: AlipayFake, address: str) -> None:
    order, number = bought(shop, fake)
    for payload in (fake.notices[0][1], fake.notification(number), fake.notices[0][1]):
        assert fake.send(address, payload) == 1
    assert shop.desk.orders_of("ada") == [order]
    assert fake.money["seller"] == TOTAL


def test_what_is_told_in_the_wrong_order(shop: Shop, fake: AlipayFake) -> None:
    """Paid and given back in full before the shop has heard of either: the refund is told first."""
    fake.held = True
    quote, url = asked(shop)
    number = visit(fake, url)
    fake.pay(number)
    shop.desk.sweep()
    order = shop.desk.order_of_quote(quote["quote_id"])
    assert order is not None
    after_sale.refund(shop, after_sale.agreed(shop, order, "cancel"))
    paid, given_back = fake.notices
    assert [fake.send(*given_back), fake.send(*paid)] == [1, 1]
    assert shop.desk.order(order["order_id"])["status"] == "cancelled"
    assert fake.money == {"buyer": 0, "seller": 0}
    assert stock_of(shop.engine, "a") == 10


def test_what_is_never_told_is_asked(shop: Shop, fake: AlipayFake) -> None:
    fake.held = True
    quote, url = asked(shop)
    fake.pay(visit(fake, url))
    assert shop.desk.sweep()["settled"] == 1
    assert shop.desk.order_of_quote(quote["quote_id"]) is not None
    assert shop.desk.sweep()["settled"] == 0


def test_what_was_given_back_by_hand_before_it_was_told_is_no_order(shop: Shop, fake: AlipayFake) -> None:
    fake.held = True
    quote, url = asked(shop)
    number = visit(fake, url)
    fake.pay(number)
    fake.refund({"out_trade_no": number, "refund_amount": "45.99", "out_request_no": "back office"})
    assert [fake.send(*each) for each in fake.notices] == [1, 1]
    assert state(shop, quote) == "voided"
    assert shop.desk.orders_of("ada") == []
    assert shop.desk.available(CATALOG, ["a"]) == {"a": 10}


def test_a_forged_notification_moves_nothing(shop: Shop, fake: AlipayFake, address: str) -> None:
    quote, url = asked(shop)
    number = visit(fake, url)
    true = fake.notification(number)
    answer = httpx.post(
        address,
        content=true.replace(b"WAIT_BUYER_PAY", b"TRADE_SUCCESS"),
        headers={"content-type": "application/x-www-form-urlencoded"},
        trust_env=False,
    )
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "unauthenticated")
    paid_says_alipay = fake.notification(number, trade_status="TRADE_SUCCESS")  # genuine, and yet only a reason to ask
    fake.send(address, paid_says_alipay)
    assert state(shop, quote) == "requires_action"
    assert shop.desk.order_of_quote(quote["quote_id"]) is None


def test_a_page_that_nobody_opens(shop: Shop, fake: AlipayFake) -> None:
    quote, url = asked(shop)
    for _ in range(2):
        assert shop.desk.sweep()["waiting"] == 1
        assert page(shop, quote) == url
    shop.clock.forward(minutes=15)
    assert fake.browse(url)[0] == 400
    assert shop.desk.sweep()["ended"] == 1
    assert state(shop, quote) == "voided"
    assert shop.desk.available(CATALOG, ["a"]) == {"a": 10}
    assert fake.trades == {}


def test_a_page_that_is_opened_and_left(shop: Shop, fake: AlipayFake) -> None:
    quote, url = asked(shop)
    number = visit(fake, url)
    assert shop.desk.sweep()["waiting"] == 1
    shop.clock.forward(minutes=15)
    assert shop.desk.sweep()["ended"] == 1
    assert state(shop, quote) == "voided"
    assert fake.pay(number) == "TRADE_CLOSED"


def test_a_trade_that_outlives_its_quote_is_closed(shop: Shop, fake: AlipayFake) -> None:
    """Alipay's clock is two minutes behind."""
    fake.clock = lambda: shop.clock() - timedelta(minutes=2)
    quote, url = asked(shop)
    number = visit(fake, url)
    shop.clock.forward(minutes=15)
    assert fake.trades[number].status == "WAIT_BUYER_PAY"
    assert shop.desk.sweep()["ended"] == 1
    assert fake.pay(number) == "TRADE_CLOSED"
    assert state(shop, quote) == "voided"


@pytest.mark.parametrize("told", [True, False])
def test_money_that_comes_after_the_end_goes_back(shop: Shop, fake: AlipayFake, told: bool) -> None:
    """Alipay's clock is two minutes behind, and the page is first opened when the shop has given the payment up."""
    fake.clock = lambda: shop.clock() - timedelta(minutes=2)
    fake.held = not told
    quote, url = asked(shop)
    shop.clock.forward(minutes=15, seconds=1)
    assert shop.desk.sweep()["ended"] == 1
    fake.pay(visit(fake, url))
    assert fake.money["seller"] == TOTAL or told
    if told:
        until(lambda: len(fake.answers) >= 2)  # of the payment, and of its refund
        assert {body for _, body in fake.answers} == {"success"}
    else:
        assert shop.desk.sweep()["returned"] == 1
    assert fake.money == {"buyer": 0, "seller": 0}
    assert shop.desk.sweep()["returned"] == 0
    assert state(shop, quote) == "voided"
    assert shop.desk.orders_of("ada") == []


@pytest.mark.parametrize("fault", ["lost_request", "html", "bad_signature", "system_error"])
def test_an_answer_that_is_lost_is_asked_for_again(shop: Shop, fake: AlipayFake, fault: Any) -> None:
    fake.held = True
    quote = approved(shop)
    fake.arm("query", fault)
    outcome = shop.desk.pay(quote["quote_id"], turn_id="", actor="ada")
    assert [each["code"] for each in outcome["violations"]] == ["payment_unknown"]
    assert shop.desk.sweep()["waiting"] == 1
    number = visit(fake, page(shop, quote))
    fake.pay(number)
    fake.arm("query", fault)
    assert shop.desk.sweep()["settled"] == 0
    assert shop.desk.sweep()["settled"] == 1
    assert fake.money["seller"] == TOTAL


def test_a_part_comes_back(shop: Shop, fake: AlipayFake) -> None:
    order, _ = bought(shop, fake)
    shop.desk.ship(order["order_id"], "mara")
    order = shop.desk.deliver(order["order_id"], "mara")
    fake.arm("refund", "lost_reply")
    quote = after_sale.agreed(shop, order, "return", {"a": 1})
    assert after_sale.codes(after_sale.refund(shop, quote)) != []
    shop.desk.sweep()
    assert shop.desk.order(order["order_id"])["refunded_minor"] == 2_000
    assert fake.money["seller"] == TOTAL - 2_000
    until(lambda: len(fake.answers) == 2)
    assert [body for _, body in fake.answers] == ["success", "success"]


def test_dollars_are_refused_before_anybody_is_asked(shop: Shop) -> None:
    stock_catalog(shop.engine, [Sku("a")], currency="USD", catalog="abroad")
    quote, found = shop.desk.quote(
        thread_id="t-9", turn_id="", shopper="ada", catalog="abroad", cart=cart(cart_line("a"))
    )
    assert quote is None
    assert [each["code"] for each in found] == ["other_currency"]
    assert shop.desk.available("abroad", ["a"]) == {"a": 10}
