"""Labels that the rest of the catalogue contradicts, and pictures that changed places with a sibling's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from tools.vision.heads import Features, Fitted, NoHead, Recipe, fit
from tools.vision.oklab import Floats

Indices = NDArray[np.intp]
SWAPPED = 0.05  # of products, before looking: share that hold a pair of pictures in each other's place
SURE = 0.5  # probability of an exchange from which it is told: both pictures speak for it
SURE_ALONE = 0.9  # probability from which a wrong label is told: one picture speaks for it
FLOOR = 1e-4


@dataclass(frozen=True)
class Problem:
    """A picture whose label is doubted: `row`, the `shown` value, `p` that there is a problem.

    `instead_of` is the row of the sibling whose place it seems to have taken, None for a label that is just wrong.
    """

    row: int
    labelled: str
    shown: str
    p: float
    instead_of: int | None


def examine(
    labels: Sequence[str | None],
    products: Sequence[str],
    features: Features,
    *,
    recipe: Recipe | None = None,
    seed: int = 0,
) -> tuple[Fitted, list[Problem]] | NoHead:
    """A head for the catalogue and its label problems, surest first.

    Fitted twice: what the first head doubts is judged by the second without having been learned from.
    """
    first = fit(labels, products, features, recipe=recipe, seed=seed)
    if isinstance(first, NoHead):
        return first
    doubted = np.zeros(len(labels), bool)
    doubted[[each.row for each in problems(first, products)]] = True
    again = (
        fit(labels, products, features, suspects=doubted, recipe=first.recipe, seed=seed) if doubted.any() else first
    )
    fitted = first if isinstance(again, NoHead) else again
    return fitted, problems(fitted, products)


def problems(fitted: Fitted, products: Sequence[str]) -> list[Problem]:
    """Label problems among the pictures that a head was fitted on, surest first: changed places, then wrong labels."""
    found = {each.row: each for each in changed_places(fitted, products)}
    for each in contradicted(fitted):
        found.setdefault(each.row, each)
    return sorted(found.values(), key=lambda each: -each.p)


def changed_places(fitted: Fitted, products: Sequence[str]) -> list[Problem]:
    """Pictures of one product that fit each other's labels better than their own.

    Within a product each label is given out once, so the arrangements are compared as wholes: the listed one, with
    the prior 1 − SWAPPED, and each exchange of two labels, which share the rest. A value that the head does not know
    fits every picture as well as any other.
    """
    by_product: dict[str, list[int]] = {}
    for row, product in enumerate(products):
        if fitted.labels[row]:
            by_product.setdefault(product, []).append(row)
    unknown = np.zeros((len(fitted.labels), 1))
    fits = np.hstack([np.log(np.maximum(fitted.out_of_fold, FLOOR) / fitted.head.prior), unknown])
    found: list[Problem] = []
    for rows in by_product.values():
        pairs = [each for each in combinations(rows, 2) if fitted.labels[each[0]] != fitted.labels[each[1]]]
        if pairs:
            found += _exchanged(fitted, fits, pairs)
    return found


def contradicted(fitted: Fitted) -> list[Problem]:
    """Confident learning: a label is wrong when another value reaches that value's own usual confidence.

    A value's usual confidence is the mean probability of the pictures that bear it. Source: Northcutt, Jiang, Chuang,
    "Confident learning: estimating uncertainty in dataset labels", 2021, with out-of-fold probabilities.
    """
    known = np.nonzero(fitted.column >= 0)[0]
    usual = usual_confidence(fitted.out_of_fold[known], fitted.column[known])
    found: list[Problem] = []
    for row in known:
        p, own = fitted.out_of_fold[row], int(fitted.column[row])
        confident = np.nonzero(p >= usual)[0]
        if not len(confident):
            continue
        shown = int(confident[p[confident].argmax()])
        doubt = float(p[shown] / (p[shown] + p[own]))
        if shown != own and doubt >= SURE_ALONE:
            found.append(Problem(int(row), fitted.labels[row], fitted.head.classes[shown], round(doubt, 4), None))
    return found


def usual_confidence(probabilities: Floats, column: Indices) -> Floats:
    """(classes,) mean probability of each value among the pictures labelled with it; 1 where there are none."""
    counts = np.bincount(column, minlength=probabilities.shape[1])
    sums = np.bincount(column, probabilities[np.arange(len(column)), column], probabilities.shape[1])
    return np.asarray(np.where(counts > 0, sums / np.maximum(counts, 1), 1.0), np.float32)


def _exchanged(fitted: Fitted, fits: NDArray[np.float64], pairs: list[tuple[int, int]]) -> list[Problem]:
    """Both pictures of each exchange that is likelier than not, with the probability that they are not in place.

    `fits` (n, classes + 1) are log likelihood ratios; the last column is that of unknown values.
    """
    column = fitted.column
    gains = np.array([_gain(fits, column, one, two) for one, two in pairs])
    odds = np.exp(np.minimum(gains, 50)) * SWAPPED / len(pairs)
    posterior = odds / (1 - SWAPPED + odds.sum())
    found: dict[int, Problem] = {}
    for place in np.argsort(-posterior):
        one, two = pairs[int(place)]
        if one in found or two in found:
            continue
        doubt = {row: sum(p for pair, p in zip(pairs, posterior, strict=True) if row in pair) for row in (one, two)}
        if min(doubt.values()) > SURE:
            found[one] = Problem(one, fitted.labels[one], fitted.labels[two], round(float(doubt[one]), 4), two)
            found[two] = Problem(two, fitted.labels[two], fitted.labels[one], round(float(doubt[two]), 4), one)
    return list(found.values())


def _gain(fits: NDArray[np.float64], column: Indices, one: int, two: int) -> float:
    """How much better two pictures fit each other's labels than their own, in log likelihood."""
    exchanged = fits[one, column[two]] + fits[two, column[one]]
    return float(exchanged - fits[one, column[one]] - fits[two, column[two]])
