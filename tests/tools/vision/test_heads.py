"""Heads over a made-up catalogue: what they learn, what they refuse, and that their probabilities mean something."""

from __future__ import annotations

import functools

import numpy as np
import pytest

from tests.tools.vision.shelf import COLOURS, catalogue
from tools.vision.heads import (
    Features,
    Fitted,
    NoHead,
    Recipe,
    fit,
    known_values,
    likelihood_ratio,
    made_up_claims,
    of_listings,
)
from tools.vision.histogram import SIZE


@functools.cache
def fitted(products: int = 40, noise: float = 0.25, seed: int = 0) -> Fitted:
    found = fit(*catalogue(products, noise, seed))
    assert isinstance(found, Fitted)
    return found


def test_left_out_products_are_read_rightly() -> None:
    found = fitted()
    assert found.head.classes == tuple(each.casefold() for each in COLOURS)
    assert float((found.out_of_fold.argmax(1) == found.column).mean()) > 0.95
    assert np.allclose(found.out_of_fold.sum(1), 1, atol=1e-4)


def test_no_picture_is_judged_by_a_head_that_saw_its_product() -> None:
    labels, products, features = catalogue()
    shuffled = list(np.random.default_rng(1).permutation(np.array(labels)))
    # Pictures of one product share a feature that no other picture has: learned by heart, it would give them away.
    own = np.eye(40, dtype=np.float32)[[int(each[1:]) for each in products]] * 3
    same = [shuffled[int(each[1:]) * 3] for each in products]
    found = fit(same, products, Features(np.asarray(own)))
    assert isinstance(found, Fitted)
    assert float((found.out_of_fold.argmax(1) == found.column).mean()) < 0.4
    assert float((found.head.probabilities(Features(own)).argmax(1) == found.column).mean()) > 0.9
    assert len(features) == len(products)


def test_a_claim_is_likelier_the_better_the_picture_fits() -> None:
    found = fitted()
    p = found.head.probabilities(Features(np.eye(5, dtype=np.float32)[:1]))[0]
    true, false = (found.head.claim_probability(p, each) for each in ("Black", "red"))
    assert true is not None
    assert false is not None
    assert true > 0.9 > 0.1 > false
    rarer = found.head.claim_probability(p, "Black", prior=0.1)
    assert rarer is not None
    assert rarer < true


def test_a_value_that_was_never_learned_gets_no_probability() -> None:
    found = fitted()
    p = found.out_of_fold[0]
    assert found.head.claim_probability(p, "Mauve") is None
    assert found.head.column("  BLUE ") == 1


def test_claims_come_true_as_often_as_stated() -> None:
    found = fitted(120, noise=0.5)
    weight = np.where(found.truths, 0.5 / found.truths.sum(), 0.5 / (~found.truths).sum())  # prior ½
    for low, high in ((0.0, 0.2), (0.2, 0.8), (0.8, 1.0)):
        inside = (found.claims >= low) & (found.claims <= high)
        stated = float((weight * found.claims)[inside].sum() / weight[inside].sum())
        assert stated == pytest.approx(float((weight * found.truths)[inside].sum() / weight[inside].sum()), abs=0.08)


def test_embeddings_help_where_histograms_cannot() -> None:
    labels, products, features = catalogue(noise=0.2)
    blind = np.random.default_rng(3).normal(0, 1, (len(labels), 4)).astype(np.float32)
    without, with_them = fit(labels, products, Features(blind)), fit(labels, products, Features(blind, _unit(features)))
    assert isinstance(without, Fitted)
    assert isinstance(with_them, Fitted)
    right = [float((each.out_of_fold.argmax(1) == each.column).mean()) for each in (without, with_them)]
    assert right[0] < 0.4
    assert right[1] > 0.9
    with pytest.raises(ValueError, match="embeddings"):
        with_them.head.probabilities(Features(blind))


def test_pictures_without_a_label_are_read_but_teach_nothing() -> None:
    labels, products, features = catalogue()
    some = [None if place % 3 == 0 else label for place, label in enumerate(labels)]
    found = fit(some, products, features)
    assert isinstance(found, Fitted)
    hidden = np.arange(len(labels)) % 3 == 0
    assert (found.column[hidden] == -1).all()
    truth = np.array([COLOURS.index(str(each)) for each in labels])
    assert float((found.out_of_fold[hidden].argmax(1) == truth[hidden]).mean()) > 0.9


def test_the_same_catalogue_gives_the_same_head() -> None:
    one, two = fitted(), fit(*catalogue())
    assert isinstance(two, Fitted)
    assert np.array_equal(one.out_of_fold, two.out_of_fold)
    assert one.recipe == two.recipe


@pytest.mark.parametrize(
    ("products", "reason"), [(10, "30 labelled pictures"), (2, "fewer than 2 values"), (0, "fewer than 2 values")]
)
def test_too_little_to_learn_from(products: int, reason: str) -> None:
    labels, owners, features = catalogue(max(products, 1))
    found = fit(labels[: products * 3], owners[: products * 3], features.of(np.arange(products * 3)))
    assert isinstance(found, NoHead)
    assert reason in found.reason


def test_many_pictures_of_few_products_are_too_little() -> None:
    labels, _, features = catalogue(40)
    found = fit(labels, [f"p{place % 6}" for place in range(len(labels))], features)
    assert isinstance(found, NoHead)
    assert "6 products" in found.reason


def test_one_value_alone_is_no_question() -> None:
    _, products, features = catalogue(40)
    assert isinstance(fit(["Black"] * len(products), products, features), NoHead)


def test_a_rare_value_is_not_known() -> None:
    labels = ["a"] * 5 + ["b"] * 5 + ["Rare"] * 2
    column, classes, _ = known_values(labels, [str(each) for each in range(12)])
    assert classes == ("a", "b")
    assert column.tolist() == [0] * 5 + [1] * 5 + [-1] * 2


def test_made_up_claims_are_one_true_and_two_false_and_know_the_siblings() -> None:
    made = made_up_claims(np.array([0, 1, -1]), np.array([0, 0, 1]), 4, seed=0)
    assert [truth for _, _, truth in made] == [True, False, False] * 2
    assert made[1][:2] == (0, 1)
    assert made[4][:2] == (1, 0)
    assert all(claimed != row for row, claimed, truth in made if not truth)


def test_evidence_is_measured_against_the_prior() -> None:
    prior = np.array([0.9, 0.1], np.float32)
    assert likelihood_ratio(prior, 0, prior) == pytest.approx(0)
    assert likelihood_ratio(np.array([0.5, 0.5], np.float32), 1, prior) > 2


def test_listings_are_seen_beside_their_siblings() -> None:
    histograms = np.zeros((2, SIZE), np.float32)
    histograms[:, 0], histograms[0, 1], histograms[1, 2] = 0.8, 0.6, 0.6
    seen = of_listings(histograms, ["one", "one"])
    assert seen.histograms[0, 0] == pytest.approx(0)
    assert seen.histograms[0, 1] == pytest.approx(1)
    assert seen.embeddings is None


def test_a_given_recipe_is_kept() -> None:
    labels, products, features = catalogue()
    found = fit(labels, products, features, recipe=Recipe(3.0))
    assert isinstance(found, Fitted)
    assert found.recipe.strength == 3.0


def _unit(features: Features) -> np.ndarray:
    points = features.histograms
    return np.asarray(points / np.linalg.norm(points, axis=1, keepdims=True), np.float32)
