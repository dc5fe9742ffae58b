"""How long a turn waits for one endpoint: learnt from its own answers, as TCP learns when to send again (RFC 6298)."""

from __future__ import annotations

from tools.llm.latencies import Latencies

LEAST_S = 0.4  # below this the jitter of a busy machine counts as the endpoint's silence
UNKNOWN_S = 0.8  # for the first calls
SECOND_LEAST_S, KNOWN = 0.1, 5  # seconds, and answers that a second try is judged by
FACTOR = 2.0  # times the 90th percentile: log-normal answers, as models give them, pass it once in some 500 calls


def patience(latencies: Latencies, most_s: float) -> float:
    """Seconds from the call's start, at most `most_s`."""
    slow = latencies.share(0.9)
    wanted = UNKNOWN_S if slow is None else max(LEAST_S, FACTOR * slow)
    return min(wanted, most_s)


def second_try(latencies: Latencies) -> float | None:
    """Seconds after which an answer is later than nine in ten; None while too little is known."""
    slow = latencies.share(0.9)
    return max(SECOND_LEAST_S, slow) if slow is not None and len(latencies) >= KNOWN else None
