"""Comparisons of looks on photographs of a real clothing shop: `python -m evals.vision_relations` prints the figures.

A pair's truth comes from the shop's own colour words: the same word or another one, and for lightness only pairs whose
words are clearly apart (OKLab anchors of `tools.vision.colour_names`). Pairs are of the half of the products that took
no part in calibration; `--fit` takes the other half.
"""

from __future__ import annotations

import itertools
import random
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from agents.relations import Comparison, Side, judged
from evals.intervals import wilson
from tools.catalog.types import Product, Variant
from tools.llm.contract import Constraint, Op
from tools.settings import current
from tools.vision.colour_names import BY_NAME, anchors, known
from tools.vision.types import Measurement

APART = 0.2  # OKLab lightness between the anchors of two words of which one is surely the lighter
PAIRS = 3_000
Photo = tuple[str, Measurement]
NAME = "magento_luma"


def photographs(folder: Path, fit: bool) -> list[Photo]:
    """(the shop's colour word, what was measured) of each picture of one half."""
    from evals.vision_claims import Looker, luma
    from tools.vision.clip.choice import encoder
    from tools.vision.clip.reading import Reader

    claims = luma(folder, Looker(Reader(encoder(current()))), lambda *_: None)
    return [
        (each.claimed, each.seen) for each in claims if each.attribute == "color" and each.truth and each.fit == fit
    ]


def lightness(word: str) -> float:
    """Mean OKLab lightness of a colour word's anchors."""
    points, owners = anchors()
    name = known(word)
    assert name is not None, word
    own = [float(point[0]) for point, owner in zip(points, owners, strict=True) if owner == BY_NAME[name]]
    return sum(own) / len(own)


def claims(photos: list[Photo]) -> Iterator[tuple[Op, bool, Photo, Photo]]:
    """(relation, truth, a picture, the one it is compared with), the same ones at each run."""
    pairs = [pair for pair in itertools.permutations(photos, 2) if known(pair[0][0]) and known(pair[1][0])]
    random.Random(7).shuffle(pairs)
    for seen, beside in pairs[:PAIRS]:
        word, other = seen[0], beside[0]
        difference = lightness(word) - lightness(other)
        if abs(difference) >= APART:
            yield "lighter", difference > 0, seen, beside
            yield "darker", difference < 0, seen, beside
        yield "same_as", word == other, seen, beside
        yield "other_than", word != other, seen, beside


def told(op: Op, one: Photo, two: Photo) -> str:
    """The verdict. For "the same colour" the listings, which are the truth here, are kept from it."""
    wish: Constraint = {"attribute": "color", "op": op, "value": "it", "span": [0, 0]}
    product = Product("x", "x")
    listed = op in ("lighter", "darker")
    mine, theirs = (Variant("x", "x", {"color": word} if listed else {}, None, 0) for word, _ in (one, two))
    return judged([Comparison(wish, Side(product, theirs, two[1]))], product, mine, one[1])[0]["verdict"]


def table(found: Iterable[tuple[Op, bool, Photo, Photo]]) -> list[dict[str, Any]]:
    """For each relation: pairs, the share that got a verdict, and the share of those verdicts that is wrong."""
    verdicts: dict[str, list[tuple[str, bool]]] = {}
    for op, truth, seen, beside in found:
        verdicts.setdefault(op, []).append((told(op, seen, beside), truth))
    lines = []
    for relation, each in verdicts.items():
        given = [(said == "confirmed") == truth for said, truth in each if said != "unsure"]
        wrong = len(given) - sum(given)
        lines.append(
            {
                "relation": relation,
                "pairs": len(each),
                "decided": len(given) / len(each),
                "wrong": wrong / max(1, len(given)),
            }
            | {"interval": wilson(wrong, max(1, len(given)))}
        )
    return lines


def main() -> int:
    folder = current().data / NAME
    if not folder.is_dir():
        print(f"{NAME} is not here: {folder}; set TRUECART_DATA.")
        return 1
    photos = photographs(folder, "--fit" in sys.argv)
    print(f"{len(photos)} photographs")
    for each in table(claims(photos)):
        low, high = each["interval"]
        print(
            f"{each['relation']:12} pairs {each['pairs']:5}  decided {each['decided']:.3f}  "
            f"wrong {each['wrong']:.4f} ({low:.4f}..{high:.4f})"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
