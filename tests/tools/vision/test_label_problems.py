"""Exchanged pictures and wrong labels, put into a made-up catalogue and looked for."""

from __future__ import annotations

import numpy as np
import pytest

from tests.tools.vision.shelf import COLOURS, catalogue
from tools.vision.heads import Features, NoHead
from tools.vision.label_problems import Problem, changed_places, examine, usual_confidence


def found_in(labels: list[str | None], products: list[str], features: Features, seed: int = 0) -> dict[int, Problem]:
    outcome = examine(labels, products, features, seed=seed)
    assert not isinstance(outcome, NoHead)
    return {each.row: each for each in outcome[1]}


def test_a_sound_catalogue_has_no_problems() -> None:
    assert not found_in(*catalogue(60, noise=0.15))


@pytest.mark.parametrize("seed", [0, 1])
def test_exchanged_siblings_are_found_though_the_head_learned_from_them(seed: int) -> None:
    labels, products, features = catalogue(60, seed=seed)
    moved = {0, 1, 30, 32, 61, 62, 99, 100}
    for one, two in ((0, 1), (30, 32), (61, 62), (99, 100)):
        labels[one], labels[two] = labels[two], labels[one]
    found = found_in(labels, products, features)
    assert moved <= set(found)
    assert len(set(found) - moved) <= 3
    assert found[0].instead_of == 1
    assert found[0].shown == str(labels[1]).casefold()
    assert found[0].p > 0.9


def test_a_wrong_label_without_a_sibling_to_blame_is_found() -> None:
    labels, products, features = catalogue(60, noise=0.15)
    there = {labels[0], labels[1], labels[2]}
    wrong = next(each for each in COLOURS if each not in there)
    right, labels[0] = labels[0], wrong
    found = found_in(labels, products, features)
    assert set(found) == {0}
    assert (found[0].labelled, found[0].shown) == (wrong.casefold(), str(right).casefold())
    assert found[0].instead_of is None


def test_an_exchange_with_a_value_that_the_head_does_not_know() -> None:
    labels, products, features = catalogue(60, noise=0.15)
    features.histograms[0] = features.histograms[2]  # the head takes mauve for something that it knows
    labels[0], labels[1] = labels[1], "Mauve"
    outcome = examine(labels, products, features)
    assert not isinstance(outcome, NoHead)
    assert {each.row for each in changed_places(outcome[0], products)} == {0, 1}


def test_the_surest_come_first() -> None:
    labels, products, features = catalogue(60, noise=0.35)
    for one, two in ((0, 1), (30, 32), (61, 62)):
        labels[one], labels[two] = labels[two], labels[one]
    outcome = examine(labels, products, features)
    assert not isinstance(outcome, NoHead)
    told = [each.p for each in outcome[1]]
    assert len(told) >= 6
    assert told == sorted(told, reverse=True)


def test_too_small_a_catalogue_says_so() -> None:
    outcome = examine(*catalogue(3))
    assert isinstance(outcome, NoHead)


def test_usual_confidence_is_the_mean_of_those_that_bear_the_label() -> None:
    p = np.array([[0.8, 0.2, 0.0], [0.6, 0.4, 0.0], [0.1, 0.9, 0.0]], np.float32)
    assert usual_confidence(p, np.array([0, 0, 1])).tolist() == pytest.approx([0.7, 0.9, 1.0])
