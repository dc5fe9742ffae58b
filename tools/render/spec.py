"""What a picture is to show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Backdrop = Literal["studio", "warm", "cool", "slate"]


@dataclass(frozen=True)
class PictureSpec:
    """Everything that decides a picture's pixels: equal specs give equal pictures.

    `kind` is one of `tools.render.kinds()`, `pattern` one of `tools.render.patterns()`; colours are words of the
    palette or "#rrggbb". `details` are what the words of a listing claim and the eye can check ("long sleeve",
    "v-neck", "hood"); a kind ignores the ones that it does not know. `light` is the side the light comes from, -1
    (left) to 1 (right).
    """

    kind: str
    colour: str
    silhouette: int = 0  # taken modulo the kind's number of silhouettes
    pattern: str = "solid"
    second_colour: str = "white"
    material: str = ""  # empty: the kind's usual one
    details: tuple[str, ...] = ()
    backdrop: Backdrop = "studio"
    light: float = -0.6
    seed: int = 0
    size: int = 512  # pixels, square
