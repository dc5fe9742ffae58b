"""A question that turns wait for, and the tries that are made to answer it."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from tools.llm.contract import Message, Purpose
from tools.llm.endpoint import Endpoint
from tools.llm.failure import CallFailed

Key = tuple[Purpose, tuple[Message, ...], int]
MOST_TRIES = 3


@dataclass(eq=False)
class Call:
    """Asked at `since`; `until` is the moment after which nobody waits any more. Several turns may wait for one."""

    key: Key
    messages: list[Message]
    schema: dict[str, Any] | None
    since: float
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
