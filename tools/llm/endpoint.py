"""One endpoint: its connections, and what is known of it."""

from __future__ import annotations

import logging
from collections import Counter
from typing import Any, Literal

from tools.clock import Monotonic
from tools.llm.addresses import Address
from tools.llm.breaker import Breaker
from tools.llm.client import Chat
from tools.llm.contract import Message
from tools.llm.failure import CallFailed, FailureKind
from tools.llm.formats import Formats
from tools.llm.latencies import Latencies
from tools.llm.limiter import Limiter
from tools.llm.patience import patience, second_try

log = logging.getLogger("truecart.llm")

Outcome = Literal["answered", "cancelled"] | FailureKind
ENOUGH = 16  # answers
_CROWDED: tuple[FailureKind, ...] = ("failing", "broken", "late")


class Endpoint:
    """What it is told about each call moves its limit, its patience and its breaker. Not thread-safe by itself."""

    def __init__(self, address: Address, *, most_calls: int, most_s: float, clock: Monotonic) -> None:
        self.address, self.most_s, self._clock = address, most_s, clock
        self.latencies = Latencies(clock)
        self.limiter = Limiter(most_calls, self.latencies, clock, most_s)
        self.breaker = Breaker(clock)
        self.formats = Formats()
        self.counts: Counter[str] = Counter()
        self.chat: Chat | None = None

    def open(self, ca_bundle: str) -> None:
        """Loads the SDK. Raises TruecartError `bad_setting` for an unreadable bundle of authorities."""
        self.chat = Chat(self.address, ca_bundle=ca_bundle, most_calls=self.limiter.most)

    async def reply(self, messages: list[Message], schema: dict[str, Any] | None) -> str:
        """See `Formats.reply`."""
        if self.chat is None:
            raise CallFailed("broken", "The endpoint is not open.")
        return await self.formats.reply(self.chat.ask, messages, schema)

    async def close(self) -> None:
        if self.chat is not None:
            await self.chat.close()

    def serves(self) -> bool:
        return self.breaker.state == "closed"

    def room(self) -> int:
        return self.limiter.room() if self.serves() else 0

    def patience(self) -> float:
        """Seconds that a turn waits for one call here."""
        return patience(self.latencies, self.most_s)

    def hedge_after(self) -> float | None:
        return second_try(self.latencies)

    def known(self) -> bool:
        """Whether its answers have been measured often enough to go by."""
        return len(self.latencies) >= ENOUGH

    def typical(self) -> float:
        """Median seconds of an answer; 0 while nothing is known."""
        return self.latencies.share(0.5, ended=True) or 0.0

    def needs(self) -> float:
        """Seconds in which four of five answers come; 0 while nothing is known.

        When it is idle, no more than half of what a turn has: else one that was slow once is never asked again.
        """
        known = self.latencies.share(0.8, ended=True) or 0.0
        return known if self.limiter.running else min(known, self.most_s / 2)

    def rate(self) -> float:
        """Answers a second at the present limit; 0 while nothing is known or nothing goes through."""
        typical = self.typical()
        return self.limiter.limit / typical if typical and self.serves() else 0.0

    def ended(
        self,
        outcome: Outcome,
        started: float,
        *,
        probe: bool = False,
        unread: bool = False,
        retry_after_s: float | None = None,
    ) -> None:
        """One call that began at `started` is over; `unread` when nobody waited for it to the end."""
        self.counts[("probe_" if probe else "unread_" if unread else "") + outcome] += 1
        seconds = self._clock() - started
        if not probe:
            self.limiter.stop()
        if outcome == "answered":
            self._answered(seconds, probe)
        elif outcome == "cancelled":
            if probe:
                self.breaker.probe_failed(None)
        elif probe:
            self.breaker.probe_failed(outcome)
        else:
            self._failed(outcome, seconds, started, retry_after_s)

    def _answered(self, seconds: float, probe: bool) -> None:
        if self.breaker.answered(probe=probe):
            self.limiter.recover()
            log.info("endpoint %s answers again", self.address.label, extra={"endpoint": self.address.label})
        self.limiter.answered(seconds)

    def _failed(self, kind: FailureKind, seconds: float, started: float, retry_after_s: float | None) -> None:
        if kind == "late":
            self.latencies.at_least(seconds)
        if kind == "limited":  # quick, and the limit's affair: leaving it alone would only waste what it still gives
            self.limiter.refused(retry_after_s)
            return
        if kind in _CROWDED:
            self.limiter.failed()
        if self.breaker.failed(kind, started, retry_after_s):
            said = "endpoint %s is left alone (%s), tried again in %.1f s"
            about = {"endpoint": self.address.label, "why": kind}
            log.warning(said, self.address.label, kind, self.breaker.opens_in(), extra=about)

    def stats(self) -> dict[str, Any]:
        """Seconds and counts; latencies are None while nothing is known."""
        return {
            "endpoint": self.address.label,
            "model": self.address.model,
            "state": self.breaker.state,
            "why": self.breaker.why,
            "limit": round(self.limiter.limit, 2),
            "running": self.limiter.running,
            "patience_s": round(self.patience(), 3),
            "p50_s": self.latencies.share(0.5),
            "p90_s": self.latencies.share(0.9),
            "format": self.formats.known,
            "outcomes": dict(self.counts),
        }
