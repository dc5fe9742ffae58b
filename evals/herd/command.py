"""The command: the parts one after the other with progress, their tables, the figures as JSON, what was missed."""

from __future__ import annotations

import argparse
import json
import logging
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from evals.herd import parts
from evals.herd.parts import QUICK, Part, Sizes

OUT = Path(__file__).parent.parent / "out" / "herd.json"
WIDTH = 140  # of a table in a file
NAMES = ("language", "server", "naive")
EXAMPLES = 8


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when every demand is met, 1 otherwise."""
    asked = _parser().parse_args(arguments)
    logging.getLogger("truecart.llm").setLevel(
        logging.CRITICAL
    )  # an endpoint that is left alone is what is played here
    found = run(asked.parts or NAMES, QUICK if asked.quick else Sizes(), asked.seed, asked.home)
    console = Console(width=None if sys.stdout.isatty() else WIDTH)
    for each in found:
        show(each, console)
    show_naive(found, console)
    met = show_demands(found, console)
    asked.json.parent.mkdir(parents=True, exist_ok=True)
    machine = {"cpus": os.cpu_count(), "python": platform.python_version(), "load": os.getloadavg()}
    figures = {"machine": machine, "seed": asked.seed, "parts": [asdict(each) for each in found]}
    asked.json.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n")
    console.print(f"figures: {asked.json}", soft_wrap=True, highlight=False)
    return 0 if met else 1


def run(names: Sequence[str], sizes: Sizes, seed: int, home: Path | None = None) -> list[Part]:
    """These parts, over copies of a built home; of the demo's when none is given."""
    from evals.demo import copy_home, demo_home

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    built = home or demo_home()
    with bar, tempfile.TemporaryDirectory(prefix="truecart-herd-") as folder:
        task, scratch = bar.add_task("herd", total=None), Path(folder)

        def show_progress(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total)

        own = copy_home(built, scratch / "shop")
        acts = {
            "language": lambda: parts.language_part(own, sizes, seed, show_progress),
            "server": lambda: parts.server_part(own, scratch, sizes, seed, show_progress),
            "naive": lambda: parts.naive_part(own, sizes, seed, show_progress),
        }
        return [acts[name]() for name in NAMES if name in names]


def show(part: Part, console: Console) -> None:
    if part.rows and "phase" in part.rows[0]:
        console.print(_table(part))
    for name, value in part.facts.items():
        console.print(f"  {name}: {value}", highlight=False, soft_wrap=True)
    if part.pool:
        console.print(f"  the pool at the end: {json.dumps(part.pool)}", highlight=False, soft_wrap=True)
    for each in part.wrong[:EXAMPLES]:
        console.print(f"  WRONG {each}", markup=False, highlight=False, soft_wrap=True)


def show_naive(found: Sequence[Part], console: Console) -> None:
    """The naive client's figures beside ours at the same load."""
    table = Table(title="the same calls by a naive client; who got no answer waited to the end", title_justify="left")
    for heading in ("load", "client", "turns", "answered", "share", "by the model", "p50 ms", "p99 ms"):
        table.add_column(heading, justify="left" if heading in ("load", "client") else "right")
    for each in (row for part in found for row in part.rows if "client" in row):
        counts = [f"{each[name]:,}" for name in ("turns", "answered")]
        share = f"{each['answered'] / max(1, each['turns']):.2f}"
        times = [f"{each[name]:,.0f}" for name in ("p50_ms", "p99_ms")]
        table.add_row(each["load"], each["client"], *counts, share, f"{each['model']:,}", *times)
    if table.row_count:
        console.print(table)


def show_demands(found: Sequence[Part], console: Console) -> bool:
    """Whether all are met."""
    table = Table(title="demands", title_justify="left")
    for heading in ("part", "demand", "found", "wanted", ""):
        table.add_column(heading, overflow="fold")
    every = [each for part in found for each in part.demands]
    for each in every:
        verdict = "[green]met[/]" if each.met else "[bold red]MISSED[/]"
        table.add_row(each.part, each.name, each.found, each.wanted, verdict)
    if every:
        console.print(table)
    for each in every:
        if not each.met:
            console.print(f"MISSED {each.part}: {each.name}: {each.found}, wanted {each.wanted}", highlight=False)
    return all(each.met for each in every)


def _table(part: Part) -> Table:
    table = Table(title=part.name, title_justify="left")
    headings = (
        "phase",
        "turns/s",
        "turns",
        "answered",
        "model",
        "replies",
        "could",
        "share",
        "p50 ms",
        "p99 ms",
        "max ms",
    )
    for heading in (*headings, "late ms", "whole", "left", "refused", "faulty", "busy s"):
        table.add_column(heading, justify="left" if heading == "phase" else "right")
    for each in part.rows:
        could = ("-", "-") if each["could"] is None else (f"{each['could']:.0f}", _share(each["share"]))
        times = (f"{each[name]:.0f}" for name in ("p50_ms", "p99_ms", "max_ms", "late_p99_ms"))
        calls = (f"{each['endpoint'][name]:.0f}" for name in ("whole", "left", "refused", "faulty", "busy_s"))
        counts = (f"{each[name]:,}" for name in ("turns", "answered", "model", "replies"))
        table.add_row(each["phase"], f"{each['rate']:.1f}", *counts, *could, *times, *calls)
    return table


def _share(share: float | None) -> str:
    return "-" if share is None else f"{share:.2f}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals.herd", description=__doc__)
    parser.add_argument(
        "parts", nargs="*", choices=[[], *NAMES], metavar="PART", help=f"any of {', '.join(NAMES)}; all else"
    )
    parser.add_argument("--quick", action="store_true", help="a minute instead of ten; too short to judge times by")
    parser.add_argument("--seed", type=int, default=20261122, help="of arrivals, service times, faults and shoppers")
    parser.add_argument("--home", type=Path, help="a built home to copy, instead of the demo's")
    parser.add_argument("--json", type=Path, default=OUT, metavar="FILE", help="where every figure is written")
    return parser
