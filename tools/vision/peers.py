"""What the rest of a catalogue says of each of its pictures: heads fitted at import, looked up in a turn."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.vision.agreement import implies
from tools.vision.fusion import log_odds
from tools.vision.types import Measurement

LEARNED = ("color", "category")  # attributes whose labels a head is fitted to
MOST = 4_000  # pictures that a head learns from: a quarter of a minute; the others are only judged
SURE = 0.02  # nothing learned from so few labels is surer than this
FILE = "peers.npz"
REMEMBERED = 50_000  # claims: some 10 MB
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Listing:
    """A product in one picture. `labels` are the listing's own words by attribute."""

    product_id: str
    image: str
    labels: dict[str, str]
    measurement: Measurement


class Peers:
    """The heads of one catalogue, kept in `folder`; written by an import, read again when they have changed."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._read: tuple[int, dict[str, _Judged]] = (0, {})

    def learn(self, listings: Sequence[Listing], progress: Progress) -> dict[str, str]:
        """Fit and keep a head for each attribute; answers for each why there is none ("" where there is one).

        A picture is judged by heads that saw nothing of its product. Listings without a histogram are left out.
        """
        known = [each for each in listings if "histogram" in each.measurement]
        tables: dict[str, NDArray[Any]] = {}
        why: dict[str, str] = {}
        for done, attribute in enumerate(LEARNED):
            progress(done, len(LEARNED), "catalogue's own labels learned")
            why[attribute] = _learned(known, attribute, tables)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        part = self._path.with_suffix(f".{os.getpid()}.part")
        with part.open("wb") as file:
            np.savez(file, allow_pickle=False, **tables)
        os.replace(part, self._path)
        progress(len(LEARNED), len(LEARNED), "catalogue's own labels learned")
        return why

    def belief(self, product_id: str, image: str, attribute: str, value: str) -> tuple[float, str] | None:
        """Probability at even odds that the picture shows the value, and what is likeliest, in words.

        None where nothing was learned of the picture, or no listing of the catalogue has such a value.
        """
        judged = self._current().get(attribute)
        if judged is None:
            return None
        key = (product_id, image, value)
        if key not in judged.told:
            if len(judged.told) >= REMEMBERED:
                judged.told.clear()
            judged.told[key] = judged.belief(product_id, image, value)
        return judged.told[key]

    def _current(self) -> dict[str, _Judged]:
        try:
            changed = self._path.stat().st_mtime_ns
        except OSError:
            return {}
        if changed != self._read[0]:
            with np.load(self._path) as read:
                tables = {name: read[name] for name in read.files}
            found = {each for each in LEARNED if f"{each}/classes" in tables}
            self._read = (changed, {each: _Judged(each, tables) for each in found})
        return self._read[1]


class _Judged:
    """One attribute's out-of-fold probabilities."""

    def __init__(self, attribute: str, tables: dict[str, NDArray[Any]]) -> None:
        self._attribute = attribute
        self._tables = {name.partition("/")[2]: value for name, value in tables.items() if name.startswith(attribute)}
        self._classes = [str(each) for each in self._tables["classes"]]
        self._columns: dict[str, list[int]] = {}
        self.told: dict[tuple[str, str, str], tuple[float, str] | None] = {}

    def belief(self, product_id: str, image: str, value: str) -> tuple[float, str] | None:
        row = self._rows.get((product_id, image))
        if value not in self._columns:
            own = [place for place, word in enumerate(self._classes) if implies(self._attribute, word, value)]
            self._columns[value] = own
        columns = self._columns[value]
        if row is None or not columns or len(columns) == len(self._classes):
            return None
        odds, prior = self._tables["p"][row].astype(np.float64), self._tables["prior"]
        offset, slope = (float(each) for each in self._tables["claim"])
        ratio = log_odds(float(odds[columns].sum())) - log_odds(float(prior[columns].sum()))
        p = 1 / (1 + float(np.exp(-(offset + slope * ratio))))
        p = self._doubted(row, value, p)
        best = np.argsort(-odds)[:2]
        return round(min(max(p, SURE), 1 - SURE), 4), ", ".join(
            f"{self._classes[each]} {odds[each]:.0%}" for each in best
        )

    def _doubted(self, row: int, value: str, p: float) -> float:
        """Where the pictures of a product seem to have changed places, the label is not believed any more than that."""
        doubt, label, shown = (self._tables[name][row] for name in ("doubt", "labels", "shown"))
        if not doubt:
            return p
        if implies(self._attribute, str(shown), value):
            return max(p, float(doubt))
        return min(p, 1 - float(doubt)) if implies(self._attribute, str(label), value) else p

    @cached_property
    def _rows(self) -> dict[tuple[str, str], int]:
        pairs = zip(self._tables["products"], self._tables["images"], strict=True)
        return {(str(product), str(image)): row for row, (product, image) in enumerate(pairs)}


def _learned(known: list[Listing], attribute: str, tables: dict[str, NDArray[Any]]) -> str:
    from tools.vision.heads import NoHead, Recipe, of_listings
    from tools.vision.histogram import unpacked
    from tools.vision.label_problems import examine
    from tools.vision.measurements import unpacked as vector

    if not known:
        return "no picture was measured"
    products = [each.product_id for each in known]
    embedded = all("embedding" in each.measurement for each in known)
    features = of_listings(
        np.stack([unpacked(each.measurement.get("histogram", "")) for each in known]),
        products,
        np.stack([vector(each.measurement.get("embedding", "")) for each in known]) if embedded else None,
    )
    labels = [each.labels.get(attribute) for each in known]
    learn = _some(products)
    some = [labels[row] for row in learn], [products[row] for row in learn], features.of(learn)
    outcome = examine(*some, recipe=Recipe())  # choosing one would take most of an import's time
    if isinstance(outcome, NoHead):
        return outcome.reason
    fitted, problems = outcome
    p = fitted.head.probabilities(features)
    p[learn] = fitted.out_of_fold
    doubt, shown = np.zeros(len(known), np.float32), ["" for _ in known]
    for each in problems:
        doubt[learn[each.row]], shown[learn[each.row]] = each.p, each.shown
    own: dict[str, Any] = {
        "classes": np.array(fitted.head.classes),
        "prior": fitted.head.prior,
        "claim": np.array(fitted.head.claim),
        "products": np.array(products),
        "images": np.array([each.image for each in known]),
        "p": p.astype(np.float16),
        "labels": np.array([each or "" for each in labels]),
        "doubt": doubt,
        "shown": np.array(shown),
    }
    tables |= {f"{attribute}/{name}": value for name, value in own.items()}
    return ""


def _some(products: Sequence[str]) -> NDArray[np.intp]:
    """Rows of as many whole products, drawn at random but always alike, as hold MOST pictures."""
    if len(products) <= MOST:
        return np.arange(len(products), dtype=np.intp)
    names = np.array(sorted(set(products)))
    order = {str(name): place for place, name in enumerate(np.random.default_rng(0).permutation(names))}
    ranked = np.argsort([order[each] for each in products], kind="stable")[:MOST]
    return np.sort(ranked).astype(np.intp)
