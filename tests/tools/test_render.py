"""The renderer: every kind draws, the same picture each time, in the colour that was named."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest
from PIL import Image

from tools.errors import TruecartError
from tools.render import PictureSpec, cut_out, draw, encode, kinds, patterns, silhouettes
from tools.render.palette import PALETTE
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


@pytest.mark.parametrize("kind", ["hoodie", "sneaker", "tote", "mug", "lamp"])
def test_a_figure_without_its_backdrop(kind: str) -> None:
    spec = PictureSpec(kind, "teal", seed=3, size=SMALL)
    figure = cut_out(spec)
    assert (figure.mode, figure.size) == ("RGBA", (SMALL, SMALL))
    assert figure.tobytes() == cut_out(spec).tobytes()
    alpha = np.asarray(figure)[..., 3]
    assert 0.08 < float((alpha > 250).mean()) < 0.9
    corners = [alpha[0, 0], alpha[0, -1], alpha[-1, 0], alpha[-1, -1]]
    assert max(corners) == 0


def test_a_figure_before_a_wall_is_the_thing_that_is_drawn() -> None:
    spec = PictureSpec("hoodie", "red", size=SMALL)
    figure, whole = cut_out(spec), np.asarray(draw(spec), np.float32)
    inside = np.asarray(figure)[..., 3] > 250
    away = np.abs(np.asarray(figure, np.float32)[..., :3] - whole).max(2)[inside]
    assert float(np.median(away)) < 4
    plain = Image.new("RGB", figure.size, (84, 86, 92))
    plain.paste(figure, (0, 0), figure)
    assert measure(plain, "x")["colours"][0]["family"] == "red"


@pytest.mark.parametrize("colour", ["navy", "mustard"])
def test_a_colour_by_its_value_is_the_colour_of_that_name(colour: str) -> None:
    value = "#{:02x}{:02x}{:02x}".format(*PALETTE[colour])
    for pattern in ("solid", "striped"):
        named = PictureSpec("t-shirt", colour, pattern=pattern, second_colour="white", size=SMALL)
        valued = PictureSpec(
            "t-shirt", value, pattern=pattern, second_colour="#{:02x}{:02x}{:02x}".format(*PALETTE["white"]), size=SMALL
        )
        assert draw(named).tobytes() == draw(valued).tobytes()
    assert draw(PictureSpec("t-shirt", "#0000ff", size=SMALL)).tobytes() != draw(valued).tobytes()


def test_what_cannot_be_drawn_says_so() -> None:
    with pytest.raises(TruecartError, match="unicorn") as caught:
        draw(PictureSpec("unicorn", "pink"))
    assert caught.value.code == "not_available"
    with pytest.raises(KeyError):
        draw(PictureSpec("mug", "ultraviolet"))
    for value in ("#12", "#gggggg", "123456"):
        with pytest.raises(KeyError):
            draw(PictureSpec("mug", value))
    with pytest.raises(TruecartError, match="unicorn"):
        cut_out(PictureSpec("unicorn", "pink"))
