from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from agents.intent import parse
from evals import language_data
from tools.llm.contract import Intent


def choking(text: str, *rest: Any) -> Intent:
    if "%" in text:
        raise ValueError(text)
    return parse(text, *rest)


def test_texts_that_break_the_parser_are_counted_and_placed_but_not_shown(tmp_path: Path) -> None:
    path = tmp_path / "few.jsonl"
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in ("red mugs", "10 % secret", "help", "%")))
    line, texts, broken = language_data._parsing(path, "few", "text", choking)
    assert (texts, broken) == (4, 2)
    assert "2 crashed" in line
    assert "2 x ValueError at test_language_data.py:" in line
    assert "secret" not in line


def test_the_exit_code_is_good_when_nothing_broke(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, key in language_data._TEXTS:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(json.dumps({key: "red mugs"}) + "\n")
    (tmp_path / "recognizers_specs").mkdir()
    (tmp_path / "price_parser").mkdir()
    spoken = {"input": "5 dollars", "results": [{"resolution": {"value": "5", "unit": "Dollar"}}]}
    for language in ("english", "chinese"):
        path = tmp_path / "recognizers_specs" / f"{language}_CurrencyModel_dev.jsonl"
        path.write_text(json.dumps(spoken) + "\n")
    path = tmp_path / "price_parser" / "examples_dev.jsonl"
    path.write_text(json.dumps({"text": "$5", "amount": 5}) + "\n")
    assert language_data.main(tmp_path) == 0
    assert capsys.readouterr().out.splitlines()[-1] == f"0 of {len(language_data._TEXTS)} texts broke the parser"
