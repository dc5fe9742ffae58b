"""What is known of a training picture, and the sentence that says it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tools.vision.clip.vocabulary import COLOURS, KINDS, PATTERNS, SLEEVES, SOLID
from tools.vision.colour import SOFT
from tools.vision.colour_names import distances
from tools.vision.oklab import Floats, oklab

RGB = tuple[int, int, int]
UNKNOWN = -1
KIND_INDEX = {name: index for index, name in enumerate(KINDS)}
PATTERN_INDEX = {name: index for index, name in enumerate(PATTERNS)}
SLEEVE_INDEX = {name: index for index, name in enumerate(SLEEVES)}


@dataclass(frozen=True)
class Label:
    """`kinds`: the picture shows one of them. `rgb`: the cloth's own colour, before light; None where unknown."""

    kinds: tuple[str, ...]
    rgb: RGB | None
    pattern: str | None
    sleeve: str | None = None

    def row(self) -> tuple[list[bool], list[float], int, int]:
        """As numbers: mask over KINDS, sRGB (negative where unknown), index of pattern and of sleeve or UNKNOWN."""
        rgb = [float(each) for each in self.rgb] if self.rgb else [-1.0] * 3
        pattern = PATTERN_INDEX[self.pattern] if self.pattern else UNKNOWN
        sleeve = SLEEVE_INDEX[self.sleeve] if self.sleeve else UNKNOWN
        return [name in self.kinds for name in KINDS], rgb, pattern, sleeve


def colour_targets(rgb: Floats) -> Floats:
    """(n, 3) sRGB to (n, names) probabilities, softened as the pixel witness softens; zeros where unknown."""
    away = distances(oklab(np.maximum(rgb, 0)))
    near = np.exp(-((away / SOFT) ** 2)) + 1e-7
    return np.asarray(near / near.sum(1, keepdims=True) * (rgb[:, :1] >= 0), np.float32)


def caption(kind: str, colour: int, pattern: int) -> str:
    """ "a photo of a navy striped hoodie"; what is unknown is left out."""
    words = [COLOURS[colour]] if colour != UNKNOWN else []
    name = list(PATTERNS)[pattern] if pattern != UNKNOWN else SOLID
    words += [name] if name != SOLID else []
    return f"a photo of a {' '.join([*words, kind])}"
