"""What may be asked of the model: all, nothing but parses, nothing."""

from __future__ import annotations

from tests.tools.llm.simulated import Time
from tools.llm.ladder import CALM_S, Ladder


def test_it_steps_down_at_once_and_up_after_a_while() -> None:
    time = Time()
    ladder = Ladder(time)
    assert ladder.level(serving=True, probe_due=False) == "full"
    ladder.look(running=4, limit=4.0, waiting=0)
    assert ladder.level(serving=True, probe_due=False) == "templates"
    time.now += CALM_S * 0.9
    assert ladder.level(serving=True, probe_due=False) == "templates"
    time.now += CALM_S * 0.2
    assert ladder.level(serving=True, probe_due=False) == "full"


def test_whoever_waits_is_pressure() -> None:
    ladder = Ladder(Time())
    ladder.look(running=1, limit=10.0, waiting=1)
    assert ladder.level(serving=True, probe_due=False) == "templates"


def test_one_call_at_an_endpoint_that_takes_one_is_none() -> None:
    ladder = Ladder(Time())
    ladder.look(running=1, limit=1.0, waiting=0)
    assert ladder.level(serving=True, probe_due=False) == "full"


def test_with_no_endpoint_in_order_it_is_the_embedded_parser() -> None:
    assert Ladder(Time()).level(serving=False, probe_due=False) == "embedded"


def test_while_a_probe_is_due_turns_must_ask() -> None:
    assert Ladder(Time()).level(serving=False, probe_due=True) == "templates"
