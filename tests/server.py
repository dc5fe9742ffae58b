"""The real LangGraph server as a child process that may not reach for other hosts, for tests over HTTP."""

from __future__ import annotations

from pathlib import Path

from evals import running_server
from evals.running_server import free_port
from tests import network

__all__ = ["RunningServer", "free_port"]


class RunningServer(running_server.RunningServer):
    """`truecart serve` with its own home folder, guarded like the tests themselves."""

    def __init__(self, home: Path, *, catalog: str = "demo", environment: dict[str, str] | None = None) -> None:
        super().__init__(home, catalog=catalog, environment={**network.child_environment(), **(environment or {})})
