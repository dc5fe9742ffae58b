"""What the browser's tests share."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.integration.page import CHROMIUM, DRIVER, Page


@pytest.fixture
def tab() -> Iterator[Callable[..., Page]]:
    """`tab(url)`: a fresh browser. Skips where there is no Chromium."""
    if not CHROMIUM or not DRIVER:
        pytest.skip("Chromium and chromedriver are not installed (Debian: chromium chromium-driver).")
    opened: list[Page] = []

    def make(url: str, *, phone: bool = False) -> Page:
        opened.append(Page(url, phone=phone))
        return opened[-1]

    yield make
    for each in opened:
        each.driver.quit()
