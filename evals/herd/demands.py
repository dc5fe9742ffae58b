"""What the herd must not break, and whether it did."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

MOST_MS = 1000.0
LEAST_SHARE = 0.9
ENOUGH = 30.0  # answers that a phase could have had: below, its share is only told
RECOVERED_S = 10.0


@dataclass(frozen=True)
class Demand:
    part: str
    name: str
    found: str
    wanted: str
    met: bool


def of_rows(part: str, rows: Sequence[dict[str, Any]]) -> Iterable[Demand]:
    """Answered, in time, by the model as often as could be, with an endpoint that was alive: each phase, and all."""
    turns, answered = sum(each["turns"] for each in rows), sum(each["answered"] for each in rows)
    yield Demand(part, "turns answered", f"{answered:,} of {turns:,}", "all", answered == turns)
    for each in rows:
        slow = each["p99_ms"]
        yield Demand(part, f"p99 at {each['phase']}", f"{slow:,.0f} ms", f"≤ {MOST_MS:,.0f} ms", slow <= MOST_MS)
    for each in rows:
        if each["judged"] and each["could"] >= ENOUGH:
            yield _share(part, f"by the model at {each['phase']}", each["given"], each["could"])
    could = [each for each in rows if each["judged"]]
    yield _share(part, "by the model, in all", sum(e["given"] for e in could), sum(e["could"] for e in could))
    dead = [each["phase"] for each in rows if not each["beats"]]
    dumb = [each["phase"] for each in could if not each["endpoint"]["whole"]]
    yield Demand(
        part,
        "the endpoint was alive",
        f"dead in {dead or 'no phase'}, mute in {dumb or 'none'}",
        "always",
        not dead + dumb,
    )


def of_recovery(part: str, what: str, seconds: float | None) -> Demand:
    found = "never" if seconds is None else f"{seconds:.1f} s"
    met = seconds is not None and seconds <= RECOVERED_S
    return Demand(part, f"full service after {what}", found, f"≤ {RECOVERED_S:g} s", met)


def of_problems(part: str, problems: dict[str, list[str]]) -> Iterable[Demand]:
    for name, found in problems.items():
        yield Demand(part, name, f"{len(found)} wrong" if found else "nothing wrong", "nothing wrong", not found)


def _share(part: str, name: str, model: float, could: float) -> Demand:
    share = model / could if could else 0.0
    return Demand(part, name, f"{share:.2f} ({model:,.0f} of {could:,.0f})", f"≥ {LEAST_SHARE:g}", share >= LEAST_SHARE)
