"""The real LangGraph server as a child process, driven over HTTP."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

import httpx

from tools.settings import CHECKOUT


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class RunningServer:
    """`truecart serve` with its own home folder. Its output goes to `log`; `restart` and `kill` keep the home."""

    def __init__(self, home: Path, *, catalog: str = "demo", environment: dict[str, str] | None = None) -> None:
        self.home = home
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = home / "server.log"
        self._environment = {
            **os.environ,
            "TRUECART_HOME": str(home),
            "TRUECART_CATALOG": catalog,
            **(environment or {}),
        }
        self._process: subprocess.Popen[bytes] | None = None
        self._output: IO[bytes] | None = None

    def start(self, *, timeout_s: float = 60.0) -> RunningServer:
        """Returns when `/ok` answers 200. Raises RuntimeError with the log's end when that does not happen."""
        self._output = self.log.open("ab")
        command = [sys.executable, "-m", "cli.main", "serve", "--port", str(self.port)]
        self._process = subprocess.Popen(
            command,
            cwd=CHECKOUT,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=self._output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        deadline = time.monotonic() + timeout_s
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                break
            if self._answers():
                return self
            time.sleep(0.1)
        problem = f"The server on port {self.port} did not come up:\n{self.tail()}"
        self.stop()
        raise RuntimeError(problem)

    def stop(self) -> None:
        """SIGTERM, and SIGKILL to the whole process group when that is not obeyed within 10 s."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._signal_group(signal.SIGKILL)
        self._close()

    def kill(self) -> None:
        """kill -9 for the server and everything it started: what a power cut leaves behind."""
        self._signal_group(signal.SIGKILL)
        self._close()

    def restart(self) -> RunningServer:
        """Stop and start again on the same port and home."""
        self.stop()
        return self.start()

    def tail(self, characters: int = 4000) -> str:
        """The end of the server's output."""
        return self.log.read_text(errors="replace")[-characters:] if self.log.exists() else ""

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/ok", timeout=2.0).status_code == 200
        except httpx.TransportError:
            return False

    def _signal_group(self, number: int) -> None:
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, number)
            self._process.wait(10)

    def _close(self) -> None:
        if self._output is not None:
            self._output.close()
        self._process = self._output = None
