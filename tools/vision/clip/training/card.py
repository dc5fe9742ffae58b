"""The model card: what the weights are, what they were made of, how well they see, what they are not for."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

from tools.vision.clip.reading import Reader
from tools.vision.clip.shipped import NAME, Shipped
from tools.vision.clip.training.held_out import judged, renders
from tools.vision.clip.training.loop import Recipe
from tools.vision.clip.vocabulary import VALUES

RENDERS = 1_200
FILE = "CARD.md"


def write_card(
    folder: Path,
    recipe: Recipe,
    pictures: int,
    photos: int,
    digest: str,
    progress: Callable[[int, int, str], None],
    note: str = "",
) -> None:
    """Measure the exported weights on held-out renders and write the card beside them."""
    found = judged(Reader(Shipped(folder)), renders(RENDERS, progress), progress)
    rows = "\n".join(f"| {name} | {sum(hits) / len(hits):.3f} |" for name, hits in found.items())
    counts = ", ".join(f"{len(values)} values of {name}" for name, values in VALUES.items())
    (folder / FILE).write_text(
        f"""# {NAME}

A small CLIP for shop pictures in open_clip's own format: a ModifiedResNet of 64 pixels, a text tower of three layers.
`pictures.onnx` is its picture tower for ONNX Runtime, `prompts.npz` the encoded prompts of the vocabulary ({counts}).
Weights are kept in half precision. SHA-256 of `open_clip_model.safetensors`: `{digest}`.

## Made by
`make train-clip`, on {datetime.date.today().isoformat()}: {recipe.steps} steps of {recipe.batch} pictures, drawn from
{pictures} scenes. {note}The scenes are pictures drawn by this project: goods alone, on people, before walls, floors and
clutter, under many lamps; and {photos} public-domain (CC0) photographs of clothes, most of them dyed anew by the recipe
so that their colour is known. Equal seeds give equal pictures.

The loss is that of CLIP over captions, equal captions counting as one another's positives, and a softmax over the
prompts of each attribute. A picture whose kind is known only as a group ("pants") is right with any kind of it.

## How well it sees
Zero-shot by prompts, on {RENDERS} renders that share no seed with the training pictures, in the 24 colours of the demo:

| attribute | share right |
|---|---|
{rows}

Photographs that it was never trained on: `python -m evals.vision_clip` and `python -m evals.vision_magento`.

## Not for
Anything but goods on pictures: it knows no people, no places, no text, and only the words of its vocabulary. Of a photo
it is one witness of several and is never believed alone about a sale.
""",
        encoding="utf-8",
    )
