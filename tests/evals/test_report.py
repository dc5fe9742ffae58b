"""The report holds what it needs, and says what it should about the run."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from evals.baseline import Regression
from evals.report import report
from evals.results import Curve, Failure, Metric, SuiteResult

RESULT = SuiteResult(
    "checkout",
    3,
    [
        Metric("wrong_price_rate", 0.5, 2, 0.1, 0.9, better="lower", limit=0.0, about="charged another price"),
        Metric("turn_ms", 12.5, 3, 10, 20, better="lower", unit="ms"),
    ],
    failures=[Failure("price-rises", {"text": "<script>alert(1)</script>"}, {"orders": 0}, {"orders": 1})],
    latencies_ms={"pay": [1.0, 2.0, 3.0]},
    curves=[Curve("Risk", "answered", "wrong", ((0.5, 0.0), (1.0, 0.1)))],
    skipped=["chorus_icecat: not here"],
)
PAGE = report([RESULT], {"checkout.wrong_price_rate": {"value": 0.0, "n": 2}},
              [Regression("checkout.wrong_price_rate", "0.5 is past the limit 0")], "2026-01-01")  # fmt: skip


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_nothing_is_loaded_from_elsewhere() -> None:
    tags = Tags()
    tags.feed(PAGE)
    loaded = [name for name, attributes in tags.seen if {"src", "href", "srcset", "action"} & set(attributes)]
    assert loaded == []
    assert {"link", "script", "img", "iframe"}.isdisjoint(name for name, _ in tags.seen)
    assert not re.search(r"url\(|@import|https?://", PAGE)


def test_every_element_is_closed() -> None:
    tags = Tags()
    tags.feed(PAGE)
    assert tags.open == []


def test_what_fell_behind_stands_at_the_top_by_name() -> None:
    verdict = PAGE.index("1 figure fell behind")
    assert verdict < PAGE.index("<section")
    assert "checkout.wrong_price_rate" in PAGE[verdict : PAGE.index("<section")]


def test_a_failed_case_is_there_with_its_text_escaped() -> None:
    assert "price-rises" in PAGE
    assert "&lt;script&gt;" in PAGE
    assert "<script" not in PAGE


def test_a_clean_run_says_so() -> None:
    page = report([SuiteResult("intent", 1, [Metric("accuracy", 1.0, 1, 0.2, 1.0)])], {}, [], "2026-01-01")
    assert "Nothing fell behind" in page
