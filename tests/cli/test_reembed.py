"""The command that brings a catalogue to another encoder, and the doctor's word on it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.doctor import CHECKS
from cli.main import app
from graph.services import Services
from tests.tools.catalog.records import record
from tests.tools.vision.clip.tiny import tiny_clip
from tests.tools.vision.drawn import encoded, thing
from tools.catalog.importer import import_records
from tools.errors import TruecartError
from tools.settings import load


def _run(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["catalog", "reembed", "--catalog", "spring", *arguments])
    return done.exit_code, done.stdout, done.stderr


def _doctor() -> tuple[str, str]:
    services = Services(load(catalog="spring"))
    try:
        return CHECKS["picture encoder"](services)
    finally:
        services.engine.dispose()


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A home with a catalogue of two pictures, and two models."""
    monkeypatch.setenv("TRUECART_HOME", str(tmp_path / "home"))
    services = Services(load(catalog="spring"))
    shop = [record(each, picture=encoded(thing(each))) for each in ("red", "navy")]
    import_records(services.catalog, services.pictures, None, services.search, shop)
    services.engine.dispose()
    return {each: f"local-dir:{tiny_clip(tmp_path / each, seed=ord(each))}" for each in "ab"}


def test_a_catalogue_changes_its_encoder(models: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRUECART_CLIP_MODEL", models["a"])
    state, said = _doctor()
    assert (state, "truecart catalog reembed --catalog spring" in said) == ("warning", True)
    code, out, errors = _run("--json")
    assert code == 0, errors
    done: dict[str, Any] = json.loads(out)
    assert (done["encoder"], done["pictures"], done["encoded"], done["skipped"]) == ("local-dir:a", 2, 2, {})
    state, said = _doctor()
    assert state == "ok"
    assert done["digest"][:12] in said

    monkeypatch.setenv("TRUECART_CLIP_MODEL", models["b"])
    with pytest.raises(TruecartError, match="model_mismatch"):
        _doctor()
    code, out, _ = _run()
    assert (code, "encoded\t2\n" in out) == (0, True)
    assert _doctor()[0] == "ok"


@pytest.mark.parametrize(
    ("setting", "code"), [("fashion", "bad_setting"), ("local-dir:/no/such/folder", "clip_unavailable")]
)
@pytest.mark.usefixtures("models")
def test_an_encoder_that_is_not_there(monkeypatch: pytest.MonkeyPatch, setting: str, code: str) -> None:
    monkeypatch.setenv("TRUECART_CLIP_MODEL", setting)
    exit_code, _, errors = _run()
    assert (exit_code, f"({code})" in errors) == (1, True)
