"""Ends its own process with SIGKILL at a named step of the checkout, from outside of it.

A step is the moment before or after the COMMIT of a till's transaction, or before or after a call of the gateway. A
transaction is named by the events that it chained, which is what it did.
"""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, Insert, event


@dataclass
class Switch:
    """Names the steps as they are reached; `fatal` is the one at which the process ends.

    What is reached for the second time is named with its number: `before COMMIT of approval_approved (2)`.
    """

    fatal: str | None = None
    reached: list[str] = field(default_factory=list)
    _chained: list[str] = field(default_factory=list)
    _durable: bool = False
    _times: Counter[str] = field(default_factory=Counter)

    def reach(self, when: str, what: str) -> None:
        self._times[f"{when} {what}"] += 1
        times = self._times[f"{when} {what}"]
        self.reached.append(f"{when} {what}" + (f" ({times})" if times > 1 else ""))
        if self.reached[-1] == self.fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    def wire(self, engine: Engine) -> None:
        """Follow the engine's money transactions. For one thread at a time."""
        commit = engine.dialect.do_commit

        def finish(connection: Any) -> None:
            name = self._name()
            commit(connection)
            if self._durable:
                self.reach("after", name)

        engine.dialect.do_commit = finish  # type: ignore[method-assign, assignment]
        event.listen(engine, "begin", self._begin)
        event.listen(engine, "before_execute", self._execute)
        event.listen(engine, "commit", self._commit)

    def _begin(self, connection: Connection) -> None:
        self._durable = bool(connection.get_execution_options().get("truecart_durable"))
        self._chained.clear()

    def _execute(self, _connection: Connection, statement: Any, many: Sequence[Any], one: Any, _options: Any) -> None:
        if isinstance(statement, Insert) and statement.table.name == "audit_events":
            self._chained += [row["event"] for row in (many or [one])]

    def _commit(self, _connection: Connection) -> None:
        if self._durable:
            self.reach("before", self._name())

    def _name(self) -> str:
        return f"COMMIT of {' + '.join(dict.fromkeys(self._chained)) or 'nothing new'}"
