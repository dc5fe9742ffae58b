"""The language stage alone under load: `graph.opening.parse_intent` with its pool, from many threads."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from evals.herd import arrivals, lines
from evals.herd.arrivals import Timed
from evals.herd.endpoint import RunningEndpoint
from evals.herd.phases import Passed, Phase
from graph import opening
from graph.services import Services
from tools.clock import stamp

WORKERS = 600


def run(
    services: Services, endpoint: RunningEndpoint, phases: Sequence[Phase], on_turn: Callable[[], None], seed: int = 0
) -> list[Passed]:
    """The phases one after the other, against the same pool."""
    passed = []
    for phase in phases:
        before = endpoint.control(outage=phase.outage)["beats"]
        said = _said(phase, seed)

        def act(number: int, said: Callable[[int], lines.Line] = said) -> tuple[str, str, str]:
            return _turn(services, said(number), number)

        start = time.monotonic()
        times = arrivals.poisson(phase.rate, phase.seconds, f"{seed}/{phase.name}")
        turns = arrivals.run(times, act, WORKERS, on_turn)
        beats = endpoint.control()["beats"] - before
        found = Passed(phase, start, time.monotonic(), turns, beats)
        found.answered = [_answered(each) for each in turns]
        found.by_model = [not isinstance(each.result, Exception) and each.result[0] == "model" for each in turns]
        passed.append(found)
    return passed


def warm(services: Services) -> None:
    """One turn, so that what is loaded on first use is loaded."""
    _turn(services, next(iter(lines.table().values())), 0)


def _answered(turn: Timed) -> bool:
    """An intent of the kind that the table says."""
    return not isinstance(turn.result, Exception) and turn.result[1] == turn.result[2]


def _said(phase: Phase, seed: int) -> Callable[[int], lines.Line]:
    every = sorted(lines.table().values(), key=lambda line: line.text)
    dice = random.Random(f"{seed}/{phase.name}/lines")
    order = [dice.choice(every) for _ in range(int(phase.rate * phase.seconds * 2) + 100)]
    return lambda number: order[number % len(order)]


def _turn(services: Services, line: lines.Line, number: int) -> tuple[str, str, str]:
    """Who answered, the intent's kind, and the kind that it should be."""
    now = services.clock()
    turn = {"turn_id": f"turn-{number}", "text": line.text, "thread_id": "herd", "shopper": "ada"}
    turn |= {"started_at": stamp(now), "deadline": stamp(now + timedelta(seconds=services.settings.turn_seconds))}
    state: Any = {"turn": turn, "shown": _shown(number), "last_kind": "search"}
    written = opening.parse_intent(services, state, {})
    return written["intent"]["source"], written["intent"]["kind"], line.kind


def _shown(number: int) -> list[dict[str, str]]:
    """Two products on the screen, each turn's its own: else many prompts were alike, and one answer served them all."""
    titles = (f"Ridge Mug No. {number}", f"Bay Mug No. {number}")
    return [{"product_id": str(at), "variant_id": str(at), "title": title} for at, title in enumerate(titles)]
