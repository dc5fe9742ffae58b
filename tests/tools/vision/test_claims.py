"""The pixel witness and the encoder: sure of what they see, silent on what they cannot."""

from __future__ import annotations

import pytest

from tests.tools.vision.drawn import thing
from tools.vision.claims import CLIP_WEIGHTS, clip_features, describe, describe_clip, families, looks, p_clip, p_pixels
from tools.vision.clip.vocabulary import VALUES
from tools.vision.colour import measure, unreadable
from tools.vision.types import Measurement, ObservedValue

NAVY = measure(thing("navy"), "navy")
READ: dict[str, list[ObservedValue]] = {
    "color": [{"value": "navy", "p": 0.81}, {"value": "blue", "p": 0.1}, {"value": "black", "p": 0.09}],
    "category": [{"value": "jeans", "p": 0.9}, {"value": "hoodie", "p": 0.06}, {"value": "trousers", "p": 0.04}],
    "pattern": [{"value": "solid", "p": 0.97}, {"value": "striped", "p": 0.03}],
    "sleeve": [{"value": "long sleeve", "p": 0.96}, {"value": "sleeveless", "p": 0.04}],
}
SEEN: Measurement = {**NAVY, "read": READ}


@pytest.mark.parametrize(
    ("claimed", "true"),
    [("navy", True), ("blue", True), ("dark blue", True), ("藏青色", True),
     ("red", False), ("white", False), ("yellow", False)],
)  # fmt: skip
def test_what_is_plain_to_see(claimed: str, true: bool) -> None:
    assert (p_pixels(NAVY, claimed) > 0.5) is true


def test_a_family_is_believed_at_least_as_much_as_its_member() -> None:
    assert p_pixels(NAVY, "blue") >= p_pixels(NAVY, "navy") > p_pixels(NAVY, "black") > p_pixels(NAVY, "yellow")


@pytest.mark.parametrize("claimed", ["sparkly", "", "not navy"])
def test_no_opinion_on_what_is_no_colour(claimed: str) -> None:
    assert p_pixels(NAVY, claimed) == 0.5


def test_no_opinion_without_a_picture() -> None:
    assert p_pixels(unreadable("x"), "navy") == 0.5
    assert describe(unreadable("x")) == "no readable picture"


def test_an_opinion_shrinks_with_the_confidence() -> None:
    doubtful = {**NAVY, "confidence": 0.3}
    assert 0.5 < p_pixels(doubtful, "navy") < p_pixels(NAVY, "navy")  # type: ignore[arg-type]
    assert p_pixels(NAVY, "red") < p_pixels(doubtful, "red") < 0.5  # type: ignore[arg-type]


def test_in_words() -> None:
    assert describe(NAVY).startswith(("98% navy (ΔE ", "99% navy (ΔE ", "100% navy (ΔE "))


def test_a_thing_of_many_colours() -> None:
    many = measure(thing("navy", "yellow", "red", "green", backdrop=(150, 152, 156)), "many")
    assert {"blue", "yellow", "red", "green"} <= set(families(many))
    assert p_pixels(many, "Multi") > 0.5 > p_pixels(NAVY, "multi")
    assert describe(many).startswith("multi-coloured: ")
    two = measure(thing("navy", "red"), "two")
    assert sorted(families(two)) == ["blue", "red"]
    assert p_pixels(two, "multicolor") == p_pixels(unreadable("x"), "multi") == 0.5
    assert "multi" not in describe(two)
    assert p_clip(SEEN, "color", "multi") is None


def test_every_attribute_that_is_read_has_weights() -> None:
    assert set(CLIP_WEIGHTS) == set(VALUES)


@pytest.mark.parametrize(
    ("attribute", "true", "false"),
    [
        ("color", ("navy", "blue", "藏青色"), ("red", "white", "yellow")),
        ("category", ("jeans", "Pants", "牛仔裤"), ("mug", "hoodie", "bag")),
        ("pattern", ("solid", "plain"), ("striped", "floral")),
        ("sleeve", ("long sleeve", "Long"), ("short sleeve", "sleeveless")),
    ],
)
def test_what_the_encoder_makes_of_a_claim(attribute: str, true: tuple[str, ...], false: tuple[str, ...]) -> None:
    believed = [p_clip(SEEN, attribute, each) or 0 for each in true]
    doubted = [p_clip(SEEN, attribute, each) or 1 for each in false]
    assert min(believed) > 0.5
    assert max(doubted) < 0.5


def test_a_wide_word_is_believed_at_least_as_much_as_a_narrow_one() -> None:
    assert (p_clip(SEEN, "color", "blue") or 0) >= (p_clip(SEEN, "color", "navy") or 1)
    assert (p_clip(SEEN, "category", "pants") or 0) >= (p_clip(SEEN, "category", "jeans") or 1)


@pytest.mark.parametrize(
    ("seen", "attribute", "claimed"),
    [
        (NAVY, "color", "navy"),
        (SEEN, "color", "sparkly"),
        (SEEN, "category", "unicorn"),
        (SEEN, "material", "wool"),
        ({**NAVY, "read": {"color": []}}, "color", "navy"),
        (unreadable("x"), "category", "jeans"),
    ],
)
def test_the_encoder_has_no_opinion(seen: Measurement, attribute: str, claimed: str) -> None:
    assert p_clip(seen, attribute, claimed) is None
    assert clip_features(seen, attribute, claimed) is None


def test_the_encoders_opinion_shrinks_with_the_confidence() -> None:
    doubtful: Measurement = {**SEEN, "confidence": SEEN["confidence"] / 3}
    for attribute, true, false in (("color", "navy", "red"), ("category", "jeans", "mug")):
        sure, less = p_clip(SEEN, attribute, true), p_clip(doubtful, attribute, true)
        assert sure is not None
        assert less is not None
        assert 0.5 < less < sure
        assert (p_clip(SEEN, attribute, false) or 1) < (p_clip(doubtful, attribute, false) or 0) < 0.5
    assert p_clip({**SEEN, "confidence": 0.0}, "color", "navy") == 0.5


def test_rivals_of_one_family_stand_together() -> None:
    def rival(*read: tuple[str, float]) -> float:
        values: list[ObservedValue] = [{"value": value, "p": p} for value, p in (("red", 0.4), *read)]
        found = clip_features({**NAVY, "read": {"color": values}}, "color", "red")
        assert found is not None
        return found[2]

    assert rival(("navy", 0.3), ("blue", 0.3)) == pytest.approx(rival(("navy", 0.6)))
    assert rival(("navy", 0.3), ("green", 0.3)) < rival(("navy", 0.6))


def test_what_a_picture_looks_like() -> None:
    pixels = {each["value"]: each["p"] for each in NAVY["distribution"]}
    found = looks(SEEN, "color")
    assert found[0] == {"value": "navy", "p": pytest.approx((pixels["navy"] + 0.81) / 2, abs=1e-3)}
    assert [each["p"] for each in found] == sorted((each["p"] for each in found), reverse=True)
    assert sum(each["p"] for each in found) == pytest.approx((sum(pixels.values()) + 1) / 2, abs=1e-2)
    assert looks(NAVY, "color") == NAVY["distribution"]
    assert looks(SEEN, "category") == READ["category"]
    assert looks(NAVY, "category") == looks(SEEN, "material") == []


def test_the_encoder_in_words() -> None:
    assert describe_clip(SEEN, "category") == "jeans 90%, hoodie 6%, trousers 4%"
    assert describe_clip(NAVY, "category") == ""
