"""The shipped CLIP without any catalogue to help it: held-out renders and photographs that it was never trained on.

`python -m evals.vision_clip` prints the table. Zero-shot: the likeliest of the words asked about, by prompts alone.
"""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from evals.intervals import wilson
from evals.scores import area_under_curve
from tools.vision.clip.reading import Reader
from tools.vision.clip.training.held_out import judged, renders
from tools.vision.clip.views import embed
from tools.vision.clip.vocabulary import VALUES, members

Progress = Callable[[int, int, str], None]
RENDERS = 1200
LUMA_KINDS = ("Hoodies & Sweatshirts", "Pants", "Tees", "Shorts", "Jackets", "Bras & Tanks")
FASHION_COLOURS = [
    "Black",
    "White",
    "Blue",
    "Brown",
    "Grey",
    "Red",
    "Green",
    "Pink",
    "Purple",
    "Yellow",
    "Orange",
    "Beige",
]  # the twelve most usual after joining "Navy Blue", which "Blue" includes
CC0 = {
    "t-shirt": "t-shirt",
    "longsleeve": "long sleeve top",
    "shirt": "shirt",
    "dress": "dress",
    "skirt": "skirt",
    "pants": "pants",
    "shorts": "shorts",
    "outwear": "outwear",
    "shoes": "shoes",
    "hat": "hat",
}


@dataclass(frozen=True)
class Figure:
    """One line of the table: a share, or an area under a curve, with its 95 % interval where it is a share."""

    name: str
    value: float
    count: int
    target: float | None = None
    baseline: float | None = None
    interval: tuple[float, float] | None = None


def share(name: str, hits: Sequence[bool], target: float | None = None, baseline: float | None = None) -> Figure:
    return Figure(name, float(np.mean(hits)), len(hits), target, baseline, wilson(sum(hits), len(hits)))


def of_renders(reader: Reader, progress: Progress, count: int = RENDERS) -> list[Figure]:
    """Category, colour and pattern of held-out renders, and the colour again under each lamp."""
    found = judged(reader, renders(count, progress), progress)
    wanted = {"category": (0.92, 0.77), "pattern": (0.92, 0.74), "color, neutral light": (0.92, 0.81)}
    return [share(f"renders: {name}", hits, *wanted.get(name, (0.88, 0.81))) for name, hits in found.items()]


def of_luma(reader: Reader, folder: Path, progress: Progress) -> list[Figure]:
    """Colour and garment of the photographs of models; words as the shop has them."""
    rows = [json.loads(line) for line in (folder / "images.jsonl").read_text(encoding="utf-8").splitlines()]
    seen = _embedded(reader, [_opened(folder / row["file"]) for row in rows], progress, "photographs of models")
    coloured = [place for place, row in enumerate(rows) if row["color_variant"]]
    words = sorted({rows[place]["color_variant"] for place in coloured})
    named = reader.choose(seen[coloured], "color", words)
    right = [named[at] == rows[place]["color_variant"] for at, place in enumerate(coloured)]
    worn = [place for place, row in enumerate(rows) if row["category"]]
    kinds = reader.choose(seen[worn], "category", LUMA_KINDS)
    fits = [kinds[at] == _luma_kind(rows[place]["category"]) for at, place in enumerate(worn)]
    return [
        share(f"magento_luma: {len(words)} colours, zero-shot", right, 0.82, 0.74),
        share(f"magento_luma: {len(LUMA_KINDS)} garments, zero-shot", fits, 0.70),
    ]


def _luma_kind(category: str) -> str:
    return "Bras & Tanks" if category == "Tanks" else category


def of_fashion(reader: Reader, folder: Path, progress: Progress) -> list[Figure]:
    """Twelve colours zero-shot, and the claims about colours. Measured only."""
    rows = [json.loads(line) for line in (folder / "images.jsonl").read_text(encoding="utf-8").splitlines()]
    claims = [json.loads(line) for line in (folder / "claims_dev.jsonl").read_text(encoding="utf-8").splitlines()]
    wanted = sorted({row["file"] for row in claims})
    seen = _embedded(reader, _from_zip(folder / "images.zip", wanted), progress, "photographs of goods")
    place_of = {file: place for place, file in enumerate(wanted)}
    labelled = [row for row in rows if row["file"] in place_of and _twelve(row["baseColour"])]
    named = reader.choose(seen[[place_of[row["file"]] for row in labelled]], "color", FASHION_COLOURS)
    hits = [name == _twelve(row["baseColour"]) for name, row in zip(named, labelled, strict=True)]
    odds = reader.distribution(seen, "color")
    judged = []
    for claim in claims:
        known = members("color", claim["claim_color"])
        if known and claim["kind"] in ("true", "wrong_colour"):
            column = [VALUES["color"].index(each) for each in known]
            judged.append((float(odds[place_of[claim["file"]], column].sum()), bool(claim["truth"])))
    return [
        share("fashion_products: 12 colours, zero-shot", hits),
        Figure("fashion_products: colour claims, AUC, zero-shot", area_under_curve(judged), len(judged)),
    ]


def _twelve(word: str) -> str | None:
    word = {"Navy Blue": "Blue", "Maroon": "Red", "Grey Melange": "Grey"}.get(word, word)
    return word if word in FASHION_COLOURS else None


def of_cc0(reader: Reader, folder: Path, progress: Progress) -> list[Figure]:
    """Garments in the part of the public-domain photographs that took no part in training."""
    rows = [json.loads(line) for line in (folder / "images.jsonl").read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if row["split"] != "train"]
    seen = _embedded(
        reader, _from_zip(folder / "images.zip", [row["file"] for row in rows]), progress, "photographs of clothes"
    )
    kinds = reader.choose(seen, "category", [*CC0.values()])
    hits = [kind == CC0[row["label"]] for kind, row in zip(kinds, rows, strict=True)]
    return [share("clothing_cc0: 10 garments, held-out part", hits)]


def _embedded(reader: Reader, pictures: list[Image.Image], progress: Progress, about: str) -> Any:
    parts = []
    for start in range(0, len(pictures), 64):
        parts.append(embed(reader.encoder, pictures[start : start + 64]))
        progress(min(start + 64, len(pictures)), len(pictures), about)
    return np.concatenate(parts)


def _opened(path: Path) -> Image.Image:
    with Image.open(path) as picture:
        return picture.convert("RGB")


def _from_zip(path: Path, files: Sequence[str]) -> list[Image.Image]:
    with zipfile.ZipFile(path) as archive:
        names = {Path(name).name: name for name in archive.namelist()}
        opened = []
        for file in files:
            with archive.open(names[Path(file).name]) as stream, Image.open(stream) as picture:
                opened.append(picture.convert("RGB"))
        return opened


def measure(reader: Reader, data: Path, progress: Progress) -> tuple[list[Figure], list[str]]:
    """All figures, and what could not be measured because its data are absent."""
    figures, absent = of_renders(reader, progress), []
    for name, of in (("magento_luma", of_luma), ("fashion_products", of_fashion), ("clothing_cc0", of_cc0)):
        if (data / name).is_dir():
            figures += of(reader, data / name, progress)
        else:
            absent.append(f"{name}: TRUECART_DATA is not here: {data / name}")
    return figures, absent


def show(figures: Sequence[Figure], absent: Sequence[str]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("figure", "value", "95 % interval", "of", "target", "baseline")
    for each in figures:
        interval = f"{each.interval[0]:.3f} to {each.interval[1]:.3f}" if each.interval else ""
        wanted, before = (f"{value:.3f}" if value is not None else "" for value in (each.target, each.baseline))
        table.add_row(each.name, f"{each.value:.3f}", interval, str(each.count), wanted, before)
    console = Console(width=120)
    console.print(table)
    for line in absent:
        console.print(f"not measured: {line}")


def main() -> int:
    from cli.terminal import progress
    from tools.settings import current
    from tools.vision.clip.openclip import OpenClip
    from tools.vision.clip.shipped import Shipped

    encoder: Any = Shipped(Path(sys.argv[2])) if sys.argv[1:2] == ["--weights"] else None
    encoder = encoder or (OpenClip(current().clip_model) if current().clip_model else Shipped())
    with progress() as report:
        figures, absent = measure(Reader(encoder), current().data, report)
    show(figures, absent)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
