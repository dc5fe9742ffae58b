"""A shopper's picture read as a wish: only what the verifier confirms, and never over the shopper's words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PIL import Image
from sqlalchemy import create_engine

from agents.picture import read_picture, with_picture
from agents.reply.phrases import PHRASES
from agents.reply.picture import seen_in_picture
from tests.tools.vision.drawn import thing
from tools.catalog.types import Vocabulary
from tools.llm.contract import Intent
from tools.render import PictureSpec, draw
from tools.vision.colour import measure, unreadable
from tools.vision.colour_names import same
from tools.vision.measurements import MeasurementStore
from tools.vision.types import Evidence, Measurement
from tools.vision.verifier import Verifier

WORDS = Vocabulary("shop", "USD", {"color": ("navy", "red"), "category": ("hoodie",)})


UNKEPT = MeasurementStore(create_engine("sqlite://"))  # never asked: each picture comes with its measurement
VERIFIER = Verifier(UNKEPT)
NAVY = measure(thing("navy"), "x")
GOODS = [
    (colour, draw(PictureSpec(kind=kind, colour=colour, seed=seed, size=160)))
    for seed, (kind, colour) in enumerate(
        [("hoodie", "navy"), ("t-shirt", "red"), ("hoodie", "yellow"), ("t-shirt", "green"), ("hoodie", "orange"),
         ("t-shirt", "purple"), ("hoodie", "blue"), ("t-shirt", "brown")]
    )
]  # fmt: skip


def said(kind: str = "unclear", **more: Any) -> Intent:
    return {"kind": kind, "constraints": [], "query": "", "language": "en", "confidence": 1.0, **more}  # type: ignore[typeddict-item,return-value]


def lit(image: Image.Image, *gains: float) -> Image.Image:
    """The same thing under a lamp of these linear gains of red, green and blue, with a camera's noise."""
    unit = np.asarray(image, np.float64) / 255
    linear = np.where(unit <= 0.04045, unit / 12.92, ((unit + 0.055) / 1.055) ** 2.4) * np.array(gains)
    coded = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    noise = np.random.default_rng(0).normal(0, 0.008, coded.shape)
    return Image.fromarray((np.clip(coded + noise, 0, 1) * 255).astype(np.uint8))


def read(image: Image.Image, **more: Any) -> Any:
    return read_picture(VERIFIER, {**measure(image, "x"), **more})  # type: ignore[typeddict-item]


def wished(intent: Intent) -> list[tuple[str, Any]]:
    return [(each["attribute"], each["value"]) for each in intent["constraints"]]


def told(reading: Any, language: str = "en") -> str:
    return seen_in_picture(reading, lambda key, **values: PHRASES[language][key].format(**values))


@pytest.mark.parametrize(("kind", "searched"), [("unclear", "search"), ("small_talk", "search"), ("refine", "refine")])
def test_a_confirmed_colour_is_taken_over(kind: str, searched: str) -> None:
    intent, seen = with_picture(said(kind), read_picture(VERIFIER, NAVY), WORDS)
    assert intent["kind"] == searched
    assert wished(intent) == [("color", "navy")]
    assert (seen["color"], seen["verdict"], seen["used"], seen["doubts"]) == ("navy", "confirmed", ["color"], [])
    assert "navy (9" in told(seen)
    assert "navy (9" in told(seen, "zh")


def test_words_go_before_the_picture() -> None:
    asked = said("search", constraints=[{"attribute": "color", "op": "is", "value": "red", "span": [0, 3]}])
    intent, seen = with_picture(asked, read_picture(VERIFIER, NAVY), WORDS)
    assert wished(intent) == [("color", "red")]
    assert (seen["color"], seen["used"], seen["missing"]) == ("navy", [], [])


def test_only_what_the_verifier_confirms_is_taken_over() -> None:
    class Doubting(Verifier):
        def verify_measured(self, seen: Measurement, attribute: str, value: str) -> Evidence:
            return {**super().verify_measured(seen, attribute, value), "verdict": "unsure", "p": 0.7}

    reading = read_picture(Doubting(UNKEPT), NAVY)
    intent, seen = with_picture(said("search"), reading, WORDS)
    assert wished(intent) == []
    assert told(seen) == PHRASES["en"]["picture_doubtful"].format(what="navy (70 %)")


def test_a_colour_that_the_shop_does_not_have_is_said() -> None:
    intent, seen = with_picture(said("search"), read(thing("green")), WORDS)
    assert wished(intent) == []
    assert seen["missing"] == ["green"]
    assert "lists nothing as green" in told(seen)


@pytest.mark.parametrize(
    ("image", "doubt", "words"),
    [
        (lit(thing("red"), 0.1, 0.1, 0.1), "dark", "too dark"),
        (lit(thing("navy"), 1, 0.6, 0.25), "tinted", "tinted"),
        (thing("navy", size=(30, 40)), "tiny", "too small"),
        (Image.new("RGB", (200, 200), (240, 240, 240)), "no subject", "cannot make out"),
    ],
    ids=["dark", "tinted", "tiny", "empty"],
)
def test_why_the_colour_cannot_be_told_is_said(image: Image.Image, doubt: str, words: str) -> None:
    intent, seen = with_picture(said("search"), read(image), WORDS)
    assert wished(intent) == []
    assert doubt in seen["doubts"]
    assert seen["confidence"] < 0.9
    assert words in told(seen)


def test_an_unreadable_picture_is_said() -> None:
    intent, seen = with_picture(said("search"), read_picture(VERIFIER, unreadable("x")), WORDS)
    assert wished(intent) == []
    assert (seen["color"], seen["confidence"]) == (None, 0)
    assert "cannot make out" in told(seen)


LAMPS: dict[str, Callable[[Image.Image], Image.Image]] = {
    "an eighth of the light": lambda image: lit(image, 0.12, 0.12, 0.12),
    "a quarter of the light": lambda image: lit(image, 0.25, 0.25, 0.25),
    "a twentieth": lambda image: lit(image, 0.05, 0.05, 0.05),
    "tungsten": lambda image: lit(image, 1, 0.65, 0.28),
    "dim tungsten": lambda image: lit(image, 0.3, 0.18, 0.07),
    "blue": lambda image: lit(image, 0.35, 0.6, 1),
    "green": lambda image: lit(image, 0.6, 1, 0.6),
    "magenta": lambda image: lit(image, 1, 0.55, 0.9),
    "red": lambda image: lit(image, 1, 0.25, 0.15),
    "a thumbnail": lambda image: image.resize((24, 24)),
}


@pytest.mark.parametrize("lamp", LAMPS.values(), ids=LAMPS.keys())
def test_bad_light_lowers_confidence_and_makes_no_wrong_wish(lamp: Callable[[Image.Image], Image.Image]) -> None:
    for colour, image in GOODS:
        bad = read(lamp(image))
        assert bad["confidence"] < 0.98, colour
        assert bad["verdict"] != "confirmed" or same(bad["color"], colour), (colour, bad["color"])


def test_good_light_is_read() -> None:
    readings = [(colour, read(image)) for colour, image in GOODS]
    assert all(each["confidence"] == 1 for _, each in readings)
    sure = [(colour, each["color"]) for colour, each in readings if each["verdict"] == "confirmed"]
    assert len(sure) >= len(GOODS) / 2
    assert all(same(seen, colour) for colour, seen in sure)


@pytest.mark.parametrize(
    ("value", "p", "taken"), [("hoodie", 0.93, True), ("hoodie", 0.79, False), ("spaceship", 0.99, False)]
)
def test_the_kind_of_thing_joins_when_it_is_certain_and_known(value: str, p: float, taken: bool) -> None:
    reading = read(thing("navy"), read={"category": [{"value": "dress", "p": 0.01}, {"value": value, "p": p}]})
    intent, seen = with_picture(said("search"), reading, WORDS)
    assert (("category", value) in wished(intent)) is taken
    assert ("category" in seen["used"]) is taken
    assert (value in told(seen)) is (p > 0.8)


def test_the_kind_that_the_words_name_stays() -> None:
    reading = read(thing("navy"), read={"category": [{"value": "hoodie", "p": 0.99}]})
    asked = said("search", constraints=[{"attribute": "category", "op": "is", "value": "jacket", "span": [0, 6]}])
    assert wished(with_picture(asked, reading, WORDS)[0]) == [("category", "jacket"), ("color", "navy")]
