"""The table of lines: what the endpoint says of each is what the embedded parser says too, and passes the checks."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from agents import intent as language
from agents.intent.model.parser import parse_with_model
from agents.intent.model.prompt import schema
from evals.herd.lines import Line, table
from graph.services import Services
from tests.evals.herd.told import Told
from tools.llm.contract import IntentContext

SHOWN: IntentContext = {
    "shown": [
        {"product_id": "a", "variant_id": "a", "title": "Ridge Mug"},
        {"product_id": "b", "variant_id": "b", "title": "Bay Mug"},
    ],
    "last": "search",
}
SOME = sorted(table().values(), key=lambda line: line.text)[::9] + [table()[text] for text in ("checkout", "结账")]


@pytest.mark.parametrize("line", SOME, ids=[line.text for line in SOME])
def test_both_parsers_read_a_line_alike(line: Line, demo_home: Path, services: Callable[..., Services]) -> None:
    vocabulary = services(demo_home).catalog.vocabulary()
    model = Told(json.dumps(line.reply(schema(vocabulary))))
    read = parse_with_model(model, line.text, vocabulary, SHOWN, 1.0)
    embedded = language.parse(line.text, vocabulary, SHOWN)
    assert (read["source"], read["kind"], embedded["kind"]) == ("model", line.kind, line.kind)
    for name in ("category", "color"):
        wanted = [(op, value) for attribute, op, value, _ in line.wants if attribute == name]
        for intent in (read, embedded):
            assert [(e["op"], e["value"]) for e in intent["constraints"] if e["attribute"] == name] == wanted
    positions = [at for at, _ in line.points]
    for intent in (read, embedded):
        assert [at for each in intent.get("references", []) for at in each["positions"]] == positions
