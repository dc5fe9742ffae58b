"""A private PostgreSQL server, where its programs are installed: a unix socket, no port, no fsync."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import create_engine, text

from tools.database import open_database

_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "120",
}


def programs() -> Path | None:
    """The folder of `initdb` and `postgres`; None when PostgreSQL is not installed."""
    found = shutil.which("initdb")
    places = [Path(found).resolve().parent] if found else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((place for place in places if (place / "initdb").exists() and (place / "postgres").exists()), None)


@dataclass
class PrivateServer:
    """After `start`: `url(database)`, and `database()` for a new one with the current schema."""

    bin: Path
    folder: Path
    process: subprocess.Popen[bytes] | None = None
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://truecart@/{database}?host={self.folder}"

    def start(self) -> None:
        """Raises RuntimeError when the server does not come up; its log is in the message."""
        user = _unprivileged()
        if user:
            shutil.chown(self.folder, user)
        log = self.folder / "log"
        initialise = [
            self.bin / "initdb",
            "-D",
            self.folder / "data",
            "-U",
            "truecart",
            "-A",
            "trust",
            "-N",
            "-E",
            "UTF8",
        ]
        done = subprocess.run(initialise, user=user, capture_output=True, cwd=self.folder, check=False)
        if done.returncode:
            raise RuntimeError(f"initdb: {done.stderr.decode()}")
        options = [part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}")]
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                [self.bin / "postgres", "-D", self.folder / "data", "-k", self.folder, *options],
                user=user,
                stdout=output,
                stderr=output,
                cwd=self.folder,
            )
        self._wait(log)
        self._execute("CREATE DATABASE shop_template")
        open_database(self.url("shop_template")).dispose()

    def database(self) -> str:
        """The URL of a new, empty database with the current schema."""
        name = f"shop_{os.getpid()}_{next(self._numbers)}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE shop_template")
        return self.url(name)

    def stop(self) -> None:
        if self.process:
            self.process.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown
            self.process.wait(20)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _wait(self, log: Path) -> None:
        ready = ["-h", self.folder, "-U", "truecart", "-q"]
        for _ in range(200):
            if subprocess.run([self.bin / "pg_isready", *ready], check=False).returncode == 0:
                return
            if self.process and self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise RuntimeError(f"postgres did not start: {log.read_text()}")

    def _execute(self, statement: str) -> None:
        engine = create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


def _unprivileged() -> str | None:
    """PostgreSQL refuses to run as root: then it runs as its own user, or as nobody."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"
