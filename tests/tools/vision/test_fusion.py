"""Several witnesses make one probability."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.vision.fusion import SILENT, WEIGHTS, fused, log_odds
from tools.vision.types import Witness
from tools.vision.verifier import LISTED, NOT_LISTED

EYES = ("pixels", "clip", "peers")
ATTRIBUTES = ("color", "category", "pattern", "material")
spoken = st.one_of(st.floats(0, 0.49), st.floats(0.51, 1))


def says(name: str, p: float) -> Witness:
    return {"name": name, "p": p, "saw": ""}  # type: ignore[typeddict-item]


def test_nobody_knows_anything() -> None:
    assert fused("color", []) == SILENT
    assert fused("color", [says(name, SILENT) for name in ("catalog", *EYES)]) == SILENT


@pytest.mark.parametrize("attribute", ATTRIBUTES)
@pytest.mark.parametrize("name", ["catalog", *EYES])
def test_a_lone_witness_is_believed_as_it_is(attribute: str, name: str) -> None:
    assert fused(attribute, [says(name, 0.8)]) == pytest.approx(0.8)
    silent = [says(other, SILENT) for other in ("catalog", *EYES) if other != name]
    assert fused(attribute, [says(name, 0.8), *silent]) == pytest.approx(0.8)


@pytest.mark.parametrize("name", EYES)
def test_a_listing_cannot_outvote_a_picture_that_is_sure(name: str) -> None:
    assert fused("color", [says("catalog", LISTED), says(name, 0.1)]) < 0.5
    assert fused("color", [says("catalog", NOT_LISTED), says(name, 0.9)]) > 0.5


def test_witnesses_who_agree_are_believed_and_who_disagree_balance() -> None:
    every = [says(name, 0.9) for name in EYES]
    assert fused("color", [says("catalog", LISTED), *every]) > 0.9
    assert fused("pattern", [says("pixels", 0.8), says("clip", 0.2)]) == pytest.approx(0.5)


def test_each_set_of_weights_is_found_by_its_sorted_names() -> None:
    for attribute, by_set in WEIGHTS.items():
        for together, weights in by_set.items():
            names = together.split("+")
            assert names == sorted(names)
            assert set(weights) == set(names) <= set(EYES)
            assert len(names) > 1
            assert min(weights.values()) >= 0
            p = dict.fromkeys(names, 0.9)
            total = sum(weights[name] * log_odds(p[name]) for name in names)
            assert log_odds(fused(attribute, [says(name, 0.9) for name in names])) == pytest.approx(total)


@given(st.sampled_from(ATTRIBUTES), st.lists(spoken, min_size=4, max_size=4))
def test_the_order_of_the_witnesses_is_nothing(attribute: str, ps: list[float]) -> None:
    witnesses = [says(name, p) for name, p in zip(("catalog", *EYES), ps, strict=True)]
    found = [fused(attribute, order) for order in permutations(witnesses)]
    assert min(found) > 0
    assert max(found) < 1
    assert max(found) - min(found) < 1e-9


@given(st.sampled_from(ATTRIBUTES), st.lists(spoken, min_size=4, max_size=4), st.integers(0, 3), spoken)
def test_more_belief_of_one_never_lowers_the_whole(attribute: str, ps: list[float], place: int, other: float) -> None:
    names = ("catalog", *EYES)
    low, high = sorted((ps[place], other))

    def whole(p: float) -> float:
        return fused(attribute, [says(name, p if at == place else ps[at]) for at, name in enumerate(names)])

    assert whole(low) <= whole(high) + 1e-9
