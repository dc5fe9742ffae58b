"""The colours of a real clothing shop, seen by the pixels alone: photographs of models in data/magento_luma.

`python -m evals.vision_magento` prints the figures of the half of the products that took no part in calibration.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evals.intervals import bootstrap, wilson
from evals.scores import area_under_curve
from evals.vision_calibration import believed, rows
from guards.attributes import verdict
from tools.vision.claims import belief

FALSE_ALARMS = 0.05


def measure(folder: Path, known: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """Figures on the claims of `folder`, or on `known` rows of `evals.vision_calibration.rows`, of the judged half.

    `accuracy`: the shop's colour word that the picture makes likeliest, nothing being fitted to the photographs.
    `auc`, `tpr`: true claims against false ones, the latter at 5 % false alarms. `coverage`: claims with a verdict;
    `wrong`: of those verdicts. Each share comes as (value, low, high) with its 95 % interval.
    """
    claims = [row for row in known or rows(folder) if not row["fit"]]
    words = sorted({row["claimed"] for row in claims})
    shown = [(row["claimed"], best(row["seen"], words)) for row in claims if row["truth"]]
    judged = [(believed(row), bool(row["truth"])) for row in claims]
    told = [(verdict("color", p), true) for p, true in judged]
    given = [(said == "confirmed") == true for said, true in told if said != "unsure"]
    return {
        "photographs": len(shown),
        "claims": len(claims),
        "accuracy": _share(sum(label == read for label, read in shown), len(shown)),
        "auc": (area_under_curve(judged), *bootstrap(judged, area_under_curve)),
        "tpr": (at_false_alarms(judged), *bootstrap(judged, at_false_alarms)),
        "coverage": _share(len(given), len(told)),
        "wrong": _share(len(given) - sum(given), len(given)),
        "confused": Counter((label, read) for label, read in shown if label != read).most_common(8),
    }


def best(seen: Any, words: Sequence[str]) -> str:
    """The word that the measurement believes in most."""
    return max(words, key=lambda word: belief(seen, word))


def at_false_alarms(judged: Sequence[tuple[float, bool]], rate: float = FALSE_ALARMS) -> float:
    """Share of the true claims above the score that this share of the false claims exceeds."""
    false = sorted((p for p, true in judged if not true), reverse=True)
    true = [p for p, true in judged if true]
    if not false or not true:
        return 0.0
    limit = false[int(rate * len(false))]
    return sum(p > limit for p in true) / len(true)


def _share(count: int, of: int) -> tuple[float, float, float]:
    return count / max(of, 1), *wilson(count, of)


def main() -> int:
    from rich.console import Console
    from rich.table import Table

    from tools.settings import current

    folder = current().data / "magento_luma"
    if not folder.is_dir():
        raise SystemExit(f"TRUECART_DATA is not here: {folder}")
    found = measure(folder)
    table = Table("figure", "value", "95 % interval")
    for name in ("accuracy", "auc", "tpr", "coverage", "wrong"):
        value, low, high = found[name]
        table.add_row(name, f"{value:.3f}", f"{low:.3f} to {high:.3f}")
    Console().print(f"{found['photographs']} photographs, {found['claims']} claims, none used in calibration", table)
    Console(width=200).print(
        "confused: " + ", ".join(f"{label} read as {read} × {n}" for (label, read), n in found["confused"])
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
