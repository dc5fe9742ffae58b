"""Random schedules of the machine: thousands, each a purchase gone wrong in its own way."""

from __future__ import annotations

import time
import traceback
from typing import Any

from evals.proof.result import Proof, Surroundings
from tools.errors import TruecartError

SCHEDULES = 2_000
STEPS = 15  # at most, in each
SEED = 20261122


def run(around: Surroundings) -> Proof:
    """Raises TruecartError `not_available` without hypothesis, which the tests need and the shop does not."""
    try:
        import hypothesis
    except ImportError as problem:
        raise TruecartError("not_available", "hypothesis is not installed: pip install -e '.[test]'") from problem
    from hypothesis.stateful import run_state_machine_as_test

    from evals.proof.machine import Schedules

    wanted = around.size("schedules", SCHEDULES)
    proof = Proof("schedules")
    Schedules.played.clear()

    class Counted(Schedules):
        def teardown(self) -> None:
            super().teardown()
            around.show("schedules", Schedules.played["schedules"], wanted)

    Counted._hypothesis_internal_use_seed = around.size("seed", SEED)  # type: ignore[attr-defined]
    started = time.perf_counter()
    try:
        run_state_machine_as_test(Counted, settings=chosen(hypothesis, wanted))  # type: ignore[no-untyped-call]
    except Exception as problem:
        for each in problem.exceptions if isinstance(problem, ExceptionGroup) else [problem]:
            proof.failures.append(_said(each))
    seconds = time.perf_counter() - started
    played = Schedules.played
    proof.at_least("schedules played to their end", played["schedules"], wanted)
    proof.told("orders in them", played["orders"])
    proof.told("charges at the gateway", played["charges"])
    proof.told("refunds", played["refunds"])
    proof.exactly("schedules that broke a rule", len(proof.failures), 0)
    proof.told("milliseconds a schedule", seconds * 1000 / max(played["schedules"], 1))
    return proof


def _said(problem: BaseException) -> str:
    """The problem, where it arose, and the shortest schedule that leads there."""
    where = "".join(traceback.format_tb(problem.__traceback__)[-3:])
    steps = "\n".join(getattr(problem, "__notes__", ()))
    return f"{type(problem).__name__}: {problem}\n{where}{steps}"


def chosen(hypothesis: Any, schedules: int) -> Any:
    """hypothesis' settings for so many schedules. It keeps no database: the seed says which ones are played."""
    return hypothesis.settings(
        max_examples=schedules,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        suppress_health_check=list(hypothesis.HealthCheck),
        verbosity=hypothesis.Verbosity.quiet,
    )
