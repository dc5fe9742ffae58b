"""What things are made of: the texture that a material gives to relief and tone, and how it takes the light."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from tools.render.light import Field, blur
from tools.render.palette import rgb_of
from tools.render.patterns import floral, pattern_cover

RGB = tuple[int, int, int]
_NOISE = 640  # pixels of the noise tile


@dataclass(frozen=True)
class Stuff:
    """A dyed material. `gloss` is the highlight's strength, `focus` its sharpness, `sheen` the glance on dark folds."""

    rgb: RGB
    texture: str = "plain"
    pattern: str = "solid"
    second: RGB = (255, 255, 255)
    gloss: float = 0.0
    focus: float = 20.0
    sheen: float = 34.0
    seed: int = 0

    def dyed(self, rgb: RGB) -> Stuff:
        return replace(self, rgb=rgb, pattern="solid")

    def shaded(self, factor: float) -> Stuff:
        """The same stuff a little darker or paler: ribs, linings, seams."""
        red, green, blue = (max(0, min(255, round(value * factor))) for value in self.rgb)
        return replace(self, rgb=(red, green, blue), pattern="solid")

    def plain(self) -> Stuff:
        return replace(self, pattern="solid")


# material -> texture, gloss, focus, sheen
MATERIALS: dict[str, tuple[str, float, float, float]] = {
    "cotton": ("jersey", 0, 1, 34),
    "organic cotton": ("jersey", 0, 1, 34),
    "piqué cotton": ("pique", 0, 1, 34),
    "linen": ("linen", 0, 1, 30),
    "flannel": ("felt", 0, 1, 30),
    "polyester": ("jersey", 0.05, 8, 40),
    "recycled polyester": ("ripstop", 0.08, 10, 44),
    "nylon": ("ripstop", 0.10, 12, 48),
    "fleece": ("fleece", 0, 1, 30),
    "wool": ("knit", 0, 1, 30),
    "merino wool": ("fine knit", 0, 1, 30),
    "lambswool": ("knit", 0, 1, 30),
    "cashmere": ("fine knit", 0.02, 4, 34),
    "felted wool": ("felt", 0, 1, 30),
    "rib": ("rib", 0, 1, 34),
    "silk": ("satin", 0.16, 9, 60),
    "satin": ("satin", 0.22, 8, 64),
    "viscose": ("jersey", 0.05, 7, 40),
    "velvet": ("velvet", 0.05, 3, 60),
    "denim": ("denim", 0, 1, 30),
    "leather": ("grain", 0.20, 18, 46),
    "vegan leather": ("grain", 0.26, 24, 46),
    "suede": ("nap", 0, 1, 26),
    "nubuck": ("nap", 0.03, 6, 28),
    "canvas": ("canvas", 0, 1, 30),
    "mesh": ("mesh", 0.03, 8, 34),
    "rubber": ("plain", 0.10, 14, 40),
    "cork": ("cork", 0, 1, 30),
    "plastic": ("plain", 0.22, 26, 44),
    "silicone": ("plain", 0.08, 9, 40),
    "fabric": ("canvas", 0, 1, 30),
    "ceramic": ("plain", 0.55, 46, 50),
    "porcelain": ("plain", 0.60, 60, 50),
    "stoneware": ("speckle", 0.25, 22, 44),
    "enamel": ("plain", 0.60, 50, 50),
    "glass": ("plain", 0.7, 60, 60),
    "metal": ("plain", 0.35, 30, 50),
    "steel": ("brushed", 0.45, 26, 60),
    "stainless steel": ("brushed", 0.45, 26, 60),
    "aluminium": ("brushed", 0.35, 20, 60),
    "chrome": ("plain", 0.8, 40, 80),
    "cast iron": ("speckle", 0.12, 14, 40),
    "wood": ("wood", 0.10, 14, 36),
    "matt": ("plain", 0.0, 1, 36),
}


def made_of(material: str, colour: str | RGB, *, pattern: str = "solid", second: str = "white", seed: int = 0) -> Stuff:
    """A material in a colour of the palette (or any sRGB). An unknown material is taken as plain and matt."""
    texture, gloss, focus, sheen = MATERIALS.get(material, ("plain", 0.0, 1.0, 36.0))
    rgb = rgb_of(colour) if isinstance(colour, str) else colour
    return Stuff(rgb, texture, pattern, rgb_of(second), gloss, focus, sheen, seed)


def surface(stuff: Stuff, x: Field, y: Field, unit: float) -> tuple[Field, Field | None]:
    """Colour (h, w, 3) and relief in units at these points of the cloth. None where the texture is flat."""
    base = np.array(stuff.rgb, dtype=np.float32)
    if stuff.pattern == "floral":
        albedo = floral(x, y, stuff.rgb, stuff.second, stuff.seed)
    else:
        cover = pattern_cover(stuff.pattern, x, y, unit, stuff.seed)
        albedo = np.broadcast_to(base, (*x.shape, 3))
        if cover is not None:
            albedo = base + cover[..., None] * (np.array(stuff.second, dtype=np.float32) - base)
    weave = _TEXTURES.get(stuff.texture)
    if weave is None:
        return albedo, None
    bump, tone = weave(x, y, unit)
    if tone is not None:
        albedo = albedo * (1 + tone)[..., None]
    return albedo, bump


Woven = tuple[Field | None, Field | None]  # relief in units, tone as a share of the colour


@functools.cache
def _noise(sigma: float) -> Field:
    """Gaussian noise of unit variance, blurred: the same tile in every process."""
    tile = np.random.default_rng(7).standard_normal((_NOISE, _NOISE), dtype=np.float32)
    if sigma:
        tile = blur(tile, sigma)
        tile = tile / tile.std()
    return tile


def _grain(x: Field, y: Field, sigma: float, wide: float = 1, tall: float = 1) -> Field:
    """Noise with features of about `sigma` units, stretched along either axis."""
    pixels = max(sigma * 5.12, 0.4)  # the tile is at home in a picture of 512 pixels
    columns = (x * np.float32(5.12 / wide)).astype(np.int32) % _NOISE
    rows = (y * np.float32(5.12 / tall)).astype(np.int32) % _NOISE
    picked: Field = _noise(round(pixels, 2) if pixels > 1 else 0.0)[rows, columns]
    return picked


def _wave(at: Field, period: float, unit: float) -> Field | float:
    """A sine, faded out where the picture is too coarse to show it."""
    fade = np.float32(np.clip((period * unit - 1.8) / 1.6, 0, 1))
    return np.asarray(fade * np.sin(at * np.float32(2 * np.pi / period))) if fade else 0.0


def _jersey(x: Field, y: Field, unit: float) -> Woven:
    return 0.012 * _grain(x, y, 0.28, 1, 2), 0.018 * _grain(x, y, 0.2)


def _pique(x: Field, y: Field, unit: float) -> Woven:
    bump = 0.05 * _wave(x, 0.9, unit) * _wave(y, 0.9, unit)
    return bump + np.zeros_like(x), 0.015 * _grain(x, y, 0.2)


def _linen(x: Field, y: Field, unit: float) -> Woven:
    threads = _grain(x, y, 0.2, 6, 1) + _grain(y, x, 0.2, 6, 1)
    return 0.012 * threads, 0.03 * threads


def _felt(x: Field, y: Field, unit: float) -> Woven:
    fuzz = _grain(x, y, 0.3) + 0.7 * _grain(y, x, 1.1)
    return 0.018 * fuzz, 0.025 * fuzz


def _fleece(x: Field, y: Field, unit: float) -> Woven:
    return 0.03 * _grain(x, y, 0.45), 0.03 * _grain(y, x, 0.8)


def _stitch(x: Field, y: Field, unit: float, wide: float, tall: float, height: float) -> Woven:
    """Stocking stitch: columns of V, each leg a little yarn."""
    column = x / np.float32(wide)
    leg = np.abs(column - np.floor(column) - np.float32(0.5)) * 2
    rise = np.sin((y / np.float32(tall) - leg * np.float32(0.62)) * np.float32(2 * np.pi))
    round_leg = np.sin(leg * np.float32(np.pi)) ** 2
    fade = np.float32(np.clip((wide * unit - 2.6) / 2.4, 0, 1))
    yarn = fade * round_leg * (0.62 + 0.38 * rise)
    return np.float32(height) * yarn, 0.16 * (yarn - 0.31 * fade) + 0.02 * _grain(x, y, 0.25)


def _knit(x: Field, y: Field, unit: float) -> Woven:
    return _stitch(x, y, unit, 1.75, 1.35, 0.22)


def _fine_knit(x: Field, y: Field, unit: float) -> Woven:
    return _stitch(x, y, unit, 1.05, 0.85, 0.10)


def _rib(x: Field, y: Field, unit: float) -> Woven:
    ridge = np.abs(np.sin(x * np.float32(np.pi / 1.15)))
    return 0.22 * ridge, 0.14 * (ridge - 0.64) + 0.015 * _grain(x, y, 0.25)


def _denim(x: Field, y: Field, unit: float) -> Woven:
    twill = _wave(x + y * np.float32(0.7), 0.62, unit)
    slub = _grain(x, y, 0.22, 1, 5)
    wear = _grain(y, x, 1.6)
    return 0.02 * slub, 0.05 * twill + 0.05 * slub + 0.018 * wear


def _canvas(x: Field, y: Field, unit: float) -> Woven:
    weave = _wave(x, 0.62, unit) * _wave(y, 0.62, unit)
    return 0.03 * weave + 0.008 * _grain(x, y, 0.2), 0.05 * weave + 0.025 * _grain(x, y, 0.2, 2, 1)


def _ripstop(x: Field, y: Field, unit: float) -> Woven:
    wrinkle = _grain(x, y, 1.3, 1.5, 1) + 0.5 * _grain(y, x, 0.6)
    return 0.035 * wrinkle, 0.008 * _grain(x, y, 0.2)


def _satin(x: Field, y: Field, unit: float) -> Woven:
    return 0.02 * _grain(x, y, 1.8, 1, 2), None


def _velvet(x: Field, y: Field, unit: float) -> Woven:
    return 0.05 * _grain(x, y, 1.9), 0.05 * _grain(y, x, 2.6)


def _leather(x: Field, y: Field, unit: float) -> Woven:
    pores = np.abs(_grain(x, y, 0.42))
    return 0.03 * np.minimum(pores, 1), 0.03 * _grain(y, x, 2.2)


def _nap(x: Field, y: Field, unit: float) -> Woven:
    return 0.014 * _grain(x, y, 0.25), 0.035 * _grain(y, x, 1.8, 1, 1.5) + 0.025 * _grain(x, y, 0.2)


def _mesh(x: Field, y: Field, unit: float) -> Woven:
    holes = _wave(x, 1.05, unit) * _wave(y + x * np.float32(0.5), 1.05, unit)
    return -0.07 * np.maximum(holes, 0), -0.20 * np.maximum(holes, 0)


def _cork(x: Field, y: Field, unit: float) -> Woven:
    bits = _grain(x, y, 0.4)
    return 0.03 * bits, 0.08 * bits


def _speckle(x: Field, y: Field, unit: float) -> Woven:
    spots = np.maximum(np.abs(_grain(x, y, 0.24)) - 2.3, 0)
    return 0.012 * _grain(y, x, 0.5), np.maximum(-0.35, -0.8 * spots)


def _brushed(x: Field, y: Field, unit: float) -> Woven:
    lines = _grain(x, y, 0.2, 24, 1)
    return None, 0.03 * lines


def _wood(x: Field, y: Field, unit: float) -> Woven:
    rings = np.sin((y + 1.2 * _grain(x, y, 2.4, 5, 1)) * np.float32(2.6))
    return None, 0.06 * rings + 0.05 * _grain(x, y, 0.25, 10, 1)


_TEXTURES: dict[str, Callable[[Field, Field, float], Woven]] = {
    "jersey": _jersey,
    "pique": _pique,
    "linen": _linen,
    "felt": _felt,
    "fleece": _fleece,
    "knit": _knit,
    "fine knit": _fine_knit,
    "rib": _rib,
    "denim": _denim,
    "canvas": _canvas,
    "ripstop": _ripstop,
    "satin": _satin,
    "velvet": _velvet,
    "grain": _leather,
    "nap": _nap,
    "mesh": _mesh,
    "cork": _cork,
    "speckle": _speckle,
    "brushed": _brushed,
    "wood": _wood,
}
