"""A question that turns wait for, and the tries that are made to answer it."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from tools.llm.contract import Message
from tools.llm.endpoint import Endpoint
from tools.llm.failure import CallFailed

MOST_TRIES = 3


@dataclass(eq=False)
class Call:
    """`until` is the moment after which nobody waits any more; several turns may wait for the same one."""

    key: str
    messages: list[Message]
    schema: dict[str, Any] | None
    until: float
    answer: Future[str] = field(default_factory=Future)
    waiters: int = 1
    tries: int = 0
    running: list[Attempt] = field(default_factory=list)
    been: set[str] = field(default_factory=set)  # labels of the endpoints that it was sent to
    failure: CallFailed | None = None

    def resolve(self, text: str) -> None:
        if not self.answer.done():
            self.answer.set_result(text)

    def fail(self, problem: Exception) -> None:
        if not self.answer.done():
            self.answer.set_exception(problem)


@dataclass(eq=False)
class Attempt:
    """One try at one endpoint. A probe answers nobody."""

    call: Call
    endpoint: Endpoint
    started: float
    probe: bool = False
    task: asyncio.Task[None] | None = None
    cancelled: bool = False
    overdue: bool = False  # it took longer than a turn waits
    unread: bool = False  # nobody waits for it: it is read on as a measurement
