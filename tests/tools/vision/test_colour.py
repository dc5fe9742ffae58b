"""What is measured of a picture, on pictures whose colours are known because they were drawn."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from tests.tools.vision.drawn import encoded, gradient, over, rgb_of, thing
from tools.vision.colour import measure, unreadable
from tools.vision.colour_names import NAMES
from tools.vision.histogram import of_picture, unpacked
from tools.vision.version import VERSION


@pytest.mark.parametrize("name", [each.name for each in NAMES])
def test_every_named_colour_is_recognised(name: str) -> None:
    bright = sum(rgb_of(name)) > 600
    seen = measure(thing(name, backdrop=(84, 86, 92) if bright else (246, 246, 245)), "x")
    assert seen["colours"][0]["name"] == name
    assert seen["colours"][0]["share"] > 0.9
    assert seen["confidence"] > 0.6


def test_shares_and_beliefs_are_probabilities() -> None:
    seen = measure(thing("navy", "white", "red", backdrop=(150, 160, 150)), "x")
    assert sum(each["share"] for each in seen["colours"]) == pytest.approx(1, abs=0.05)
    assert 0.9 < sum(each["p"] for each in seen["distribution"]) <= 1.001
    assert [each["p"] for each in seen["distribution"]] == sorted((e["p"] for e in seen["distribution"]), reverse=True)
    assert {each["name"] for each in seen["colours"]} == {"navy", "white", "red"}


def test_two_colours_in_their_shares() -> None:
    shares = {each["name"]: each["share"] for each in measure(thing("black", "red"), "x")["colours"]}
    assert shares["red"] > 0.3
    assert shares["black"] > 0.2


@pytest.mark.parametrize("mode", ["RGBA", "P", "CMYK", "YCbCr", "HSV", "LAB"])
def test_a_mode_makes_no_difference(mode: str) -> None:
    seen = measure(thing("red").convert(mode), "x")
    assert seen["colours"][0]["name"] == "red"


@pytest.mark.parametrize("mode", ["L", "LA", "1", "I;16", "I", "F"])
def test_a_grey_picture_shows_greys(mode: str) -> None:
    drawn = thing("black").convert("L")
    if mode == "I;16":
        drawn = Image.fromarray(np.asarray(drawn).astype(np.uint16) * 257)
    seen = measure(drawn if drawn.mode == mode else drawn.convert(mode), "x")
    assert seen["colours"][0]["name"] == "black"
    assert sum(each["share"] for each in seen["colours"] if each["family"] in ("black", "grey", "white")) > 0.9


def test_what_is_transparent_is_not_the_thing() -> None:
    empty = Image.new("RGBA", (120, 150), (200, 30, 40, 0))
    empty.paste((*rgb_of("navy"), 255), (30, 30, 90, 130))
    assert measure(empty, "x")["colours"][0]["name"] == "navy"


def test_white_on_white_is_white_with_less_confidence() -> None:
    seen = measure(Image.new("RGB", (120, 150), (252, 252, 252)), "x")
    assert seen["colours"][0]["name"] == "white"
    assert seen["confidence"] < 0.7


def test_a_backdrop_of_falling_light() -> None:
    seen = measure(over(gradient((250, 240, 230), (190, 195, 205)), "green"), "x")
    assert seen["colours"][0]["name"] == "green"
    assert seen["colours"][0]["share"] > 0.9


@pytest.mark.parametrize("size", [(1, 1), (2, 1), (1, 50), (3, 3), (5000, 2), (2, 3000)])
def test_no_size_breaks_it_and_small_ones_are_not_trusted(size: tuple[int, int]) -> None:
    assert measure(Image.new("RGB", size, (200, 30, 40)), "x")["confidence"] < 0.4


def test_a_dark_picture_is_trusted_less() -> None:
    dim = thing("red").point(lambda value: value * 0.25)
    assert measure(dim, "x")["confidence"] <= 0.5 < measure(thing("red"), "x")["confidence"]


def test_the_same_picture_gives_the_same_measurement_and_is_left_alone() -> None:
    image = thing("teal", "mustard", size=(90, 100))
    before = image.tobytes()
    assert measure(image, "x") == measure(image, "x")
    assert image.tobytes() == before


def test_compression_changes_little() -> None:
    image = thing("burgundy")
    squeezed = Image.open(io.BytesIO(encoded(image)))
    plain, lossy = measure(image, "x"), measure(squeezed, "x")
    assert plain["colours"][0]["name"] == lossy["colours"][0]["name"]
    assert lossy["distribution"][0]["p"] == pytest.approx(plain["distribution"][0]["p"], abs=0.1)


def test_a_measurement_carries_the_histogram_of_its_picture() -> None:
    image = thing("teal", "mustard", size=(190, 300))
    assert unpacked(measure(image, "x")["histogram"]) == pytest.approx(of_picture(image), abs=1 / 500)


def test_unreadable() -> None:
    assert unreadable("x") == {
        "content_hash": "x",
        "version": VERSION,
        "colours": [],
        "distribution": [],
        "confidence": 0.0,
        "doubts": {"no subject": 0.0},
    }
