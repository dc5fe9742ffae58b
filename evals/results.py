"""What a suite answers: metrics with their intervals, the cases that failed, and what the report draws."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Unit = Literal["rate", "score", "ms"]


@dataclass(frozen=True)
class Metric:
    """One figure. `low` and `high` bound it with 95 % confidence.

    `name` is unique within the suite; `tolerance` is how far it may fall behind its baseline; `limit` is a value that
    may never be passed, baseline or not.
    """

    name: str
    value: float
    n: int
    low: float
    high: float
    better: Literal["higher", "lower"] = "higher"
    unit: Unit = "rate"
    tolerance: float = 0.02
    limit: float | None = None
    about: str = ""


@dataclass(frozen=True)
class Failure:
    """A case that did not come out as it should."""

    case: str
    inputs: Any
    expected: Any
    got: Any
    note: str = ""


@dataclass(frozen=True)
class Curve:
    """Points of a line to draw, x and y in 0..1."""

    title: str
    x_label: str
    y_label: str
    points: tuple[tuple[float, float], ...]
    diagonal: bool = False  # draw y = x beside it


@dataclass
class SuiteResult:
    name: str
    cases: int
    metrics: list[Metric]
    failures: list[Failure] = field(default_factory=list)
    latencies_ms: dict[str, list[float]] = field(default_factory=dict)  # what was timed -> each time
    curves: list[Curve] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)  # what was not measured, and why
    seconds: float = 0.0

    def as_json(self) -> dict[str, Any]:
        return asdict(self)
