"""Goods without a backdrop, drawn by the project's own renderer in colours from all over the vocabulary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tools.render import PictureSpec, cut_out, draw, kinds, silhouettes
from tools.render.fabric import MATERIALS
from tools.render.palette import PALETTE
from tools.render.spec import Backdrop
from tools.vision.clip.training.labels import RGB, Label
from tools.vision.clip.vocabulary import PATTERNS, SOLID
from tools.vision.colour_names import NAMES, anchors
from tools.vision.oklab import oklab, srgb

SIDE = 128
TOPS = ("t-shirt", "shirt", "polo shirt", "hoodie", "sweatshirt", "sweater", "cardigan")
LAYERS = ("jacket", "rain jacket", "down jacket", "coat", "blazer")
LEGWEAR = ("skirt", "jeans", "trousers", "shorts", "leggings")
CLOTHES = (*TOPS, *LAYERS, "dress", *LEGWEAR)
PATTERNED = (*CLOTHES, "beanie", "backpack", "tote", "duffel bag", "cushion", "blanket", "mug", "vase", "boot")
CLOTHES_SHARE = 0.62  # of all figures
LONG = frozenset({"hoodie", "sweatshirt", "sweater", "cardigan", *LAYERS})
CHOICE_OF_SLEEVES = ("t-shirt", "shirt", "dress")
USUAL = ("black", "white", "grey", "charcoal", "navy", "blue", "red")  # what shops sell most
APART = 0.16  # OKLab distance of a pattern's second colour from the first
BACKDROPS: tuple[Backdrop, ...] = ("studio", "warm", "cool", "slate")


@dataclass(frozen=True)
class Figure:
    picture: Image.Image  # RGBA, SIDE pixels square
    label: Label

    @property
    def kind(self) -> str:
        return self.label.kinds[0]


def figure(rng: np.random.Generator, wanted: tuple[str, ...] | None = None, rgb: RGB | None = None) -> Figure:
    """A random one of the `wanted` kinds, or of all, clothes more often than the rest."""
    spec, label = random_spec(rng, wanted, rgb=rgb)
    picture = cut_out(spec)
    if label.kinds == ("sports bra",):
        picture = _cropped(picture, float(rng.uniform(0.40, 0.50)))
    return Figure(picture, label)


def studio(rng: np.random.Generator, rgb: RGB | None = None) -> tuple[Image.Image, Label]:
    """A whole picture as the demo catalogue has them, RGB."""
    spec, label = random_spec(rng, None, bra=False, rgb=rgb)
    return draw(spec), label


def random_spec(
    rng: np.random.Generator, wanted: tuple[str, ...] | None, *, bra: bool = True, rgb: RGB | None = None
) -> tuple[PictureSpec, Label]:
    """Of a random kind, cut, pattern and material; in this colour or a random one."""
    pool = wanted or (CLOTHES if rng.random() < CLOTHES_SHARE else kinds())
    kind = str(rng.choice(pool))
    pattern = str(rng.choice([*PATTERNS])) if kind in PATTERNED and rng.random() < 0.5 else SOLID
    rgb = rgb or random_colour(rng)
    second = _apart(rng, rgb)
    details, shown, sleeve = _cut(rng, kind, bra)
    spec = PictureSpec(
        kind,
        _hex(rgb),
        silhouette=int(rng.integers(silhouettes(kind))),
        pattern=pattern,
        second_colour=_hex(second),
        material=str(rng.choice([*MATERIALS])) if rng.random() < 0.35 else "",
        details=details,
        backdrop=BACKDROPS[int(rng.integers(len(BACKDROPS)))],
        light=float(rng.uniform(-1, 1)),
        seed=int(rng.integers(1 << 30)),
        size=SIDE,
    )
    return spec, Label((shown,), rgb, pattern, sleeve)


def random_colour(rng: np.random.Generator) -> RGB:
    """A word of the palette hardly changed, or something near an anchor of the vocabulary, or any colour at all."""
    draw_of = rng.random()
    if draw_of < 0.15:
        centre, spread = oklab(np.array(PALETTE[str(rng.choice(USUAL))], np.float32)), 0.012
    elif draw_of < 0.45:
        centre, spread = oklab(np.array([*PALETTE.values()][int(rng.integers(len(PALETTE)))], np.float32)), 0.008
    elif draw_of < 0.9:
        points, owners = anchors()
        name = int(rng.integers(len(NAMES)))
        own = [index for index, owner in enumerate(owners) if owner == name]
        centre, spread = points[int(rng.choice(own))], 0.018
    else:
        return _rgb(rng.uniform(0, 255, 3))
    return _rgb(srgb(centre + rng.normal(0, 1, 3) * np.array([1.5, 1, 1]) * spread))


def _cut(rng: np.random.Generator, kind: str, bra: bool) -> tuple[tuple[str, ...], str, str | None]:
    """Details for the renderer, the kind as a shop would call it, its sleeves."""
    details = [str(each) for each in ("slim", "relaxed", "women", "v-neck", "scoop neck", "hood") if rng.random() < 0.2]
    if kind in LONG:
        return tuple(details), kind, "long sleeve"
    if kind not in CHOICE_OF_SLEEVES:
        return tuple(details), kind, None
    sleeve = str(rng.choice(["long sleeve", "short sleeve", "sleeveless"]))
    if kind == "dress" and sleeve == "short sleeve":
        return tuple(details), kind, None
    shown = kind
    if kind == "t-shirt" and sleeve == "sleeveless":
        shown = "sports bra" if bra and rng.random() < 0.3 else "tank top"
    elif kind == "t-shirt" and sleeve == "long sleeve":
        shown = "long sleeve top"
    return (*details, sleeve), shown, sleeve


def _cropped(picture: Image.Image, share: float) -> Image.Image:
    """Without what is below this share of the height."""
    layers = np.array(picture)
    layers[round(SIDE * share) :, :, 3] = 0
    return Image.fromarray(layers, "RGBA")


def _apart(rng: np.random.Generator, rgb: RGB) -> RGB:
    base = oklab(np.array(rgb, np.float32))
    if rng.random() < 0.4:  # white or black, the usual second colours
        return (243, 243, 241) if base[0] < 0.75 else (26, 26, 28)
    for _ in range(12):
        other = random_colour(rng)
        if float(np.linalg.norm(oklab(np.array(other, np.float32)) - base)) > APART:
            return other
    return (243, 243, 241) if base[0] < 0.6 else (26, 26, 28)


def _rgb(values: NDArray[Any]) -> RGB:
    red, green, blue = (int(each) for each in np.clip(np.round(values), 0, 255))
    return red, green, blue


def _hex(rgb: RGB) -> str:
    return "#{:02x}{:02x}{:02x}".format(*rgb)
