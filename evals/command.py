"""`truecart eval`: run suites, compare with the baseline, write the report, say by name what fell behind."""

from __future__ import annotations

import argparse
import importlib
import json
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from evals import baseline as baselines
from evals.demo import demo_home
from evals.report import report
from evals.results import SuiteResult
from evals.suite import Surroundings
from tools.clock import stamp, utc_now

SUITES = ("intent", "corruption", "vision", "ranking", "checkout")
ON_THE_DEMO_SHOP = {"vision", "ranking"}
OUT = Path(__file__).parent / "out" / "report.html"


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when nothing fell behind the baseline, 1 otherwise; 2 for arguments that are not understood."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    if unknown := sorted(set(asked.suites) - set(SUITES)):
        parser.error(f"there is no suite {unknown[0]!r}; there are {', '.join(SUITES)}")
    console = Console(stderr=True)
    if ON_THE_DEMO_SHOP & set(asked.suites or SUITES):
        demo_home()  # shows its own progress
    results = [_run(name, console) for name in asked.suites or SUITES]
    baseline = baselines.load_baseline(asked.baseline)
    found = baselines.regressions(results, baseline)
    _write(asked.out, results, report(results, baseline, found, stamp(utc_now())))
    for result in results:
        _print(result, baseline, Console())
    if asked.update_baseline:
        baselines.save_baseline(results, asked.baseline)
        console.print(f"baseline written to {asked.baseline}")
    for one in found:
        console.print(f"[bold red]FAILED[/] {one.name}: {one.reason}", soft_wrap=True)
    console.print(f"report: {asked.out}", soft_wrap=True)
    return 1 if found and not asked.update_baseline else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="truecart eval", description=__doc__)
    parser.add_argument(
        "suites", nargs="*", metavar="SUITE", help=f"any of {', '.join(SUITES)}; all when none is named"
    )
    parser.add_argument("--out", type=Path, default=OUT, help="where the HTML report goes; results.json lies beside it")
    parser.add_argument("--baseline", type=Path, default=baselines.PATH, help="the figures to compare with")
    parser.add_argument("--update-baseline", action="store_true", help="make this run's figures the baseline")
    return parser


def _run(name: str, console: Console) -> SuiteResult:
    suite = importlib.import_module(f"evals.suites.{name}").run
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    started = time.perf_counter()
    with Progress(*columns, console=console, transient=True) as bar, tempfile.TemporaryDirectory() as scratch:
        task = bar.add_task(name, total=None)

        def show(what: str, done: int, total: int) -> None:
            bar.update(task, description=f"{name}: {what}", completed=done, total=total)

        result: SuiteResult = suite(Surroundings(Path(scratch), show))
    result.seconds = time.perf_counter() - started
    return result


def _write(out: Path, results: Sequence[SuiteResult], page: str) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(page, encoding="utf-8")
    figures = [result.as_json() for result in results]
    text = json.dumps(figures, indent=1, ensure_ascii=False, default=str)
    out.with_name("results.json").write_text(text + "\n", encoding="utf-8")


def _print(result: SuiteResult, baseline: baselines.Baseline, console: Console) -> None:
    table = Table(title=f"{result.name}: {result.cases} cases in {result.seconds:.1f} s", title_justify="left")
    table.add_column("figure", overflow="fold")
    for heading in ("value", "95 % interval", "n", "baseline"):
        table.add_column(heading, justify="right")
    for metric in result.metrics:
        before = baseline.get(f"{result.name}.{metric.name}")
        was = f"{before['value']:.4f}" if before else ""
        interval = f"{metric.low:.4f} to {metric.high:.4f}"
        table.add_row(metric.name, f"{metric.value:.4f}", interval, str(metric.n), was)
    console.print(table)
    for why in result.skipped:
        console.print(f"skipped {why}", soft_wrap=True)
    for failure in result.failures[:20]:
        console.print(f"case {failure.case}: {failure.note or 'not as expected'}", soft_wrap=True, markup=False)
    if len(result.failures) > 20:
        console.print(f"and {len(result.failures) - 20} more failed cases in the report", markup=False)
