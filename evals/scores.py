"""The figures themselves, each as its field defines it."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from evals.intervals import bootstrap, wilson
from evals.results import Metric


def rate(name: str, outcomes: Sequence[bool], **more: Any) -> Metric:
    """The share that is true, with Wilson's interval. Further arguments are those of `Metric`."""
    low, high = wilson(sum(outcomes), len(outcomes))
    value = sum(outcomes) / len(outcomes) if outcomes else 0.0
    return Metric(name, value, len(outcomes), low, high, **more)


def mean(name: str, values: Sequence[float], **more: Any) -> Metric:
    """The arithmetic mean, with a bootstrap interval."""
    low, high = bootstrap(values, _average)
    return Metric(name, _average(values), len(values), low, high, **more)


def bootstrapped(name: str, rows: Sequence[Any], statistic: Callable[[Sequence[Any]], float], **more: Any) -> Metric:
    """Any statistic of rows, with a bootstrap interval."""
    low, high = bootstrap(rows, statistic, rounds=300)
    return Metric(name, statistic(rows), len(rows), low, high, **more)


def median(name: str, values: Sequence[float], **more: Any) -> Metric:
    """The median, with a bootstrap interval."""
    low, high = bootstrap(values, lambda rows: percentile(rows, 0.5))
    return Metric(name, percentile(values, 0.5), len(values), low, high, **more)


def micro_f1(name: str, counts: Sequence[tuple[int, int, int]], **more: Any) -> Metric:
    """F1 over the summed (true positives, false positives, false negatives) of all cases, bootstrapped over cases."""
    low, high = bootstrap(counts, _f1)
    return Metric(name, _f1(counts), len(counts), low, high, **more)


def percentile(values: Sequence[float], share: float) -> float:
    """Linear interpolation between the closest ranks; 0.0 for no values."""
    if not values:
        return 0.0
    ranked = sorted(values)
    position = share * (len(ranked) - 1)
    below = math.floor(position)
    above = min(below + 1, len(ranked) - 1)
    return ranked[below] + (ranked[above] - ranked[below]) * (position - below)


def ndcg(gains: Sequence[float], available: Iterable[float], k: int = 10) -> float:
    """nDCG@k with exponential gain (Järvelin & Kekäläinen 2002; Burges 2005).

    `gains` are the relevance grades in the order of the answer, `available` the grades of everything that could have
    been answered. 0.0 when nothing relevant was available.
    """
    ideal = _dcg(sorted(available, reverse=True)[:k])
    return _dcg(gains[:k]) / ideal if ideal else 0.0


def matches(found: Iterable[Any], expected: Iterable[Any]) -> tuple[int, int, int]:
    """(true positives, false positives, false negatives) of two sets."""
    got, want = set(found), set(expected)
    return len(got & want), len(got - want), len(want - got)


def reliability(judged: Sequence[tuple[float, bool]], bins: int = 10) -> list[tuple[float, float]]:
    """(mean stated probability, share that was true) for each bin that holds anything."""
    points = []
    for index in range(bins):
        inside = [(p, true) for p, true in judged if min(int(p * bins), bins - 1) == index]
        if inside:
            points.append((_average([p for p, _ in inside]), _average([float(true) for _, true in inside])))
    return points


def calibration_error(judged: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    """ECE: the mean gap between stated probability and truth, weighted by the bins' sizes (Naeini et al. 2015)."""
    error = 0.0
    for index in range(bins):
        inside = [(p, true) for p, true in judged if min(int(p * bins), bins - 1) == index]
        if inside:
            gap = _average([p for p, _ in inside]) - _average([float(true) for _, true in inside])
            error += len(inside) / len(judged) * abs(gap)
    return error


def area_under_curve(judged: Sequence[tuple[float, bool]]) -> float:
    """AUC: how often a true claim has a higher probability than a false one, ties half (Mann and Whitney 1947).

    0.5 when there are only true or only false ones.
    """
    true, false = ([p for p, truth in judged if truth is wanted] for wanted in (True, False))
    if not true or not false:
        return 0.5
    ordered = sorted(false)
    wins = sum(bisect_left(ordered, p) + bisect_right(ordered, p) for p in true) / 2
    return wins / (len(true) * len(false))


def risk_coverage(judged: Sequence[tuple[float, bool]]) -> list[tuple[float, float]]:
    """(share answered, share of wrong answers among them) as ever less certain answers are let in.

    `judged` holds (certainty of the answer, whether the answer was right).
    """
    ordered = sorted(judged, key=lambda each: -each[0])
    points, wrong = [], 0
    for answered, (_, right) in enumerate(ordered, 1):
        wrong += not right
        points.append((answered / len(ordered), wrong / answered))
    return points


def _average(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _f1(counts: Sequence[tuple[int, int, int]]) -> float:
    true_positive = sum(each[0] for each in counts)
    missed = sum(each[1] + each[2] for each in counts)
    return 2 * true_positive / (2 * true_positive + missed) if true_positive + missed else 1.0


def _dcg(gains: Sequence[float]) -> float:
    return sum((2**gain - 1) / math.log2(rank + 2) for rank, gain in enumerate(gains))
