"""A tab of a real headless Chromium, spoken to by the test ids of the pages."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select, WebDriverWait

OUT = Path(__file__).parent.parent / "out"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
DRIVER = shutil.which("chromedriver")
PHONE = {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True}
SWITCHES = ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1280,860", "--lang=en-US")
BEYOND = """
const [place, room] = arguments;
return [...place.querySelectorAll("*")].filter((each) => {
  const box = each.getBoundingClientRect();
  return box.width > 0 && !each.closest(".sr") && (box.right > room + 0.5 || box.left < -0.5);
}).map((each) => each.outerHTML.slice(0, 80));
"""


class Page:
    """One tab. `width` is what it may fill, in CSS pixels."""

    def __init__(self, url: str, *, phone: bool = False) -> None:
        options = webdriver.ChromeOptions()
        options.binary_location = CHROMIUM or ""
        for each in SWITCHES:
            options.add_argument(each)
        self.driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
        self.url = url
        if phone:
            self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", PHONE)
        self.width = int(str(PHONE["width"])) if phone else int(self.driver.execute_script("return innerWidth"))

    def open(self, path: str = "/") -> None:
        """Waits until the page is ready to be talked to."""
        self.driver.get(self.url + path)
        self.until(lambda: not self.busy)

    @property
    def busy(self) -> bool:
        return bool(self.driver.execute_script("return document.body.hasAttribute('data-busy')"))

    def all(self, name: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, f"[data-testid='{name}']")

    def one(self, name: str, seconds: float = 15) -> WebElement:
        """Waits until one of that name is shown."""
        return self._wait(seconds).until(
            lambda _: next((each for each in self.all(name) if each.is_displayed()), False)
        )

    def shown(self, name: str) -> bool:
        return any(each.is_displayed() for each in self.all(name))

    def until(self, true: Callable[[], object], seconds: float = 15) -> None:
        self._wait(seconds).until(lambda _: true())

    def _wait(self, seconds: float) -> WebDriverWait[webdriver.Chrome]:
        """What was drawn anew between two looks is looked at again."""
        again = [NoSuchElementException, StaleElementReferenceException]
        return WebDriverWait(self.driver, seconds, poll_frequency=0.1, ignored_exceptions=again)

    def click(self, name: str) -> None:
        """Clicks where a hand could, also while something moves."""

        def clicked() -> bool:
            self.driver.execute_script("arguments[0].click()", self.one(name))
            return True

        self.until(clicked)

    def choose(self, name: str, value: str) -> None:
        """Waits until there is such an option, and takes it."""
        self.until(lambda: any(each.get_attribute("value") == value for each in Select(self.one(name)).options))
        Select(self.one(name)).select_by_value(value)

    def write(self, name: str, text: str) -> None:
        field = self.one(name)
        field.clear()
        field.send_keys(text)

    def say(self, text: str) -> None:
        """Types, sends, and waits until the shop is no longer busy."""
        said = len(self.driver.find_elements(By.CSS_SELECTOR, "#conversation > *"))
        self.one("message-input").send_keys(text, Keys.ENTER)
        self.until(lambda: len(self.driver.find_elements(By.CSS_SELECTOR, "#conversation > *")) > said)
        self.until(lambda: not self.busy)

    @property
    def thread_id(self) -> str:
        """The conversation that this tab is in."""
        kept = "return Object.entries(localStorage).find(([key]) => key.startsWith('truecart.thread.'))[1]"
        return str(self.driver.execute_script(kept)).strip('"')

    def keep(self, name: str) -> None:
        """A screenshot to look at, and no word or box beyond the right edge."""
        OUT.mkdir(exist_ok=True)
        self.driver.save_screenshot(str(OUT / f"{name}.png"))
        wide = self.driver.execute_script("return document.documentElement.scrollWidth")
        assert wide <= self.width, f"{name} is {wide} px wide in a window of {self.width}"

    def beyond(self, place: WebElement) -> list[Any]:
        """What of a place lies outside the window."""
        found: list[Any] = self.driver.execute_script(BEYOND, place, self.width)
        return found

    def complaints(self) -> list[str]:
        """What the console says, and requests that left the origin."""
        said = [each["message"] for each in self.driver.get_log("browser")]
        asked = self.driver.execute_script("return performance.getEntriesByType('resource').map(each => each.name)")
        return said + [each for each in asked if not each.startswith((self.url, "data:", "blob:"))]
