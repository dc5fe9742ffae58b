"""No test, and no process a test starts, may look up or reach a host other than this machine.

An audit hook sees every look-up and connection made through Python's socket module, whoever imported what and when.
uvloop resolves names in C where no hook sees it, so it cannot be imported here: uvicorn then uses asyncio's own loop.
Child processes get the same hook through `child_environment`: Python imports `tests/offline/sitecustomize.py` there.
"""

from __future__ import annotations

import ipaddress
import os
import sys
from pathlib import Path
from typing import Any

LOG_VARIABLE = "TRUECART_TEST_NETWORK_LOG"
LOOKUPS = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"}
CONNECTIONS = {"socket.connect", "socket.sendto", "socket.sendmsg"}

SILENCE = {
    "LANGGRAPH_NO_VERSION_CHECK": "1",
    "LANGGRAPH_CLI_NO_ANALYTICS": "1",
    "LANGSMITH_TRACING": "false",
    "LANGSMITH_TEST_TRACKING": "false",
    "ANONYMIZED_TELEMETRY": "False",
    "GUARDRAILS_RUN_SYNC": "true",
    "LITELLM_LOCAL_MODEL_COST_MAP": "True",
}

attempts: list[str] = []
_state = {"installed": False}


class OutsideHost(OSError):
    """A look-up or connection that would have left this machine."""


def is_local(host: Any) -> bool:
    """True for loopback names and addresses, for the wildcard that servers bind, and for no host at all."""
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host in (None, "", "localhost", "0.0.0.0", "::"):
        return True
    try:
        return ipaddress.ip_address(str(host).partition("%")[0]).is_loopback
    except ValueError:
        return False


def install() -> None:
    """Switch the guard on for the rest of this process."""
    if _state["installed"]:
        return
    _state["installed"] = True
    sys.modules["uvloop"] = None  # type: ignore[assignment]
    sys.addaudithook(_audit)


def child_environment() -> dict[str, str]:
    """What a child process needs in its environment to be guarded and silent too."""
    offline = str(Path(__file__).parent / "offline")
    known = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    return {**SILENCE, "PYTHONPATH": os.pathsep.join([offline, *(path for path in known if path and path != offline)])}


def reported_by_children() -> list[str]:
    """What guarded child processes of this session tried, in order."""
    log = os.environ.get(LOG_VARIABLE)
    return Path(log).read_text().splitlines() if log and Path(log).exists() else []


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if event in LOOKUPS:
        host = arguments[0][0] if isinstance(arguments[0], tuple) else arguments[0]
    elif (
        event in CONNECTIONS and isinstance(arguments[1], tuple) and arguments[0].family.name in ("AF_INET", "AF_INET6")
    ):
        host = arguments[1][0]
    else:
        return
    if not is_local(host):
        _refuse(f"{event} {host!r}")


def _refuse(attempt: str) -> None:
    attempts.append(attempt)
    if log := os.environ.get(LOG_VARIABLE):
        with open(log, "a") as file:
            file.write(f"{attempt} by process {os.getpid()}\n")
    raise OutsideHost(f"tests stay on this machine: {attempt}")
