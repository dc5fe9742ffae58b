"""The whole verifier on photographs of models in data/magento_luma: the half that nothing was fitted to.

`python -m evals.vision_magento` prints the figures with the shop's own heads and without them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from evals.intervals import bootstrap, wilson
from evals.scores import area_under_curve, calibration_error
from evals.vision_calibration import believed, learned
from evals.vision_claims import Claim, Looker, luma
from guards.attributes import verdict
from tools.vision.peers import Peers

FALSE_ALARMS = 0.05
# name: (target, what a histogram with logistic regression measures)
WANTED = {
    "accuracy": (0.88, 0.815),
    "auc": (0.985, 0.977),
    "tpr": (0.95, 0.890),
    "coverage": (0.75, None),
    "wrong": (0.02, None),
    "ece": (0.04, None),
}


def measure(claims: Sequence[Claim], peers: Peers | None = None) -> dict[str, Any]:
    """Figures of the colour claims of the judged half, each share as (value, low, high) with its 95 % interval.

    `accuracy`: the shop's colour word that is likeliest, the listing aside. `auc`, `tpr`: true claims against false
    ones, the latter at 5 % false alarms. `coverage`: claims with a verdict; `wrong`: of those verdicts. `ece`:
    expected calibration error of p.
    """
    rows = [claim for claim in claims if claim.attribute == "color" and not claim.fit]
    words = sorted({claim.claimed for claim in rows})
    shown = [(claim.claimed, best(claim, words, peers)) for claim in rows if claim.truth]
    judged = [(believed(claim, peers), claim.truth) for claim in rows]
    told = [(verdict("color", p), true) for p, true in judged]
    given = [(said == "confirmed") == true for said, true in told if said != "unsure"]
    alone = [(believed(claim, peers, listed=False), claim.truth) for claim in rows]
    return {
        "photographs": len(shown),
        "claims": len(rows),
        "accuracy": _share(sum(label == read for label, read in shown), len(shown)),
        "auc": (area_under_curve(judged), *bootstrap(judged, area_under_curve)),
        "tpr": (at_false_alarms(judged), *bootstrap(judged, at_false_alarms)),
        "coverage": _share(len(given), len(told)),
        "wrong": _share(len(given) - sum(given), len(given)),
        "ece": (calibration_error(alone), *bootstrap(alone, calibration_error)),
        "confused": Counter((label, read) for label, read in shown if label != read).most_common(8),
    }


def best(claim: Claim, words: Sequence[str], peers: Peers | None = None) -> str:
    """The likeliest of the words by the picture alone."""
    return max(words, key=lambda word: believed(_as(claim, word), peers, listed=False))


def _as(claim: Claim, word: str) -> Claim:
    from dataclasses import replace

    return replace(claim, claimed=word)


def at_false_alarms(judged: Sequence[tuple[float, bool]], rate: float = FALSE_ALARMS) -> float:
    """Share of the true claims above the score that this share of the false claims exceeds."""
    false = sorted((p for p, true in judged if not true), reverse=True)
    true = [p for p, true in judged if true]
    allowed = int(rate * len(false))
    limit = false[allowed] if allowed < len(false) else -np.inf
    return sum(p > limit for p in true) / max(len(true), 1)


def _share(count: int, of: int) -> tuple[float, float, float]:
    low, high = wilson(count, of)
    return (count / of if of else 0.0, low, high)


def measured(folder: Path, progress: Any) -> dict[str, dict[str, Any]]:
    """The figures by what looked: pixels and CLIP, and these with the heads of the shop."""
    from tools.settings import current
    from tools.vision.clip.choice import encoder
    from tools.vision.clip.reading import Reader

    claims = list(luma(folder, Looker(Reader(encoder(current()))), progress))
    with TemporaryDirectory() as place:
        peers = learned(folder, claims, Path(place))
        return {"picture": measure(claims), "picture and catalogue": measure(claims, peers)}


def main() -> int:
    from rich.console import Console
    from rich.table import Table

    from cli.terminal import progress
    from tools.settings import current

    folder = current().data / "magento_luma"
    if not folder.is_dir():
        raise SystemExit(f"TRUECART_DATA is not here: {folder}")
    with progress() as show:
        found = measured(folder, show)
    table = Table("figure", *found, "target", "baseline")
    for name, (target, baseline) in WANTED.items():
        cells = [
            f"{value:.3f} ({low:.3f} to {high:.3f})" for value, low, high in (each[name] for each in found.values())
        ]
        table.add_row(name, *cells, f"{target:.3f}", f"{baseline:.3f}" if baseline else "")
    console = Console(width=140)
    first = next(iter(found.values()))
    console.print(f"{first['photographs']} photographs, {first['claims']} claims, none used in calibration", table)
    for name, each in found.items():
        said = ", ".join(f"{label} read as {read} × {n}" for (label, read), n in each["confused"])
        console.print(f"{name}, confused: {said}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
