"""What all tests share: no network, no settings of the user, one demo catalogue built once, the real server."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import network

_SCRATCH = Path(tempfile.mkdtemp(prefix="truecart-tests-"))
for _name in [name for name in os.environ if name.startswith("TRUECART_") and name != "TRUECART_DATA"]:
    del os.environ[_name]
os.environ["TRUECART_HOME"] = str(_SCRATCH / "home")
os.environ[network.LOG_VARIABLE] = str(_SCRATCH / "network.log")
os.environ.update(network.SILENCE)
network.install()

from graph.services import Services  # noqa: E402  the environment above must be in place before settings are read
from tests.server import RunningServer  # noqa: E402
from tools import settings  # noqa: E402
from tools.clock import Clock, utc_now  # noqa: E402


def pytest_configure(config: pytest.Config) -> None:
    """Guard the child processes of tests. The workers of pytest-xdist are guarded by this file itself."""
    if hasattr(config, "workerinput") or not getattr(config.option, "numprocesses", None):
        os.environ.update(network.child_environment())


def pytest_unconfigure() -> None:
    shutil.rmtree(_SCRATCH, ignore_errors=True)


@pytest.fixture(autouse=True)
def stay_on_this_machine() -> Iterator[None]:
    """Fails the test in whose time anything, a child process too, reached for another host."""
    network.attempts.clear()
    reported = len(network.reported_by_children())
    yield
    tried = network.attempts + network.reported_by_children()[reported:]
    assert not tried, f"reached for another host: {tried}"


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """The folder of real data; tests that need it are skipped where it is absent."""
    folder = settings.load().data
    if not folder.is_dir():
        pytest.skip(f"TRUECART_DATA is not here: {folder}")
    return folder


@pytest.fixture(scope="session")
def demo_home() -> Path:
    """A home folder with the demo catalogue built. Shared between processes and sessions: copy it, do not write."""
    from evals.demo import demo_home as build

    return build()


@pytest.fixture
def copied_home(demo_home: Path, tmp_path: Path) -> Path:
    """A home folder of this test's own, with the demo catalogue in it."""
    from evals.demo import copy_home

    return copy_home(demo_home, tmp_path / "home")


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Callable[..., Services]]:
    """`services(home=…, clock=…, **settings)`: everything over a home folder of the test's own."""
    made: list[Services] = []

    def make(home: Path | None = None, *, clock: Clock = utc_now, **overrides: object) -> Services:
        made.append(Services(settings.load(home=home or tmp_path / "home", **overrides), clock))
        return made[-1]

    yield make
    for each in made:
        if "engine" in vars(each):
            each.engine.dispose()


@pytest.fixture(scope="session")
def server_factory(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., RunningServer]]:
    """`server_factory(home=…, catalog=…, environment=…)`: a started server; all are stopped at the session's end.

    Without a home it gets a copy of the demo's.
    """
    from evals.demo import copy_home

    started: list[RunningServer] = []

    def start(
        home: Path | None = None, *, catalog: str = "demo", environment: dict[str, str] | None = None
    ) -> RunningServer:
        folder = home or copy_home(request.getfixturevalue("demo_home"), tmp_path_factory.mktemp("server") / "home")
        started.append(RunningServer(folder, catalog=catalog, environment=environment))
        return started[-1].start()

    yield start
    for each in started:
        each.stop()


@pytest.fixture(scope="session")
def server(server_factory: Callable[..., RunningServer]) -> RunningServer:
    """One server over a copy of the demo catalogue, shared by the tests of this process."""
    return server_factory()
