"""Relations between looks, decided from measurements."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.relations import MARGIN, Comparison, Side, body, comparisons, in_search, is_same_thing, judged
from agents.visual import VisualOutcome, verify_candidates
from tests.tools.vision.drawn import thing
from tools.catalog.types import Hit, Product, Variant
from tools.llm.contract import Constraint
from tools.money import Money
from tools.vision.colour import measure
from tools.vision.types import Measurement
from tools.vision.verifier import Verifier

GREY = (120, 122, 126)
COLOURS = ("navy", "blue", "light blue", "red", "black", "white")
SEEN = {name: measure(thing(name, backdrop=GREY), f"picture-of-{name}") for name in COLOURS}


def seen(lightness: float, a: float = 0.0, b: float = 0.0, confidence: float = 1.0, **more: Any) -> Measurement:
    share = {"name": "grey", "family": "grey", "share": 1.0, "delta_e": 1.0, "oklab": [lightness, a, b]}
    base = {"content_hash": f"{lightness},{a},{b}", "version": "1", "colours": [share], "distribution": []}
    return {**base, "confidence": confidence, **more}  # type: ignore[typeddict-item,return-value]


def variant(name: str, listed: str | None = None, size: str = "M", product: str = "") -> Variant:
    options = {"size": size, **({"color": listed} if listed else {})}
    return Variant(f"{name}-{size}", product or name, options, Money(5000, "USD"), 3, f"picture-of-{listed or name}")


def side(measured: Measurement | None, listed: str | None = None, pattern: str | None = None, name: str = "x") -> Side:
    return Side(
        Product(name, name, attributes={"pattern": (pattern,)} if pattern else {}), variant(name, listed), measured
    )


def wish(op: str, attribute: str = "color", product: str = "other", variant_id: str = "other-M") -> Constraint:
    return {
        "attribute": attribute,
        "op": op,
        "value": "Other Jacket",
        "span": [0, 1],
        "reference": {"product_id": product, "variant_id": variant_id},
    }  # type: ignore[return-value,typeddict-item]


def verdict(op: str, mine: Side, other: Side, attribute: str = "color") -> str:
    (found,) = judged([Comparison(wish(op, attribute), other)], mine.product, mine.variant, mine.seen)
    return found["verdict"]


@pytest.mark.parametrize(
    ("difference", "lighter", "darker"),
    [
        (2 * MARGIN, "confirmed", "contradicted"),
        (MARGIN, "confirmed", "contradicted"),
        (MARGIN / 2, "unsure", "contradicted"),
        (0.0, "contradicted", "contradicted"),
        (-MARGIN / 2, "contradicted", "unsure"),
        (-MARGIN, "contradicted", "confirmed"),
    ],
)
def test_lightness_has_a_margin(difference: float, lighter: str, darker: str) -> None:
    mine, other = side(seen(0.5 + difference)), side(seen(0.5))
    assert (verdict("lighter", mine, other), verdict("darker", mine, other)) == (lighter, darker)


def test_vividness_is_chroma_in_any_hue() -> None:
    mine, other = side(seen(0.5, 0.0, -0.2)), side(seen(0.9, 0.1))
    assert verdict("more_vivid", mine, other) == "confirmed"
    assert verdict("less_vivid", mine, other) == "contradicted"
    assert verdict("less_vivid", other, mine) == "confirmed"


def test_the_same_and_another_colour() -> None:
    navy, pale, red = (side(SEEN[name]) for name in ("navy", "light blue", "red"))
    assert [verdict("same_as", navy, other) for other in (navy, pale, red)] == [
        "confirmed",
        "contradicted",
        "contradicted",
    ]
    assert [verdict("other_than", navy, other) for other in (navy, pale, red)] == [
        "contradicted",
        "confirmed",
        "confirmed",
    ]


@pytest.mark.parametrize(
    ("op", "listed", "decided"),
    [
        ("same_as", "crimson", "unsure"),
        ("same_as", "navy", "confirmed"),
        ("same_as", None, "confirmed"),
        ("other_than", "crimson", "unsure"),
        ("other_than", "navy", "contradicted"),
    ],
)
def test_the_listings_have_to_agree_on_the_same_colour(op: str, listed: str | None, decided: str) -> None:
    assert verdict(op, side(SEEN["navy"], listed), side(SEEN["navy"], "navy")) == decided


def test_two_colours_of_one_product_are_two_colours() -> None:
    navy, blue = side(SEEN["navy"], "navy"), side(SEEN["blue"], "blue")
    elsewhere = side(SEEN["blue"], "blue", name="y")
    assert verdict("other_than", navy, blue) == "confirmed"
    assert verdict("other_than", navy, elsewhere) == "unsure", "another shop's blue may be a navy"


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.sampled_from(["lighter", "more_vivid", "other_than"]))
def test_what_is_lighter_is_never_lighter_the_other_way_round(one: float, two: float, sure: float, op: str) -> None:
    mine, other = side(seen(one, one / 4, confidence=sure)), side(seen(two, two / 4))
    against = {"lighter": "darker", "more_vivid": "less_vivid", "other_than": "same_as"}[op]
    assert (verdict(op, mine, other), verdict(against, mine, other)) != ("confirmed", "confirmed")


def test_a_picture_that_is_not_trusted_leaves_it_unsure() -> None:
    assert verdict("lighter", side(seen(0.9, confidence=0.5)), side(seen(0.1))) == "unsure"
    assert verdict("lighter", side(seen(0.1)), side(seen(0.9, confidence=0.5))) == "unsure"


@pytest.mark.parametrize(
    ("op", "mine", "other", "decided"),
    [
        ("lighter", "white", "black", "unsure"),
        ("same_as", "navy", "red", "contradicted"),
        ("same_as", "navy", "Navy Blue", "unsure"),
        ("other_than", "navy", "navy", "contradicted"),
        ("other_than", "navy", "red", "unsure"),
        ("other_than", None, "red", "unsure"),
    ],
)
def test_without_pictures_listings_may_contradict_but_never_confirm(
    op: str, mine: str | None, other: str, decided: str
) -> None:
    assert verdict(op, side(None, mine), side(None, other)) == decided


@pytest.mark.parametrize(
    ("op", "mine", "other", "decided"),
    [
        ("same_as", "striped", "striped", "unsure"),
        ("same_as", "striped", "plain", "contradicted"),
        ("same_as", None, "plain", "unsure"),
        ("other_than", "striped", "striped", "contradicted"),
        ("other_than", "striped", "plain", "unsure"),
    ],
)
def test_a_pattern_that_is_only_listed(op: str, mine: str | None, other: str, decided: str) -> None:
    assert verdict(op, side(SEEN["navy"], None, mine), side(SEEN["red"], None, other), "pattern") == decided


def test_a_pattern_that_was_read_outweighs_its_listing() -> None:
    striped = seen(0.5, read={"pattern": [{"value": "striped", "p": 0.97}, {"value": "plain", "p": 0.03}]})
    plain = seen(0.4, read={"pattern": [{"value": "plain", "p": 0.98}]})
    hazy = seen(0.4, read={"pattern": [{"value": "plain", "p": 0.5}, {"value": "striped", "p": 0.5}]})
    listed = side(striped, None, "plain")
    assert verdict("same_as", listed, side(striped, None, "floral"), "pattern") == "confirmed"
    assert verdict("same_as", listed, side(plain, None, "plain"), "pattern") == "contradicted"
    assert verdict("other_than", listed, side(plain), "pattern") == "confirmed"
    assert verdict("same_as", listed, side(hazy), "pattern") == "unsure"


def test_the_evidence_names_what_was_seen() -> None:
    other = side(SEEN["navy"], name="other")
    (found,) = judged([Comparison(wish("lighter"), other)], Product("x", "X"), variant("x"), SEEN["light blue"])
    assert (found["attribute"], found["claimed"], found["verdict"]) == (
        "color",
        "lighter than Other Jacket",
        "confirmed",
    )
    assert found["observed"][0]["value"] == "light blue"
    assert "lightness" in found["witnesses"][0]["saw"]
    (again,) = judged([Comparison(wish("lighter"), other)], Product("x", "X"), variant("x"), SEEN["white"])
    assert again["id"] != found["id"]


def test_the_body_is_the_largest_colour_with_its_own_shades() -> None:
    measured = seen(0.3)
    more = [("grey", 0.2, 0.5), ("red", 0.2, 0.9), ("grey", 0.05, 0.9)]
    measured["colours"] = [
        {**measured["colours"][0], "share": 0.6},
        *(
            {**measured["colours"][0], "family": family, "share": share, "oklab": [lightness, 0.0, 0.0]}
            for family, share, lightness in more
        ),
    ]
    found = body(measured)
    assert found is not None
    assert math.isclose(found[0], (0.6 * 0.3 + 0.2 * 0.5) / 0.8)
    assert body({**measured, "colours": []}) is None


def test_what_else_a_model_wears_is_not_the_body() -> None:
    measured = seen(0.3)
    share = measured["colours"][0]
    top = {"name": "yellow", "family": "yellow", "share": 0.2, "delta_e": 1.0, "oklab": [0.9, 0.0, 0.1]}
    measured["colours"] = [{**share, "share": 0.8}, top]  # type: ignore[list-item]
    assert body(measured, ["Yellow"]) == pytest.approx((0.9, 0.0, 0.1))
    assert body(measured, ["red"]) == body(measured) == pytest.approx((0.3, 0.0, 0.0))


def test_a_thing_that_is_gone_is_compared_with_nothing() -> None:
    thing_, product = variant("other"), Product("other", "Other")
    plain: Constraint = {"attribute": "color", "op": "is", "value": "red", "span": [0, 1]}
    both = [wish("lighter"), plain]
    assert comparisons(both, {"other": product}, {}, {}) == []
    (found,) = comparisons(both, {"other": product}, {"other-M": thing_}, {})
    assert found.other == Side(product, thing_, None)


def test_what_the_catalogue_is_asked_for() -> None:
    other = Side(Product("other", "Harbour Navy Jacket", category="jacket"), variant("other", "navy"), None)
    striped = side(None, "navy", "striped")
    compared = [
        Comparison(wish("lighter"), other),
        Comparison(wish("same_as", "product"), other),
        Comparison(wish("same_as", "pattern"), striped),
    ]
    query, plain = in_search("warm", [each.wish for each in compared], compared)
    assert query == "warm Harbour Jacket"
    assert [(each["attribute"], each["value"], each["known"]) for each in plain] == [
        ("category", "jacket", True),
        ("pattern", "striped", False),
    ]


class _Kept:
    def get(self, hashes: Any) -> dict[str, Measurement]:
        return {each: SEEN[each.removeprefix("picture-of-")] for each in hashes if each}


def outcome(
    hits: list[Variant], relation: Constraint, other: Variant, more: list[Variant] | None = None
) -> VisualOutcome:
    measurements: Any = _Kept()
    every = [*hits, *(more or [])]
    seen_of = SEEN[str(other.image).removeprefix("picture-of-")]
    return verify_candidates(
        Verifier(measurements),
        measurements,
        [Hit(each.product_id, each.variant_id, 1.0) for each in hits],
        {each.product_id: Product(each.product_id, each.product_id) for each in every},
        {each.variant_id: each for each in every},
        [relation],
        compared=[Comparison(relation, Side(Product(other.product_id, "Other"), other, seen_of))],
    )


def test_the_contradicted_leave_and_are_counted_and_the_other_is_not_offered_again() -> None:
    other = variant("other", "blue")
    found = outcome([variant("a", "navy"), variant("b", "light blue"), other], wish("lighter"), other)
    assert [hit.product_id for hit in found.kept] == ["b"]
    assert [(each["product_id"], each["compared"]) for each in found.contradicted] == [("a", True)]
    assert [each["claimed"] for each in found.evidence["b-M"]] == ["light blue", "lighter than Other Jacket"]


def test_a_lighter_sibling_takes_the_place_of_a_darker_one() -> None:
    other = variant("other", "blue")
    pale = Variant("a-pale", "a", {"size": "M", "color": "light blue"}, Money(5000, "USD"), 3, "picture-of-light blue")
    found = outcome([variant("a", "navy")], wish("lighter"), other, [pale])
    assert [hit.variant_id for hit in found.kept] == ["a-pale"]
    assert found.contradicted == []


def test_the_same_thing_in_another_size_is_the_same_thing() -> None:
    other = variant("other", "blue")
    compared = [Comparison(wish("same_as", "product"), Side(Product("other", "Other"), other, None))]
    assert is_same_thing(variant("other", "blue", "L"), compared)
    assert not is_same_thing(variant("other", "red", "L"), compared)
    assert not is_same_thing(variant("b", "blue"), compared)
