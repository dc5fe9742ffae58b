from __future__ import annotations

from typing import Any

import pytest

from guards.policy import LineFacts, PurchaseFacts, is_far_from_median, required_approvals


def reasons(total_minor: int = 5_000, **line: Any) -> list[str]:
    facts: Any = {"variant_id": "a", "quantity": 1, "unit_minor": 2_000, **line}
    found = required_approvals(PurchaseFacts(total_minor, (LineFacts(**facts),), 50_000, 10))
    assert found[0] == {"role": "shopper", "reasons": ["consent"]}
    assert [each["role"] for each in found[1:]] in ([], ["reviewer"])
    return [reason for each in found[1:] for reason in each["reasons"]]


def test_an_ordinary_purchase_needs_the_shopper_only() -> None:
    assert reasons(verdicts=("confirmed",), median_minor=2_000) == []


@pytest.mark.parametrize(("total", "expected"), [(50_000, []), (50_001, ["high_value"])])
def test_high_value(total: int, expected: list[str]) -> None:
    assert reasons(total) == expected


@pytest.mark.parametrize(("new_address", "expected"), [(False, []), (True, ["new_address"])])
def test_a_first_order_to_a_new_address(new_address: bool, expected: list[str]) -> None:
    line = LineFacts("a", 1, 2_000)
    found = required_approvals(PurchaseFacts(2_000, (line,), 50_000, 10, new_address=new_address))
    assert [reason for each in found[1:] for reason in each["reasons"]] == expected


def test_restricted_goods_even_in_words_unknown_here() -> None:
    assert reasons(restrictions=("age_18",)) == ["age_restricted"]
    assert reasons(restrictions=("regulated",)) == ["regulated"]
    assert reasons(restrictions=("export_controlled", "age_21")) == ["regulated", "age_restricted"]


def test_evidence() -> None:
    assert reasons(verdicts=("confirmed", "unsure")) == ["unsure_evidence"]
    assert reasons(verdicts=("contradicted",)) == ["contradicted_evidence"]


@pytest.mark.parametrize(
    ("quantity", "pack_size", "outlier"),
    [
        (9, 1, False),
        (10, 1, True),
        (1, 10, False),
        (1, 1000, False),
        (2, 4, False),
        (2, 5, True),
        (5, 2, True),
        (10, 10, True),
    ],
)
def test_ten_or_a_ten_pack(quantity: int, pack_size: int, outlier: bool) -> None:
    assert reasons(quantity=quantity, pack_size=pack_size) == (["quantity_outlier"] if outlier else [])


@pytest.mark.parametrize(
    ("unit", "median", "far"),
    [
        (2_000, None, False),
        (2_000, 2_000, False),
        (1_000, 2_000, False),
        (999, 2_000, True),
        (4_000, 2_000, False),
        (4_001, 2_000, True),
    ],
)
def test_far_from_the_median(unit: int, median: int | None, far: bool) -> None:
    assert is_far_from_median(unit, median) is far
    assert reasons(unit_minor=unit, median_minor=median) == (["price_far_from_median"] if far else [])


def test_again_within_minutes() -> None:
    assert reasons(bought_lately=True) == ["repeat_order"]


def test_each_reason_is_given_once() -> None:
    line = LineFacts("a", 10, 2_000, verdicts=("unsure", "unsure"), bought_lately=True)
    found = required_approvals(PurchaseFacts(60_000, (line, line), 50_000, 10))
    assert found[1]["reasons"] == ["high_value", "unsure_evidence", "quantity_outlier", "repeat_order"]
