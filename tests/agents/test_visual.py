"""What the pictures do to the candidates: the contradicted leave, the unsure stay and are said to be unsure."""

from __future__ import annotations

from typing import Any

import pytest

from agents.visual import VisualOutcome, evidence_of, verify_candidates
from tests.tools.vision.drawn import thing
from tools.catalog.types import Hit, Product, Variant
from tools.llm.contract import Constraint
from tools.money import Money
from tools.vision.colour import measure
from tools.vision.types import Measurement
from tools.vision.verifier import Verifier

GREY = (120, 122, 126)
SEEN = {name: measure(thing(name, backdrop=GREY), f"picture-of-{name}") for name in ("navy", "black", "red", "green")}


class _Kept:
    """Measurements that are in memory already."""

    def __init__(self) -> None:
        self.reads = 0

    def get(self, hashes: Any) -> dict[str, Measurement]:
        self.reads += 1
        return {each: SEEN[each.removeprefix("picture-of-")] for each in hashes if each}


def variant(
    product_id: str, listed: str | None, shown: str | None, size: str = "M", *, minor: int | None = 5000, stock: int = 3
) -> Variant:
    options = {"size": size, **({"color": listed} if listed else {})}
    price = None if minor is None else Money(minor, "USD")
    image = f"picture-of-{shown}" if shown else None
    return Variant(f"{product_id}-{listed}-{size}", product_id, options, price, stock, image)


def colour(value: str, op: str = "is", **more: Any) -> Constraint:
    return {"attribute": "color", "op": op, "value": value, "span": [0, 1], **more}  # type: ignore[typeddict-item,return-value]


def outcome(hits: list[Variant], constraints: list[Constraint], others: list[Variant] | None = None) -> VisualOutcome:
    measurements: Any = _Kept()
    every = {each.variant_id: each for each in [*hits, *(others or [])]}
    return verify_candidates(
        Verifier(measurements),
        measurements,
        [Hit(each.product_id, each.variant_id, 1.0 - place / 10) for place, each in enumerate(hits)],
        {each.product_id: Product(each.product_id, each.product_id.title(), category="hoodie") for each in hits},
        every,
        constraints,
    )


def test_the_contradicted_leaves_and_is_named() -> None:
    good, wrong = variant("good", "navy", "navy"), variant("wrong", "navy", "red")
    found = outcome([wrong, good], [colour("navy")])
    assert [hit.variant_id for hit in found.kept] == [good.variant_id]
    (left,) = found.contradicted
    assert (left["variant_id"], left["claimed"]) == (wrong.variant_id, "navy")
    assert left["observed"][0]["value"] == "red"
    assert left["image_url"] == "/images/picture-of-red"
    assert wrong.variant_id not in found.evidence


def test_it_leaves_without_being_asked_about_colour_too() -> None:
    assert outcome([variant("wrong", "navy", "red")], []).kept == []


def test_the_order_is_kept() -> None:
    hits = [variant("a", "navy", "navy"), variant("b", "red", "red"), variant("c", "green", "green")]
    found = outcome(hits, [])
    assert [hit.product_id for hit in found.kept] == ["a", "b", "c"]
    assert [hit.score for hit in found.kept] == [1.0, 0.9, 0.8]


@pytest.mark.parametrize("candidate", [variant("a", "navy", None), variant("a", None, None), variant("a", None, "red")])
def test_the_unsure_stays(candidate: Variant) -> None:
    found = outcome([candidate], [])
    assert [hit.variant_id for hit in found.kept] == [candidate.variant_id]
    assert all(each["verdict"] == "unsure" for each in found.evidence[candidate.variant_id])


def test_a_family_word_is_met_by_its_member() -> None:
    found = outcome([variant("a", "navy", "navy")], [colour("blue")])
    assert [each["claimed"] for each in found.evidence["a-navy-M"]] == ["navy", "blue"]
    assert {each["verdict"] for each in found.evidence["a-navy-M"]} == {"confirmed"}


def test_one_of_several_wished_colours_is_enough() -> None:
    hits = [variant("a", "navy", "navy"), variant("b", "red", "red"), variant("c", "green", "green")]
    found = outcome(hits, [colour("navy"), colour("red")])
    assert [hit.product_id for hit in found.kept] == ["a", "b"]
    assert [each["claimed"] for each in found.evidence["a-navy-M"]] == ["navy"]
    found = outcome([variant("c", "green", "green")], [colour("navy"), colour("red")], [variant("c", "red", "red")])
    assert [hit.variant_id for hit in found.kept] == ["c-red-M"]
    found = outcome([variant("d", None, "red")], [colour("navy"), colour("red")])
    assert [each["claimed"] for each in found.evidence["d-None-M"]] == ["red"]


def test_the_listed_colour_is_not_verified_twice() -> None:
    assert len(outcome([variant("a", "navy", "navy")], [colour("Navy")]).evidence["a-navy-M"]) == 1


def test_not_black() -> None:
    found = outcome([variant("a", "black", "black"), variant("b", "red", "red")], [colour("black", "is_not")])
    assert [hit.product_id for hit in found.kept] == ["b"]
    against, said = found.contradicted[0], found.evidence["b-red-M"][1]
    assert against["claimed"] == "not black"
    assert (said["claimed"], said["verdict"]) == ("not black", "confirmed")


def test_evidence_on_an_exclusion_is_evidence_of_its_own() -> None:
    measurements: Any = _Kept()
    red, product = variant("a", "red", "red"), Product("a", "A")
    told = [
        evidence_of(Verifier(measurements), measurements, product, red, [colour("black", op)])
        for op in ("is", "is_not")
    ]
    for_black, against_black = told[0][1], told[1][1]
    assert for_black["id"] != against_black["id"]
    assert for_black["p"] == pytest.approx(1 - against_black["p"])


def test_another_variant_that_the_picture_confirms_takes_the_place() -> None:
    wrong, right = variant("a", "navy", "red"), variant("a", "blue", "navy")
    right = Variant(right.variant_id, "a", {"color": "navy blue", "size": "M"}, right.price, 3, "picture-of-navy")
    found = outcome([wrong], [colour("navy")], [right])
    assert [(hit.variant_id, hit.score) for hit in found.kept] == [(right.variant_id, 1.0)]
    assert found.evidence[right.variant_id][0]["verdict"] == "confirmed"
    assert len(found.contradicted) == 1


@pytest.mark.parametrize(
    "other",
    [
        variant("a", "red", "red", "L"),
        variant("a", "red", "red", stock=0),
        variant("a", "red", "red", minor=None),
        variant("a", "red", "red", minor=5001),
        variant("a", "red", "navy"),
        variant("a", "red", None),
        variant("a", "green", "green"),
        variant("b", "red", "red"),
    ],
    ids=["size", "sold out", "unpriced", "dearer", "contradicted", "unseen", "another colour", "another product"],
)
def test_what_may_not_take_the_place(other: Variant) -> None:
    assert outcome([variant("a", "crimson", "navy")], [colour("red")], [other]).kept == []


def test_a_sibling_is_looked_up_only_where_it_is_needed() -> None:
    asked: list[str] = []
    measurements: Any = _Kept()
    hits = [variant("good", "navy", "navy"), variant("wrong", "navy", "red")]

    def siblings(product_id: str) -> list[Variant]:
        asked.append(product_id)
        return []

    verify_candidates(
        Verifier(measurements),
        measurements,
        [Hit(each.product_id, each.variant_id, 1.0) for each in hits],
        {each.product_id: Product(each.product_id, "x") for each in hits},
        {each.variant_id: each for each in hits},
        [],
        siblings=siblings,
    )
    assert asked == ["wrong"]


def test_a_constraint_that_the_catalogue_does_not_know_decides_nothing() -> None:
    found = outcome([variant("a", "navy", "navy")], [colour("sparkly", known=False)])
    assert len(found.evidence["a-navy-M"]) == 1


def test_a_candidate_without_its_goods_is_left_out() -> None:
    measurements: Any = _Kept()
    found = verify_candidates(Verifier(measurements), measurements, [Hit("x", "x-1", 1.0)], {}, {}, [])
    assert found == VisualOutcome()
