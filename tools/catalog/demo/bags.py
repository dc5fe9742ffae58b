"""Bags."""

from __future__ import annotations

from tools.catalog.demo.recipe import Department, Line

BAGS = Department(
    name="bags",
    sellers=("Harbour & Pine", "Corner Atelier", "Parcel Row"),
    models=("Atlas", "Field", "Noma", "Lisse", "Metro", "Pilot", "Cala", "Strand", "Okto", "Verge", "Dune", "Loft"),
    lines=(
        Line(
            category="backpack",
            count=8,
            nouns=("Backpack", "Daypack", "Roll-Top Backpack", "Laptop Backpack"),
            brands=("Northfell", "Tarnwick", "Packsmith", "Halden"),
            price=(45, 199),
            colours=("black", "navy", "olive", "grey", "mustard", "red", "teal", "burgundy", "orange", "tan"),
            materials=("nylon", "canvas", "recycled polyester", "leather"),
            genders=("unisex",),
            attributes={
                "use": ("hiking+waterproof", "office+travel", "travel", "school", "hiking+camping"),
                "feature": ("laptop sleeve", "rain cover", "bottle pockets"),
            },
            openings=(
                "Twenty-two litres that never look stuffed.",
                "The straps were drawn first and the bag around them.",
                "A flat back panel for the laptop and a wide mouth for everything else.",
                "Stands up by itself under a train seat.",
            ),
        ),
        Line(
            category="tote",
            count=6,
            nouns=("Tote", "Market Tote", "Work Tote", "Canvas Tote"),
            brands=("Packsmith", "Almond & Reed", "Odile Vance"),
            price=(19, 169),
            colours=("cream", "navy", "black", "green", "red", "tan", "mustard", "pink", "light blue"),
            materials=("canvas", "canvas", "leather", "cotton"),
            patterns=("solid", "solid", "striped", "floral", "checked"),
            genders=("women", "unisex"),
            attributes={"use": ("casual", "office", "summer", "shopping")},
            openings=(
                "Carries a week of vegetables or one very large cat.",
                "Handles long enough for a winter coat's shoulder.",
                "Open at the top, with one zipped pocket for what matters.",
            ),
        ),
        Line(
            category="handbag",
            count=7,
            nouns=("Handbag", "Satchel Bag", "Top-Handle Bag", "Shoulder Bag"),
            brands=("Odile Vance", "Marlowe Row", "Cala Lune"),
            price=(59, 349),
            colours=("black", "burgundy", "tan", "red", "green", "navy", "beige", "pink", "white", "purple"),
            materials=("leather", "suede", "vegan leather"),
            genders=("women",),
            attributes={"use": ("party", "office", "office+party", "wedding+party"), "feature": ("detachable strap",)},
            openings=(
                "Closes with a click you will come to like.",
                "Two compartments and no black hole in between.",
                "Small enough for dinner, big enough for flat shoes.",
            ),
        ),
        Line(
            category="messenger bag",
            count=4,
            nouns=("Messenger Bag", "Courier Bag", "Brief Messenger"),
            brands=("Packsmith", "Halden", "Copperline"),
            price=(55, 219),
            colours=("black", "brown", "olive", "navy", "grey", "tan"),
            materials=("canvas", "leather", "nylon"),
            genders=("unisex", "men"),
            attributes={
                "use": ("office+travel", "cycling+waterproof", "office"),
                "feature": ("laptop sleeve", "wide strap"),
            },
            openings=(
                "One swing and it is in front of you.",
                "The flap keeps rain off the papers and opens with one hand.",
                "Made for people who read on platforms.",
            ),
        ),
        Line(
            category="duffel bag",
            count=4,
            nouns=("Duffel", "Weekender", "Gym Duffel"),
            brands=("Packsmith", "Northfell", "Veltro"),
            price=(49, 229),
            colours=("black", "navy", "olive", "red", "grey", "tan", "orange"),
            materials=("nylon", "canvas", "leather"),
            genders=("unisex",),
            attributes={
                "use": ("travel", "training", "travel+waterproof"),
                "feature": ("shoe compartment", "wide zip"),
            },
            openings=(
                "Friday evening in one bag.",
                "Fits the overhead locker of the strict airlines.",
                "A wide zip, a hard base and a strap that does not dig in.",
            ),
        ),
    ),
)
