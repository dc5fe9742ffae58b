from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from tests.cli.command import truecart
from tests.server import free_port
from tools.settings import CHECKOUT, Settings

COMMANDS = [
    ["serve"],
    ["chat"],
    ["agent"],
    ["why"],
    ["orders"],
    ["orders", "ship"],
    ["doctor"],
    ["eval"],
    *(["catalog", each] for each in ("import", "demo", "audit", "reembed", "stats")),
    *(["review", each] for each in ("list", "show", "approve", "edit", "reject")),
    ["audit", "verify"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_has_its_help(command: list[str]) -> None:
    done = CliRunner().invoke(app, [*command, "--help"])
    assert done.exit_code == 0
    assert "usage:" in done.output.lower()


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys, cli.main; print([m for m in ('pydantic', 'sqlalchemy', 'langgraph', 'rich') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=CHECKOUT, check=True)
    assert done.stdout.strip() == "[]"


def test_unknown_commands_and_agents_are_usage_errors(tmp_path: Path) -> None:
    assert truecart("nope", home=tmp_path).returncode == 2
    for arguments in (["agent", "nope"], ["serve", "--port", "0"], ["catalog", "nope"], ["why"]):
        assert CliRunner().invoke(app, arguments).exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["why", "o-404"], "unknown_order"),
        (["orders", "ship", "o-404"], "unknown_order"),
        (["orders", "list", "--status", "lost"], "bad_request"),
        (["review", "approve", "a-404"], "not_found"),
        (["review", "edit", "a-404", "--line", "mug=1"], "not_found"),
        (["review", "edit", "a-404", "--line", "mug"], "bad_request"),
        (["review", "list", "--status", "nope"], "bad_request"),
        (["catalog", "stats", "--catalog", "nope"], "unknown_catalog"),
        (["catalog", "import", "nope.csv"], "not_found"),
        (["agent", "intent", "--catalog", "nope"], "unknown_catalog"),
        (["serve", "--catalog", "nope", "--port", str(free_port())], "unknown_catalog"),
    ],
    ids=lambda value: " ".join(value[:2]) if isinstance(value, list) else value,
)
def test_an_error_is_words_with_a_code(arguments: list[str], code: str, tmp_path: Path) -> None:
    done = truecart(*arguments, home=tmp_path)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("truecart: ")
    assert done.stderr.endswith(f"({code})\n")
    assert done.stderr.count("\n") == 1


def test_a_setting_that_is_not_usable_is_named(tmp_path: Path) -> None:
    done = truecart("doctor", home=tmp_path, TRUECART_PORT="many")
    assert done.returncode == 1
    assert "TRUECART_PORT" in done.stderr
    assert "(bad_setting)" in done.stderr


def test_a_taken_port_is_an_error_and_no_other_port_is_used(tmp_path: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        done = truecart("serve", "--port", str(listener.getsockname()[1]), home=tmp_path)
    assert done.returncode == 1
    assert done.stderr.endswith("(port_taken)\n")
    assert list(tmp_path.iterdir()) == []


def test_the_doctor_lists_every_setting_and_hides_secrets(tmp_path: Path) -> None:
    home = tmp_path / "home"
    secrets = {"TRUECART_LLM_API_KEY": "sk-very-secret", "TRUECART_TOKENS": "very-secret=eve:shopper"}
    done = truecart("doctor", "--json", home=home, **secrets)
    assert done.returncode == 0, done.stdout + done.stderr
    said = json.loads(done.stdout)
    assert {each["variable"] for each in said["settings"]} == {
        f"TRUECART_{name.upper()}" for name in Settings.model_fields
    }
    assert all(each["description"] for each in said["settings"])
    assert "very-secret" not in done.stdout + done.stderr
    assert {each["state"] for each in said["checks"]} <= {"ok", "warning"}


def test_the_doctor_says_what_is_wrong_with_the_model_endpoint(tmp_path: Path) -> None:
    with socket.socket() as listener:  # listens and never answers: no TLS
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        url = f"https://127.0.0.1:{listener.getsockname()[1]}/v1"
        done = truecart("doctor", "--json", home=tmp_path, TRUECART_LLM_BASE_URL=url, TRUECART_LLM_MODEL="m")
    assert done.returncode == 1
    (check,) = (each for each in json.loads(done.stdout)["checks"] if each["name"] == "model endpoint")
    assert check["state"] == "problem"
    assert "does not answer" in check["said"]


def test_the_doctor_notices_a_broken_chain(tmp_path: Path) -> None:
    from graph.services import Services
    from tools.schema import audit_events
    from tools.settings import load

    services = Services(load(home=tmp_path))
    services.audit.append(None, thread_id="t", turn_id="u", actor="ada", event="test", body={"n": 1})
    assert truecart("audit", "verify", home=tmp_path).returncode == 0
    with services.engine.begin() as connection:
        connection.execute(audit_events.update().values(body='{"n":2}'))
    services.engine.dispose()
    broken = truecart("audit", "verify", home=tmp_path)
    assert broken.returncode == 1
    assert "(audit_broken)" in broken.stderr
    assert truecart("doctor", home=tmp_path).returncode == 1
