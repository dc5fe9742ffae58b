"""The storefront and the review console in a real headless Chromium against the real server."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from graph.services import Services
from tests.integration.shopper import Shopper
from tests.server import RunningServer
from tools import settings

pytestmark = [pytest.mark.server, pytest.mark.browser]
OUT = Path(__file__).parent.parent / "out"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
DRIVER = shutil.which("chromedriver")
PHONE = {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True}


class Page:
    """A tab, spoken to by the test ids of the page."""

    def __init__(self, driver: webdriver.Chrome, url: str) -> None:
        self.driver = driver
        self.url = url

    def open(self, path: str = "/") -> None:
        self.driver.get(self.url + path)

    def all(self, name: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, f"[data-testid='{name}']")

    def one(self, name: str, seconds: float = 15) -> WebElement:
        """Waits until one of that name is shown."""
        return WebDriverWait(self.driver, seconds).until(
            lambda _: next((each for each in self.all(name) if each.is_displayed()), False)
        )

    def until(self, true: Callable[[], object], seconds: float = 15) -> None:
        WebDriverWait(self.driver, seconds).until(lambda _: true())

    def say(self, text: str) -> None:
        """Types, sends, and waits until the shop is no longer busy."""
        said = len(self.driver.find_elements(By.CSS_SELECTOR, "#conversation > *"))
        self.one("message-input").send_keys(text)
        self.one("send").click()
        self.until(lambda: len(self.driver.find_elements(By.CSS_SELECTOR, "#conversation > *")) > said)
        self.until(lambda: not self.driver.execute_script("return document.body.hasAttribute('data-busy')"))

    def keep(self, name: str) -> None:
        """A screenshot to look at, and no word or box beyond the right edge."""
        OUT.mkdir(exist_ok=True)
        self.driver.save_screenshot(str(OUT / f"{name}.png"))
        wide, room = self.driver.execute_script("return [document.documentElement.scrollWidth, window.innerWidth]")
        assert wide <= room, f"{name} is {wide} px wide in a window of {room}"

    def complaints(self) -> list[str]:
        """What the console says, and requests that left the origin."""
        said = [each["message"] for each in self.driver.get_log("browser")]
        asked = self.driver.execute_script("return performance.getEntriesByType('resource').map(each => each.name)")
        return said + [each for each in asked if not each.startswith((self.url, "data:", "blob:"))]


@pytest.fixture
def tab() -> Iterator[Callable[[str], Page]]:
    """`tab(url)`: a fresh browser. Skips where there is no Chromium."""
    if not CHROMIUM or not DRIVER:
        pytest.skip("Chromium and chromedriver are not installed (Debian: chromium chromium-driver).")
    drivers: list[webdriver.Chrome] = []

    def make(url: str, *, phone: bool = False) -> Page:
        options = webdriver.ChromeOptions()
        options.binary_location = CHROMIUM
        for each in ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1280,860", "--lang=en-US"):
            options.add_argument(each)
        drivers.append(webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER)))
        if phone:
            drivers[-1].execute_cdp_cmd("Emulation.setDeviceMetricsOverride", PHONE)
        return Page(drivers[-1], url)

    yield make
    for each in drivers:
        each.quit()


def state_of(running: RunningServer) -> Services:
    return Services(settings.load(home=running.home))


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
    page.say("checkout")
    dialog = page.one("approval-dialog")
    page.keep(f"{name}-approval")
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
    thread_id = page.driver.execute_script(
        "return Object.entries(localStorage).find(([key]) => key.startsWith('truecart.thread.'))[1]"
    ).strip('"')
    other = Shopper(server.url)
    other.thread_id = thread_id
    other.say("change line 1 to 2")
    other.close()
    page.driver.execute_script("arguments[0].click()", approve)
    page.one("notice", 20)
    assert len(services.checkout.gateway.charges()) == charged


@pytest.fixture(scope="module")
def strict(server_factory: Callable[..., RunningServer]) -> RunningServer:
    return server_factory(environment={"TRUECART_REVIEW_ABOVE_MINOR": "1"})


def test_the_console_decides_and_the_page_follows(strict: RunningServer, tab: Callable[..., Page]) -> None:
    services = state_of(strict)
    shopper, console = tab(strict.url), tab(strict.url, phone=True)
    shopper.open()
    shopper.say("a waterproof jacket")
    shopper.say("the first one in size M")
    shopper.say("checkout")
    shopper.one("approve").click()
    shopper.until(lambda: "reviewer" in shopper.one("conversation").text.lower())
    shopper.keep("desktop-waiting")
    assert not services.checkout.gateway.charges()
    console.open("/review")
    console.one("review-row")
    console.keep("phone-review-list")
    console.one("review-row").click()
    console.one("review-note").send_keys("as listed")
    console.keep("phone-review-decision")
    console.driver.execute_script("arguments[0].click()", console.one("review-approve"))
    console.until(lambda: "ORD-" in console.one("decision").text)
    assert "ORD-" in shopper.one("receipt", 20).text
    assert len(services.checkout.gateway.charges()) == 1
    assert shopper.complaints() == []
    assert console.complaints() == []


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
