"""The payer's page: every state has its words, and nothing of a charge becomes markup or a script."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace

import pytest

from tools.checkout.gateways.sandbox import page
from tools.checkout.gateways.sandbox.page import Asked, Language

ASKED = Asked(
    key="k1",
    reference="sbx_1",
    state="requires_action",
    reason="",
    payer="ada",
    payee="truecart:little",
    amount_minor=4_599,
    currency="USD",
    return_url="",
)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_asks_while_the_charge_waits_and_tells_afterwards(language: Language) -> None:
    assert page.WORDS["en"].keys() == page.WORDS["zh"].keys()
    words = page.WORDS[language]
    asking = page.render(ASKED, language)
    assert re.findall(r'name="decision" value="(\w+)"', asking) == ["approve", "refuse"]
    for state in ("authorized", "captured", "declined", "voided"):
        told = page.render(replace(ASKED, state=state), language)
        assert words[state] in told
        assert "<form" not in told
    assert words["expired"] in page.render(replace(ASKED, state="voided", reason="expired"), language)


@pytest.mark.parametrize(
    ("url", "leads"),
    [
        ("https://shop.example/back?a=1&b=2", "https://shop.example/back?a=1&amp;b=2"),
        ("/orders", "/orders"),
        ("", "/home"),
        ("javascript:alert(1)", "/home"),
        ("data:text/html,x", "/home"),
        ("//elsewhere.example", "/home"),
        ("/\\elsewhere.example", "/home"),
        ("https:", "/home"),
    ],
)
def test_the_way_back_leads_to_a_page(url: str, leads: str) -> None:
    shown = page.render(replace(ASKED, state="captured", return_url=url), "en", home="/home")
    assert re.findall(r'class="back" href="([^"]*)"', shown) == [leads]


def test_nothing_of_a_charge_becomes_markup() -> None:
    evil = '"><script>alert(1)</script>'
    shown = page.render(replace(ASKED, payee=evil, payer=evil, reference=evil, state=evil, return_url=evil), "en")
    assert "<script" not in shown
    assert shown.count("<a ") == 1  # only the other language


def test_its_style_is_the_only_one_that_it_allows() -> None:
    (style,) = re.findall(r"<style>(.*?)</style>", page.render(ASKED, "en"), re.DOTALL)
    allowed = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{allowed}'" in page.HEADERS["content-security-policy"]
    assert "script" not in page.HEADERS["content-security-policy"]


@pytest.mark.parametrize(
    ("asked_for", "accepted", "language"),
    [
        (None, None, "en"),
        ("zh", "en", "zh"),
        (None, "fr, zh-TW;q=0.8, en", "zh"),
        ("xx", "de", "en"),
        ("en", "zh", "en"),
    ],
)
def test_the_language_is_the_one_that_was_asked_for(
    asked_for: str | None, accepted: str | None, language: Language
) -> None:
    assert page.language_of(asked_for, accepted) == language
