"""`truecart sandbox serve` as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import httpx

from tests import network
from tests.server import free_port
from tools.settings import CHECKOUT

SECRET = "a secret that both sides know"


class SandboxProcess:
    """After `start` it answers at `url`. `kill` and `start` again keep the file."""

    def __init__(self, file: Path, *, notify: str = "") -> None:
        self.file = file
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._notify = notify
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> SandboxProcess:
        """Raises RuntimeError when it does not come up within 20 s."""
        command = [sys.executable, "-m", "cli.main", "sandbox", "serve", "--port", str(self.port)]
        command += ["--file", str(self.file), *(["--notify", self._notify] if self._notify else [])]
        quiet = {**network.child_environment(), "TRUECART_SANDBOX_SECRET": SECRET}
        with self.file.with_suffix(".log").open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=CHECKOUT, env={**os.environ, **quiet}, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                if httpx.get(f"{self.url}/ok", trust_env=False).text == "ok":
                    return self
            except httpx.HTTPError:
                time.sleep(0.05)
        self.kill()
        raise RuntimeError(self.file.with_suffix(".log").read_text()[-2000:])

    def kill(self) -> None:
        """kill -9."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)
            self._process = None

    def wait(self) -> int:
        """The exit status of a process that ends by itself."""
        assert self._process is not None
        status = self._process.wait(10)
        self._process = None
        return status
