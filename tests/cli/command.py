"""The `truecart` command as its users call it: a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests import network
from tools.settings import CHECKOUT


def truecart(
    *arguments: str, home: Path, given: str | bytes = b"", seconds: float = 60, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run to the end; the exit code, stdout and stderr as text."""
    done = subprocess.run(
        [sys.executable, "-m", "cli.main", *arguments],
        input=given.encode() if isinstance(given, str) else given,
        capture_output=True,
        cwd=CHECKOUT,
        env={**os.environ, **network.child_environment(), "TRUECART_HOME": str(home), **environment},
        timeout=seconds,
    )
    output, errors = (stream.decode("utf-8") for stream in (done.stdout, done.stderr))
    return subprocess.CompletedProcess(done.args, done.returncode, output, errors)
