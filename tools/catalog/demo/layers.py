"""Jackets, coats and blazers."""

from __future__ import annotations

from tools.catalog.demo.brands import DRESSY, OUTDOOR, SIZES
from tools.catalog.demo.recipe import Line

LAYERS = (
    Line(
        category="jacket",
        count=8,
        nouns=("Bomber Jacket", "Trucker Jacket", "Field Jacket", "Fleece Jacket", "Biker Jacket"),
        brands=(*OUTDOOR, "Halden", "Petrichor", "Marlowe Row"),
        price=(69, 249),
        colours=("black", "olive", "navy", "brown", "tan", "burgundy", "charcoal", "green", "blue"),
        materials=("nylon", "cotton", "leather", "suede", "fleece", "denim"),
        sizes=SIZES,
        genders=("men", "women", "unisex"),
        attributes={
            "sleeve": ("long sleeve",),
            "feature": ("zip+pockets",),
            "fit": ("regular", "slim"),
            "use": ("casual+warm", "windproof+travel", "casual+party", "hiking+windproof"),
        },
        openings=(
            "A layer for nine months of the year.",
            "The zip runs with one finger and the lining does not catch on your sleeves.",
            "Short in the body, easy in the arms.",
            "It takes two weeks to break in and ten years to wear out.",
        ),
    ),
    Line(
        category="rain jacket",
        count=6,
        nouns=("Rain Jacket", "Waterproof Shell", "Rain Parka", "Storm Jacket"),
        brands=(*OUTDOOR, "Regnfar"),
        price=(59, 289),
        colours=("yellow", "navy", "red", "olive", "teal", "black", "orange", "blue", "green", "purple"),
        materials=("nylon", "polyester", "recycled polyester"),
        sizes=SIZES,
        genders=("unisex", "men", "women"),
        attributes={
            "sleeve": ("long sleeve",),
            "feature": ("hood+taped seams", "hood+pit zips", "hood+packable"),
            "fit": ("regular", "relaxed"),
            "use": ("waterproof+hiking", "waterproof+travel", "waterproof+windproof", "waterproof+cycling"),
        },
        openings=(
            "Tested under a garden hose and then on the west coast, where it is wetter.",
            "Every seam is taped and the hood turns with your head.",
            "Folds into its own pocket, opens without creases.",
            "Keeps out sideways rain and lets out the climb.",
        ),
    ),
    Line(
        category="down jacket",
        count=4,
        nouns=("Down Jacket", "Puffer Jacket", "Quilted Jacket"),
        brands=(*OUTDOOR, "Regnfar"),
        price=(99, 329),
        colours=("black", "navy", "orange", "olive", "red", "silver", "blue", "cream"),
        materials=("nylon", "recycled polyester"),
        sizes=SIZES,
        genders=("unisex", "men", "women"),
        attributes={
            "sleeve": ("long sleeve",),
            "feature": ("zip+insulated", "hood+insulated"),
            "fit": ("regular",),
            "use": ("warm+hiking", "warm+travel", "warm+windproof"),
        },
        openings=(
            "All the warmth of a duvet with the manners of a jacket.",
            "Baffles of different widths keep the filling where the cold is.",
            "Weighs less than the book in your bag.",
        ),
    ),
    Line(
        category="coat",
        count=4,
        nouns=("Wool Coat", "Overcoat", "Trench Coat", "Car Coat"),
        brands=DRESSY,
        price=(129, 399),
        colours=("black", "tan", "charcoal", "navy", "beige", "burgundy", "olive"),
        materials=("wool", "cotton", "cashmere"),
        patterns=("solid", "solid", "solid", "checked"),
        sizes=SIZES,
        genders=("women", "men"),
        attributes={
            "sleeve": ("long sleeve",),
            "neckline": ("lapel",),
            "fit": ("regular", "relaxed"),
            "use": ("warm+office", "warm+party", "office+travel"),
        },
        openings=(
            "Long enough to sit down in, sharp enough to stand up in.",
            "Two deep pockets, an inner one for tickets, and a back vent that moves.",
            "The shoulder is set by hand.",
        ),
    ),
    Line(
        category="blazer",
        count=4,
        nouns=("Blazer", "Unlined Blazer"),
        brands=DRESSY,
        price=(89, 239),
        colours=("navy", "charcoal", "black", "beige", "green", "burgundy"),
        materials=("wool", "linen", "cotton"),
        patterns=("solid", "solid", "checked", "striped"),
        sizes=SIZES,
        genders=("women", "men"),
        attributes={
            "sleeve": ("long sleeve",),
            "neckline": ("lapel",),
            "fit": ("slim", "regular"),
            "use": ("office", "office+party"),
        },
        openings=(
            "A jacket that thinks it is a cardigan: soft shoulder, half lining.",
            "It holds its line over a T-shirt as well as over a tie.",
            "Cut close at the waist, free at the elbow.",
        ),
    ),
)
