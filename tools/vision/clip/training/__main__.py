"""`make train-clip`: draws the pictures, trains, exports, measures and writes the model card. Goes on after a kill."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from tools.settings import current
from tools.vision.clip import shipped
from tools.vision.clip.training.card import write_card
from tools.vision.clip.training.dataset import Plan, build
from tools.vision.clip.training.export import export
from tools.vision.clip.training.loop import Recipe, train
from tools.vision.clip.training.photos import load
from tools.vision.clip.training.progress import Printed


def main() -> int:
    asked = _arguments()
    show = Printed()
    photos = current().data / "clothing_cc0"
    if not photos.is_dir():
        print(f"No public-domain photographs at {photos}: renders alone, which sees real photographs less well.")
    asked.work.mkdir(parents=True, exist_ok=True)
    pictures = build(Plan(asked.work, asked.figures, asked.scenes, photos if photos.is_dir() else None), show.counted)
    config = json.loads((shipped.FOLDER / shipped.CONFIG).read_text(encoding="utf-8"))
    recipe = Recipe(steps=asked.steps, seed=asked.seed)
    state = train(config, pictures, asked.work, recipe, show.losses)
    digest = export(config, state, asked.out)
    learned = sum(not each.held_out for each in load(photos))
    write_card(asked.out, recipe, len(pictures.images), learned, digest, show.counted)
    print(f"Weights {digest[:12]} in {asked.out}. The rest of its figures: python -m evals.vision_clip")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make train-clip", description=__doc__)
    parser.add_argument("--work", type=Path, default=Path("build/clip"), help="pictures and checkpoints are kept here")
    parser.add_argument("--out", type=Path, default=shipped.FOLDER, help="where the weights go")
    parser.add_argument("--figures", type=int, default=9_000)
    parser.add_argument("--scenes", type=int, default=80_000)
    parser.add_argument("--steps", type=int, default=Recipe().steps)
    parser.add_argument("--seed", type=int, default=Recipe().seed)
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
