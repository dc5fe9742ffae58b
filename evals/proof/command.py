"""The command: run proofs with a progress line, print their tables and figures, write JSON, say what was missed."""

from __future__ import annotations

import argparse
import importlib
import json
import logging
import platform
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from evals.proof.result import Proof, Surroundings
from tools.errors import TruecartError

WIDTH = 150  # of a table in a file
PROOFS = ("crash", "schedules", "terms", "buyers", "webhooks", "mutants", "battery")
SIZES = {
    "runs": "deaths at each step (crash)",
    "schedules": "random schedules (schedules)",
    "seed": "of the random schedules; another run of the same seed plays the same ones",
    "buyers": "concurrent buyers (buyers)",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when every figure is met, 1 otherwise; 2 for arguments that are not understood."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    if unknown := sorted(set(asked.names) - set(PROOFS)):
        parser.error(f"there is no proof {unknown[0]!r}; there are {', '.join(PROOFS)}")
    sizes = {name: getattr(asked, name) for name in SIZES if getattr(asked, name)}
    logging.getLogger("tools.checkout").setLevel(logging.CRITICAL)  # most of what is played here goes wrong on purpose
    proofs = [_run(name, sizes) for name in asked.names or PROOFS]
    console = Console(width=None if sys.stdout.isatty() else WIDTH)
    for proof in proofs:
        _print(proof, console)
    _print_all(proofs, console)
    if asked.json:
        machine = {"python": platform.python_version(), "system": platform.platform()}
        asked.json.write_text(json.dumps({"machine": machine, "proofs": [each.as_json() for each in proofs]}, indent=1))
    return 0 if all(each.met for each in proofs) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals.proof", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"any of {', '.join(PROOFS)}; all when none is named")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure, row and failure there")
    for name, about in SIZES.items():
        parser.add_argument(f"--{name}", type=int, metavar="N", help=about)
    return parser


def _run(name: str, sizes: dict[str, int]) -> Proof:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    started = time.perf_counter()
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    with bar, tempfile.TemporaryDirectory(prefix="truecart-proof-") as scratch:
        task = bar.add_task(name, total=None)

        def show(what: str, done: int, total: int | None) -> None:
            bar.update(task, description=f"{name}: {what}", completed=done, total=total)

        try:
            proof: Proof = importlib.import_module(f"evals.proof.{name}").run(Surroundings(Path(scratch), show, sizes))
        except (AssertionError, TruecartError) as problem:
            proof = Proof(name, failures=[f"{type(problem).__name__}: {problem}"])
    proof.seconds = time.perf_counter() - started
    return proof


def _print(proof: Proof, console: Console) -> None:
    if proof.rows:
        table = Table(title=proof.name, title_justify="left")
        for heading, value in proof.rows[0].items():
            table.add_column(heading, justify="left" if isinstance(value, str) else "right", overflow="fold")
        for row in proof.rows:
            table.add_row(*(str(value) for value in row.values()))
        console.print(table)
    for problem in proof.failures:
        console.print(f"[bold red]WRONG[/] {proof.name}: ", end="", soft_wrap=True)
        console.print(problem, markup=False, highlight=False, soft_wrap=True)
    for reason in proof.left_out:
        console.print(f"left out: {reason}", markup=False, highlight=False, soft_wrap=True)


def _print_all(proofs: Sequence[Proof], console: Console) -> None:
    table = Table(title="figures", title_justify="left")
    for heading in ("proof", "figure", "found", "wanted", ""):
        table.add_column(heading, justify="right" if heading == "found" else "left", overflow="fold")
    for proof in proofs:
        for figure in proof.figures:
            verdict = "" if not figure.wanted else "[green]met[/]" if figure.met else "[bold red]MISSED[/]"
            table.add_row(proof.name, figure.name, _written(figure.found), figure.wanted, verdict)
        verdict = "[green]met[/]" if proof.met else "[bold red]MISSED[/]"
        table.add_row(proof.name, "seconds", f"{proof.seconds:.1f}", "", verdict, end_section=True)
    console.print(table)


def _written(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:,.1f}" if isinstance(value, float) else f"{value:,}"
