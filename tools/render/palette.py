"""The shop's colour words and what they look like. All distances are Euclidean in OKLab, times 100 when called ΔE."""

from __future__ import annotations

import math

# sRGB of the undyed, evenly lit material; light and folds move each pixel around it
PALETTE: dict[str, tuple[int, int, int]] = {
    "black": (26, 26, 28),
    "charcoal": (66, 69, 75),
    "grey": (134, 136, 139),
    "silver": (190, 193, 198),
    "white": (243, 243, 241),
    "cream": (243, 231, 203),
    "beige": (214, 195, 163),
    "tan": (190, 144, 94),
    "khaki": (158, 145, 100),
    "brown": (101, 64, 41),
    "navy": (28, 39, 82),
    "blue": (33, 92, 190),
    "light blue": (146, 192, 232),
    "teal": (14, 122, 122),
    "green": (36, 130, 66),
    "olive": (98, 103, 47),
    "yellow": (246, 210, 54),
    "mustard": (206, 155, 36),
    "gold": (203, 167, 92),
    "orange": (238, 120, 34),
    "red": (200, 31, 41),
    "burgundy": (113, 23, 46),
    "pink": (238, 153, 179),
    "purple": (106, 60, 152),
}

FAMILY: dict[str, str] = {
    "black": "black",
    "charcoal": "grey",
    "grey": "grey",
    "silver": "grey",
    "white": "white",
    "cream": "white",
    "beige": "brown",
    "tan": "brown",
    "khaki": "green",
    "brown": "brown",
    "navy": "blue",
    "blue": "blue",
    "light blue": "blue",
    "teal": "green",
    "green": "green",
    "olive": "green",
    "yellow": "yellow",
    "mustard": "yellow",
    "gold": "yellow",
    "orange": "orange",
    "red": "red",
    "burgundy": "red",
    "pink": "pink",
    "purple": "purple",
}


def rgb_of(colour: str) -> tuple[int, int, int]:
    """sRGB of a word of the palette or of "#rrggbb". Raises KeyError for anything else."""
    if len(colour) == 7 and colour.startswith("#"):
        try:
            return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
        except ValueError:
            raise KeyError(colour) from None
    return PALETTE[colour]


def oklab(rgb: tuple[float, float, float]) -> tuple[float, float, float]:
    """sRGB 0..255 to OKLab (L 0..1).

    Source: Björn Ottosson, "A perceptual color space for image processing", 2020.
    """
    r, g, b = (_linear(value / 255) for value in rgb)
    long = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    medium = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    short = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def distance(one: str, other: str) -> float:
    """OKLab distance between two colour words (0 is the same, black to white is about 0.75)."""
    return math.dist(oklab(PALETTE[one]), oklab(PALETTE[other]))


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
