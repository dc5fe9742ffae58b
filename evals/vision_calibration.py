"""Fits the weights of the picture's witnesses and the thresholds of the verdicts on one half, judges on the other.

`python -m evals.vision_calibration` prints what belongs into tools/vision/claims.py, tools/vision/verifier.py and
guards/attributes.py, and what it costs on the half that took no part. Halves are split by product.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from evals.vision_claims import LUMA, Claim, Looker, clothing, drawn, luma, luma_listings
from tools.settings import current
from tools.vision import claims
from tools.vision.clip.reading import Reader
from tools.vision.fusion import WEIGHTS, fused, log_odds
from tools.vision.peers import Peers
from tools.vision.types import Witness
from tools.vision.verifier import LISTED, eyes

# Pictures of the fitted half that show another colour than their label: grey, black, pink and pink again.
MISLABELLED = {"ms07-green_main", "mp09-blue_main", "wt03-red_main", "wp13-orange_main"}
BUDGET = 0.02  # share of wrong verdicts among the verdicts given
RENDERS = 1000
ATTRIBUTES = ("color", "category", "pattern", "sleeve")
STRICT = (0.1, 0.9)  # no threshold is looser: beside what was measured there are shops that nobody has seen
Matrix = np.ndarray[Any, Any]


def gather(reader: Reader | None, progress: Any, count: int = RENDERS) -> list[Claim]:
    """All claims of the sets that are at hand."""
    look, data = Looker(reader), current().data
    found = list(drawn(count, look, progress))
    if (data / "magento_luma").is_dir():
        found += luma(data / "magento_luma", look, progress)
    if (data / "clothing_cc0").is_dir():
        found += clothing(data / "clothing_cc0", look, progress)
    return found


def logistic(matrix: Matrix, truth: Matrix, groups: Sequence[str]) -> list[float]:
    """Weights of a logistic regression in which every set of pictures, and true and false claims, weigh alike."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=1.0, fit_intercept=False, max_iter=5000)
    model.fit(matrix, truth, sample_weight=evenly(groups, truth))
    return [round(float(value), 4) for value in model.coef_[0]]


def thresholds(p: Matrix, truth: Matrix, weight: Matrix | None = None) -> tuple[float, float]:
    """The widest (contradicted below, confirmed from) that keep the budget even if the next verdict were wrong.

    (wrong + 1) / (given + 1) is the bound of split conformal prediction: it holds on average for new photos. `weight`
    (n,) adds up to n. Neither threshold crosses one half.
    """
    weight = np.ones(len(p)) if weight is None else weight
    order = np.sort(p)

    def kept(given: Any, wrong: Any) -> bool:
        return bool((weight[wrong].sum() + 1) / (weight[given].sum() + 1) <= BUDGET)

    low = max((each for each in order if each <= 0.5 and kept(p <= each, (p <= each) & truth)), default=0.0)
    high = min((each for each in order if each >= 0.5 and kept(p >= each, (p >= each) & ~truth)), default=1.0)
    return float(low), float(high)


def evenly(groups: Sequence[str], truth: Matrix) -> Matrix:
    """(n,) weights that add up to n, by which every set of pictures, and true and false claims, count alike."""
    keys = [f"{group} {each}" for group, each in zip(groups, truth, strict=True)]
    counts = Counter(keys)
    return np.array([len(keys) / len(counts) / counts[key] for key in keys])


def judged(p: Matrix, truth: Matrix, low: float, high: float) -> dict[str, float]:
    given = (p <= low) | (p >= high)
    wrong = ((p <= low) & truth) | ((p >= high) & ~truth)
    return {"coverage": float(given.mean()), "wrong": float(wrong.sum() / max(given.sum(), 1)), "n": len(p)}


def believed(claim: Claim, peers: Peers | None = None, *, listed: bool = True) -> float:
    """p as the verifier gives it where the listing says what is claimed, as a swapped picture's listing does."""
    witnesses: list[Witness] = [{"name": "catalog", "p": LISTED, "saw": ""}] if listed else []
    return fused(claim.attribute, [*witnesses, *looked(claim, peers)])


def looked(claim: Claim, peers: Peers | None = None) -> list[Witness]:
    """All witnesses but the listing."""
    witnesses = eyes(claim.attribute, claim.claimed, claim.seen)
    found = peers.belief(claim.product, claim.subject, claim.attribute, claim.claimed) if peers else None
    return [*witnesses, {"name": "peers", "p": found[0], "saw": found[1]}] if found else witnesses


def learned(folder: Path, known: Sequence[Claim], place: Path) -> Peers:
    """The heads of the shop of the photographs, as its import would fit them."""
    peers = Peers(place)
    for attribute, why in peers.learn(luma_listings(folder, known), lambda *_: None).items():
        if why:
            print(f"no head for {attribute}: {why}")
    return peers


def fitted(known: Sequence[Claim]) -> list[Claim]:
    return [each for each in known if each.fit and each.subject.split("/")[-1].removesuffix(".jpg") not in MISLABELLED]


def fit_pixels(known: list[Claim]) -> list[float]:
    """Of `claims.features`."""
    rows = [each for each in known if each.attribute == "color"]
    matrix = np.array([claims.features(each.seen, each.claimed) for each in rows])
    return logistic(matrix, np.array([each.truth for each in rows]), [each.source for each in rows])


def fit_clip(known: list[Claim], attribute: str) -> list[float]:
    """Of `claims.clip_features`."""
    found = [(claims.clip_features(each.seen, attribute, each.claimed), each) for each in known]
    rows = [(features, each) for features, each in found if features and each.attribute == attribute]
    matrix = np.array([features for features, _ in rows])
    return logistic(matrix, np.array([each.truth for _, each in rows]), [each.source for _, each in rows])


def fit_together(known: Sequence[Claim], attribute: str, names: Sequence[str], peers: Peers | None) -> dict[str, float]:
    """Weights of the log odds of these witnesses where all of them speak; no offset, as each is calibrated alone."""
    odds, rows = [], []
    for claim in known:
        said = {each["name"]: each["p"] for each in looked(claim, peers)} if claim.attribute == attribute else {}
        if set(names) <= set(said):
            odds.append([log_odds(said[name]) for name in names])
            rows.append(claim)
    weights = logistic(np.array(odds), np.array([each.truth for each in rows]), [each.source for each in rows])
    return dict(zip(names, (max(each, 0.0) for each in weights), strict=True))


def report(known: Sequence[Claim], attribute: str, peers: Peers | None, *, listed: bool = True) -> tuple[float, float]:
    """Thresholds that keep the budget in the fitted half of every set, printed with what they cost on the other half.

    The strictest set decides, because the next shop may be like any of them.
    """
    half = {id(each) for each in fitted(known)}
    rows = [each for each in known if each.attribute == attribute]
    sources = [each.source for each in rows]
    p = np.array([believed(each, peers, listed=listed) for each in rows])
    truth, fit = np.array([each.truth for each in rows]), np.array([id(each) in half for each in rows])
    low, high = STRICT
    for source in sorted(set(sources)):
        here = fit & np.array([each == source for each in sources])
        least, most = thresholds(p[here], truth[here], evenly(["" for _ in range(here.sum())], truth[here]))
        low, high = min(low, least), max(high, most)
    print(f"{attribute}: contradicted at {low:.3f} and below, confirmed from {high:.3f}")
    for source in sorted({each.source for each in rows}):
        here = np.array([each.source == source and not each.fit for each in rows])
        print(
            f"  {source}, other half:", judged(p[here], truth[here], low, high), f"AUC {auc(p[here], truth[here]):.4f}"
        )
    return low, high


def auc(p: Matrix, truth: Matrix) -> float:
    from evals.scores import area_under_curve

    return area_under_curve([(float(each), bool(true)) for each, true in zip(p, truth, strict=True)])


TOGETHER = (
    ("color", ("pixels", "clip")),
    ("color", ("pixels", "peers")),
    ("color", ("pixels", "clip", "peers")),
    ("category", ("clip", "peers")),
)


def main() -> int:
    from cli.terminal import progress
    from tools.vision.clip.choice import encoder

    with progress() as show:
        known = gather(Reader(encoder(current())), show)
    half = fitted(known)
    claims.WEIGHTS = tuple(fit_pixels(half))
    print("WEIGHTS =", claims.WEIGHTS)
    for attribute in ATTRIBUTES:
        claims.CLIP_WEIGHTS[attribute] = tuple(fit_clip(half, attribute))  # type: ignore[assignment]
        print(f"CLIP_WEIGHTS[{attribute!r}] =", claims.CLIP_WEIGHTS[attribute])
    folder = current().data / LUMA
    with TemporaryDirectory() as place:
        peers = learned(folder, known, Path(place)) if folder.is_dir() else None
        for attribute, names in TOGETHER:
            if "peers" in names and peers is None:
                continue
            within = [each for each in half if each.source == LUMA] if "peers" in names else half
            weights = fit_together(within, attribute, names, peers)
            WEIGHTS[attribute]["+".join(sorted(names))] = weights
            print(f"WEIGHTS[{attribute!r}] {'+'.join(sorted(names))}: {weights}")
        for attribute in ATTRIBUTES:
            print("beside a listing, in a catalogue" if peers else "beside a listing")
            report(known, attribute, peers)
            print("a picture by itself")
            report(known, attribute, None, listed=False)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
