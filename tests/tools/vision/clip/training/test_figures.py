"""Goods drawn for training: what the label says is what the picture shows."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from tools.render import kinds
from tools.render.palette import PALETTE
from tools.vision.clip.training import figures
from tools.vision.clip.vocabulary import KINDS, PATTERNS, SLEEVES
from tools.vision.colour import measure

CUTS = {"sleeveless": {"tank top", "sports bra"}, "long sleeve": {"long sleeve top"}, "short sleeve": {"t-shirt"}}


def test_every_kind_that_is_drawn_has_a_name_to_be_asked_by() -> None:
    assert set(kinds()) <= set(KINDS)
    assert {*figures.CLOTHES, *figures.PATTERNED} <= set(kinds())


def test_labels_of_many_specifications() -> None:
    rng = np.random.default_rng(1)
    seen = [figures.random_spec(rng, None) for _ in range(300)]
    for spec, label in seen:
        (kind,) = label.kinds
        assert kind in KINDS
        assert label.pattern == spec.pattern
        assert label.pattern in PATTERNS
        assert label.sleeve is None or label.sleeve in SLEEVES
        assert spec.colour == "#{:02x}{:02x}{:02x}".format(*(label.rgb or ()))
    assert sum(label.kinds[0] in figures.CLOTHES for _, label in seen) > 130
    assert {label.pattern for _, label in seen} == set(PATTERNS)
    assert len({label.kinds[0] for _, label in seen}) > 30


def test_the_cut_of_a_t_shirt_decides_what_it_is_called() -> None:
    rng = np.random.default_rng(2)
    labels = [figures.random_spec(rng, ("t-shirt",))[1] for _ in range(80)]
    for label in labels:
        assert label.sleeve
        assert label.kinds[0] in CUTS[label.sleeve]
    assert {label.kinds[0] for label in labels} == set.union(*CUTS.values())
    rng = np.random.default_rng(2)
    assert "sports bra" not in {figures.random_spec(rng, ("t-shirt",), bra=False)[1].kinds[0] for _ in range(40)}


@pytest.mark.parametrize(("kind", "colour"), [("hoodie", "red"), ("jeans", "navy"), ("tote", "green")])
def test_a_figure_in_a_colour_of_ones_own(kind: str, colour: str) -> None:
    rng = np.random.default_rng(3)
    made = next(
        each
        for each in (figures.figure(rng, (kind,), PALETTE[colour]) for _ in range(9))
        if each.label.pattern == "solid"
    )
    assert (made.kind, made.label.rgb) == (kind, PALETTE[colour])
    assert (made.picture.mode, made.picture.size) == ("RGBA", (figures.SIDE, figures.SIDE))
    wall = Image.new("RGB", made.picture.size, (128, 130, 134))
    wall.paste(made.picture, (0, 0), made.picture)
    assert colour in {each["value"] for each in measure(wall, "x")["distribution"][:3]}


def test_the_same_seed_draws_the_same_figure() -> None:
    one, two = (figures.figure(np.random.default_rng(5)) for _ in range(2))
    assert one.label == two.label
    assert one.picture.tobytes() == two.picture.tobytes()
    assert figures.figure(np.random.default_rng(6)).picture.tobytes() != one.picture.tobytes()


def test_a_sports_bra_ends_below_the_chest() -> None:
    rng = np.random.default_rng(7)
    bra = next(
        each for each in (figures.figure(rng, ("t-shirt",)) for _ in range(40)) if each.label.kinds == ("sports bra",)
    )
    box = bra.picture.getbbox()
    assert box is not None
    assert box[3] <= round(0.5 * figures.SIDE)


def test_a_picture_as_the_catalogue_has_them() -> None:
    picture, label = figures.studio(np.random.default_rng(8), PALETTE["teal"])
    assert (picture.mode, picture.size, label.rgb) == ("RGB", (figures.SIDE, figures.SIDE), PALETTE["teal"])


def test_random_colours_are_colours_of_all_kinds() -> None:
    rng = np.random.default_rng(9)
    colours = np.array([figures.random_colour(rng) for _ in range(200)])
    assert colours.min() >= 0
    assert colours.max() <= 255
    assert len(np.unique(colours, axis=0)) > 190
    assert colours.std(0).min() > 40
