"""The renderer: every kind draws, the same picture each time, in the colour that was named."""

from __future__ import annotations

import hashlib

import pytest

from tools.errors import TruecartError
from tools.render import PictureSpec, draw, encode, kinds, patterns, silhouettes
from tools.vision.colour import measure
from tools.vision.colour_names import members

SMALL = 128


@pytest.mark.parametrize("kind", kinds())
def test_every_silhouette_of_every_kind_draws_and_differs(kind: str) -> None:
    drawn = [draw(PictureSpec(kind, "teal", shape, size=SMALL)) for shape in range(silhouettes(kind))]
    assert {picture.size for picture in drawn} == {(SMALL, SMALL)}
    assert {picture.mode for picture in drawn} == {"RGB"}
    assert len({picture.tobytes() for picture in drawn}) == len(drawn)


@pytest.mark.parametrize("pattern", patterns())
def test_every_pattern_changes_the_cloth(pattern: str) -> None:
    plain, patterned = (draw(PictureSpec("t-shirt", "navy", pattern=each, size=SMALL)) for each in ("solid", pattern))
    assert (plain.tobytes() == patterned.tobytes()) == (pattern == "solid")


def test_equal_specifications_give_equal_bytes() -> None:
    spec = PictureSpec("hoodie", "burgundy", 1, seed=7, size=SMALL)
    assert hashlib.sha256(encode(spec)).digest() == hashlib.sha256(encode(spec)).digest()
    assert encode(spec) != encode(PictureSpec("hoodie", "burgundy", 1, seed=8, size=SMALL))


@pytest.mark.parametrize("kind", ["hoodie", "dress", "jeans", "sneaker", "backpack", "mug", "kettle", "speaker"])
@pytest.mark.parametrize("colour", ["red", "navy", "green", "yellow", "purple", "black"])
def test_the_named_colour_is_what_the_eye_sees(kind: str, colour: str) -> None:
    seen = measure(draw(PictureSpec(kind, colour, 0, size=256)), "test")
    family = {each["value"] for each in seen["distribution"][:3]}
    assert family & {colour, *members(colour)}


def test_what_cannot_be_drawn_says_so() -> None:
    with pytest.raises(TruecartError, match="unicorn") as caught:
        draw(PictureSpec("unicorn", "pink"))
    assert caught.value.code == "not_available"
    with pytest.raises(KeyError):
        draw(PictureSpec("mug", "ultraviolet"))
