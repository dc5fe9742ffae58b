"""Real photographs of clothes (public domain): their kinds as labelled, their colours as dyed anew by the recipe."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

from tools.vision.clip.training.figures import Figure, random_colour
from tools.vision.clip.training.labels import RGB, Label
from tools.vision.clip.vocabulary import GROUPS
from tools.vision.foreground import foreground
from tools.vision.oklab import Floats, oklab, srgb

SETTLED = 0.55  # share of the foreground that one colour must hold, or the photograph is not dyed
WORN_SHARE = (0.15, 0.75)  # of the picture that a thing covers whose outline is to be believed
TOPS, BOTTOMS = ("t-shirt", "longsleeve", "shirt", "outwear", "dress"), ("pants", "shorts", "skirt")
KINDS: dict[str, tuple[str, ...]] = {
    "t-shirt": ("t-shirt",),
    "longsleeve": ("long sleeve top", "sweatshirt", "sweater"),
    "shirt": ("shirt",),
    "dress": ("dress",),
    "skirt": ("skirt",),
    "pants": GROUPS["pants"],
    "shorts": ("shorts",),
    "outwear": (*GROUPS["outerwear"], "hoodie", "cardigan"),
    "shoes": GROUPS["shoe"],
    "hat": GROUPS["hat"],
}
SLEEVES = {"longsleeve": "long sleeve", "outwear": "long sleeve", "t-shirt": "short sleeve"}


@dataclass(frozen=True)
class Photo:
    picture: Image.Image
    kind: str  # the data set's own word
    held_out: bool


def load(folder: Path) -> list[Photo]:
    """The photographs of `folder` (clothing_cc0), or none where it is absent."""
    if not (folder / "images.zip").is_file():
        return []
    rows = [json.loads(line) for line in (folder / "images.jsonl").read_text(encoding="utf-8").splitlines()]
    with zipfile.ZipFile(folder / "images.zip") as archive:
        names = {Path(name).name: name for name in archive.namelist()}
        return [
            Photo(_opened(archive.read(names[Path(row["file"]).name])), row["label"], row["split"] != "train")
            for row in rows
        ]


def photographed(rng: np.random.Generator, photo: Photo) -> tuple[Image.Image, Label]:
    """The photograph, most often in another colour, with what is known of it then."""
    kinds, sleeve = KINDS[photo.kind], SLEEVES.get(photo.kind)
    if rng.random() < 0.75:
        dyed = dye(photo.picture, random_colour(rng))
        if dyed is not None:
            return dyed[0], Label(kinds, dyed[1], None, sleeve)
    return photo.picture, Label(kinds, None, None, sleeve)


def cut_out(rng: np.random.Generator, photo: Photo) -> Figure | None:
    """The photographed thing without what lies around it, to be worn; None where it does not stand out clearly."""
    picture, label = photographed(rng, photo)
    values = np.asarray(picture, np.uint8)
    lab = oklab(values)
    front = foreground(lab, values)
    inside = Image.fromarray(((front.weight > 0.12) * 255).astype(np.uint8))
    for size, grow in ((3, False), (7, True), (7, False)):  # specks away, holes closed
        inside = inside.filter(ImageFilter.MaxFilter(size) if grow else ImageFilter.MinFilter(size))
    share = float(np.asarray(inside, np.float32).mean()) / 255
    if not front.found or not WORN_SHARE[0] < share < WORN_SHARE[1]:
        return None
    layer = picture.copy()
    layer.putalpha(inside.filter(ImageFilter.GaussianBlur(0.8)))
    return Figure(layer, label)


def dye(picture: Image.Image, rgb: RGB) -> tuple[Image.Image, RGB] | None:
    """The thing in the middle in another colour, shade and folds kept; None when it has no one colour of its own."""
    values = np.asarray(picture, np.uint8)
    lab = oklab(values)
    weight = foreground(lab, values).weight
    inside = weight > 0.25
    if inside.mean() < 0.08:
        return None
    main = _main(lab[inside], weight[inside])
    away = np.linalg.norm((lab - main) * np.array([0.35, 1, 1], np.float32), axis=2)
    limit = 0.07
    if float((weight * (away < limit)).sum() / weight.sum()) < SETTLED:
        return None
    near = np.clip(1.5 - away / limit, 0, 1) * np.clip(weight / 0.2, 0, 1)
    target = oklab(np.array(rgb, np.float32))
    ratio = lab[..., :1] / max(float(main[0]), 0.12)
    ratio = 1 + (ratio - 1) * (0.9 if main[0] > 0.35 else 0.6)
    dyed = np.concatenate([target[0] * ratio, target[1:] * np.sqrt(np.clip(ratio, 0, 1.5))], axis=2)
    mixed = lab + (dyed - lab) * near[..., None]
    return Image.fromarray(np.clip(srgb(mixed), 0, 255).astype(np.uint8), "RGB"), rgb


def _main(pixels: Floats, weight: Floats) -> Floats:
    """The densest colour: the mean of what lies near the weighted median, twice."""
    centre = np.array([_median(pixels[:, axis], weight) for axis in range(3)], np.float32)
    for _ in range(3):
        close = np.exp(-((np.linalg.norm((pixels - centre) * np.array([0.5, 1, 1]), axis=1) / 0.06) ** 2)) * weight
        centre = (pixels * close[:, None]).sum(0) / max(float(close.sum()), 1e-6)
    return np.asarray(centre, np.float32)


def _median(values: Floats, weight: Floats) -> float:
    order = np.argsort(values)
    total = np.cumsum(weight[order])
    return float(np.interp(total[-1] / 2, total, values[order]))


def _opened(body: bytes) -> Image.Image:
    with Image.open(io.BytesIO(body)) as picture:
        return picture.convert("RGB")
