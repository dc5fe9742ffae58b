"""Claims with a known truth, and what was measured of their pictures: photographs and renders for calibration."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from tools.render.palette import FAMILY, PALETTE
from tools.vision.clip.reading import Reader
from tools.vision.clip.training.held_out import CASTS, renders, under
from tools.vision.clip.training.photos import dye, load
from tools.vision.clip.vocabulary import KINDS, PATTERNS, SLEEVES, members
from tools.vision.measurements import MeasurementStore
from tools.vision.peers import Listing
from tools.vision.types import Measurement

Progress = Callable[[int, int, str], None]
LUMA = "magento_luma"
LUMA_KINDS = ("Hoodies & Sweatshirts", "Pants", "Tees", "Shorts", "Jackets", "Tanks")
CC0_KINDS = {"longsleeve": "long sleeve top"}  # where the data's word is not the vocabulary's
DYES = (
    "black",
    "white",
    "grey",
    "red",
    "blue",
    "navy",
    "green",
    "yellow",
    "orange",
    "purple",
    "pink",
    "brown",
    "beige",
)
SEED = 17


@dataclass(frozen=True)
class Claim:
    """`source` names the set, `subject` the picture; `fit`: its product belongs to the half that is fitted to."""

    seen: Measurement
    attribute: str
    claimed: str
    truth: bool
    fit: bool
    source: str
    subject: str
    product: str = ""  # where there is a catalogue around it


class Looker:
    """Measures pictures that are not kept, as an import would."""

    def __init__(self, reader: Reader | None) -> None:
        from sqlalchemy import create_engine

        self._store = MeasurementStore(create_engine("sqlite://"), reader)

    def __call__(self, image: Image.Image, name: str) -> Measurement:
        return self._store.of_image(image, name)


def half(product: str) -> bool:
    """Whether a product is fitted to: by its name alone, so that all its pictures fall on one side."""
    return hashlib.sha256(product.encode()).digest()[0] % 2 == 0


def luma(folder: Path, look: Looker, progress: Progress) -> Iterator[Claim]:
    """Photographs of models: the shop's own claims about colours, and made-up ones about garments and patterns."""
    rows = [json.loads(line) for line in (folder / "claims_dev.jsonl").read_text(encoding="utf-8").splitlines()]
    files = sorted({row["file"] for row in rows})
    seen: dict[str, Measurement] = {}
    for done, file in enumerate(files, 1):
        with Image.open(folder / file) as picture:
            seen[file] = look(picture, file)
        progress(done, len(files), "photographs of models")
    patterns = _luma_patterns(folder)
    for row in rows:
        file = row["file"]
        product = Path(file).name.split("-")[0]
        about = (half(product), LUMA, file, product)
        yield Claim(seen[file], "color", row["claim_color"], row["truth"], *about)
        if row["kind"] == "true":
            yield from _kinds(seen[file], row["claim_category"], LUMA_KINDS, about)
            if patterns.get(product) == "Solid":
                yield Claim(seen[file], "pattern", "solid", True, *about)
                yield from (Claim(seen[file], "pattern", each, False, *about) for each in PATTERNS if each != "solid")


def luma_listings(folder: Path, claims: Sequence[Claim]) -> list[Listing]:
    """The shop's labelled photographs, as a catalogue learns from them."""
    seen = {claim.subject: claim.seen for claim in claims if claim.source == LUMA}
    rows = [json.loads(line) for line in (folder / "images.jsonl").read_text(encoding="utf-8").splitlines()]
    return [
        Listing(
            Path(row["file"]).name.split("-")[0],
            row["file"],
            {"color": row["color_variant"], "category": row["category"]},
            seen[row["file"]],
        )
        for row in rows
        if row["color_variant"] and row["file"] in seen
    ]


def _luma_patterns(folder: Path) -> dict[str, str]:
    """What the shop says of a product's pattern, where it says one thing."""
    rows = [json.loads(line) for line in (folder / "products.jsonl").read_text(encoding="utf-8").splitlines()]
    listed = {row["sku"].casefold(): row["attributes"].get("pattern") for row in rows}
    return {
        sku: value if isinstance(value, str) else value[0]
        for sku, value in listed.items()
        if isinstance(value, str) or (value and len(value) == 1)
    }


def clothing(folder: Path, look: Looker, progress: Progress) -> Iterator[Claim]:
    """The photographs that took no part in training: their garments, and their colours once they are dyed."""
    photos = [each for each in load(folder) if each.held_out]
    rng = np.random.default_rng(SEED)
    words = [CC0_KINDS.get(each, each) for each in sorted({photo.kind for photo in photos})]
    for number, photo in enumerate(photos):
        name = f"clothing-{number}"
        about = (half(name), "clothing_cc0", name)
        yield from _kinds(look(photo.picture, name), CC0_KINDS.get(photo.kind, photo.kind), words, about)
        colour = str(rng.choice(DYES))
        dyed = dye(photo.picture, PALETTE[colour])
        if dyed is not None:
            yield from _colours(look(dyed[0], f"{name}-{colour}"), colour, rng, (half(name), "clothing_cc0 dyed", name))
        progress(number + 1, len(photos), "photographs of clothes")


def drawn(count: int, look: Looker, progress: Progress) -> Iterator[Claim]:
    """Held-out renders, each under one of the lamps: colour, category, pattern, sleeves."""
    rng = np.random.default_rng(SEED)
    lamps = [*CASTS.values()]
    for number, each in enumerate(renders(count, progress)):
        name = f"render-{number}"
        about = (half(name), "renders", name)
        seen = look(under(each.picture, lamps[number % len(lamps)]), name)
        yield from _colours(seen, each.colour, rng, about)
        kind = each.label.kinds[0]
        yield Claim(seen, "category", kind, True, *about)
        yield Claim(seen, "category", str(rng.choice([other for other in KINDS if other != kind])), False, *about)
        for attribute, values, shown in (("pattern", PATTERNS, each.pattern), ("sleeve", SLEEVES, each.label.sleeve)):
            if shown:
                yield Claim(seen, attribute, shown, True, *about)
                other = str(rng.choice([value for value in values if value != shown]))
                yield Claim(seen, attribute, other, False, *about)


def _colours(seen: Measurement, shown: str, rng: np.random.Generator, about: tuple[Any, ...]) -> Iterator[Claim]:
    others = [word for word in PALETTE if FAMILY[word] != FAMILY[shown] and shown not in members("color", word)]
    yield Claim(seen, "color", shown, True, *about)
    yield Claim(seen, "color", str(rng.choice(others)), False, *about)


def _kinds(seen: Measurement, shown: str, words: Sequence[str], about: tuple[Any, ...]) -> Iterator[Claim]:
    """The true garment, and every other that no kind is common to."""
    own = set(members("category", shown))
    yield Claim(seen, "category", shown, True, *about)
    for word in words:
        if not own & set(members("category", word)):
            yield Claim(seen, "category", word, False, *about)
