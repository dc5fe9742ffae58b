from __future__ import annotations

from pathlib import Path

from cli.demo import write_tariff
from tools.checkout.tariff import tariff_of
from tools.settings import Settings


def test_the_demos_tariff_is_written_once_and_then_its_owners(tmp_path: Path) -> None:
    write_tariff(tmp_path)
    assert tariff_of(Settings(home=tmp_path), "USD").knows("welcome10")
    (tmp_path / "tariff.json").write_text('{"currency": "USD", "shipping": [{"price_minor": 1}]}')
    write_tariff(tmp_path)
    assert tariff_of(Settings(home=tmp_path), "USD").promotions == ()
