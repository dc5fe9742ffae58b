"""Whole turns under load: the real server over HTTP, its shoppers, and its books afterwards."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from evals.herd import arrivals
from evals.herd.endpoint import RunningEndpoint
from evals.herd.ledger import Books
from evals.herd.phases import Passed, Phase
from evals.herd.shoppers import Crowd, Turn
from evals.running_server import RunningServer

WORKERS = 96
SHOPPERS = 400
FLOOR_CLIENTS = 8


@contextmanager
def serving(home: Path, environment: dict[str, str]) -> Iterator[RunningServer]:
    """The product's server over this home, with a token for each shopper of the herd."""
    tokens = ",".join(f"{token}=herd-{number}:shopper" for number, token in enumerate(tokens_of()))
    server = RunningServer(home, environment={"TRUECART_TOKENS": tokens, **environment})
    server.start()
    try:
        yield server
    finally:
        server.stop()


def tokens_of() -> list[str]:
    return [f"token-of-herd-{number}" for number in range(SHOPPERS)]


def floor(server: RunningServer, turns: int, seed: str, on_turn: Callable[[], None]) -> float:
    """Turns a second that the server carries with eight clients who wait for nothing. Raises RuntimeError for a turn
    that is not answered."""
    crowd, problems = Crowd(server.port, tokens_of(), seed), []
    left = iter(range(turns))

    def client() -> None:
        for number in left:
            turn = crowd.turn(number)
            problems.extend([turn.problem] if turn.problem else [])
            on_turn()

    threads = [threading.Thread(target=client) for _ in range(FLOOR_CLIENTS)]
    started = time.monotonic()
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    crowd.leave()
    if problems:
        raise RuntimeError(f"without any load: {problems[:3]}")
    return turns / (time.monotonic() - started)


def run(
    crowd: Crowd, endpoint: RunningEndpoint | None, phases: Sequence[Phase], on_turn: Callable[[], None], seed: int
) -> list[Passed]:
    """The phases one after the other against the same server; then all leave."""
    passed = []
    for phase in phases:
        before = endpoint.control(outage=phase.outage, **_changed(phase))["beats"] if endpoint else 0
        start = time.monotonic()
        times = arrivals.poisson(phase.rate, phase.seconds, f"{seed}/server/{phase.name}")
        turns = arrivals.run(times, crowd.turn, WORKERS, on_turn)
        beats = endpoint.control()["beats"] - before if endpoint else 0
        passed.append(Passed(phase, start, time.monotonic(), turns, beats))
    crowd.leave()
    return passed


def judge(passed: Sequence[Passed], books: Books) -> None:
    """Fill in who was answered, and by whom: the audit chain says which parser read each turn."""
    for each in passed:
        each.answered = [isinstance(turn.result, Turn) and not turn.result.problem for turn in each.turns]
        each.by_model = [_by_model(turn.result, books) for turn in each.turns]


def problems(passed: Sequence[Passed], crowd: Crowd, books: Books) -> dict[str, list[str]]:
    """Everything that is wrong, by the demand that it breaks; an empty list is a demand that is met."""
    turns = [each.result for part in passed for each in part.turns if isinstance(each.result, Turn)]
    broken = [repr(each.result) for part in passed for each in part.turns if isinstance(each.result, Exception)]
    ended = {each.turn_id for each in turns if each.degraded is not None and each.turn_id}
    everybody = {each.turn_id for each in crowd.turns if each.turn_id}
    return {
        "answered": [f"{each.text}: {each.problem}" for each in turns if each.problem] + broken,
        "none lost": [f"turn {each} is not in the log" for each in everybody - books.turns.keys()]
        + [f"turn {each} was never closed" for each in ended if not books.turns.get(each, ("", True))[1]],
        "none doubled": [f"turn {each} is nobody's" for each in books.turns.keys() - everybody]
        + [f"turn {each} was read {count} times" for each, count in books.reads.items() if count != 1],
        "said when degraded": [note for each in turns if (note := _wrong_note(each, books))],
        "charges": books.charge_problems({each.thread_id: each.order_id for each in crowd.turns if each.order_id}),
    }


def _changed(phase: Phase) -> dict[str, object]:
    from dataclasses import asdict

    return {"capacity": asdict(phase.capacity)} if phase.capacity else {}


def _by_model(result: object, books: Books) -> bool | None:
    if not isinstance(result, Turn) or result.turn_id is None:
        return None
    source = books.sources.get(result.turn_id)
    return None if source is None else source == "model"


def _wrong_note(turn: Turn, books: Books) -> str:
    """A turn that the embedded parser read for want of the model says so, and no other does."""
    if turn.degraded is None or turn.turn_id is None or turn.turn_id not in books.sources:
        return ""
    noted = any(each.startswith("intent:") for each in turn.degraded)
    embedded = books.sources[turn.turn_id] == "embedded"
    return "" if noted == embedded else f"{turn.text}: read by {books.sources[turn.turn_id]}, noted {turn.degraded}"
