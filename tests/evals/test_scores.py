"""The figures against values worked out by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals import scores


def test_ndcg_of_the_ideal_order_is_one() -> None:
    assert scores.ndcg([3, 2, 1], [1, 2, 3]) == pytest.approx(1.0)


def test_ndcg_by_hand() -> None:
    # gains 2^3-1=7, 0, 2^1-1=1 at ranks 1, 2, 3; the ideal order is 7, 3 (grade 2), 1
    answered = 7 / math.log2(2) + 1 / math.log2(4)
    ideal = 7 / math.log2(2) + 3 / math.log2(3) + 1 / math.log2(4)
    assert scores.ndcg([3, 0, 1], [3, 2, 1]) == pytest.approx(answered / ideal)


def test_ndcg_looks_at_the_first_k_only() -> None:
    assert scores.ndcg([0, 0, 3], [3], k=2) == 0.0
    assert scores.ndcg([1] * 5, [1] * 50, k=5) == pytest.approx(1.0)


def test_ndcg_without_anything_relevant_is_zero() -> None:
    assert scores.ndcg([0, 0], []) == 0.0


def test_matches_counts_found_spurious_and_missed() -> None:
    assert scores.matches(["a", "b", "c"], ["b", "c", "d", "e"]) == (2, 1, 2)


def test_micro_f1_by_hand() -> None:
    metric = scores.micro_f1("f1", [(2, 1, 0), (1, 0, 1)])
    assert metric.value == pytest.approx(2 * 3 / (2 * 3 + 1 + 1))
    assert metric.n == 2


def test_micro_f1_of_nothing_expected_and_nothing_found_is_one() -> None:
    assert scores.micro_f1("f1", [(0, 0, 0)]).value == 1.0


def test_percentile_interpolates() -> None:
    assert scores.percentile([1, 2, 3, 4], 0.5) == 2.5
    assert scores.percentile([5], 0.95) == 5
    assert scores.percentile([], 0.5) == 0.0


def test_calibration_error_by_hand() -> None:
    # bin 0.9..1.0: says 0.95 on average, is right half the time; bin 0.1..0.2: says 0.1, is never right
    judged = [(0.95, True), (0.95, False), (0.1, False), (0.1, False)]
    assert scores.calibration_error(judged) == pytest.approx(0.5 * 0.45 + 0.5 * 0.1)


def test_reliability_skips_empty_bins() -> None:
    assert scores.reliability([(1.0, True), (0.05, False)]) == [(0.05, 0.0), (1.0, 1.0)]


def test_area_under_curve_by_hand() -> None:
    # true at 0.9 and 0.4, false at 0.4 and 0.1: of four pairs three are won and one is a tie
    assert scores.area_under_curve([(0.9, True), (0.4, True), (0.4, False), (0.1, False)]) == pytest.approx(3.5 / 4)
    assert scores.area_under_curve([(0.9, True)]) == 0.5


def test_risk_falls_when_the_uncertain_are_left_out() -> None:
    points = scores.risk_coverage([(0.9, True), (0.2, False), (0.8, True), (0.5, True)])
    assert points == [(0.25, 0.0), (0.5, 0.0), (0.75, 0.0), (1.0, 0.25)]


@given(st.lists(st.integers(0, 3), min_size=1, max_size=20))
def test_ndcg_is_a_share_and_best_when_sorted(gains: list[int]) -> None:
    value = scores.ndcg(gains, gains)
    assert 0.0 <= value <= 1.0 + 1e-9
    assert value <= scores.ndcg(sorted(gains, reverse=True), gains) + 1e-9
