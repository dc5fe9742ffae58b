"""What a catalogue's own labels say of its pictures: heads fitted on some products, judged on others.

`python -m evals.vision_heads` prints the figures for data/magento_luma with the baselines beside them, then how many
exchanged pictures are found; with the argument `fashion`, those for data/fashion_products. Embeddings of the shipped
CLIP stand beside the histograms where its weights are there, or those of another folder with `--clip FOLDER`. Folds
are grouped by product, and all that is chosen (penalty, temperature, calibration, thresholds) is chosen on products
that are not judged.
"""

from __future__ import annotations

import argparse
import functools
import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from evals.scores import area_under_curve, calibration_error
from evals.vision_calibration import thresholds
from evals.vision_magento import at_false_alarms
from tools.vision.clip.views import embed
from tools.vision.heads import Features, Fitted, NoHead, fit, of_listings
from tools.vision.histogram import of_picture
from tools.vision.label_problems import Problem, changed_places, examine
from tools.vision.oklab import Floats
from tools.vision.softmax import grouped_folds

if TYPE_CHECKING:
    from rich.console import Console

    from tools.vision.clip.types import Encoder

Json = dict[str, Any]
FOLDS, SEEDS = 5, (0, 1, 2)
TRUE_SHARE = 1 / 3  # of magento_luma's claims
SWAPS, EXCHANGED = 20, 0.05
# Found by eye among what the heads doubt: teal listed as grey, grey as white, black as blue, green as blue, and so on.
MISLABELLED = frozenset(
    f"images/{name}_main.jpg"
    for name in (
        *("mt01-gray", "wp01-white", "mp12-blue", "mp09-blue", "mh12-blue"),
        *("ms07-green", "wp13-orange", "ms02-gray", "wt03-red"),
    )
)
# (name, target, histogram alone, with a CLIP of eleven minutes): what was known before.
PHOTOS = (
    ("accuracy", "≥ .880", ".840", ".858"),
    ("claims AUC", "≥ .985", ".977", ".982"),
    ("TPR at 5 % FPR", "≥ .950", ".907", ".937"),
    ("claims AUC, head alone", "", "", ""),
    ("TPR at 5 % FPR, head alone", "", "", ""),
    ("coverage", "≥ .750", "", ""),
    ("wrong verdicts", "≤ .020", "", ""),
    ("ECE", "≤ .040", "", ""),
)


def luma(folder: Path, clip: Encoder | None = None) -> tuple[list[Json], Features]:
    """The colour-labelled photographs of data/magento_luma, each seen alone."""
    rows = [row for row in _lines(folder / "images.jsonl") if row["color_variant"]]
    return rows, seen((folder / row["file"] for row in rows), clip)


def seen(pictures: Iterable[Path | io.BytesIO], clip: Encoder | None) -> Features:
    """Histograms of all pictures, and embeddings when there is an encoder."""
    from PIL import Image

    histograms, embeddings = [], []
    for each in pictures:
        with Image.open(each) as picture:
            histograms.append(of_picture(picture))
            if clip:
                embeddings.append(embed(clip, [picture])[0])
    return Features(np.array(histograms, np.float32), np.array(embeddings, np.float32) if clip else None)


def encoder(folder: Path | None) -> Encoder | None:
    """The CLIP in a folder, or the shipped one; None where it has no weights."""
    from tools.vision.clip.shipped import FOLDER, TOWER, Shipped

    where = folder or FOLDER
    return Shipped(where, threads=1) if (where / TOWER).is_file() else None


def judge_photos(folder: Path, rows: Sequence[Json], features: Features, seed: int) -> dict[str, float]:
    """The figures of PHOTOS, every photograph judged once, by a head of other products.

    A value that the head does not know gets no verdict; its probability is the pixels' belief, to which nothing was
    fitted, and in the figures of the head alone it is the prior.
    """
    at = {row["file"]: place for place, row in enumerate(rows)}
    groups = _numbered([row["sku"] for row in rows])
    folds = grouped_folds(groups, FOLDS, seed)
    right: list[bool] = []
    judged: list[tuple[float, bool]] = []
    by_head: list[tuple[float, bool]] = []
    told: list[bool] = []
    claims = _lines(folder / "claims_dev.jsonl")
    for fold in range(FOLDS):
        fitted = _fitted(rows, features, np.nonzero(folds != fold)[0])
        p = fitted.head.probabilities(features)
        right += [_best(fitted, p[place]) == _color(rows[place]) for place in np.nonzero(folds == fold)[0]]
        low, high = thresholds(_at_prior(fitted.claims, TRUE_SHARE), fitted.truths)
        for claim in claims:
            if folds[at[claim["file"]]] != fold:
                continue
            said = fitted.head.claim_probability(p[at[claim["file"]]], claim["claim_color"], TRUE_SHARE)
            alone = _pixels(folder / claim["file"], claim["claim_color"]) if said is None else 0.0
            judged.append((alone if said is None else said, bool(claim["truth"])))
            by_head.append((TRUE_SHARE if said is None else said, bool(claim["truth"])))
            if said is not None and (said <= low or said >= high):
                told.append((said >= high) == bool(claim["truth"]))
    return {
        "accuracy": sum(right) / len(right),
        "claims AUC": area_under_curve(judged),
        "TPR at 5 % FPR": at_false_alarms(judged),
        "claims AUC, head alone": area_under_curve(by_head),
        "TPR at 5 % FPR, head alone": at_false_alarms(by_head),
        "coverage": len(told) / len(judged),
        "wrong verdicts": 1 - sum(told) / max(len(told), 1),
        "ECE": calibration_error(judged),
    }


def exchange(rows: Sequence[Json], share: float, seed: int) -> tuple[list[str], set[int]]:
    """The photographs' labels after pictures of `share` of the listings changed places, and which those are."""
    random = np.random.default_rng(seed)
    labels = [row["color_variant"] for row in rows]
    by_product: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        by_product.setdefault(row["sku"], []).append(place)
    able = sorted(sku for sku, places in by_product.items() if len({labels[place] for place in places}) > 1)
    moved: set[int] = set()
    for sku in random.choice(able, round(share * len(rows) / 2), replace=False):
        pairs = [
            (one, two) for one in by_product[sku] for two in by_product[sku] if one < two and labels[one] != labels[two]
        ]
        one, two = pairs[random.integers(len(pairs))]
        labels[one], labels[two] = labels[two], labels[one]
        moved |= {one, two}
    return labels, moved


def judge_exchanges(rows: Sequence[Json], features: Features) -> dict[str, float]:
    """Shares over SWAPS altered catalogues: of the exchanged listings that are found, of the others that are told."""
    products = [row["sku"] for row in rows]
    counts: Counter[str] = Counter()
    for seed in range(SWAPS):
        labels, moved = exchange(rows, EXCHANGED, seed)
        outcome = examine(labels, products, features, seed=seed)
        if isinstance(outcome, NoHead):
            raise SystemExit(outcome.reason)
        fitted, problems = outcome
        sound = {place for place, row in enumerate(rows) if row["file"] not in MISLABELLED}
        for name, told in (("exchange", changed_places(fitted, products)), ("any", problems)):
            rows_told = {problem.row for problem in told}
            counts[f"{name} found"] += len(rows_told & moved)
            counts[f"{name} false"] += len(rows_told - moved)
            counts[f"{name} false, sound"] += len((rows_told - moved) & sound)
        counts["moved"] += len(moved)
        counts["left"] += len(rows) - len(moved)
    return {
        key: counts[key] / counts["moved" if key.endswith("found") else "left"]
        for name in ("exchange", "any")
        for key in (f"{name} found", f"{name} false", f"{name} false, sound")
    }


def judge_fashion(folder: Path, clip: Encoder | None = None) -> list[tuple[str, str, str, str]]:
    """(figure, value, target, baseline) of data/fashion_products: fitted on what is not in the claims, judged on it."""
    claims = _lines(folder / "claims_dev.jsonl")
    held = {claim["file"] for claim in claims}
    rows = _lines(folder / "images.jsonl")
    names = {row["productDisplayName"] for row in rows if row["file"] in held}
    rows = [row for row in rows if row["file"] in held or row["productDisplayName"] not in names]
    with zipfile.ZipFile(folder / "images.zip") as archive:
        features = seen((io.BytesIO(archive.read(row["file"])) for row in rows), clip)
    colours = [word for word, _ in Counter(row["baseColour"] for row in rows).most_common(12)]
    types = sorted({claim["claim_type"] for claim in claims if claim["truth"]})
    accuracy, auc = _on_held(rows, features, claims, held, "baseColour", colours, "claim_color", "wrong_colour")
    of_type, auc_type = _on_held(rows, features, claims, held, "articleType", types, "claim_type", "wrong_type")
    return [
        ("12 colours, accuracy", f"{accuracy:.3f}", "≥ .700", ".657"),
        ("12 colours, claims AUC", f"{auc:.4f}", "≥ .950", ".949"),
        ("20 types, accuracy", f"{of_type:.3f}", "≥ .800", ".797, with CLIP"),
        ("20 types, claims AUC", f"{auc_type:.4f}", "", ""),
    ]


def _on_held(
    rows: Sequence[Json],
    features: Features,
    claims: Sequence[Json],
    held: set[str],
    field: str,
    words: Sequence[str],
    claimed: str,
    false_kind: str,
) -> tuple[float, float]:
    fit_on = np.array([row["file"] not in held and row[field] in words for row in rows])
    part = [rows[place] for place in np.nonzero(fit_on)[0]]
    fitted = fit(
        [row[field] for row in part],
        [row["productDisplayName"] for row in part],
        features.of(np.nonzero(fit_on)[0]),
    )
    if isinstance(fitted, NoHead):
        raise SystemExit(fitted.reason)
    p = fitted.head.probabilities(features)
    at = {row["file"]: place for place, row in enumerate(rows) if row["file"] in held and row[field] in words}
    right = [_best(fitted, p[place]) == rows[place][field].casefold() for place in at.values()]
    judged = [
        (fitted.head.claim_probability(p[at[claim["file"]]], claim[claimed]) or 0.0, bool(claim["truth"]))
        for claim in claims
        if claim["file"] in at and claim["kind"] in ("true", false_kind)
    ]
    return sum(right) / len(right), area_under_curve(judged)


def _fitted(rows: Sequence[Json], features: Features, places: np.ndarray[Any, Any]) -> Fitted:
    part = [rows[place] for place in places]
    fitted = fit([row["color_variant"] for row in part], [row["sku"] for row in part], features.of(places))
    if isinstance(fitted, NoHead):
        raise SystemExit(fitted.reason)
    return fitted


def _best(fitted: Fitted, probabilities: Floats) -> str:
    return fitted.head.classes[int(probabilities.argmax())]


def _color(row: Json) -> str:
    return str(row["color_variant"]).casefold()


@functools.cache
def _pixels(path: Path, color: str) -> float:
    from PIL import Image

    from tools.vision.claims import belief
    from tools.vision.colour import measure

    with Image.open(path) as picture:
        return belief(measure(picture, path.name), color)


def _at_prior(p: Floats, prior: float) -> np.ndarray[Any, Any]:
    """Probabilities at prior ½ as they are at another."""
    return np.asarray(p * prior / (p * prior + (1 - p) * (1 - prior)))


def _numbered(names: Sequence[str]) -> np.ndarray[Any, np.dtype[np.intp]]:
    return np.unique(np.asarray(names), return_inverse=True)[1].astype(np.intp)


def _lines(path: Path) -> list[Json]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _told(rows: Sequence[Json], features: Features) -> list[tuple[str, Problem]]:
    outcome = examine([row["color_variant"] for row in rows], [row["sku"] for row in rows], features)
    return [] if isinstance(outcome, NoHead) else [(rows[each.row]["file"], each) for each in outcome[1]]


def show_photos(folder: Path, clip: Encoder | None, console: Console) -> None:
    from rich.table import Table

    rows, alone = luma(folder, clip)
    listings = of_listings(alone.histograms, [row["sku"] for row in rows], alone.embeddings)
    ways = {"picture alone": alone, "beside its siblings": listings}
    runs = {name: [judge_photos(folder, rows, features, seed) for seed in SEEDS] for name, features in ways.items()}
    table = Table(folder.name, *ways, "target", "histogram before", "early CLIP before")
    for name, *known in PHOTOS:
        table.add_row(name, *(f"{np.mean([run[name] for run in each]):.4f}" for each in runs.values()), *known)
    console.print(f"{len(rows)} photographs, mean of {len(SEEDS)} divisions into {FOLDS} folds by product", table)
    table = Table(f"pictures of {EXCHANGED:.0%} of the listings exchanged, {SWAPS} times", "share", "target")
    for name, share in judge_exchanges(rows, listings).items():
        table.add_row(name, f"{share:.4f}", "≥ .95" if name.endswith("found") else "≤ .02")
    console.print(table)
    for file, each in _told(rows, listings):
        really = "really wrong" if file in MISLABELLED else ""
        console.print(f"as it came: {file} listed {each.labelled}, shows {each.shown}, p {each.p:.3f} {really}")


def show_fashion(folder: Path, clip: Encoder | None, console: Console) -> None:
    from rich.table import Table

    table = Table(folder.name, "head", "target", "before")
    for line in judge_fashion(folder, clip):
        table.add_row(*line)
    console.print(table)


def main() -> int:
    from rich.console import Console

    from tools.settings import current

    shows = {"magento_luma": show_photos, "fashion": show_fashion}
    parser = argparse.ArgumentParser("python -m evals.vision_heads")
    parser.add_argument("data", nargs="?", choices=shows, default="magento_luma")
    parser.add_argument("--clip", type=Path, help="folder of an exported CLIP, in place of the shipped one")
    given = parser.parse_args()
    folder = current().data / ("fashion_products" if given.data == "fashion" else given.data)
    if not folder.is_dir():
        raise SystemExit(f"TRUECART_DATA is not here: {folder}")
    console, clip = Console(width=140), encoder(given.clip)
    console.print(f"features: histograms{f' and embeddings of {clip.name} {clip.digest[:12]}' if clip else ' alone'}")
    shows[given.data](folder, clip, console)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
