"""sRGB to OKLab, for whole pictures. Source: Björn Ottosson, "A perceptual color space for image processing", 2020."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
TO_CONE = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    np.float32,
)
TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ],
    np.float32,
)
FROM_LAB = np.linalg.inv(TO_LAB.astype(np.float64)).astype(np.float32)
FROM_CONE = np.linalg.inv(TO_CONE.astype(np.float64)).astype(np.float32)


def oklab(rgb: NDArray[Any]) -> Floats:
    """(…, 3) sRGB values 0..255 to (…, 3) OKLab: L 0..1, a and b about −0.4..0.4."""
    unit = np.asarray(rgb, np.float32) / 255
    linear = np.where(unit <= 0.04045, unit / 12.92, ((unit + 0.055) / 1.055) ** 2.4)
    return np.asarray(np.cbrt(linear @ TO_CONE.T) @ TO_LAB.T, np.float32)


def srgb(lab: NDArray[Any]) -> Floats:
    """(…, 3) OKLab to (…, 3) sRGB values 0..255; colours that no screen shows are clipped."""
    cone = (np.asarray(lab, np.float32) @ FROM_LAB.T) ** 3
    linear = np.clip(cone @ FROM_CONE.T, 0, 1)
    unit = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.asarray(unit * 255, np.float32)
