from __future__ import annotations

from pathlib import Path

import pytest

from evals import cases
from tools.errors import TruecartError


def test_lines_become_rows_with_ids(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cases, "FOLDER", tmp_path)
    (tmp_path / "few.jsonl").write_text('# a word on these\n\n{"id": "a"}\n{"x": 1}\n', encoding="utf-8")
    assert cases.load_cases("few") == [{"id": "a"}, {"x": 1, "id": "few-4"}]


@pytest.mark.parametrize("text", ["not json", "[1]", '{"id": "a"}\n{"id": "a"}'])
def test_a_bad_line_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(cases, "FOLDER", tmp_path)
    (tmp_path / "few.jsonl").write_text(text, encoding="utf-8")
    with pytest.raises(TruecartError, match=r"few.jsonl:\d"):
        cases.load_cases("few")


@pytest.mark.parametrize("path", sorted(cases.FOLDER.glob("*.jsonl")), ids=lambda path: path.stem)
def test_every_case_file_is_readable(path: Path) -> None:
    assert cases.load_cases(path.stem)
