"""The written wishes can be granted: the demo catalogue has something for each, and not everything is right."""

from __future__ import annotations

import functools
from typing import Any

import pytest

from evals.cases import load_cases
from evals.relevance import grade
from tools.catalog.demo.plan import drafts
from tools.catalog.types import Product, Variant
from tools.money import Money
from tools.settings import load

CASES = load_cases("ranking")


@functools.cache
def goods() -> tuple[tuple[Product, Variant], ...]:
    """The demo catalogue as its plan has it: no picture is drawn for this."""
    return tuple(
        (draft.product, _variant(draft.product.product_id, listing.colour, sku))
        for draft in drafts(load().seed)
        for listing in draft.listings
        for sku in listing.skus
    )


def _variant(product_id: str, colour: str, sku: Any) -> Variant:
    options = {"color": colour} | ({"size": sku.size} if sku.size else {})
    return Variant(sku.variant_id, product_id, options, Money(sku.minor, "USD"), sku.stock)


def test_there_are_enough() -> None:
    assert len(CASES) >= 40


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_wish_can_be_granted(case: dict[str, Any]) -> None:
    grades = [grade(case["wants"], case.get("likes", {}), case.get("not", {}), *each) for each in goods()]
    assert max(grades) >= 2
    assert min(grades) == 0
