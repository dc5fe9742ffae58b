"""Wakes the in-process run queue at once.

`langgraph_runtime_inmem` polls for new runs and sleeps 0.5 s when idle, so that each turn waits 0.5 to 1 s. Here its
`Runs.next` waits for an event that `Runs.put` sets, with the same 0.5 s as the upper bound. With another runtime, or
when these two are not there, nothing is touched.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
from collections.abc import AsyncIterator
from typing import Any

IDLE_S = 0.5


def install() -> bool:
    """Wrap the queue of this process, once. Answers whether it is wrapped now."""
    try:
        from langgraph_runtime_inmem.ops import Runs
    except ImportError:
        return False
    if getattr(Runs, "truecart_wakes", False):
        return True
    if not hasattr(Runs, "next") or not hasattr(Runs, "put"):
        return False
    arrived = asyncio.Event()
    poll, put = Runs.next, Runs.put

    @functools.wraps(poll)
    async def next_run(wait: bool, limit: int = 1) -> AsyncIterator[Any]:
        if wait:
            with contextlib.suppress(TimeoutError):  # the upper bound: then poll as the runtime would have done
                await asyncio.wait_for(arrived.wait(), IDLE_S)
        arrived.clear()
        async for found in poll(wait=False, limit=limit):
            yield found

    @functools.wraps(put)
    async def put_run(*args: Any, **kwargs: Any) -> Any:
        result = await put(*args, **kwargs)
        asyncio.get_running_loop().call_soon(arrived.set)
        return result

    Runs.next, Runs.put, Runs.truecart_wakes = staticmethod(next_run), staticmethod(put_run), True
    return True
