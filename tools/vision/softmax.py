"""Small logistic models fitted with L-BFGS, and the folds they are judged on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from tools.vision.oklab import Floats

Indices = NDArray[np.intp]
STEPS = 150
COOLEST, HOTTEST = 0.2, 5.0


def softmax(logits: Floats) -> Floats:
    """Along the last axis."""
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), np.float32)


def fit_softmax(columns: Floats, target: Indices, classes: int, strength: float) -> tuple[Floats, Floats]:
    """(d, classes) weights and (classes,) bias for (n, d) columns and (n,) targets.

    The loss is that of scikit-learn's LogisticRegression with C = `strength`: summed log loss and ½ |W|² / C, the bias
    being free. Columns that are always the same are left at zero.
    """
    from scipy.optimize import minimize

    used = np.nonzero(columns.max(0) - columns.min(0) > 1e-6)[0]
    seen = np.ascontiguousarray(columns[:, used])
    rows, shape = np.arange(len(target)), (len(used) + 1, classes)

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        whole = flat.reshape(shape).astype(np.float32)
        p = softmax(seen @ whole[:-1] + whole[-1])
        penalty = float((whole[:-1].astype(np.float64) ** 2).sum()) / (2 * strength)
        value = penalty - float(np.log(np.maximum(p[rows, target], 1e-12)).sum())
        p[rows, target] -= 1
        slope = np.vstack([seen.T @ p + whole[:-1] / np.float32(strength), p.sum(0, keepdims=True)])
        return value, slope.astype(np.float64).ravel()

    found = minimize(loss, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    best = np.asarray(found.x.reshape(shape), np.float32)
    weights = np.zeros((columns.shape[1], classes), np.float32)
    weights[used] = best[:-1]
    return weights, best[-1]


def fit_temperature(logits: Floats, target: Indices) -> float:
    """The temperature with the least log loss (Guo et al., "On calibration of modern neural networks", 2017)."""
    from scipy.optimize import minimize_scalar

    rows = np.arange(len(target))

    def loss(log_temperature: float) -> float:
        p = softmax(logits / np.float32(np.exp(log_temperature)))
        return -float(np.log(np.maximum(p[rows, target], 1e-6)).sum())

    found = minimize_scalar(loss, bounds=(np.log(COOLEST), np.log(HOTTEST)), method="bounded")
    return float(np.exp(found.x))


def fit_claims(ratios: NDArray[np.float64], truths: NDArray[np.bool_]) -> tuple[float, float]:
    """Offset and slope of a line from log likelihood ratios to log odds, true and false claims weighing the same.

    Platt's scaling with his smoothed targets ("Probabilistic outputs for support vector machines", 1999).
    """
    from scipy.optimize import minimize

    of_true, of_false = max(int(truths.sum()), 1), max(int((~truths).sum()), 1)
    target = np.where(truths, (of_true + 1) / (of_true + 2), 1 / (of_false + 2))
    weight = np.where(truths, 0.5 / of_true, 0.5 / of_false)

    def loss(line: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        score = line[0] + line[1] * ratios
        away = 1 / (1 + np.exp(-np.clip(score, -50, 50))) - target
        value = float((weight * (np.logaddexp(0, score) - target * score)).sum())
        return value, np.array([(weight * away).sum(), (weight * away * ratios).sum()])

    found = minimize(loss, np.array([0.0, 1.0]), jac=True, method="L-BFGS-B", bounds=[(None, None), (0.05, 5.0)])
    return float(found.x[0]), float(found.x[1])


def grouped_folds(groups: Indices, folds: int, seed: int) -> Indices:
    """(n,) fold of each row; a group lies in one fold, larger groups first so that folds are of like size."""
    names, sizes = np.unique(groups, return_counts=True)
    shuffled = np.random.default_rng(seed).permutation(len(names))
    load = np.zeros(folds)
    fold_of = dict.fromkeys(names.tolist(), 0)
    for each in sorted(shuffled.tolist(), key=lambda place: -int(sizes[place])):
        lightest = int(load.argmin())
        fold_of[names[each].item()] = lightest
        load[lightest] += sizes[each]
    return np.array([fold_of[group] for group in groups.tolist()], np.intp)


@contextmanager
def one_thread() -> Iterator[None]:
    """Matrices this small are slower on many threads, by far when other work shares the cores."""
    import scipy.optimize  # noqa: F401  (brings its own threads, which can only be limited once they are there)
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        yield
