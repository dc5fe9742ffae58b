"""The committed figures that a run may not fall behind."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.results import Metric, SuiteResult

PATH = Path(__file__).parent / "baseline.json"
ROUNDING = 1e-6  # the file holds six decimals

Baseline = dict[str, dict[str, float]]  # "suite.metric" -> {"value", "n"}


@dataclass(frozen=True)
class Regression:
    """A metric that is worse than it may be. `name` is "suite.metric"."""

    name: str
    reason: str


def load_baseline(path: Path = PATH) -> Baseline:
    """The committed figures, none when there is no file."""
    return dict(json.loads(path.read_text())["metrics"]) if path.exists() else {}


def save_baseline(results: Sequence[SuiteResult], path: Path = PATH) -> None:
    """Writes the figures of these suites over the earlier ones and leaves the other suites' alone.

    A figure that was not measured this time (its data are not here) keeps its earlier value.
    """
    kept = load_baseline(path)
    for result in results:
        for metric in result.metrics:
            kept[f"{result.name}.{metric.name}"] = {"value": round(metric.value, 6), "n": metric.n}
    path.write_text(json.dumps({"metrics": dict(sorted(kept.items()))}, indent=2) + "\n")


def regressions(results: Sequence[SuiteResult], baseline: Baseline) -> list[Regression]:
    """Every metric past its limit or further behind its baseline than its tolerance, and every one that is gone."""
    found = []
    for result in results:
        for metric in result.metrics:
            name = f"{result.name}.{metric.name}"
            if reason := _problem(metric, baseline.get(name)):
                found.append(Regression(name, reason))
        found += _missing(result, baseline)
    return found


def _problem(metric: Metric, before: dict[str, float] | None) -> str | None:
    direction = 1 if metric.better == "higher" else -1
    if metric.limit is not None and (metric.value - metric.limit) * direction < -ROUNDING:
        return f"{metric.value:.4g} is past the limit {metric.limit:.4g}"
    if before is None:
        return None
    if (metric.value - before["value"]) * direction < -metric.tolerance - ROUNDING:
        return f"{metric.value:.4g} against a baseline of {before['value']:.4g} (tolerance {metric.tolerance:.4g})"
    return None


def _missing(result: SuiteResult, baseline: Baseline) -> list[Regression]:
    """A skipped measurement names its metrics' prefix before the colon: "chorus_icecat: TRUECART_DATA is not here"."""
    excused = tuple(each.partition(":")[0] for each in result.skipped)
    measured = {f"{result.name}.{metric.name}" for metric in result.metrics}
    gone = [name for name in baseline if name.startswith(f"{result.name}.") and name not in measured]
    unexcused = [name for name in gone if not name.partition(".")[2].startswith(excused or ("\0",))]
    return [Regression(name, "is in the baseline but was not measured") for name in unexcused]
