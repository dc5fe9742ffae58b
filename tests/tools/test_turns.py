from __future__ import annotations

import pytest
from sqlalchemy import Engine, select

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


def test_a_thread_has_one_owner(log: TurnLog) -> None:
    assert log.owner("t-1") is None
    log.open_thread("t-1", "ada", "demo")
    log.open_thread("t-1", "ada", "demo")
    assert log.owner("t-1") == "ada"
    with pytest.raises(TruecartError) as refused:
        log.open_thread("t-1", "bo", "demo")
    assert refused.value.code == "forbidden"
    assert log.owner("t-1") == "ada"


def test_threads_newest_first_titled_by_their_first_turn(log: TurnLog, clock: SetClock) -> None:
    log.open_thread("t-1", "ada", "demo")
    log.begin("1", "t-1", "ada", "a warm hoodie")
    clock.forward(minutes=1)
    log.begin("2", "t-1", "ada", "a cheaper one")
    log.open_thread("t-2", "ada", "demo")
    log.open_thread("t-3", "bo", "demo")
    assert [(each["thread_id"], each["title"]) for each in log.threads("ada")] == [
        ("t-2", ""),
        ("t-1", "a warm hoodie"),
    ]


def test_a_turn_that_runs_again_keeps_its_first_record(log: TurnLog, clock: SetClock, engine: Engine) -> None:
    started = stamp(clock())
    log.begin("1", "t-1", "ada", "a hoodie")
    clock.forward(seconds=5)
    log.begin("1", "t-1", "ada", "a hoodie, again")
    log.finish("1", "allow")
    with reading(engine) as connection:
        row = connection.execute(select(turns)).one()
    assert (row.text, row.started_at, row.finished_at, row.outcome) == ("a hoodie", started, stamp(clock()), "allow")


def test_only_a_begun_turn_can_finish(log: TurnLog) -> None:
    with pytest.raises(TruecartError) as refused:
        log.finish("never", "allow")
    assert refused.value.code == "not_found"
