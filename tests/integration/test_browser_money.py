"""Approvals, payments and refunds as the pages tell them: what was decided elsewhere, what ran out, what came back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.common.by import By

from evals.demo import copy_home
from graph.services import Services
from tests.integration.page import Page
from tests.integration.shopper import Shopper
from tests.server import RunningServer
from tools import settings
from tools.checkout.gateways.sandbox import SandboxGateway
from tools.checkout.types import Approval

pytestmark = [pytest.mark.server, pytest.mark.browser]
TARIFF = {
    "currency": "USD",
    "promotions": [
        {"code": "mugs", "title": {"en": "Three mugs for two"}, "off": {"buy": 2, "get": 1}},
        {"code": "hello", "title": {"en": "Welcome"}, "coupon": "HELLO10", "off": {"percent": "10"}},
    ],
    "shipping": [{"price_minor": 599}],
    "tax": {"on_shipping": "goods", "rates": [{"country": "US", "name": "Sales tax", "percent": "8.875"}]},
}
BRISK = {  # one minute for a quote, a reviewer above $200, the same things may be bought again at once
    "TRUECART_QUOTE_MINUTES": "1",
    "TRUECART_REVIEW_ABOVE_MINOR": "20000",
    "TRUECART_REPEAT_MINUTES": "0",
    "TRUECART_SWEEP_SECONDS": "2",
}


@pytest.fixture(scope="module")
def shop(
    server_factory: Callable[..., RunningServer], demo_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> RunningServer:
    home = copy_home(demo_home, tmp_path_factory.mktemp("brisk") / "home")
    (home / "tariff.json").write_text(json.dumps(TARIFF))
    return server_factory(home=home, environment=BRISK)


@pytest.fixture(scope="module")
def services(shop: RunningServer) -> Services:
    return Services(settings.load(home=shop.home))


@pytest.fixture
def gateway(services: Services) -> SandboxGateway:
    found = services.checkout.gateway
    assert isinstance(found, SandboxGateway)
    found.disarm()
    return found


def ask(page: Page, wish: str, number: int = 1) -> None:
    """From nothing to the open approval."""
    page.open()
    page.say(wish)
    page.say(f"add number {number}")
    page.say("checkout")
    page.one("approval-dialog")


def pending(services: Services, page: Page, role: str = "shopper") -> Approval:
    return next(each for each in services.checkout.pending(page.thread_id) if each["role"] == role)


def open_row(console: Page, approval: Approval) -> None:
    """From the list to the request."""
    console.open("/review")
    here = f"[data-testid='review-row'][data-id='{approval['id']}']"
    console.until(lambda: console.driver.find_elements(By.CSS_SELECTOR, here))
    console.driver.execute_script("document.querySelector(arguments[0]).click()", here)
    console.one("decision")


HOLD_ANSWERS = """
window.held = {now: Date.now, fetch: window.fetch, gate: [], ahead: 0};
window.fetch = (...all) => new Promise((go) => held.gate.push(go)).then(() => held.fetch.apply(window, all));
"""
A_MINUTE_ON = "held.ahead += 61000; const {ahead} = held; Date.now = () => held.now() + ahead"


def test_the_last_minute_is_said_and_the_end_is_told(shop: RunningServer, tab: Callable[..., Page]) -> None:
    page = tab(shop.url)
    ask(page, "a tote")
    warning = page.one("time-warning")
    assert "left" in warning.text
    [spoken] = page.all("time-spoken")
    assert "left" in spoken.get_attribute("textContent")
    assert spoken.get_attribute("aria-live") == "assertive"
    dialog = page.one("approval-dialog")
    old = dialog.get_attribute("data-digest")
    page.keep("desktop-last-minute")
    page.driver.execute_script(HOLD_ANSWERS)  # each tells the page the server's time
    page.until(lambda: dialog.get_attribute("data-state") == "expired" or page.driver.execute_script(A_MINUTE_ON))
    page.keep("desktop-expired")
    assert not page.shown("approve")
    assert not page.shown("time-warning")
    assert page.shown("standing")
    page.driver.execute_script("Date.now = held.now; window.fetch = held.fetch; held.gate.forEach((go) => go())")
    page.click("retry")
    page.until(lambda: dialog.get_attribute("data-state") == "open" and dialog.get_attribute("data-digest") != old)
    assert page.shown("approve")
    assert page.complaints() == []


def test_a_decision_elsewhere_closes_the_dialog_by_itself(
    shop: RunningServer, services: Services, tab: Callable[..., Page]
) -> None:
    page = tab(shop.url, phone=True)
    ask(page, "mugs under $30", 2)
    other = Shopper(shop.url)
    other.thread_id = page.thread_id
    asked = pending(services, page)
    other.run(input={"messages": [], "approval": {"id": asked["id"], "digest": asked["digest"], "decision": "reject"}})
    other.close()
    page.until(lambda: not page.shown("approval-dialog"), 8)
    assert "ada" in page.one("standing").text
    assert page.all("cart-line"), "a rejected purchase keeps its cart"
    page.keep("phone-decided-elsewhere")
    assert page.complaints() == []


def test_a_late_answer_is_told_who_was_first(
    shop: RunningServer, services: Services, gateway: SandboxGateway, tab: Callable[..., Page]
) -> None:
    charged = len(gateway.charges())
    page = tab(shop.url)
    ask(page, "mugs under $30", 3)
    asked = pending(services, page)
    page.driver.execute_script("Object.defineProperty(document, 'hidden', {get: () => true})")  # nothing is asked for
    services.checkout.decide(asked["id"], digest=asked["digest"], decision="reject", actor="ada", role="shopper")
    page.click("approve")
    told = page.one("standing")
    assert told.get_attribute("data-code") == "already_decided"
    assert "ada" in told.text
    assert not page.shown("approval-dialog")
    assert len(gateway.charges()) == charged


def test_a_payer_who_is_asked_pays_on_the_banks_page(
    shop: RunningServer, services: Services, gateway: SandboxGateway, tab: Callable[..., Page]
) -> None:
    page = tab(shop.url)
    gateway.arm("authorize", "requires_action")
    ask(page, "a tote", 2)
    page.click("approve")
    link = page.one("payment-action").get_attribute("href")
    assert link
    assert page.one("payment").get_attribute("data-state") == "requires_action"
    page.keep("desktop-requires-action")
    assert services.checkout.orders_of("ada") == []
    page.driver.refresh()
    assert page.one("payment-action").get_attribute("href") == link
    gateway.act(link.rsplit("/", 1)[1], agree=True)
    order = page.one("receipt", 20).get_attribute("data-order")
    assert [each["order_id"] for each in services.checkout.orders_of("ada")] == [order]
    gateway.arm("authorize", "decline")
    page.say("mugs under $30")
    page.say("add number 1")
    page.say("checkout")
    page.click("approve")
    page.until(lambda: [each.get_attribute("data-state") for each in page.all("payment")][-1:] == ["declined"])
    assert len(gateway.charges("captured")) == 1
    assert page.complaints() == []


def test_discounts_are_named_and_what_was_bought_comes_back(
    shop: RunningServer, services: Services, tab: Callable[..., Page]
) -> None:
    page = tab(shop.url, phone=True)
    page.open()
    page.choose("identity", "demo-bo")
    page.until(lambda: not page.busy)
    page.say("mugs under $30")
    page.say("add number 2")
    page.say("three of them")
    page.click("cart-open")
    page.write("coupon", "hello10")
    page.keep("phone-coupon")
    page.click("coupon-use")
    page.until(lambda: page.all("coupon-held"))
    page.until(lambda: page.all("cart-discount"))
    page.until(lambda: not page.busy)
    page.say("checkout")
    shown = page.one("approval-dialog")
    assert {each.text.splitlines()[0] for each in page.all("discount")} == {"Three mugs for two", "Welcome"}
    assert page.shown("shipping-tax")
    assert "1 Example Street" in page.one("ship-to").text
    page.keep("phone-discounts")
    assert page.beyond(shown) == []
    page.click("approve")
    order_id = str(page.one("receipt").get_attribute("data-order"))
    services.checkout.ship(order_id, "mo")
    services.checkout.deliver(order_id, "mo")
    page.click("menu")
    page.click("order-return")
    page.choose("return-quantity", "2")
    page.click("return-ask")
    dialog = page.one("approval-dialog")
    assert dialog.get_attribute("data-kind") == "refund"
    page.keep("phone-refund")
    total = page.one("approval-total").text.split()[-1]
    assert services.checkout.order(order_id)["refunded_minor"] == 0
    page.click("approve")
    assert total in page.one("refund").text
    after = services.checkout.order(order_id)
    assert [line["quantity"] for each in after["refunds"] for line in each["lines"]] == [2]
    assert f"${after['refunded_minor'] / 100:.2f}" == total
    page.click("menu")
    page.one("order-refunds")
    page.keep("phone-orders")
    assert page.complaints() == []


def test_an_unshipped_order_is_cancelled_from_the_panel(
    shop: RunningServer, services: Services, tab: Callable[..., Page]
) -> None:
    page = tab(shop.url)
    page.open()
    page.choose("identity", "demo-bo")
    page.until(lambda: not page.busy)
    page.say("a tote")
    page.say("add number 1")
    page.say("checkout")
    page.click("approve")
    order_id = str(page.one("receipt").get_attribute("data-order"))
    page.say("my orders")
    page.click("menu")
    page.click("order-cancel")
    page.one("approval-dialog")
    page.click("approve")
    page.one("refund")
    page.keep("desktop-cancelled")
    after = services.checkout.order(order_id)
    assert (after["status"], after["refunded_minor"]) == ("cancelled", after["total_minor"])


def test_a_reviewer_changes_the_order_and_the_page_asks_again(
    shop: RunningServer, services: Services, tab: Callable[..., Page]
) -> None:
    shopper, console = tab(shop.url), tab(shop.url, phone=True)
    shopper.open()
    shopper.choose("identity", "demo-bo")
    shopper.say("a waterproof jacket under $190 over $120")
    shopper.say("the first one in size M")
    shopper.say("two of them")
    shopper.say("checkout")
    dialog = shopper.one("approval-dialog")
    old = dialog.get_attribute("data-digest")
    shopper.click("approve")
    shopper.one("waiting-review")
    shopper.keep("desktop-waiting")
    open_row(console, pending(services, shopper, "reviewer"))
    console.driver.execute_script("arguments[0].open = true", console.one("edit-form"))
    assert not console.one("review-edit").is_enabled()
    console.write("edit-quantity", "1")
    console.write("review-note", "one is enough")
    console.keep("phone-review-decision")
    assert console.beyond(console.one("decision")) == []
    console.click("review-edit")
    shopper.until(lambda: shopper.shown("approval-dialog") and dialog.get_attribute("data-digest") != old)
    assert shopper.one("quote-line").text.count("1 ×") == 1
    shopper.click("approve")
    order = services.checkout.order(str(shopper.one("receipt").get_attribute("data-order")))
    assert [line["quantity"] for line in order["lines"]] == [1]
    assert shopper.complaints() == []
    assert console.complaints() == []


def test_the_console_decides_and_the_page_follows(
    shop: RunningServer, services: Services, tab: Callable[..., Page]
) -> None:
    shopper, console = tab(shop.url), tab(shop.url)
    shopper.open()
    shopper.choose("identity", "demo-bo")
    shopper.say("a waterproof jacket under $190 over $120")
    shopper.say("the second one in size M")
    shopper.say("two of them")
    shopper.say("checkout")
    shopper.click("approve")
    shopper.one("waiting-review")
    console.open("/review")
    console.one("review-row")
    console.keep("desktop-review-list")
    open_row(console, pending(services, shopper, "reviewer"))
    console.write("review-note", "as listed")
    console.keep("desktop-review-decision")
    console.click("review-approve")
    console.until(lambda: "ORD-" in console.one("decision").text)
    order_id = str(shopper.one("receipt", 20).get_attribute("data-order"))
    assert order_id in console.one("decision").text
    assert services.checkout.order(order_id)["status"] == "paid"
    assert shopper.complaints() == []
    assert console.complaints() == []


def test_an_address_is_kept_and_a_wrong_field_is_marked(
    shop: RunningServer, services: Services, tab: Callable[..., Page]
) -> None:
    page = tab(shop.url, phone=True)
    ask(page, "mugs under $30", 4)
    page.click("approval-later")
    page.click("menu")
    page.click("menu-account")
    page.one("field-street")
    values: dict[str, Any] = {
        "name": "Ada L.",
        "street": " ",
        "city": "London",
        "region": "",
        "postal_code": "SW1Y 4JH",
    }
    for name, text in values.items():
        page.write(f"field-{name}", text)
    page.choose("address-country", "GB")
    page.click("address-save")
    page.until(lambda: page.one("field-street").get_attribute("aria-invalid") == "true")
    page.write("field-street", "12 St James's Square")
    page.keep("phone-address")
    page.click("address-save")
    page.until(lambda: "London" in page.one("address-saved").text)
    assert (services.checkout.address("ada") or {})["country"] == "GB"
    page.click("account-close")
    page.click("open-approval")
    dialog = page.one("approval-dialog")
    page.until(lambda: dialog.get_attribute("data-state") == "changed")
    assert not page.shown("approve"), "terms for another address are not charged"
    assert not page.shown("time-warning")
    page.keep("phone-moved")
