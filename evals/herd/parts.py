"""The three parts of the proof: the language stage alone, whole turns over the server, and the naive client."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evals.herd import demands, language, ledger, naive, phases, serving
from evals.herd.behaviour import Behaviour, Capacity
from evals.herd.demands import Demand
from evals.herd.endpoint import RunningEndpoint, running
from evals.herd.phases import Passed, Phase
from evals.herd.shoppers import Crowd
from evals.scores import percentile
from graph.services import Services
from tools.llm.pool import ModelPool
from tools.settings import Settings, load

Show = Callable[[str, int, int], None]
PATIENCE_S = float(Settings.model_fields["llm_seconds"].default)  # what the product comes with
BIG = Capacity(slots=4, queue=8)
SMALL = Capacity(slots=1, queue=4)
# of the turns a second that the server carries just then: what 50 x may ask for, as machines vary by a third
MOST_OF_FLOOR = 0.4
GRACE_S = 10.0  # after the last arrival: who has no answer by then, the naive client sends away
LONGEST_S = 180.0  # of a phase
MULTIPLES = (1, 2, 5, 10, 20, 50)


@dataclass(frozen=True)
class Sizes:
    """Seconds of each phase, by the multiple of the capacity, and of what comes around an outage."""

    language: tuple[float, ...] = (20, 12, 10, 10, 10, 10)
    server: tuple[float, ...] = (40, 40, 30, 30, 30, 60)
    outage: tuple[float, float, float] = (10, 10, 10)  # before, away, and twice the last: learning, and again in full
    naive: float = 10.0
    floor_turns: int = 240
    least_turns: int = 1_200  # at the last multiple, however slow the machine is


QUICK = Sizes((3, 2), (6, 6), (2, 2, 3), 2.0, 40, 0)


@dataclass
class Part:
    """What a part found. `facts` are said above its table; `wrong` are examples of what broke a demand."""

    name: str
    facts: dict[str, str] = field(default_factory=dict)
    rows: list[dict[str, Any]] = field(default_factory=list)
    demands: list[Demand] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    pool: dict[str, Any] | None = None


def language_part(home: Path, sizes: Sizes, seed: int, show: Show) -> Part:
    """The language stage in this process, against an endpoint of four slots."""
    behaviour = Behaviour(seed=seed)
    capacity = BIG.answers_a_second(behaviour, PATIENCE_S)
    steps = [
        Phase(f"{many} x", many * capacity, seconds) for many, seconds in zip(MULTIPLES, sizes.language, strict=False)
    ]
    steps += around_outage(0.5 * capacity, sizes, "status")
    with running(BIG, behaviour) as endpoint, _shop(home, endpoint) as services:
        passed = language.run(services, endpoint, steps, _counting("language", steps, show), seed)
        books, pool = endpoint.books(), services.model.stats()  # type: ignore[union-attr]
    part = Part("the language stage alone", {"capacity": f"{BIG.slots} slots, {capacity:.1f} whole answers/s"})
    part.pool = pool
    part.rows = [phases.row(each, books, BIG, behaviour, PATIENCE_S) for each in passed]
    part.demands = [*demands.of_rows("language", part.rows), *_recovery("language", passed)]
    part.wrong = [
        str(turn.result) for each in passed for turn, ok in zip(each.turns, each.answered, strict=True) if not ok
    ]
    return part


def server_part(home: Path, scratch: Path, sizes: Sizes, seed: int, show: Show) -> Part:
    """Whole turns over HTTP: first without a model, then with a quota that 50 times exceed, then around an outage."""
    from evals.demo import copy_home

    own = copy_home(home, scratch / "home")
    behaviour = Behaviour(seed=seed)
    part = Part("whole turns over the server")
    with serving.serving(own, {}) as server:
        floor = serving.floor(server, sizes.floor_turns, f"{seed}/floor", _counter("floor", sizes.floor_turns, show))
        rate = MOST_OF_FLOOR * floor
        bare = [Phase("no model", rate, sizes.outage[0])]
        crowd = Crowd(server.port, serving.tokens_of(), f"{seed}/bare")
        alone = serving.run(crowd, None, bare, _counting("no model", bare, show), seed)[0]
    quota = Capacity(slots=4, queue=8, pace=rate / MULTIPLES[-1] / behaviour.expected(PATIENCE_S)[0], burst=2)
    before = ledger.read(own)
    steps = _server_phases(rate, floor, sizes)
    with running(quota, behaviour) as endpoint:
        chosen = {"TRUECART_LLM_BASE_URL": endpoint.base_url, "TRUECART_LLM_MODEL": "herd"}
        with serving.serving(own, chosen) as server:
            crowd = Crowd(server.port, serving.tokens_of(), f"{seed}/crowd")
            passed = serving.run(crowd, endpoint, steps, _counting("server", steps, show), seed)
        called = endpoint.books()
    books = ledger.read(own).since(before)
    serving.judge(passed, books)
    there = quota
    for each in passed:
        there = each.phase.capacity or there
        part.rows.append(phases.row(each, called, there, behaviour, PATIENCE_S))
    found = serving.problems(passed, crowd, books)
    part.wrong = [f"{name}: {each}" for name, several in found.items() for each in several]
    part.demands = [*demands.of_rows("server", part.rows), *_recovery("server", passed)]
    part.demands += demands.of_problems("server", found)
    part.facts = _said(floor, quota, alone, crowd, books)
    shutil.rmtree(own, ignore_errors=True)
    return part


def naive_part(home: Path, sizes: Sizes, seed: int, show: Show) -> Part:
    """The same calls by the SDK's own client and by the pool, each against an endpoint of one slot of its own: a naive
    client needs some 10 ms of a processor for a call, so that more of them would only measure this machine."""
    behaviour = Behaviour(seed=seed)
    capacity = SMALL.answers_a_second(behaviour, PATIENCE_S)
    part = Part("a naive client", {"naive client": "ChatOpenAI as it comes: 2 retries, no other parser"})
    part.facts["endpoint"] = f"{SMALL.slots} slot, {capacity:.1f} whole answers/s"
    for many in (2, 10):
        step = Phase(f"{many} x", many * capacity, sizes.naive)
        with running(SMALL, behaviour) as endpoint, _shop(home, endpoint) as services:
            passed = language.run(services, endpoint, [step], _counting(f"ours, {many} x", [step], show), seed)[0]
            vocabulary = services.catalog.vocabulary()
        show(f"naive client, {many} x", 0, 1)
        with running(SMALL, behaviour) as endpoint:
            times, limit_s = [each.due - passed.start for each in passed.turns], step.seconds + GRACE_S
            told = naive.run(endpoint.base_url, vocabulary, times, limit_s)
        waited = told["seconds"] + [limit_s] * (told["turns"] - told["answered"])  # who got nothing waited to the end
        part.rows.append(_beside(many, "naive", told["answered"], told["answered"], waited))
        ours = [each.seconds for each in passed.turns]
        by_model = sum(each is True for each in passed.by_model)
        part.rows.append(_beside(many, "ours", sum(passed.answered), by_model, ours))
    return part


@contextmanager
def _shop(home: Path, endpoint: RunningEndpoint) -> Iterator[Services]:
    """The services over this home with the endpoint as their model, all loaded."""
    chosen: dict[str, Any] = {"llm_base_url": endpoint.base_url, "llm_model": "herd"}
    services = Services(load(home=home, catalog="demo", database_url="", **chosen))
    model = services.model
    assert isinstance(model, ModelPool)
    try:
        services.catalog.vocabulary()
        model.ready()
        language.warm(services)
        yield services
    finally:
        model.close()
        services.engine.dispose()


def around_outage(rate: float, sizes: Sizes, outage: str, capacity: Capacity | None = None) -> list[Phase]:
    before, away, after = sizes.outage
    return [
        Phase("calm", rate, after, capacity=capacity, learning=True),
        Phase("before", rate, before),
        Phase("outage", rate, away, outage),
        Phase("back", rate, after, learning=True),
        Phase("after", rate, after),
    ]


def _server_phases(rate: float, floor: float, sizes: Sizes) -> list[Phase]:
    """The multiples of the quota; the last of them is the full rate, however few there are."""
    chosen = MULTIPLES[-len(sizes.server) :]
    seconds = [*sizes.server[:-1], max(sizes.server[-1], min(LONGEST_S, sizes.least_turns / rate))]
    steps = [Phase(f"{many} x", rate * many / MULTIPLES[-1], s) for many, s in zip(chosen, seconds, strict=True)]
    return steps + around_outage(0.25 * floor, sizes, "hang", BIG)


def _recovery(name: str, passed: list[Passed]) -> list[Demand]:
    """After the crowd has gone (and in the server's part the quota with it), and after the outage."""
    by_name = {each.phase.name: each for each in passed}
    calm, before, back, after = (by_name[each] for each in ("calm", "before", "back", "after"))
    return [
        demands.of_recovery(name, "the rush", phases.recovered_after(after, calm, before)),
        demands.of_recovery(name, "the outage", phases.recovered_after(before, back, after)),
    ]


def _said(floor: float, quota: Capacity, alone: Passed, crowd: Crowd, books: ledger.Books) -> dict[str, str]:
    seconds = [each.seconds * 1000 for each in alone.turns] or [0.0]
    asked = sum(each.reached == "question" for each in crowd.turns)
    return {
        "floor without a model": f"{floor:.1f} turns/s with {serving.FLOOR_CLIENTS} clients",
        "without a model at 50 x": f"p50 {percentile(seconds, 0.5):.0f} ms, p99 {percentile(seconds, 0.99):.0f} ms",
        "the endpoint's quota": f"{quota.pace * 60:.0f} calls a minute, {quota.burst} saved up; around the outage none",
        "at the till": f"{asked} questions, {len(books.orders)} orders, {len(books.charged)} charges",
    }


def _beside(many: int, client: str, answered: int, by_model: int, seconds: list[float]) -> dict[str, Any]:
    return {
        "load": f"{many} x",
        "client": client,
        "turns": len(seconds),
        "answered": answered,
        "model": by_model,
        "p50_ms": percentile(seconds or [0.0], 0.5) * 1000,
        "p99_ms": percentile(seconds or [0.0], 0.99) * 1000,
    }


def _counting(name: str, steps: list[Phase], show: Show) -> Callable[[], None]:
    return _counter(name, round(sum(each.rate * each.seconds for each in steps)), show)


def _counter(name: str, total: int, show: Show) -> Callable[[], None]:
    done = 0

    def count() -> None:
        nonlocal done
        done += 1
        show(name, done, total)

    return count
