from __future__ import annotations

import copy
from pathlib import Path

from evals.proof.result import Proof, Surroundings
from evals.proof.spoiled import fields, spoilings
from evals.proof.terms import MOMENTS, Stage, try_field
from evals.proof.world import FIXED, WORLD
from tests.guards.terms import terms
from tools.checkout.types import QuoteTerms


def test_no_field_of_the_terms_is_forgotten() -> None:
    known = fields(QuoteTerms)
    assert {"payee", "lines[].unit_minor", "discounts[].lines"} <= set(known)
    assert sorted({*WORLD, *FIXED}) == sorted(known)


def test_every_field_is_spoiled_and_the_original_is_not() -> None:
    sound = terms()
    sound["lines"][0]["evidence_ids"] = ["e"]
    before = copy.deepcopy(sound)
    tried = list(spoilings(QuoteTerms, dict(sound)))
    assert {each.field for each in tried} == set(fields(QuoteTerms))
    assert all(each(dict(sound)) != before for each in tried)
    assert sound == before


def test_a_price_that_moved(tmp_path: Path) -> None:
    proof = Proof("terms")
    counts = try_field(proof, Stage(Surroundings(tmp_path)), "lines[].unit_minor")
    assert proof.failures == []
    assert counts["passed on"] == 1
    assert counts["refused"] == counts["tried"] - 1
    assert len(MOMENTS) == 2
