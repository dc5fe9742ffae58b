from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import Connection, Engine, delete, select, update

from tests.builders import SetClock
from tools.audit import GENESIS, AuditEntry, AuditLog
from tools.database import reading, writing
from tools.schema import audit_events, audit_head


@pytest.fixture
def log(engine: Engine) -> AuditLog:
    return AuditLog(engine, SetClock())


def entry(number: int, thread: str = "t-1") -> AuditEntry:
    return {"thread_id": thread, "turn_id": "turn", "actor": "ada", "event": "seen", "body": {"number": number}}


def test_an_empty_log_verifies(log: AuditLog) -> None:
    assert log.verify() == {"ok": True, "events": 0, "head": GENESIS, "broken_at": None}


def test_events_are_numbered_and_chained(log: AuditLog) -> None:
    assert log.append(None, **entry(1)) == 1
    assert log.append_many([entry(2), entry(3, "t-2"), entry(4)]) == [2, 3, 4]
    assert log.append_many([]) == []
    found = log.verify()
    events = log.events(thread_id="t-1")
    assert (found["ok"], found["events"], found["head"]) == (True, 4, events[-1]["hash"])
    assert [(each["seq"], each["body"]["number"]) for each in events] == [(1, 1), (2, 2), (4, 4)]
    assert events[0]["previous"] == GENESIS


def test_an_event_lives_and_dies_with_its_transaction(log: AuditLog) -> None:
    def fail() -> None:
        with writing(log.engine) as connection:
            log.append(connection, **entry(1))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert log.verify()["events"] == 0


def test_what_cannot_be_hashed_is_not_written(log: AuditLog) -> None:
    with pytest.raises(Exception, match="unsupported type"):
        log.append_many([entry(1), {**entry(2), "body": {"when": SetClock()}}])
    assert log.verify()["events"] == 0


def edit_body(connection: Connection) -> None:
    connection.execute(update(audit_events).where(audit_events.c.seq == 2).values(body='{"number":20}'))


def edit_actor(connection: Connection) -> None:
    connection.execute(update(audit_events).where(audit_events.c.seq == 2).values(actor="bo"))


def edit_time(connection: Connection) -> None:
    connection.execute(update(audit_events).where(audit_events.c.seq == 2).values(at="2020-01-01T00:00:00.000Z"))


def delete_middle(connection: Connection) -> None:
    connection.execute(delete(audit_events).where(audit_events.c.seq == 2))


def delete_first(connection: Connection) -> None:
    connection.execute(delete(audit_events).where(audit_events.c.seq == 1))


def cut_tail(connection: Connection) -> None:
    connection.execute(delete(audit_events).where(audit_events.c.seq >= 3))


def cut_all(connection: Connection) -> None:
    connection.execute(delete(audit_events))


def renumber(connection: Connection) -> None:
    """2 and 3 change places."""
    for before, after in ((2, 99), (3, 2), (99, 3)):
        connection.execute(update(audit_events).where(audit_events.c.seq == before).values(seq=after))


def drop_head(connection: Connection) -> None:
    connection.execute(delete(audit_head))


def move_head_back(connection: Connection) -> None:
    connection.execute(delete(audit_events).where(audit_events.c.seq == 4))
    connection.execute(update(audit_head).values(seq=3))


@pytest.mark.parametrize(
    ("tamper", "broken_at", "reason"),
    [
        (edit_body, 2, "edited_event"),
        (edit_actor, 2, "edited_event"),
        (edit_time, 2, "edited_event"),
        (delete_middle, 2, "missing_event"),
        (delete_first, 1, "missing_event"),
        (cut_tail, 3, "cut_tail"),
        (cut_all, 1, "cut_tail"),
        (renumber, 2, "edited_event"),
        (drop_head, 1, "unanchored_event"),
        (move_head_back, 4, "unanchored_event"),
    ],
)
def test_tampering_shows(log: AuditLog, tamper: Callable[[Connection], None], broken_at: int, reason: str) -> None:
    log.append_many([entry(number) for number in (1, 2, 3, 4)])
    with writing(log.engine) as connection:
        tamper(connection)
    found = log.verify()
    assert (found["ok"], found["broken_at"], found["reason"]) == (False, broken_at, reason)


def test_many_writers_make_one_chain(log: AuditLog) -> None:
    def write(thread: str) -> None:
        for number in range(5):
            log.append(None, **entry(number, thread))

    writers = [threading.Thread(target=write, args=(f"t-{index}",)) for index in range(6)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    found = log.verify()
    assert (found["ok"], found["events"]) == (True, 30)
    with reading(log.engine) as connection:
        assert connection.execute(select(audit_head.c.seq)).scalars().all() == [30]
