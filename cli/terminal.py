"""How commands speak: facts on stdout, everything else on stderr; colour and boxes for a terminal, plain when piped."""

from __future__ import annotations

import json
import os
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tools.errors import TruecartError

if TYPE_CHECKING:
    from rich.console import Console

Progress = Callable[[int, int, str], None]  # done, total (0 where it is not known), what is being done
EVERY_S = 5.0  # a plain progress line at most this often


def is_plain() -> bool:
    """True when stdout is not a terminal."""
    return not sys.stdout.isatty()


def console(*, stderr: bool = False) -> Console:
    """A console that obeys NO_COLOR and neither wraps nor colours what is piped."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    return Console(file=stream, soft_wrap=not stream.isatty(), highlight=False)


def say(text: str) -> None:
    """A line for people, on stderr."""
    print(clean(text), file=sys.stderr, flush=True)


def fail(problem: TruecartError) -> None:
    """An error in words, with its code."""
    say(f"truecart: {problem.message} ({problem.code})")


def as_json(value: Any) -> None:
    """One JSON document on stdout."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def table(headings: Sequence[str], rows: Sequence[Sequence[Any]], *, title: str = "") -> None:
    """Aligned columns: a box in a terminal, tab-separated lines with a heading when piped."""
    texts = [[_cell(each) for each in row] for row in rows]
    if is_plain():
        for line in [list(headings), *texts]:
            print("\t".join(line))
        return
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    shown = Table(title=title or None, title_justify="left", box=SIMPLE_HEAD)
    for column, heading in enumerate(headings):
        numbers = rows and all(isinstance(row[column], int) for row in rows)
        shown.add_column(heading, justify="right" if numbers else "left", overflow="fold")
    for line in texts:
        shown.add_row(*(Text(cell) for cell in line))
    console().print(shown)


@contextmanager
def progress() -> Iterator[Progress]:
    """A bar for each thing that is being done on a terminal, a line now and then otherwise. On stderr."""
    if not sys.stderr.isatty():
        yield _lines()
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, console=console(stderr=True)) as bars:
        tasks: dict[str, Any] = {}

        def show(done: int, total: int, what: str) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=None)
            bars.update(tasks[what], completed=done, total=total or None)

        yield show


def _lines() -> Progress:
    last: dict[str, tuple[float, int]] = {}

    def show(done: int, total: int, what: str) -> None:
        now = time.monotonic()
        at, before = last.get(what, (now - EVERY_S, -1))
        if done != before and (now - at >= EVERY_S or done == total):
            last[what] = (now, done)
            say(f"{what}: {done} of {total}" if total else f"{what}: {done}")

    return show


def clean(text: Any) -> str:
    """Text from outside without control characters: a title must not move the cursor or set the window's name."""
    return "".join(each for each in str(text) if each in "\n\t" or unicodedata.category(each) not in ("Cc", "Cf", "Cs"))


def hush() -> None:
    """The reader of our output has gone: end without a word. Must be followed by the end of the process."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _cell(value: Any) -> str:
    return " ".join(clean(value).split())
