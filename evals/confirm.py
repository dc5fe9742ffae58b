"""How well yes and no are read, on real answers that this project did not write (`sgd_confirm`).

`python -m evals.confirm` prints, cross-validated with whole dialogues held out, how often a refusal is read as a yes
and how often an agreement is not, beside a list of words and a trained word model; then the same on the half of the
dialogues whose texts nobody read while the signs were written, with weights from the other half. `--fit` writes
`agents/intent/confirm/weights.py` from all of it; `--design` keeps to the half that may be read.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from agents.intent.confirm.decision import Weights, decide, probability, read, signs
from agents.intent.confirm.signs import WEIGHED, Signs
from evals.intervals import wilson
from tools.settings import CHECKOUT, current

COST = 19.0  # a refusal read as a yes is as bad as this many agreements that are asked again
UNSAFE = 0.005  # refusals read as a yes, at most, on the training folds
LOST, SURE_NO = 0.01, 0.25  # agreements read as a no, at most, on the training folds; the highest probability of a no
FOLDS, STRENGTH = 10, 1.0
FOR = {"strong_yes", "yes", "plain", "restated", "thanks", "wish", "echo"}
AGAINST = {"no_start", "no", "turn", "hedge", "leaving", "changed", "named", "fresh", "acts", "either"}
AGAINST |= {"only_asks", "deals", "barred"}
WRITTEN = CHECKOUT / "agents" / "intent" / "confirm" / "weights.py"
_GRID = np.round(np.arange(COST / (1 + COST), 0.9951, 0.005), 4)
_KEYWORDS = re.compile(r"\b(?:yes|yeah|yep|yup|sure|ok|okay|correct|right|great|good|perfect|fine|please)\b")
_KEYWORDS_NO = re.compile(r"\b(?:no|nope|not|don't)\b")


class Row(NamedTuple):
    question: str
    answer: str
    agrees: bool
    dialogue: str

    @property
    def readable(self) -> bool:
        """Of the half of the dialogues whose texts may be read while signs are written."""
        return _hash(self.dialogue) & 1 == 0


@dataclass
class Score:
    """Counts over judged answers, and the probabilities behind them."""

    refused: int = 0
    unsafe: int = 0
    agreed: int = 0
    asked_again: int = 0
    read_as_no: int = 0

    def add(self, agrees: bool, decision: str) -> None:
        if agrees:
            self.agreed += 1
            self.read_as_no += decision == "negate"
            self.asked_again += decision == "unclear"
        else:
            self.refused += 1
            self.unsafe += decision == "affirm"

    @property
    def cells(self) -> tuple[str, ...]:
        lost = self.asked_again + self.read_as_no
        return (
            _rate(self.unsafe, self.refused),
            _rate(lost, self.agreed),
            _rate(self.read_as_no, self.agreed),
        )


def rows(folder: Path) -> list[Row]:
    """The answers of `sgd_confirm`; raises FileNotFoundError where they are not."""
    lines = (folder / "sgd_confirm" / "confirm_dev.jsonl").read_text("utf-8").split("\n")
    found = [json.loads(line) for line in lines if line]
    return [Row(each["system"], each["user"], each["label"] == "affirm", each["dialogue_id"]) for each in found]


def fit(seen: Sequence[Signs], agrees: NDArray[np.bool_], groups: NDArray[np.int64]) -> Weights:
    """Weights from these answers, and thresholds from their own held-out folds."""
    held = np.zeros(len(seen))
    for fold in range(5):
        test = groups // FOLDS % 5 == fold
        weights = _regression(seen, agrees, ~test)
        held[test] = [probability(seen[at], weights) for at in np.flatnonzero(test)]
    free = np.array([not each.barred for each in seen])
    affirm_from = next(
        (step for step in _GRID if np.mean((held >= step)[~agrees] & free[~agrees]) <= UNSAFE), float(_GRID[-1])
    )
    barred_yes = np.sort(held[agrees & ~free])
    allowed = int(LOST * agrees.sum())
    negate_to = float(barred_yes[allowed]) - 1e-4 if len(barred_yes) > allowed else SURE_NO
    whole = _regression(seen, agrees, np.ones(len(seen), bool))
    return whole._replace(affirm_from=float(affirm_from), negate_to=round(min(SURE_NO, negate_to), 4))


def _regression(seen: Sequence[Signs], agrees: NDArray[np.bool_], train: NDArray[np.bool_]) -> Weights:
    """L2-regularized logistic regression in which a sign never speaks for the other side."""
    from scipy.optimize import minimize

    x = np.array([(*each.weighed(), 1.0) for each in seen], float)[train]
    toward = np.where(agrees[train], 1.0, -1.0)
    ridge = np.append(np.full(len(WEIGHED), 1 / STRENGTH), 0.0)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margins = toward * (x @ weights)
        slope = -toward / (1 + np.exp(margins))
        return float(np.logaddexp(0, -margins).sum() + ridge @ weights**2 / 2), x.T @ slope + ridge * weights

    bounds = [(0, None) if each in FOR else (None, 0) if each in AGAINST else (None, None) for each in WEIGHED]
    found = minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None)]).x
    return Weights(tuple(round(float(each), 4) for each in found[:-1]), round(float(found[-1]), 4), 1, 0)


def cross_validated(found: Sequence[Row], seen: Sequence[Signs]) -> tuple[Score, list[tuple[float, bool]]]:
    """Every answer judged by weights and thresholds from other dialogues; and its (probability, agrees)."""
    agrees, groups = _labels(found)
    score, chances = Score(), []
    for fold in range(FOLDS):
        test = groups % FOLDS == fold
        train = np.flatnonzero(~test)
        by = fit([seen[at] for at in train], agrees[train], groups[train])
        for at in np.flatnonzero(test):
            said = decide(seen[at], by)
            score.add(found[at].agrees, said["decision"])
            chances.append((said["p"], found[at].agrees))
    return score, chances


def halves(found: Sequence[Row], seen: Sequence[Signs]) -> Score:
    """The half that nobody read, judged by weights and thresholds from the other."""
    agrees, groups = _labels(found)
    train = np.array([each.readable for each in found])
    by = fit([each for each, kept in zip(seen, train, strict=True) if kept], agrees[train], groups[train])
    score = Score()
    for at in np.flatnonzero(~train):
        score.add(found[at].agrees, decide(seen[at], by)["decision"])
    return score


def keywords(found: Sequence[Row]) -> Score:
    """A word of agreement and none of refusal is a yes."""
    score = Score()
    for each in found:
        text = each.answer.lower()
        yes, no = _KEYWORDS.search(text), _KEYWORDS_NO.search(text)
        score.add(each.agrees, "negate" if no else "affirm" if yes else "unclear")
    return score


def word_model(found: Sequence[Row], affirm_from: float) -> Score:
    """TF-IDF of one and two words with a logistic regression, cross-validated on the same folds."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    agrees, groups = _labels(found)
    texts = np.array([each.answer for each in found], object)
    score = Score()
    for fold in range(FOLDS):
        test = groups % FOLDS == fold
        model = make_pipeline(TfidfVectorizer(ngram_range=(1, 2)), LogisticRegression(C=10, max_iter=2000))
        model.fit(texts[~test], agrees[~test])
        for at, p in zip(np.flatnonzero(test), model.predict_proba(texts[test])[:, 1], strict=True):
            score.add(bool(agrees[at]), "affirm" if p >= affirm_from else "negate" if p < 0.5 else "unclear")
    return score


def calibration_error(chances: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    """ECE over bins of equal width."""
    error = 0.0
    for at in range(bins):
        inside = [(p, agrees) for p, agrees in chances if at == min(int(p * bins), bins - 1)]
        if inside:
            error += abs(sum(p for p, _ in inside) - sum(agrees for _, agrees in inside)) / len(chances)
    return error


def write(by: Weights, path: Path = WRITTEN) -> None:
    """The fitted numbers as a module."""
    named = "".join(f"    {weight},  # {name}\n" for name, weight in zip(WEIGHED, by.weights, strict=True))
    path.write_text(
        '"""Fitted by `python -m evals.confirm --fit`; change the recipe, not the numbers."""\n\n'
        f"WEIGHTS = (\n{named})\nOFFSET = {by.offset}\nAFFIRM_FROM = {by.affirm_from}\nNEGATE_TO = {by.negate_to}\n"
    )


def main(arguments: list[str] | None = None) -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--fit", action="store_true", help="write the weights")
    options.add_argument("--design", action="store_true", help="only the half whose texts may be read")
    asked = options.parse_args(arguments)
    folder = current().data
    if not (folder / "sgd_confirm").is_dir():
        raise SystemExit(f"TRUECART_DATA is not here: {folder}")
    found = [each for each in rows(folder) if each.readable or not asked.design]
    seen = [signs(each.question, each.answer) for each in found]
    if asked.fit:
        write(fit(seen, *_labels(found)))
        print(f"{WRITTEN.relative_to(CHECKOUT)}: weights from {len(found)} answers")
        return 0
    _print(found, seen, asked.design)
    return 0


def _print(found: Sequence[Row], seen: Sequence[Signs], design: bool) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("", "refusals read as yes", "agreements not read as yes", "agreements read as no")
    score, chances = cross_validated(found, seen)
    table.add_row("confirm, cross-validated", *score.cells)
    if not design:
        table.add_row("confirm, on the half not read", *halves(found, seen).cells)
    table.add_row("keywords", *keywords(found).cells)
    table.add_row("word model, yes from 0.5", *word_model(found, 0.5).cells)
    table.add_row(f"word model, yes from {_GRID[0]}", *word_model(found, float(_GRID[0])).cells)
    spent = sorted(_time(read, each) for each in found)
    Console(width=150).print(
        table,
        f"{len(found)} answers of {len({each.dialogue for each in found})} dialogues, {FOLDS} folds of dialogues; "
        f"expected calibration error {calibration_error(chances):.3f}; median {spent[len(spent) // 2]:.2f} ms, "
        f"99 % within {spent[int(len(spent) * 0.99)]:.2f} ms, longest {spent[-1]:.2f} ms of one processor an answer",
    )


def _time(reader: Callable[[str, str], Any], row: Row) -> float:
    started = time.thread_time()
    reader(row.question, row.answer)
    return (time.thread_time() - started) * 1e3


def _labels(found: Sequence[Row]) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Who agrees, and a number for each dialogue that folds are made of."""
    groups = np.array([_hash(each.dialogue) >> 1 for each in found], np.int64)
    return np.array([each.agrees for each in found], np.bool_), groups


def _hash(dialogue: str) -> int:
    digest = hashlib.sha256(dialogue.encode()).digest()
    return digest[0] & 1 | int.from_bytes(digest[1:5]) << 1


def _rate(part: int, whole: int) -> str:
    low, high = wilson(part, whole)
    return f"{part}/{whole} = {part / whole:.1%} ({low:.1%} to {high:.1%})"


if __name__ == "__main__":
    raise SystemExit(main())
