from __future__ import annotations

import pytest
from sqlalchemy import Engine, insert, select

from tests.builders import SetClock
from tools.clock import stamp
from tools.database import reading
from tools.errors import TruecartError
from tools.schema import turns
from tools.turns import TurnLog


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def log(engine: Engine, clock: SetClock) -> TurnLog:
    return TurnLog(engine, clock)


def say(log: TurnLog, turn_id: str, text: str = "a hoodie", *, thread_id: str = "t-1", shopper: str = "ada") -> None:
    log.begin(turn_id, thread_id, shopper, "demo", text)


def test_a_thread_has_one_owner(log: TurnLog, engine: Engine) -> None:
    assert log.owner("t-1") is None
    say(log, "1")
    say(log, "2")
    assert log.owner("t-1") == "ada"
    with pytest.raises(TruecartError) as refused:
        say(log, "3", shopper="bo")
    assert refused.value.code == "forbidden"
    assert log.owner("t-1") == "ada"
    with reading(engine) as connection:
        assert sorted(connection.execute(select(turns.c.turn_id)).scalars()) == ["1", "2"]


def test_threads_newest_first_titled_by_their_first_turn(log: TurnLog, clock: SetClock) -> None:
    say(log, "1", "a warm hoodie")
    clock.forward(minutes=1)
    say(log, "2", "a cheaper one")
    say(log, "3", "", thread_id="t-2")
    say(log, "4", thread_id="t-3", shopper="bo")
    assert [(each["thread_id"], each["title"]) for each in log.threads("ada")] == [
        ("t-2", ""),
        ("t-1", "a warm hoodie"),
    ]


def test_a_turn_that_runs_again_keeps_its_first_record(log: TurnLog, clock: SetClock, engine: Engine) -> None:
    started = stamp(clock())
    say(log, "1", "a hoodie")
    clock.forward(seconds=5)
    say(log, "1", "a hoodie, again")
    with log.closing("1", "allow"):
        pass
    with reading(engine) as connection:
        row = connection.execute(select(turns)).one()
    assert (row.text, row.started_at, row.finished_at, row.outcome) == ("a hoodie", started, stamp(clock()), "allow")


def test_only_a_begun_turn_can_finish_and_what_goes_with_it_is_undone(log: TurnLog, engine: Engine) -> None:
    row = {"turn_id": "x", "thread_id": "t-1", "shopper": "ada", "text": "", "started_at": "now"}
    with pytest.raises(TruecartError) as refused, log.closing("never", "allow") as connection:
        connection.execute(insert(turns).values(**row))
    assert refused.value.code == "not_found"
    with reading(engine) as connection:
        assert connection.execute(select(turns)).all() == []
