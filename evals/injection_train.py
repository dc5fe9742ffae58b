"""The input guard's learned score: `python -m evals.injection_train` writes `guards/injection_weights.npz`.

It learns from the project's own sentences (`evals/injection_texts`) and, where TRUECART_DATA is, from the development
part of `guard_text` and half of `crosswoz_zh`, whose licences (MIT, Apache-2.0) are stated. The limits are chosen on
folds that were left out while learning. Weights that ship have seen all of it: what they are worth is measured by
`python -m evals.guard_text` with weights that have not.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from evals.injection_rows import OFF_TOPIC, Row, generated, judged, root, shoppers, written
from guards.injection import Evidence, decide, evidence
from guards.injection_score import BITS, FILE, LIMITS, Margins, Weights, features

STRENGTH = 30.0  # liblinear's C: chosen once, on the cross-validated development part
OWN = 0.5  # the weight of one of our own sentences beside a text of other people
MISSED = 2.0  # the weight of an attack beside a harmless text
INNER = 3
ALLOWED = 0.0025  # harmless texts of other people refused by the score, at most, on the folds left out
ALLOWED_LIKELY = 0.001  # and by likely rules
ALLOWED_OWN = 0.06  # of our own, with whole templates left out: most are written to look like an attack
TRIGGERED = 0.03  # of the harmless texts of other people that hold an attack's words
FLOOR = {"shopper": 0.25, "data": 2.0, "likely": -2.0}
Groups = NDArray[np.int64]


@dataclass
class Table:
    """Rows with what is needed to learn and to judge, computed once: the same for all folds."""

    rows: list[Row]
    matrix: Any = None  # scipy's sparse rows: of the texts, then of everything else that is judged
    found: list[Evidence] = field(default_factory=list)
    around: list[list[int]] = field(default_factory=list)  # places in the matrix
    said: list[list[int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        texts = [row.text for row in self.rows]
        for place, row in enumerate(self.rows):
            found = evidence(row.text, data=row.origin == "data")
            self.found.append(found)
            self.around.append(list(range(len(texts), len(texts) + len(found.around))))
            texts += found.around
            self.said.append([place, *range(len(texts), len(texts) + len(found.said) - 1)] if found.said else [])
            texts += found.said[1:]
        self.matrix = matrix(texts)

    def labels(self) -> NDArray[np.bool_]:
        return np.array([row.attack for row in self.rows])


class Spread(NamedTuple):
    """Margins of everything in a table's matrix."""

    attack: NDArray[np.float64]
    off_topic: NDArray[np.float64]

    def at(self, places: Sequence[int]) -> list[Margins]:
        return [Margins(float(self.attack[place]), float(self.off_topic[place])) for place in places]


def matrix(texts: Sequence[str]) -> Any:
    """`guards.injection_score.features` of each text, as scipy's sparse rows."""
    from scipy import sparse

    found = [features(each) for each in texts]
    ends = np.cumsum([0, *(len(buckets) for buckets, _ in found)])
    buckets = np.concatenate([each for each, _ in found])
    values = np.concatenate([each for _, each in found])
    return sparse.csr_matrix((values, buckets, ends), shape=(len(texts), 1 << BITS))


def fitted(table: Table, learn: NDArray[np.bool_]) -> Weights:
    """Two logistic regressions on the marked rows. The limits are still zero."""
    from sklearn.linear_model import LogisticRegression

    attacks = table.labels()
    weight = np.array([OWN if row.source == "generator" else 1.0 for row in table.rows]) * np.where(
        attacks, MISSED, 1.0
    )
    texts = table.matrix[: len(table.rows)]
    first = LogisticRegression(C=STRENGTH, solver="liblinear").fit(texts[learn], attacks[learn], weight[learn])
    trade = np.array([root(row.family) in OFF_TOPIC for row in table.rows])
    kind = learn & attacks
    second = LogisticRegression(C=STRENGTH, solver="liblinear").fit(texts[kind], trade[kind])
    planes = [each.coef_[0].astype(np.float16).astype(np.float32) for each in (first, second)]
    return Weights(
        planes[0], planes[1], (float(first.intercept_[0]), float(second.intercept_[0])), dict.fromkeys(LIMITS, 0.0)
    )


def spread(table: Table, weights: Weights) -> Spread:
    return Spread(
        table.matrix @ weights.attack + weights.biases[0], table.matrix @ weights.off_topic + weights.biases[1]
    )


def learned(table: Table, learn: NDArray[np.bool_], groups: Groups) -> Weights:
    """Weights from the marked rows, with limits chosen on inner folds of the same rows."""
    attack, off_topic = np.zeros(table.matrix.shape[0]), np.zeros(table.matrix.shape[0])
    for fold in range(INNER):
        left_out = learn & (groups % INNER == fold)
        margins = spread(table, fitted(table, learn & ~left_out))
        for place in np.flatnonzero(left_out):
            whole = [*table.said[place], *table.around[place]]
            attack[whole], off_topic[whole] = margins.attack[whole], margins.off_topic[whole]
    weights = fitted(table, learn)
    return weights._replace(limits=limits(table, learn, Spread(attack, off_topic)))


def limits(table: Table, learn: NDArray[np.bool_], margins: Spread) -> dict[str, float]:
    """The lowest limits that refuse no more of the harmless rows than is allowed, never below their floors."""
    harmless = [place for place in np.flatnonzero(learn) if not table.rows[place].attack]
    own = [place for place in harmless if table.rows[place].source == "generator"]
    foreign = [place for place in harmless if table.rows[place].source == "guard_text"]
    triggered = [place for place in foreign if root(table.rows[place].family).startswith("notinject")]
    plain = sorted({*foreign} - {*triggered})

    def limit(places: list[int], share: float, of: list[list[int]]) -> float:
        return _limit([max((margins.attack[each] for each in of[place]), default=-np.inf) for place in places], share)

    chosen = {
        "shopper": max(limit(plain, ALLOWED, table.said), limit(triggered, TRIGGERED, table.said),
                       limit([each for each in own if table.rows[each].origin == "shopper"], ALLOWED_OWN, table.said)),
        "data": limit([each for each in own if table.rows[each].origin == "data"], ALLOWED_OWN, table.said),
        "likely": limit(plain or own, ALLOWED_LIKELY, table.around),
    }  # fmt: skip
    return {name: max(FLOOR[name], round(float(chosen[name]), 3)) for name in LIMITS}


def _limit(values: Sequence[float], allowed: float) -> float:
    """Just above the highest value that may not be refused."""
    if not values:
        return -np.inf
    return sorted(values, reverse=True)[min(len(values) - 1, int(allowed * len(values)))] + 1e-3


def refused(table: Table, weights: Weights, places: Sequence[int]) -> list[str | None]:
    """The code for each of these rows, by rules and these weights."""
    margins = spread(table, weights)
    return [
        decide(table.found[place], margins.at(table.around[place]), margins.at(table.said[place]), weights,
               data=table.rows[place].origin == "data")
        for place in places
    ]  # fmt: skip


def grouped(rows: Sequence[Row], alike: float = 0.5) -> Groups:
    """A fold number's seed for each row: the same for one template's fillings, and for near-duplicates.

    Near-duplicates of other people's texts are those whose words and runs of letters have a cosine of at least
    `alike`, and whatever hangs together through them.
    """
    from scipy.sparse.csgraph import connected_components

    draw = np.random.default_rng(7)
    foreign = [place for place, row in enumerate(rows) if row.source == "guard_text"]
    named = {name: int(draw.integers(1 << 30)) for name in dict.fromkeys(row.group for row in rows)}
    groups = np.array([named[row.group] for row in rows], dtype=np.int64)
    if foreign:
        texts = matrix([rows[place].text for place in foreign])
        near = texts @ texts.T
        near.data = (near.data >= alike).astype(np.int8)
        near.eliminate_zeros()
        _, cluster = connected_components(near, directed=False)
        groups[foreign] = draw.integers(1 << 30, size=int(cluster.max()) + 1)[cluster]
    return groups


def rows_to_learn(data: Path) -> list[Row]:
    """Everything that the shipped weights learn from, and the rows marked as held out, which they do not."""
    foreign = [*judged(data), *shoppers(data)] if (data / "guard_text").is_dir() else []
    return [*foreign, *written(), *generated()]


def write(weights: Weights, path: Path = FILE) -> None:
    """The weights as half-precision numbers, without pickles."""
    np.savez_compressed(
        path,
        attack=weights.attack.astype(np.float16),
        off_topic=weights.off_topic.astype(np.float16),
        biases=np.array(weights.biases, dtype=np.float32),
        limits=np.array([weights.limits[name] for name in LIMITS], dtype=np.float32),
    )


def main() -> int:
    from tools.settings import current

    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--to", type=Path, default=FILE, help="where the weights are written")
    asked = parser.parse_args()
    table = Table(rows_to_learn(current().data))
    learn = np.array([not row.held_out for row in table.rows])
    weights = learned(table, learn, grouped(table.rows))
    write(weights, asked.to)
    print(f"{int(learn.sum())} texts, {int((learn & table.labels()).sum())} of them attacks; limits {weights.limits}")
    print(f"{asked.to}: {asked.to.stat().st_size / 1024:.0f} KiB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
