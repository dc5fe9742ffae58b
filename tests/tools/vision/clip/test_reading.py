"""What is read in a picture: probabilities of the vocabulary's values."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from tests.tools.vision.clip.fixed import Fixed
from tests.tools.vision.drawn import thing
from tools.render import PictureSpec, draw
from tools.vision.clip.reading import Reader, belief, observed
from tools.vision.clip.shipped import shipped
from tools.vision.clip.types import Encoder
from tools.vision.clip.vocabulary import VALUES

NAVY_HOODIE = {("color", "navy"): 1.0, ("category", "hoodie"): 1.0, ("pattern", "solid"): 0.5, ("color", "black"): 0.9}


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(shipped())


def test_a_softmax_over_the_scaled_cosines() -> None:
    encoder: Encoder = Fixed(NAVY_HOODIE)
    seen = encoder.pictures([thing("navy")])
    found = Reader(encoder).distribution(seen, "color")[0]
    length = np.sqrt(1 + 1 + 0.25 + 0.81)
    odds = dict.fromkeys(VALUES["color"], 1.0)
    odds |= {"navy": float(np.exp(20 / length)), "black": float(np.exp(20 * 0.9 / length))}
    expected = [odds[value] / sum(odds.values()) for value in VALUES["color"]]
    assert found == pytest.approx(expected, rel=1e-4)


def test_every_attribute_is_read_best_first() -> None:
    encoder = Fixed(NAVY_HOODIE)
    found = Reader(encoder).read(encoder.pictures([thing("navy")])[0])
    assert list(found) == list(VALUES)
    assert [each["value"] for each in found["color"][:2]] == ["navy", "black"]
    assert found["category"][0]["value"] == "hoodie"
    assert found["pattern"][0]["value"] == "solid"


def test_the_sentences_are_encoded_once_and_together() -> None:
    encoder = Fixed(NAVY_HOODIE)
    reader = Reader(encoder)
    assert encoder.asked == []
    for _ in range(2):
        reader.read(encoder.pictures([thing("navy")])[0])
    assert encoder.asked == [sum(map(len, VALUES.values()))]


def test_what_is_observed() -> None:
    p = np.zeros(len(VALUES["sleeve"]), np.float32)
    p[:] = [0.15, 0.845, 0.005]
    assert observed("sleeve", p) == [{"value": "short sleeve", "p": 0.845}, {"value": "long sleeve", "p": 0.15}]
    assert observed("sleeve", p, least=0.9) == [{"value": "short sleeve", "p": 0.845}]


@pytest.mark.parametrize("attribute", VALUES)
def test_every_value_can_be_chosen_among_all(attribute: str) -> None:
    for value in VALUES[attribute]:
        encoder = Fixed({(attribute, value): 1.0})
        assert Reader(encoder).choose(encoder.pictures([thing("navy")]), attribute, VALUES[attribute]) == [value]


def test_of_wide_and_narrow_words_the_narrow_one_is_chosen_where_it_is_true() -> None:
    encoder = Fixed()
    reader = Reader(encoder)
    shown = [{("color", each): 1.0} for each in ("navy", "denim", "light blue", "red", "burgundy")]
    seen = np.stack([encoder.vector(each) for each in shown])
    assert reader.choose(seen, "color", ["Blue", "Navy", "Red"]) == ["Navy", "Blue", "Blue", "Red", "Red"]
    assert reader.choose(seen, "color", ["Blue", "sparkly", "Red"]) == ["Blue", "Blue", "Blue", "Red", "Red"]
    parka = encoder.vector({("category", "down jacket"): 1.0})[None]
    assert reader.choose(parka, "category", ["Jackets", "Tees", "down jacket"]) == ["down jacket"]
    assert reader.choose(parka, "category", ["Jackets", "Tees"]) == ["Jackets"]


def test_belief_in_wide_words() -> None:
    p = np.zeros(len(VALUES["category"]), np.float32)
    for value, share in (("jeans", 0.5), ("trousers", 0.3), ("skirt", 0.2)):
        p[VALUES["category"].index(value)] = share
    assert belief(p, "category", "jeans") == pytest.approx(0.5)
    assert belief(p, "category", "Pants") == pytest.approx(0.8)
    assert belief(p, "category", "bottoms") == pytest.approx(1.0)
    assert belief(p, "category", "hoodie") == 0
    assert belief(p, "category", "unicorn") is None
    assert belief(p, "category", "") is None


@pytest.mark.parametrize("attribute", VALUES)
def test_probabilities_add_up(reader: Reader, attribute: str) -> None:
    seen = reader.encoder.pictures([thing("navy"), thing("red", "white"), Image.new("L", (3, 900))])
    found = reader.distribution(seen, attribute)
    assert found.shape == (3, len(VALUES[attribute]))
    assert found.dtype == np.float32
    assert found.min() >= 0
    assert found.sum(1) == pytest.approx(np.ones(3), abs=1e-5)


def test_the_shipped_encoder_reads_best_first(reader: Reader) -> None:
    seen = reader.encoder.pictures([draw(PictureSpec("hoodie", "navy", size=256))])[0]
    found = reader.read(seen)
    assert list(found) == list(VALUES)
    for attribute, values in found.items():
        order = [each["p"] for each in values]
        assert order == sorted(order, reverse=True)
        assert 0.5 < sum(order) < 1.001
        p = reader.distribution(seen[None], attribute)[0]
        assert values[0] == {"value": VALUES[attribute][int(p.argmax())], "p": pytest.approx(float(p.max()), abs=1e-4)}


@pytest.mark.parametrize(
    ("kind", "colour", "wide"),
    [("hoodie", "red", "red"), ("jeans", "blue", "pants"), ("backpack", "green", "bag"), ("mug", "yellow", "cup")],
)
def test_the_shipped_encoder_knows_the_projects_own_pictures(reader: Reader, kind: str, colour: str, wide: str) -> None:
    seen = reader.encoder.pictures([draw(PictureSpec(kind, colour, size=256))])
    colours, kinds = reader.distribution(seen, "color")[0], reader.distribution(seen, "category")[0]
    assert (belief(colours, "color", colour) or 0) > 0.5
    named = belief(kinds, "category", kind if wide == colour else wide)
    assert (named or 0) > 0.5
    assert (belief(kinds, "category", "television") or 0) < 0.1
