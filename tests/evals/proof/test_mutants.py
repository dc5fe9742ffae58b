from __future__ import annotations

import ast

from evals.proof import values
from evals.proof.mutants import EQUIVALENT, GUARDS
from evals.proof.mutation import mutants
from evals.proof.result import Proof


def test_wrong_values_are_refused() -> None:
    proof = Proof("mutants")
    tried, refused = values.judge(proof)
    assert tried == refused > 50, proof.failures


def test_mutants_are_made_one_at_a_time() -> None:
    made = {each.name for each in mutants("guards.policy")}
    assert (
        "_review_reasons: facts.total_minor > facts.review_above_minor → facts.total_minor >= facts.review_above_minor"
        in made
    )
    assert len(made) > 20
    for each in mutants("guards.policy"):
        assert each.was != each.now
        ast.parse(each.now)


def test_what_is_called_equivalent_exists() -> None:
    for guard in GUARDS:
        names = {each.name for each in mutants(f"guards.{guard}")}
        assert set(EQUIVALENT.get(guard, {})) <= names
