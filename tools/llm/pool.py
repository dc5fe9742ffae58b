"""The endpoints of the language model as one: what a turn asks, and what it gets when they are slow, full or away."""

from __future__ import annotations

import atexit
import contextlib
import functools
import os
import threading
import time
import weakref
from concurrent.futures import TimeoutError as OutOfTime
from typing import Any

from tools.clock import Monotonic
from tools.errors import TruecartError
from tools.llm.addresses import addresses
from tools.llm.calls import Call, Key
from tools.llm.client import rehearse
from tools.llm.contract import Level, Message, Purpose
from tools.llm.dispatcher import Dispatcher
from tools.llm.endpoint import Endpoint
from tools.llm.failure import CallFailed
from tools.llm.loop import LoopThread
from tools.settings import Settings

LOADING_S = 30.0


class ModelPool:
    """The configured endpoints behind `tools.llm.contract.LanguageModel`.

    The SDK is loaded in the background from the start (1 to 2 s); the first `complete` waits for it, beside its
    deadline. Equal questions under way at the same time are asked once. Answers are not kept
    for later ones: a corrupted answer would be repeated to everybody who asks the same.
    """

    def __init__(self, settings: Settings, clock: Monotonic = time.monotonic) -> None:
        self._settings, self._clock = settings, clock
        self._name = settings.llm_model
        self._starting = threading.Lock()
        self._running: _Running | None = None
        self._started()

    @property
    def name(self) -> str:
        return self._name

    def level(self) -> Level:
        """See `LanguageModel.level`."""
        return self._started().dispatcher.level()

    def complete(
        self,
        messages: list[Message],
        *,
        schema: dict[str, Any] | None = None,
        deadline_s: float,
        purpose: Purpose = "parse",
    ) -> str:
        """See `LanguageModel.complete`. It takes `TRUECART_LLM_SECONDS` at most, whatever `deadline_s` allows.

        The details of `llm_unavailable` have the `reason`: open, busy, full, late, or how the endpoint failed.
        """
        if deadline_s <= 0:
            raise TruecartError("llm_unavailable", "No time is left for the language model.", reason="late")
        running = self._started()
        running.ready()
        until = self._clock() + min(deadline_s, self._settings.llm_seconds)
        key = _key(messages, schema, purpose)
        call = running.dispatcher.ask(key, until, purpose, lambda: Call(key, messages, schema, self._clock(), until))
        try:
            return call.answer.result(timeout=max(0.0, until - self._clock()))
        except (TimeoutError, OutOfTime) as problem:
            said = "No answer in the time that a turn waits."
            raise TruecartError("llm_unavailable", said, reason="late") from problem
        except CallFailed as problem:
            raise problem.as_error() from problem
        finally:
            running.dispatcher.leave(call)

    def ready(self) -> None:
        """Returns when the SDK is loaded, so that no turn waits for it."""
        self._started().ready()

    def stats(self) -> dict[str, Any]:
        """What was asked, answered, shared, hedged, and refused for which reason; and each endpoint's state."""
        return self._started().dispatcher.stats()

    def close(self) -> None:
        """Refuses whoever waits, closes the sockets and ends the thread; a later call opens them again."""
        with self._starting:
            running, self._running = self._running, None
        if running is not None and running.process == os.getpid():
            running.close()

    def _started(self) -> _Running:
        running = self._running
        if running is not None and running.process == os.getpid():
            return running
        with self._starting:
            if self._running is None or self._running.process != os.getpid():  # a fork has no threads
                self._running = _Running(self._settings, self._clock)
            return self._running


class _Running:
    """The pool with its thread, in one process."""

    def __init__(self, settings: Settings, clock: Monotonic) -> None:
        self.process = os.getpid()
        self._endpoints = [
            Endpoint(each, most_calls=settings.llm_calls, most_s=settings.llm_seconds, clock=clock)
            for each in addresses(settings)
        ]
        self._loop = LoopThread("language-model")
        self.dispatcher = Dispatcher(self._endpoints, self._loop, clock)
        self._opened = self._loop.submit(_open(self._endpoints, settings.ca_bundle))
        self._at_exit = functools.partial(_close_at_exit, weakref.ref(self))
        atexit.register(self._at_exit)

    def ready(self) -> None:
        self._opened.result(timeout=LOADING_S)

    def close(self) -> None:
        atexit.unregister(self._at_exit)
        self.dispatcher.close()
        with contextlib.suppress(TimeoutError, OutOfTime, RuntimeError):  # the loop's end closes its sockets anyway
            self._loop.submit(_close(self._endpoints)).result(timeout=2.0)
        self._loop.close()


def _close_at_exit(reference: weakref.ref[_Running]) -> None:
    if (running := reference()) is not None:
        running.close()


async def _open(endpoints: list[Endpoint], ca_bundle: str) -> None:
    for endpoint in endpoints:
        endpoint.open(ca_bundle)
    with contextlib.suppress(Exception):  # a rehearsal that fails costs the first turn half a second, no more
        await rehearse()


async def _close(endpoints: list[Endpoint]) -> None:
    for endpoint in endpoints:
        await endpoint.close()


def _key(messages: list[Message], schema: dict[str, Any] | None, purpose: Purpose) -> Key:
    """The schema by its identity, which a call under way holds on to: to compare whole ones costs a herd too much."""
    return purpose, tuple(messages), id(schema)
