from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.intervals import bootstrap, wilson


def test_wilson_agrees_with_the_published_table() -> None:
    # Newcombe 1998, table I, method 3: 81 of 263 and 15 of 148
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert wilson(15, 148) == pytest.approx((0.0624, 0.1605), abs=1e-4)


def test_wilson_of_none_out_of_twenty_is_not_zero() -> None:
    low, high = wilson(0, 20)
    assert low == 0.0
    assert high == pytest.approx(0.1611, abs=1e-4)


@given(st.integers(0, 200), st.integers(1, 200))
def test_wilson_holds_the_proportion(successes: int, more: int) -> None:
    n = successes + more
    low, high = wilson(successes, n)
    assert 0.0 <= low <= successes / n + 1e-12
    assert successes / n - 1e-12 <= high <= 1.0


def test_bootstrap_is_repeatable_and_holds_the_mean() -> None:
    rows = [0.0, 1.0] * 50
    low, high = bootstrap(rows, lambda values: sum(values) / len(values))
    assert (low, high) == bootstrap(rows, lambda values: sum(values) / len(values))
    assert 0.35 < low < 0.5 < high < 0.65
