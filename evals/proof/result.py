"""What a proof answers: figures that are met or missed, the table behind them, and each failure in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Figure:
    name: str
    found: float | str
    wanted: str
    met: bool


@dataclass
class Proof:
    """`rows` are dicts with the same keys, shown as a table; `failures` say what went wrong and how to see it again."""

    name: str
    figures: list[Figure] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)  # what this machine could not run, and why
    seconds: float = 0.0

    @property
    def met(self) -> bool:
        return bool(self.figures) and not self.failures and all(figure.met for figure in self.figures)

    def exactly(self, name: str, found: float, wanted: float) -> None:
        self.figures.append(Figure(name, found, f"= {wanted:,}", found == wanted))

    def at_least(self, name: str, found: float, wanted: float) -> None:
        self.figures.append(Figure(name, found, f"≥ {wanted:,}", found >= wanted))

    def told(self, name: str, found: float | str) -> None:
        """A figure that is only said."""
        self.figures.append(Figure(name, found, "", True))

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "met": self.met}


@dataclass(frozen=True)
class Surroundings:
    """Where a proof may write, how much it is to do, and how it says how far it is: `show(what, done, total)`.

    `sizes` holds what the command line asked for by name (`runs`, `schedules`, …); a proof takes its own default else.
    """

    scratch: Path
    show: Callable[[str, int, int | None], None] = lambda _what, _done, _total: None
    sizes: Mapping[str, int] = field(default_factory=dict)

    def size(self, name: str, default: int) -> int:
        return self.sizes.get(name) or default
