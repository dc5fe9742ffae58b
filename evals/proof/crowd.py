"""Many shoppers at once: threads in several processes, each process with a checkout of its own, all let go together."""

from __future__ import annotations

import json
import os
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

Act = Callable[[int], Any]


def at_once(count: int, act: Act) -> list[Any]:
    """`act(0…count-1)` in as many threads, started together; answers in that order, an exception as itself."""
    answers: list[Any] = [None] * count
    gate = threading.Barrier(count)

    def run(number: int) -> None:
        gate.wait()
        try:
            answers[number] = act(number)
        except Exception as problem:
            answers[number] = problem

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return answers


def in_processes(folder: Path, processes: int, threads: int, enter: Callable[[], Act]) -> list[str]:
    """`processes` × `threads` acts, let go together; what each answered as text, in the order of their numbers.

    Each process opens its own world with `enter`, whose answer is told the number of the one who acts.
    """
    read, write = os.pipe()
    children = []
    for process in range(processes):
        with _quietly():
            child = os.fork()
        if child == 0:
            os.close(write)
            _run(folder / f"crowd-{process}.json", process * threads, threads, enter, read)
        children.append(child)
    os.close(read)
    os.close(write)  # lets them go
    statuses = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    assert statuses == [0] * processes, f"processes of the crowd ended with {statuses}"
    return [each for process in range(processes) for each in json.loads((folder / f"crowd-{process}.json").read_text())]


def _run(out: Path, first: int, threads: int, enter: Callable[[], Act], gate: int) -> None:
    status = 1
    try:
        act = enter()
        with closing(os.fdopen(gate)) as signal:
            signal.read()  # until the parent, and every sibling's copy of its end, has closed it
        answers = at_once(threads, lambda number: act(first + number))
        out.write_text(json.dumps([_text(each) for each in answers]))
        status = 0
    finally:
        os._exit(status)


def _text(answer: Any) -> str:
    return f"{type(answer).__name__}: {answer}"[:300] if isinstance(answer, Exception) else str(answer)


@contextmanager
def _quietly() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # a progress bar's thread does nothing in the child
        yield
