"""Which call goes to which endpoint and when: starts, second tries, ends, and who waits meanwhile."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

from tools.clock import Monotonic
from tools.errors import TruecartError
from tools.llm.admission import Queue
from tools.llm.calls import MOST_TRIES, Attempt, Call, Key
from tools.llm.contract import Level, Purpose
from tools.llm.endpoint import Endpoint, Outcome
from tools.llm.failure import CallFailed
from tools.llm.ladder import Ladder
from tools.llm.loop import LoopThread

ASLEEP_S = 0.05
MEASURED = 1  # call at an endpoint of which little is known that nobody waits for while others do


class Dispatcher:
    """Callable from any thread. What happens on the network happens on `loop`; all state is under one lock."""

    def __init__(self, endpoints: list[Endpoint], loop: LoopThread, clock: Monotonic) -> None:
        self.endpoints, self._loop, self._clock = endpoints, loop, clock
        self.counts: Counter[str] = Counter()
        self.shed: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._calls: dict[Key, Call] = {}
        self._queue: Queue[Call] = Queue()
        self._ladder = Ladder(clock)
        self._alarmed = False
        self._attempts: set[Attempt] = set()

    def level(self) -> Level:
        with self._lock:
            return self._level()

    def ask(self, key: Key, until: float, purpose: Purpose, make: Callable[[], Call]) -> Call:
        """The call that will be answered, an equal one that is under way already if there is one.

        Raises TruecartError `llm_unavailable` at once, with the reason in its details, when no answer can be expected
        by `until`: open (no endpoint is in order), busy (a reply, and turns are waiting), full.
        """
        with self._lock:
            self.counts["asked"] += 1
            if (same := self._calls.get(key)) is not None:
                same.waiters += 1
                same.until = max(same.until, until)
                self.counts["shared"] += 1
                return same
            if not any(each.serves() for each in self.endpoints):
                self._send_probe(make)
                raise self._refusal("open", "Every endpoint is left alone for a moment.")
            self._look()
            if purpose == "reply" and self._level() != "full":
                raise self._refusal("busy", "The language model is needed for what shoppers say.")
            self._send_probe(make)
            return self._placed(make(), purpose)

    def leave(self, call: Call) -> None:
        """A turn waits for it no longer."""
        with self._lock:
            call.waiters -= 1
            if call.answer.done():
                return
            self.counts["failed"] += 1
            self.shed["late"] += 1
            if call.waiters:
                return
            call.fail(CallFailed("late", "Nobody waits for it."))
            self._forget(call)
            for attempt in call.running:
                self._give_up(attempt)

    def stats(self) -> dict[str, Any]:
        """Counts since the start, and the present state of each endpoint."""
        with self._lock:
            return {
                "level": self._level(),
                "waiting": len(self._queue),
                **{name: self.counts[name] for name in ("asked", "answered", "failed", "shared", "hedged", "retried")},
                "shed": dict(self.shed),
                "endpoints": [each.stats() for each in self.endpoints],
            }

    def close(self) -> None:
        """Whoever still waits is refused."""
        with self._lock:
            for call in list(self._calls.values()):
                call.fail(TruecartError("llm_unavailable", "The shop is closing.", reason="closed"))
            self._calls.clear()
            self._queue.drain()

    def _level(self) -> Level:
        serving = any(each.serves() for each in self.endpoints)
        return self._ladder.level(serving=serving, probe_due=any(each.breaker.probe_due() for each in self.endpoints))

    def _refusal(self, reason: str, said: str) -> TruecartError:
        self.shed[reason] += 1
        return TruecartError("llm_unavailable", said, reason=reason)

    def _look(self) -> None:
        serving = [each for each in self.endpoints if each.serves()]
        running = sum(each.limiter.running for each in serving)
        self._ladder.look(running=running, limit=sum(each.limiter.limit for each in serving), waiting=len(self._queue))

    def _placed(self, call: Call, purpose: Purpose) -> Call:
        endpoint = self._chosen(call)
        if endpoint is not None and not len(self._queue):
            self._calls[call.key] = call
            self._start(call, endpoint)
            self._look()
            return call
        serving = [each for each in self.endpoints if each.serves()]
        admitted = purpose == "parse" and self._queue.admits(
            call.until,
            self._clock(),
            rate=sum(each.rate() for each in serving),
            needs=min((each.needs() for each in serving), default=0.0),
            opens_in=min((each.limiter.opens_in() for each in serving), default=0.0),
            served_at_once=sum(each.limiter.limit for each in serving),
        )
        if not admitted:
            raise self._refusal("full", "The language model has no room in time.")
        self._calls[call.key] = call
        self._wait(call)
        self._look()
        self._fill()
        return call

    def _wait(self, call: Call) -> None:
        served_at_once = sum(each.limiter.limit for each in self.endpoints if each.serves())
        for gone in self._queue.add(call, served_at_once=served_at_once):
            self._drop(gone, "full")

    def _chosen(self, call: Call) -> Endpoint | None:
        """The first endpoint in the order of preference that has room and can be expected to answer in time, one that
        this call has not been to before others."""
        now, been = self._clock(), {id(each.endpoint) for each in call.running}
        fit = [each for each in self.endpoints if each.room() and now + each.needs() <= call.until]
        return min(fit, key=lambda each: (id(each) in been, each.address.label in call.been), default=None)

    def _send_probe(self, make: Callable[[], Call]) -> None:
        for endpoint in self.endpoints:
            if endpoint.breaker.probe_due():
                endpoint.breaker.probe()
                self._start(make(), endpoint, probe=True)

    def _start(self, call: Call, endpoint: Endpoint, *, probe: bool = False) -> None:
        attempt = Attempt(call, endpoint, self._clock(), probe)
        if not probe:
            endpoint.limiter.start()
            call.tries += 1
            call.been.add(endpoint.address.label)
        call.running.append(attempt)
        self._attempts.add(attempt)
        self._loop.soon(lambda: self._launch(attempt))

    def _launch(self, attempt: Attempt) -> None:
        """On the loop."""
        with self._lock:
            if attempt.cancelled:  # a task that is cancelled before it begins would never say that it ended
                self._ended(attempt, "cancelled", "", None)
                return
            attempt.started = self._clock()
            attempt.task = self._loop.loop.create_task(self._run(attempt))

    async def _run(self, attempt: Attempt) -> None:
        endpoint, loop = attempt.endpoint, asyncio.get_running_loop()
        patience = endpoint.patience()
        timers = [
            loop.call_later(patience, self._impatient, attempt, attempt.started + patience),
            loop.call_later(endpoint.most_s, self._time_out, attempt),
        ]
        if (after := endpoint.hedge_after()) is not None and not attempt.probe:
            timers.append(loop.call_later(after, self._hedge, attempt))
        outcome: Outcome = "cancelled"
        text, problem = "", None
        try:
            text = await endpoint.reply(attempt.call.messages, attempt.call.schema)
            outcome = "answered"
        except CallFailed as failure:
            outcome, problem = failure.kind, failure
        except asyncio.CancelledError:
            outcome = "late" if attempt.overdue else "cancelled"
            problem = CallFailed("late", "It was not waited for any longer.")
        except Exception as unforeseen:
            problem = CallFailed("malformed", f"The reply could not be read: {type(unforeseen).__name__}.")
            outcome = problem.kind
        finally:
            for timer in timers:
                timer.cancel()
            with self._lock:
                self._ended(attempt, outcome, text, problem)

    def _ended(self, attempt: Attempt, outcome: Outcome, text: str, problem: CallFailed | None) -> None:
        call, endpoint = attempt.call, attempt.endpoint
        self._attempts.discard(attempt)
        call.running.remove(attempt)
        retry_after_s = problem.retry_after_s if problem else None
        endpoint.ended(
            outcome,
            attempt.started,
            probe=attempt.probe,
            unread=call.answer.done(),
            retry_after_s=retry_after_s,
        )
        if outcome == "answered" and not attempt.probe:
            self._won(call, text)
        elif problem is not None and not call.answer.done() and not attempt.probe:
            call.failure = problem
            if not call.running and not self._again(call, problem):
                self._lost(call, problem)
        self._fill()

    def _won(self, call: Call, text: str) -> None:
        if not call.answer.done():
            self.counts["answered"] += call.waiters
            call.resolve(text)
        self._forget(call)
        for other in call.running:
            self._cancel(other)

    def _lost(self, call: Call, problem: CallFailed) -> None:
        self.counts["failed"] += call.waiters
        self.shed[problem.kind] += call.waiters
        call.fail(problem.as_error())
        self._forget(call)

    def _again(self, call: Call, problem: CallFailed) -> bool:
        """Whether it is tried once more: inside its deadline, and not when the request itself is what was refused."""
        if problem.kind in ("rejected", "forbidden", "late") and len(self.endpoints) < 2:
            return False
        if call.tries >= MOST_TRIES or problem.kind == "late":
            return False
        now = self._clock()
        soon = [each for each in self.endpoints if each.serves()]
        if not any(now + each.limiter.opens_in() + each.needs() <= call.until for each in soon):
            return False
        self.counts["retried"] += 1
        self._wait(call)
        return True

    def _impatient(self, attempt: Attempt, due: float) -> None:
        """On the loop: the turn has waited for this try as long as it pays."""
        with self._lock:
            call, now = attempt.call, self._clock()
            if attempt.probe or attempt not in self._attempts:
                return
            if now - due > ASLEEP_S:  # this machine was too busy to look: the answer may have come meanwhile
                self._loop.loop.call_later(ASLEEP_S, self._impatient, attempt, now + ASLEEP_S)
                return
            attempt.overdue = True
            if not call.answer.done() and all(each.overdue for each in call.running):
                self._lost(call, CallFailed("late", "No answer in the time that a turn waits."))
            self._give_up(attempt)

    def _give_up(self, attempt: Attempt) -> None:
        """Read on as a measurement where there is room for it, else close the socket."""
        endpoint = attempt.endpoint
        if attempt.probe:
            return
        attempt.unread = True
        unread = sum(1 for each in self._attempts if each.endpoint is endpoint and each.unread)
        wanted = 0 if endpoint.known() else MEASURED
        if (len(self._queue) or not endpoint.room()) and unread > wanted:
            self._cancel(attempt)

    def _time_out(self, attempt: Attempt) -> None:
        """On the loop: nothing is read for longer than this."""
        with self._lock:
            if attempt in self._attempts:
                attempt.overdue = True
                self._cancel(attempt)

    def _cancel(self, attempt: Attempt) -> None:
        """Once only: a second cancellation would break off the closing of the socket that the first one began, and the
        endpoint would go on for a client who has left.
        """
        if attempt.cancelled:
            return
        attempt.cancelled = True
        if attempt.task is not None:
            self._loop.soon(attempt.task.cancel)

    def _hedge(self, attempt: Attempt) -> None:
        """On the loop: later than nine answers in ten. A second try, when nobody else could use the place."""
        with self._lock:
            call = attempt.call
            if call.answer.done() or len(self._queue) or len(call.running) > 1 or call.tries >= MOST_TRIES:
                return
            now = self._clock()
            for endpoint in sorted(self.endpoints, key=lambda each: each.address.label in call.been):
                idle = endpoint.room() >= max(1.0, endpoint.limiter.limit / 4)
                if idle and endpoint.serves() and now + endpoint.needs() <= call.until:
                    self.counts["hedged"] += 1
                    self._start(call, endpoint)
                    return

    def _forget(self, call: Call) -> None:
        self._queue.remove(call)
        if self._calls.get(call.key) is call:
            del self._calls[call.key]

    def _fill(self) -> None:
        """Starts what waits, as far as there is room."""
        while len(self._queue):
            if not any(each.serves() for each in self.endpoints):
                for call in self._queue.drain():
                    self._drop(call, "open")
                return
            if not any(each.room() for each in self.endpoints):
                self._set_alarm()
                return
            call = self._queue.take()
            endpoint = self._chosen(call)
            if endpoint is None:
                self._drop(call, "full")
            else:
                self._start(call, endpoint)

    def _drop(self, call: Call, reason: str) -> None:
        self.shed[reason] += call.waiters
        self.counts["failed"] += call.waiters
        said = call.failure.said if call.failure else "The language model has no room in time."
        call.fail(TruecartError("llm_unavailable", said, reason=reason))
        self._forget(call)

    def _set_alarm(self) -> None:
        """A pause ends by itself: nothing else would start the next call then."""
        if self._alarmed:
            return
        waits = [wait for each in self.endpoints if each.serves() and (wait := each.limiter.opens_in()) > 0]
        if waits:
            self._alarmed = True
            self._loop.soon(lambda: self._loop.loop.call_later(min(waits), self._wake))

    def _wake(self) -> None:
        with self._lock:
            self._alarmed = False
            self._fill()
