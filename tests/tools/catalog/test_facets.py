"""What a variant can be filtered by, and which values satisfy a wish."""

from __future__ import annotations

import pytest

from tools.catalog.facets import facets_of, leaf_category, stands_for
from tools.catalog.types import Product, Variant


def test_compound_categories_and_colours_also_stand_for_their_parts() -> None:
    product = Product("p", "Hoodie", brand="Halden", category="hoodies & sweatshirts", attributes={"spec": ("a: b",)})
    variant = Variant("v", "p", {"Colour": "Navy/White", "size": "M"}, None, 0)
    assert facets_of(product, variant) == {
        ("category", "hoodies & sweatshirts"),
        ("category", "hoodie"),
        ("category", "sweatshirt"),
        ("brand", "halden"),
        ("color", "navy/white"),
        ("color", "navy"),
        ("color", "white"),
        ("size", "m"),
    }


def test_the_variants_own_option_wins_over_the_products_attribute() -> None:
    product = Product("p", "Mug", attributes={"color": ("red", "blue")})
    assert facets_of(product, Variant("v", "p", {"color": "red"}, None, 0)) == {("color", "red")}


@pytest.mark.parametrize(
    ("attribute", "wished", "known", "held"),
    [
        ("category", "Hoodies", ("hoodie", "hoodies & sweatshirts"), ["hoodie"]),
        ("category", "bag", ("laptop bag", "bag strap"), ["laptop bag"]),
        ("category", "shirt", ("t-shirt", "shirt"), ["shirt"]),
        ("category", "t shirt", ("t-shirt",), ["t-shirt"]),
        ("color", "blue", ("light blue", "blue"), ["blue"]),
        ("color", "blue", ("light blue", "navy"), ["light blue"]),
        ("material", "cotton", ("organic cotton", "cotton blend", "wool"), ["organic cotton", "cotton blend"]),
        ("size", "S", ("s", "xs", "one size"), ["s"]),
        ("use", "hiking", ("hike",), ["hike"]),
        ("use", "!!", ("hike",), []),
    ],
)
def test_values_that_satisfy_a_wish(attribute: str, wished: str, known: tuple[str, ...], held: list[str]) -> None:
    assert stands_for(attribute, wished, known) == held


def test_an_exclusion_means_the_shades_too() -> None:
    assert stands_for("color", "blue", ("light blue", "blue"), wide=True) == ["light blue", "blue"]


def test_a_single_leaf_is_put_in_the_singular_and_a_compound_one_kept() -> None:
    assert (leaf_category("Jackets"), leaf_category("Bras & Tanks")) == ("jacket", "bras & tanks")
