"""The storefront and the review console in a real headless Chromium against the real server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from selenium.webdriver.common.by import By

from graph.services import Services
from tests.integration.page import Page
from tests.integration.shopper import Shopper
from tests.server import RunningServer
from tools import settings

pytestmark = [pytest.mark.server, pytest.mark.browser]


def state_of(running: RunningServer) -> Services:
    return Services(settings.load(home=running.home))


def interrupt_of(running: RunningServer, thread_id: str) -> dict[str, Any]:
    """What the LangGraph API says that the thread waits for."""
    client = Shopper(running.url)
    state: Any = client.client.threads.get_state(thread_id)
    client.close()
    [pending] = [each["value"] for task in state["tasks"] for each in task["interrupts"]]
    return dict(pending)


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_the_road_on_the_page(server: RunningServer, tab: Callable[..., Page], phone: bool) -> None:
    services = state_of(server)
    charged, ordered = len(services.checkout.gateway.charges()), len(services.checkout.orders_of("ada"))
    page, name = tab(server.url, phone=phone), "phone" if phone else "desktop"
    page.open()
    page.one("message-input")
    page.keep(f"{name}-welcome")
    page.say("a waterproof jacket")
    page.say("not black, under $250")
    assert len(page.all("product-card")) >= 2
    page.keep(f"{name}-results")
    place = "second" if not phone else "first"  # another jacket each time: a like order within minutes is reviewed
    page.say(f"the {place} one in size M")
    page.say("two of them")
    if phone:
        page.click("cart-open")
        page.one("cart-close")
        page.keep("phone-cart")
        assert page.beyond(page.one("cart")) == []
        page.click("cart-close")
    page.say("checkout")
    dialog = page.one("approval-dialog")
    page.keep(f"{name}-approval")
    asked = interrupt_of(server, page.thread_id)
    assert dialog.get_attribute("data-digest") == asked["quote"]["digest"] == asked["approval"]["digest"]
    assert page.beyond(dialog) == []
    assert len(services.checkout.gateway.charges()) == charged
    total = page.one("approval-total").text
    approve = page.one("approve")
    assert total.split()[-1] in approve.text
    page.driver.execute_script("arguments[0].click(); arguments[0].click()", approve)
    receipt = page.one("receipt")
    assert not dialog.is_displayed()
    page.keep(f"{name}-receipt")
    assert len(services.checkout.gateway.charges()) == charged + 1
    orders = services.checkout.orders_of("ada")
    assert len(orders) == ordered + 1
    assert orders[0]["order_id"] in receipt.text
    assert orders[0]["lines"][0]["quantity"] == 2
    why = page.one("why")
    why.find_element(By.XPATH, "ancestor-or-self::details/summary").click()
    assert f"the {place} one in size M" in receipt.text
    assert services.audit.verify()["ok"]
    assert page.complaints() == []


def test_a_reload_keeps_words_cart_and_the_open_approval(server: RunningServer, tab: Callable[..., Page]) -> None:
    page = tab(server.url)
    page.open()
    page.say("a backpack")
    page.say("the first one")
    page.say("checkout")
    digest = page.one("approval-dialog").text
    page.driver.refresh()
    assert page.one("approval-dialog").text.splitlines()[:6] == digest.splitlines()[:6]
    assert page.all("cart-line")
    assert "a backpack" in page.one("conversation").text
    page.one("reject").click()
    page.until(lambda: not any(each.is_displayed() for each in page.all("approval-dialog")))
    assert page.all("cart-line"), "a rejected purchase keeps its cart"


def test_an_approval_that_another_tab_replaced_charges_nothing(server: RunningServer, tab: Callable[..., Page]) -> None:
    services = state_of(server)
    charged = len(services.checkout.gateway.charges())
    page = tab(server.url)
    page.open()
    page.say("a tote")
    page.say("the first one")
    page.say("checkout")
    approve = page.one("approve")
    other = Shopper(server.url)
    other.thread_id = page.thread_id
    other.say("change line 1 to 2")
    other.close()
    page.driver.execute_script("arguments[0].click()", approve)
    page.one("standing", 20)
    assert len(services.checkout.gateway.charges()) == charged


def test_a_shopper_finds_no_review_console(server: RunningServer, tab: Callable[..., Page]) -> None:
    page = tab(server.url)
    page.open("/review")
    page.one("identity")
    page.driver.execute_script(
        "localStorage.setItem('truecart.reviewer', JSON.stringify({token: 'demo-ada', name: 'ada', role: 'shopper'}))"
    )
    page.driver.refresh()
    assert "Reviewers only" in page.one("notice").text


def test_a_question_is_answered_with_a_button_and_in_chinese(server: RunningServer, tab: Callable[..., Page]) -> None:
    page = tab(server.url, phone=True)
    page.open()
    page.driver.execute_script("localStorage.setItem('truecart.language', 'zh')")
    page.driver.refresh()
    assert "您想找什么" in page.one("welcome").text
    page.say("黑色夹克")
    assert page.all("product-card")
    page.say("第一件")
    page.keep("phone-question-zh")
    next(each for each in page.one("choices").find_elements(By.TAG_NAME, "button") if each.text == "M").click()
    page.until(lambda: page.driver.find_elements(By.CSS_SELECTOR, "[data-testid='cart-line']"))
    page.say("结账")
    assert "总计" in page.one("approval-dialog").text
    page.keep("phone-approval-zh")
    assert page.complaints() == []


def test_words_can_be_typed_again_when_a_dialog_has_closed(server: RunningServer, tab: Callable[..., Page]) -> None:
    page = tab(server.url)
    page.open()
    for words in ("backpacks", "add the first one", "checkout"):
        page.say(words)
    page.one("reject").click()  # a hand's: a click by script leaves the typing as it was
    page.until(lambda: not page.shown("approval-dialog") and not page.busy)
    box = page.one("message-input")
    box.send_keys("a hoodie")
    assert box.get_attribute("value") == "a hoodie"
