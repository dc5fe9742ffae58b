"""The catalogue as witness: for one attribute, what its own labels say that a picture shows.

A head is multinomial logistic regression over colour histograms and, where there are any, CLIP embeddings. It is
fitted on a catalogue's labels, grouped by product: no picture is judged by a head that saw its product. Claims are
calibrated on claims made up from the labels of left-out products. Where there is too little to learn from, there is
no head, and it says why.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.vision.fusion import log_odds
from tools.vision.histogram import beside_siblings
from tools.vision.oklab import Floats
from tools.vision.softmax import fit_claims, fit_softmax, fit_temperature, grouped_folds, one_thread, softmax

Indices = NDArray[np.intp]
FOLDS = 5
LEAST_PICTURES = 40  # with a known label; below it there is no head
LEAST_PRODUCTS = 12
LEAST_OF_VALUE = 3  # products that show a value, or the head does not know the value
STRENGTHS = (3.0, 10.0, 30.0)  # inverse ridge penalties, of which left-out products choose
EMBEDDING_WEIGHTS = (0.0, 0.7, 2.0, 5.0)  # of the embedding beside the histogram, of which left-out products choose
CHOOSING = 1200  # pictures at most on which those are chosen
NOISE = 0.01  # share of labels that no picture can explain: no probability is further from the prior than that
FLOOR = 1e-6


@dataclass(frozen=True)
class NoHead:
    """Why a catalogue cannot witness an attribute."""

    reason: str


@dataclass(frozen=True)
class Features:
    """What is known of n pictures: (n, h) histograms and, of all or of none, (n, d) unit embeddings."""

    histograms: Floats
    embeddings: Floats | None = None

    def __len__(self) -> int:
        return len(self.histograms)

    def of(self, rows: Indices) -> Features:
        return Features(self.histograms[rows], None if self.embeddings is None else self.embeddings[rows])


def of_listings(histograms: Floats, products: Sequence[str], embeddings: Floats | None = None) -> Features:
    """Features of a catalogue's pictures, each (product, picture) once: histograms beside those of the siblings.

    A picture that stands alone, such as a shopper's, takes `Features(histograms, embeddings)`.
    """
    return Features(beside_siblings(histograms, products), embeddings)


@dataclass(frozen=True)
class Recipe:
    """What is chosen before fitting."""

    strength: float = 10.0
    embedding_weight: float = 1.0


@dataclass(frozen=True)
class Head:
    """A fitted head: arrays only, prediction is one product of matrices."""

    classes: tuple[str, ...]  # casefolded values, sorted
    weights: Floats  # (columns, classes)
    bias: Floats  # (classes,)
    centre: Floats  # (d,) of the embeddings; empty when fitted without
    embedding_scale: float
    prior: Floats  # (classes,) shares among the labels
    temperature: float = 1.0
    claim: tuple[float, float] = (0.0, 1.0)  # offset and slope on a claim's log likelihood ratio

    def logits(self, features: Features) -> Floats:
        """(n, classes). Raises ValueError when the head learned from embeddings and there are none."""
        columns = features.histograms
        if len(self.centre):
            if features.embeddings is None:
                raise ValueError("this head was fitted with embeddings")
            columns = np.hstack([columns, (features.embeddings - self.centre) * np.float32(self.embedding_scale)])
        return np.asarray(columns @ self.weights + self.bias, np.float32)

    def probabilities(self, features: Features) -> Floats:
        """(n, classes): each row adds up to 1."""
        return tempered(self.logits(features), self.temperature, self.prior)

    def column(self, value: str) -> int | None:
        """Where `value` stands in `classes`; None for a value that this head does not know."""
        wanted = value.strip().casefold()
        return self.classes.index(wanted) if wanted in self.classes else None

    def claim_probability(self, probabilities: Floats, value: str, prior: float = 0.5) -> float | None:
        """Probability that the picture with these (classes,) probabilities shows `value`; None for an unknown value.

        `prior` is how likely claims of this kind are before looking; at ½ the answer is pure evidence, whose log odds
        add up with those of other witnesses.
        """
        column = self.column(value)
        if column is None:
            return None
        offset, slope = self.claim
        return _sigmoid(offset + slope * likelihood_ratio(probabilities, column, self.prior) + log_odds(prior, FLOOR))


@dataclass(frozen=True)
class Fitted:
    """A head with what it was fitted on, judged: row by row in the order of the labels.

    `out_of_fold` (n, classes) comes from heads that saw nothing of the picture's product. `labels` are casefolded, ""
    for none; `column` is the label's place in `head.classes`, −1 for a label that the head does not know.
    """

    head: Head
    labels: tuple[str, ...]
    out_of_fold: Floats
    column: Indices
    recipe: Recipe
    claims: Floats  # (m,) out-of-fold probabilities, at prior ½, of the made-up claims behind the calibration
    truths: NDArray[np.bool_]  # (m,)


def fit(
    labels: Sequence[str | None],
    products: Sequence[str],
    features: Features,
    *,
    suspects: NDArray[np.bool_] | None = None,
    recipe: Recipe | None = None,
    seed: int = 0,
) -> Fitted | NoHead:
    """A head for the labels of n pictures; None is a picture without a label.

    `suspects` (n,) are judged but not learned from. Without a `recipe`, left-out products choose one. Takes about a
    second for 300 pictures, a quarter of a minute for 4,000.
    """
    column, classes, reason = known_values(labels, products)
    if reason:
        return NoHead(reason)
    groups = np.unique(np.asarray(products, str), return_inverse=True)[1].astype(np.intp)
    learn = column >= 0 if suspects is None else (column >= 0) & ~suspects
    with one_thread():
        recipe = recipe or _choose(column, groups, features, learn, len(classes), seed)
        folds = grouped_folds(groups, FOLDS, seed)
        raw = np.zeros((len(column), len(classes)), np.float32)
        for fold in range(FOLDS):
            out = np.nonzero(folds == fold)[0]
            if len(out):
                head = _learn(column, features, np.nonzero(learn & (folds != fold))[0], classes, recipe)
                raw[out] = head.logits(features.of(out))
        whole = _learn(column, features, np.nonzero(learn)[0], classes, recipe)
        return _calibrated(whole, raw, casefolded(labels), column, groups, folds, learn, recipe, seed)


def known_values(labels: Sequence[str | None], products: Sequence[str]) -> tuple[Indices, tuple[str, ...], str]:
    """(n,) column of each label or −1, the values a head can know, and why there can be no head ("" when there can)."""
    words = casefolded(labels)
    shown: dict[str, set[str]] = {}
    for word, product in zip(words, products, strict=True):
        if word:
            shown.setdefault(word, set()).add(product)
    classes = tuple(sorted(word for word, where in shown.items() if len(where) >= LEAST_OF_VALUE))
    place = {word: index for index, word in enumerate(classes)}
    column = np.array([place.get(word, -1) for word in words], np.intp)
    of_products = len({product for product, known in zip(products, column, strict=True) if known >= 0})
    pictures = int((column >= 0).sum())
    reason = ""
    if len(classes) < 2:
        reason = f"fewer than 2 values are shown by {LEAST_OF_VALUE} products each"
    elif pictures < LEAST_PICTURES:
        reason = f"{pictures} labelled pictures, {LEAST_PICTURES} are needed"
    elif of_products < LEAST_PRODUCTS:
        reason = f"{of_products} products with labelled pictures, {LEAST_PRODUCTS} are needed"
    return column, classes, reason


def casefolded(labels: Sequence[str | None]) -> tuple[str, ...]:
    """Labels as heads compare them; "" for none."""
    return tuple(label.strip().casefold() if label else "" for label in labels)


def tempered(logits: Floats, temperature: float, prior: Floats) -> Floats:
    """Softmax at a temperature; a share NOISE of every row follows the prior, as wrong labels do."""
    return np.asarray((1 - NOISE) * softmax(logits / temperature) + NOISE * prior, np.float32)


def likelihood_ratio(probabilities: Floats, column: int, prior: Floats) -> float:
    """Log of how much likelier the picture is under the value than under any other."""
    return log_odds(float(probabilities[column]), FLOOR) - log_odds(float(prior[column]), FLOOR)


def made_up_claims(column: Indices, groups: Indices, classes: int, seed: int) -> list[tuple[int, int, bool]]:
    """(row, column, truth): each known label, and for each two false ones, of a sibling where there is one and any."""
    random = np.random.default_rng(seed)
    siblings: dict[int, set[int]] = {}
    for group, known in zip(groups, column, strict=True):
        if known >= 0:
            siblings.setdefault(int(group), set()).add(int(known))
    claims: list[tuple[int, int, bool]] = []
    for row in np.nonzero(column >= 0)[0]:
        own = int(column[row])
        others = [each for each in range(classes) if each != own]
        beside = sorted(siblings[int(groups[row])] - {own}) or others
        claims.append((int(row), own, True))
        claims += [(int(row), int(random.choice(each)), False) for each in (beside, others)]
    return claims


def _choose(
    column: Indices, groups: Indices, features: Features, learn: NDArray[np.bool_], classes: int, seed: int
) -> Recipe:
    """The recipe with the best log likelihood of products left out, on three folds."""
    rows = np.nonzero(learn)[0]
    if len(rows) > CHOOSING:
        rows = np.sort(np.random.default_rng(seed).choice(rows, CHOOSING, replace=False))
    folds = grouped_folds(groups[rows], 3, seed + 1)
    names = tuple(str(each) for each in range(classes))
    best, lowest = Recipe(), math.inf
    for weight in EMBEDDING_WEIGHTS if features.embeddings is not None else (1.0,):
        for strength in STRENGTHS:
            recipe, loss = Recipe(strength, weight), 0.0
            for fold in range(3):
                out = rows[folds == fold]
                head = _learn(column, features, rows[folds != fold], names, recipe)
                loss -= float(np.log(head.probabilities(features.of(out))[np.arange(len(out)), column[out]]).sum())
            if loss < lowest:
                best, lowest = recipe, loss
    return best


def _learn(column: Indices, features: Features, rows: Indices, classes: tuple[str, ...], recipe: Recipe) -> Head:
    """Embeddings are centred, brought to a mean square length of 1, then weighted."""
    part = features.of(rows)
    columns, centre, scale = part.histograms, np.zeros(0, np.float32), 0.0
    if part.embeddings is not None:
        centre = np.asarray(part.embeddings.mean(0), np.float32)
        away = part.embeddings - centre
        scale = recipe.embedding_weight / max(float(np.sqrt((away**2).sum(1).mean())), FLOOR)
        columns = np.hstack([columns, away * np.float32(scale)])
    weights, bias = fit_softmax(np.asarray(columns, np.float32), column[rows], len(classes), recipe.strength)
    counts = np.bincount(column[rows], minlength=len(classes)) + 0.5
    return Head(classes, weights, bias, centre, scale, np.asarray(counts / counts.sum(), np.float32))


def _calibrated(
    whole: Head,
    raw: Floats,
    words: tuple[str, ...],
    column: Indices,
    groups: Indices,
    folds: Indices,
    learn: NDArray[np.bool_],
    recipe: Recipe,
    seed: int,
) -> Fitted:
    """Temperature and claims' line fitted on out-of-fold logits; each fold's own with the temperature of the others."""
    out_of_fold = np.zeros_like(raw)
    for fold in range(FOLDS):
        own = folds == fold
        fit_on = learn & ~own
        out_of_fold[own] = tempered(raw[own], fit_temperature(raw[fit_on], column[fit_on]), whole.prior)
    made = made_up_claims(np.where(learn, column, -1), groups, len(whole.classes), seed)
    ratios = np.array([likelihood_ratio(out_of_fold[row], claimed, whole.prior) for row, claimed, _ in made])
    truths = np.array([truth for _, _, truth in made], bool)
    of_fold = np.array([folds[row] for row, _, _ in made])
    believed = np.zeros(len(made), np.float32)
    for fold in range(FOLDS):
        own = of_fold == fold
        offset, slope = fit_claims(ratios[~own], truths[~own])
        believed[own] = 1 / (1 + np.exp(-(offset + slope * ratios[own])))
    head = Head(
        whole.classes,
        whole.weights,
        whole.bias,
        whole.centre,
        whole.embedding_scale,
        whole.prior,
        fit_temperature(raw[learn], column[learn]),
        fit_claims(ratios, truths),
    )
    return Fitted(head, words, out_of_fold, column, recipe, believed, truths)


def _sigmoid(value: float) -> float:
    return 1 / (1 + math.exp(-min(max(value, -50.0), 50.0)))
