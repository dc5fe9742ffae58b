"""An event loop on a thread of its own, for calls that must be cancelled with their sockets."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")
CLOSING_S = 2.0


class LoopThread:
    """Started when it is made, stopped by `close`."""

    def __init__(self, name: str) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def submit(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        return asyncio.run_coroutine_threadsafe(work, self.loop)

    def soon(self, work: Callable[[], object]) -> None:
        """Calls `work` on the loop; nothing happens when the loop has ended meanwhile."""
        try:
            self.loop.call_soon_threadsafe(work)
        except RuntimeError:
            return

    def close(self) -> None:
        """Cancels what still runs, and waits until the loop and its executor's threads are gone."""
        if self.loop.is_closed():
            return
        self.soon(self.loop.stop)
        self._thread.join(CLOSING_S)

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        try:
            self.loop.run_forever()
            running = asyncio.all_tasks(self.loop)
            for task in running:
                task.cancel()
            if running:
                self.loop.run_until_complete(asyncio.wait(running, timeout=1.0))
            self.loop.run_until_complete(self.loop.shutdown_asyncgens())
            self.loop.run_until_complete(self.loop.shutdown_default_executor())
        finally:
            self.loop.close()
