"""The page of the audit as a browser reads it: filters, no foreign request, nothing that a title could run."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select

from cli.audit_page import page, thumbnail
from tests.tools.vision.drawn import encoded, thing
from tools.catalog.pictures import PictureStore
from tools.catalog.types import Product, Variant
from tools.database import open_database
from tools.money import Money
from tools.vision.audit import Audit
from tools.vision.colour import measure
from tools.vision.measurements import MeasurementStore
from tools.vision.verifier import Verifier

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
DRIVER = shutil.which("chromedriver")
AT = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
HOSTILE = "<script>document.title='run'</script>\"><img src=x onerror=\"document.title='run'\">" + "long" * 200
GOODS = (("Plain Tee", "tee", "navy", "red"), ("Plain Tee", "tee", "red", "navy"), (HOSTILE, "cap", "green", "pink"))


def audited(folder: Path) -> tuple[Audit, dict[str, str]]:
    pictures = PictureStore(folder / "images")
    verifier, found, shown = Verifier(MeasurementStore(open_database("sqlite://"))), Audit(), {}
    seen, variants = {}, {}
    for title, category, listed, colour in GOODS:
        image = pictures.put(encoded(thing(colour, backdrop=(110, 112, 118)), "PNG"))
        seen[image] = measure(pictures.open(image), image)
        shown[image] = thumbnail(pictures, image)
        product = Product(category, title, category=category)
        offer = Variant(f"{category}-{listed}", category, {"color": listed}, Money(900, "USD"), 1, image)
        variants.setdefault(product.product_id, (product, []))[1].append(offer)
    for product, offers in variants.values():
        found.add(verifier, product, offers, seen)
    found.settle()
    return found, shown


def test_an_empty_catalogue_has_a_page() -> None:
    text = page("empty", AT, Audit(), [], {})
    assert "The catalogue is empty." in text
    assert "4 March 2026, 05:06 UTC" in text
    assert "<article" not in text


def test_thumbnails_are_small_and_upright(tmp_path: Path) -> None:
    pictures = PictureStore(tmp_path)
    image = pictures.put(encoded(thing("red", size=(1200, 1500)), "PNG"))
    url = thumbnail(pictures, image)
    assert url.startswith("data:image/jpeg;base64,")
    assert len(url) < 30_000
    assert thumbnail(pictures, "0" * 64) == ""


def test_what_is_left_out_is_said(tmp_path: Path) -> None:
    found, shown = audited(tmp_path)
    assert "And 2 more" in page("shop", AT, found, found.ranked(limit=1), shown, more=2)


@pytest.fixture
def browser() -> Iterator[webdriver.Chrome]:
    if not CHROMIUM or not DRIVER:
        pytest.skip("Chromium and chromedriver are not installed (Debian: chromium chromium-driver).")
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for each in ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1280,860"):
        options.add_argument(each)
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    yield driver
    driver.quit()


@pytest.mark.browser
def test_in_a_browser(browser: webdriver.Chrome, tmp_path: Path) -> None:
    found, shown = audited(tmp_path)
    target = tmp_path / "audit.html"
    target.write_text(page("shop", AT, found, found.ranked(unsure=True), shown), encoding="utf-8")
    for width in (1280, 390):
        size = {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": width < 500}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        browser.get(target.as_uri())
        wide, room = browser.execute_script("return [document.documentElement.scrollWidth, window.innerWidth]")
        assert wide <= room
    assert browser.title == "Catalogue audit: shop"
    assert browser.get_log("browser") == []
    assert browser.execute_script("return performance.getEntriesByType('resource').length") == 0
    assert all(browser.execute_script("return [...document.images].map(each => each.naturalWidth > 0)"))

    def titles() -> list[str]:
        cards = browser.find_elements(By.CSS_SELECTOR, "#findings > article")
        return [each.find_element(By.TAG_NAME, "h2").text[:9] for each in cards if each.is_displayed()]

    assert sorted(titles()) == ["<script>d", "Plain Tee", "Plain Tee"]
    Select(browser.find_element(By.ID, "category")).select_by_value("cap")
    assert titles() == ["<script>d"]
    Select(browser.find_element(By.ID, "category")).select_by_value("")
    browser.find_element(By.ID, "swap").click()
    assert titles() == ["Plain Tee", "Plain Tee"]
    browser.find_element(By.ID, "words").send_keys("plain NAVY nothing")
    assert titles() == []
    assert browser.find_element(By.ID, "none").is_displayed()
