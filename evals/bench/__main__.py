"""`make bench`: a whole search turn over HTTP at 1, 8 and 32 clients, beside a two-node no-op graph."""

from __future__ import annotations

import json
import os
import platform
import sys
import tempfile
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from evals.bench.client import Times, measure
from evals.bench.server import serving
from evals.scores import percentile

LOADS = ((1, 250), (8, 50), (32, 20))  # clients, rounds of each
WARM_UP = 20
OUT = Path(__file__).parent.parent / "out" / "bench.json"
MOST_RATIO = 5.0  # of the no-op's median at one client
MOST_MS = 60.0


def main() -> int:
    """0 when both targets are met, 1 otherwise."""
    with (
        tempfile.TemporaryDirectory() as scratch,
        serving(Path(scratch)) as port,
        Progress(console=Console(stderr=True), transient=True) as bar,
    ):
        measure(port, 1, WARM_UP, lambda: None)
        rows = [_load(port, clients, rounds, bar) for clients, rounds in LOADS]
    alone = rows[0]
    met = {
        f"at most {MOST_RATIO:g} x the no-op's median at one client": alone["ratio"] <= MOST_RATIO,
        f"at most {MOST_MS:g} ms": alone["search"]["median_ms"] <= MOST_MS,
    }
    OUT.parent.mkdir(parents=True, exist_ok=True)
    machine = {"cpus": os.cpu_count(), "python": platform.python_version()}
    OUT.write_text(json.dumps({"rows": rows, "targets": met, "machine": machine}, indent=1) + "\n")
    show(rows, met)
    return 0 if all(met.values()) else 1


def _load(port: int, clients: int, rounds: int, bar: Progress) -> dict[str, Any]:
    task = bar.add_task(f"{clients} clients", total=clients * rounds)
    return row(clients, measure(port, clients, rounds, lambda: bar.advance(task)))


def row(clients: int, times: Times) -> dict[str, Any]:
    """Median and p95 in milliseconds; `per_second` counts searches while the no-op runs beside them."""
    found: dict[str, Any] = {"clients": clients, "n": len(times.milliseconds["shop"])}
    for name, assistant in (("noop", "noop"), ("search", "shop")):
        values = times.milliseconds[assistant]
        found[name] = {"median_ms": percentile(values, 0.5), "p95_ms": percentile(values, 0.95)}
    found["ratio"] = found["search"]["median_ms"] / found["noop"]["median_ms"]
    found["per_second"] = found["n"] / times.seconds
    return found


def show(rows: list[dict[str, Any]], met: dict[str, bool]) -> None:
    console = Console()
    table = Table(title="A whole turn over HTTP, in ms", title_justify="left")
    for heading in ("clients", "n", "no-op median", "p95", "search median", "p95", "ratio", "search/s"):
        table.add_column(heading, justify="right")
    for each in rows:
        noop, search = each["noop"], each["search"]
        figures = (noop["median_ms"], noop["p95_ms"], search["median_ms"], search["p95_ms"])
        table.add_row(
            str(each["clients"]),
            str(each["n"]),
            *(f"{value:.1f}" for value in figures),
            f"{each['ratio']:.2f}",
            f"{each['per_second']:.1f}",
        )
    console.print(table)
    for target, reached in met.items():
        console.print(f"{'met   ' if reached else 'MISSED'} {target}", highlight=False)
    console.print(f"figures: {OUT}", soft_wrap=True, highlight=False)


if __name__ == "__main__":
    sys.exit(main())
