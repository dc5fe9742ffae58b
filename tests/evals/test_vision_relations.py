"""The figures on comparisons of looks, on drawn things."""

from __future__ import annotations

from evals.vision_relations import claims, lightness, table, told
from tests.tools.vision.drawn import thing
from tools.vision.colour import measure

GREY = (120, 122, 126)
PHOTOS = [
    (name.title(), measure(thing(name, backdrop=GREY), name)) for name in ("black", "white", "yellow", "red", "navy")
]


def test_a_word_is_as_light_as_its_anchors() -> None:
    assert lightness("Black") < lightness("navy blue") < lightness("Red") < lightness("Yellow") < lightness("White")


def test_the_pairs_are_the_same_at_each_run_and_their_truth_is_the_words() -> None:
    found = list(claims(PHOTOS))
    assert found == list(claims(PHOTOS))
    truths = {(op, one[0], two[0]): truth for op, truth, one, two in found}
    assert truths["lighter", "White", "Black"]
    assert not truths["darker", "White", "Black"]
    assert not truths["same_as", "White", "Black"]
    assert truths["other_than", "White", "Black"]


def test_drawn_things_are_told_apart() -> None:
    lines = {each["relation"]: each for each in table(claims(PHOTOS))}
    assert set(lines) == {"lighter", "darker", "same_as", "other_than"}
    assert all(each["wrong"] == 0 and each["decided"] >= 0.8 for each in lines.values()), lines


def test_a_wrong_truth_shows() -> None:
    black, white = PHOTOS[0], PHOTOS[1]
    assert told("lighter", white, black) == "confirmed"
    (line,) = table([("lighter", False, white, black)])
    assert (line["decided"], line["wrong"]) == (1.0, 1.0)
