"""The shop's server with the no-op graph beside the shop, as a child process over a copy of the demo catalogue."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cli.serve import CONFIG as PRODUCT
from evals.demo import copy_home, demo_home
from tools.settings import CHECKOUT

NOOP = "./evals/bench/noop.py:graph"
READY_WITHIN_S = 60.0


@contextmanager
def serving(scratch: Path) -> Iterator[int]:
    """Yields the port once the server answers. Raises RuntimeError with the end of its output when it does not."""
    home, port, log = copy_home(demo_home(), scratch / "home"), _free_port(), scratch / "server.log"
    config = scratch / "langgraph.json"
    config.write_text(json.dumps(with_noop(json.loads(PRODUCT.read_text()))))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TRUECART_")}
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "evals.bench.server", str(port), str(config)],
            cwd=CHECKOUT,
            env={**environment, "TRUECART_HOME": str(home)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            if not _answers(port, server):
                raise RuntimeError(f"the server did not come up:\n{log.read_text(errors='replace')[-2000:]}")
            yield port
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def with_noop(config: dict[str, Any]) -> dict[str, Any]:
    """The product's configuration with one graph more, and nothing else."""
    return {**config, "graphs": {**config["graphs"], "noop": NOOP}}


def _answers(port: int, server: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < deadline and server.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
        try:
            connection.request("GET", "/ok")
            if connection.getresponse().status == 200:
                return True
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
        finally:
            connection.close()
    return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    from cli.serve import run

    run("127.0.0.1", int(sys.argv[1]), "demo", Path(sys.argv[2]))
