"""The guard itself: what it stops, what it lets through, and that child processes are under it."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest

from tests import network


@pytest.mark.parametrize("host", ["example.org", "8.8.8.8", "2001:4860:4860::8888"])
def test_a_lookup_of_another_host_is_refused_and_noted(host: str) -> None:
    with pytest.raises(network.OutsideHost):
        socket.getaddrinfo(host, 443)
    assert len(network.attempts) == 1
    network.attempts.clear()
    _forget_log()


@pytest.mark.parametrize("method", ["connect", "connect_ex"])
def test_a_connection_to_another_host_is_refused(method: str) -> None:
    with socket.socket() as outgoing, pytest.raises(network.OutsideHost):
        getattr(outgoing, method)(("192.0.2.1", 80))
    network.attempts.clear()
    _forget_log()


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        with socket.create_connection(("localhost", port), timeout=5):
            pass
    assert network.attempts == []


def test_a_child_process_is_guarded_and_its_attempt_is_reported() -> None:
    program = "import socket; socket.getaddrinfo('example.org', 80)"
    child = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert "OutsideHost" in child.stderr
    assert any("example.org" in line for line in network.reported_by_children())
    _forget_log()


def _forget_log() -> None:
    import os
    from pathlib import Path

    Path(os.environ[network.LOG_VARIABLE]).write_text("")
