"""Refits the pixel witness's weights and thresholds on one half of labelled photos and judges them on the other.

`python -m evals.vision_calibration` prints weights to put into tools/vision/claims.py and thresholds for
guards/attributes.py, with what they cost on the half that took no part. Halves are split by product.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from tools.settings import current
from tools.vision import claims
from tools.vision.colour import measure
from tools.vision.types import Measurement
from tools.vision.verifier import LISTED, fused

# Pictures of the fitted half that show another colour than their label: grey, black, pink and pink again.
MISLABELLED = {"ms07-green_main", "mp09-blue_main", "wt03-red_main", "wp13-orange_main"}
BUDGET = 0.02  # share of wrong verdicts among the verdicts given


def rows(folder: Path) -> list[dict[str, Any]]:
    """Claims of the photos with what was measured: {seen, claimed, truth, fit} each."""
    from PIL import Image

    found: list[dict[str, Any]] = []
    cache: dict[str, Measurement] = {}
    for line in (folder / "claims_dev.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        file = row["file"]
        if file not in cache:
            with Image.open(folder / file) as picture:
                cache[file] = measure(picture, file)
        product = Path(file).name.split("-")[0]
        half = hashlib.sha256(product.encode()).digest()[0] % 2
        found.append(
            {"seen": cache[file], "claimed": row["claim_color"], "truth": row["truth"], "fit": half == 0, "file": file}
        )
    return found


def fit(known: list[dict[str, Any]]) -> list[float]:
    from sklearn.linear_model import LogisticRegression

    matrix = np.array([claims.features(each["seen"], each["claimed"]) for each in known])
    truth = np.array([each["truth"] for each in known])
    model = LogisticRegression(C=1.0, fit_intercept=False, max_iter=2000).fit(matrix, truth)
    return [round(float(value), 4) for value in model.coef_[0]]


def thresholds(p: np.ndarray[Any, Any], truth: np.ndarray[Any, Any]) -> tuple[float, float]:
    """The widest (contradicted below, confirmed from) that keep the budget even if the next verdict were wrong.

    (wrong + 1) / (given + 1) is the bound of split conformal prediction: it holds on average for new photos.
    """
    order = np.sort(p)

    def kept(given: Any, wrong: Any) -> bool:
        return bool((wrong.sum() + 1) / (given.sum() + 1) <= BUDGET)

    low = max((each for each in order if kept(p <= each, (p <= each) & truth)), default=0.0)
    high = min((each for each in order if kept(p >= each, (p >= each) & ~truth)), default=1.0)
    return float(low), float(high)


def judged(p: np.ndarray[Any, Any], truth: np.ndarray[Any, Any], low: float, high: float) -> dict[str, float]:
    given = (p <= low) | (p >= high)
    wrong = ((p <= low) & truth) | ((p >= high) & ~truth)
    return {"coverage": float(given.mean()), "wrong": float(wrong.sum() / max(given.sum(), 1)), "n": len(p)}


def believed(row: dict[str, Any]) -> float:
    """p as the verifier gives it for a listing that makes this very claim: the listing is what is being checked."""
    pixels = claims.p_pixels(row["seen"], row["claimed"])
    return fused([{"name": "catalog", "p": LISTED, "saw": ""}, {"name": "pixels", "p": pixels, "saw": ""}])


def main() -> int:
    folder = current().data / "magento_luma"
    if not folder.is_dir():
        print(f"TRUECART_DATA is not here: {folder}", file=sys.stderr)
        return 1
    known = rows(folder)
    first = [each for each in known if each["fit"] and Path(each["file"]).stem not in MISLABELLED]
    second = [each for each in known if not each["fit"]]
    claims.WEIGHTS = tuple(fit(first))  # type: ignore[assignment]
    print("WEIGHTS =", claims.WEIGHTS)
    p = {name: np.array([believed(each) for each in part]) for name, part in (("fit", first), ("judge", second))}
    truth = {"fit": np.array([each["truth"] for each in first]), "judge": np.array([each["truth"] for each in second])}
    low, high = thresholds(p["fit"], truth["fit"])
    print(f"contradicted at {low:.3f} and below, confirmed from {high:.3f}")
    for name in p:
        from sklearn.metrics import roc_auc_score

        print(name, judged(p[name], truth[name], low, high), f"AUC {roc_auc_score(truth[name], p[name]):.3f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
