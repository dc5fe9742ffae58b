from __future__ import annotations

import time
from pathlib import Path

import pytest

from cli.serve import server_options
from tests.server import RunningServer
from tools.settings import CHECKOUT


def test_paths_of_the_configuration_do_not_depend_on_the_working_directory() -> None:
    options = server_options()
    paths = [
        *options["graphs"].values(),
        options["http"]["app"],
        options["auth"]["path"],
        options["checkpointer"]["path"],
    ]
    for path in paths:
        file, _, name = path.partition(":")
        assert Path(file).is_absolute()
        assert Path(file).is_file()
        assert name


@pytest.mark.server
def test_it_says_when_and_where_it_is_open_and_nothing_else(server: RunningServer) -> None:
    deadline = time.monotonic() + 5
    while "Ctrl-C" not in (said := server.log.read_text()) and time.monotonic() < deadline:
        time.sleep(0.1)
    lines = said[: said.index("Ctrl-C")].splitlines()
    assert lines[0] == "Truecart is ready. Catalogue: demo."
    assert lines[1].endswith(f"{server.url}/")
    assert lines[2].endswith(f"{server.url}/review")
    assert any("demo-rita" in line for line in lines)
    assert "\x1b" not in said


@pytest.mark.server
def test_what_the_server_keeps_lies_under_its_home(server: RunningServer) -> None:
    assert (server.home / ".langgraph_api").is_dir()
    assert not (CHECKOUT / ".langgraph_api").exists()
