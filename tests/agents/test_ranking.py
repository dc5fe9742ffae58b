"""The order of candidates, and reasons that are facts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.ranking import Ranked, rank
from tools.catalog.types import Hit, Product, Variant
from tools.llm.contract import Constraint
from tools.money import Money
from tools.vision.types import Evidence, Verdict


def _goods(*cells: tuple[str, int | None, int, int | None]) -> tuple[dict[str, Product], dict[str, Variant]]:
    """(id, price in minor units, stock, delivery days) each."""
    products = {
        name: Product(
            name,
            name.title(),
            category="jacket",
            attributes={"use": ("waterproof",), "material": ("wool",)},
            delivery_days=days,
        )
        for name, _, _, days in cells
    }
    variants = {
        f"{name}-1": Variant(
            f"{name}-1", name, {"color": "Navy", "size": "M"}, None if minor is None else Money(minor, "USD"), stock
        )
        for name, minor, stock, _ in cells
    }
    return products, variants


def _hits(*names: str) -> list[Hit]:
    return [Hit(name, f"{name}-1", 1.0 - 0.1 * place) for place, name in enumerate(names)]


def _c(attribute: str, value: Any, op: Any = "is", **more: Any) -> Constraint:
    return {"attribute": attribute, "op": op, "value": value, "span": [0, 0], **more}  # type: ignore[typeddict-item]


def _evidence(name: str, verdict: Verdict) -> dict[str, list[Evidence]]:
    seen: Evidence = {
        "id": "e",
        "variant_id": f"{name}-1",
        "attribute": "color",
        "claimed": "navy",
        "observed": [{"value": "black", "p": 0.9}],
        "verdict": verdict,
        "p": 0.5,
        "witnesses": [],
    }
    return {f"{name}-1": [seen]}


def _ids(ranked: Sequence[Ranked]) -> list[str]:
    return [each["product_id"] for each in ranked]


def test_a_confirmed_picture_comes_before_an_unsure_one() -> None:
    products, variants = _goods(("a", 1000, 5, None), ("b", 1000, 5, None))
    hits = [Hit("a", "a-1", 1.0), Hit("b", "b-1", 1.0)]
    seen = {**_evidence("a", "unsure"), **_evidence("b", "confirmed")}
    ranked = rank(hits, products, variants, [_c("color", "navy")], seen)
    assert _ids(ranked) == ["b", "a"]
    assert ranked[0]["why"] == ["matches: navy", "picture confirms navy"]
    assert ranked[1]["why"] == ["matches: navy", "picture leaves navy unsure"]


def test_reasons_name_what_matches_and_how_far_below_the_limit_it_is() -> None:
    products, variants = _goods(("a", 4800, 2, 1))
    limit = _c("price", {"minor": 6000, "currency": "USD"}, "at_most")
    wish = [_c("use", "waterproof"), _c("size", "M"), _c("material", "silk"), _c("color", "red", "is_not"), limit]
    (only,) = rank(_hits("a"), products, variants, wish, {})
    assert only["why"] == ["matches: waterproof, size M", "$12.00 under your limit", "only 2 left", "arrives in 1 day"]


def test_without_any_wish_the_reason_is_what_it_is() -> None:
    products, variants = _goods(("a", 4800, 20, None))
    assert rank(_hits("a"), products, variants, [], {})[0]["why"] == ["jacket in wool"]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("relevance", ["a", "b", "c", "d"]),
        ("price_asc", ["b", "c", "a", "d"]),
        ("price_desc", ["a", "c", "b", "d"]),
        ("delivery", ["c", "a", "b", "d"]),
    ],
)
def test_sorts_with_what_is_sold_out_last(sort: str, order: list[str]) -> None:
    products, variants = _goods(("a", 3000, 5, 5), ("b", 1000, 5, None), ("c", 2000, 5, 4), ("d", 500, 0, 1))
    assert _ids(rank(_hits("a", "b", "c", "d"), products, variants, [], {}, sort)) == order


def test_what_is_unknown_or_unpriced_is_left_out() -> None:
    products, variants = _goods(("a", 1000, 5, None), ("b", None, 5, None))
    assert _ids(rank(_hits("a", "b", "ghost"), products, variants, [], {})) == ["a"]


def test_a_preference_that_is_no_condition_lifts_what_fulfils_it() -> None:
    products, variants = _goods(("a", 1000, 5, None), ("b", 1000, 5, None))
    products["b"] = Product("b", "B", attributes={"feature": ("hooded",)})
    hits = [Hit("a", "a-1", 1.0), Hit("b", "b-1", 1.0)]
    assert _ids(rank(hits, products, variants, [_c("feature", "hooded", known=False)], {})) == ["b", "a"]


@given(st.lists(st.floats(-2, 2), max_size=8))
def test_every_hit_is_ranked_once_with_a_reason(scores: list[float]) -> None:
    cells = [(f"p{n}", 1000 + n, n % 3, n) for n in range(len(scores))]
    products, variants = _goods(*cells)
    hits = [Hit(f"p{n}", f"p{n}-1", score) for n, score in enumerate(scores)]
    ranked = rank(hits, products, variants, [], {})
    assert sorted(_ids(ranked)) == sorted(hit.product_id for hit in hits)
    assert all(each["why"] for each in ranked)
