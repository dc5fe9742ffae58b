"""Scoring the parser against written cases: kind, constraints, quantity, references and what else a case names."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tools.catalog.types import Vocabulary
from tools.llm.contract import Intent

CASES = Path(__file__).parent / "cases"


def vocabulary() -> Vocabulary:
    """The fixed vocabulary that the cases were written for."""
    body = json.loads((CASES / "vocabulary.json").read_text())
    values = {name: tuple(each) for name, each in body["values"].items()}
    return Vocabulary(body["catalog"], body["currency"], values, body["version"])


def load(part: str | None = None) -> list[dict[str, Any]]:
    """The cases of a part ("dev", "held_out"), or all of them."""
    rows = [json.loads(line) for line in (CASES / "intent.jsonl").read_text().split("\n") if line]
    return [row for row in rows if part in (None, row["part"])]


def constraint_keys(constraints: list[dict[str, Any]]) -> set[str]:
    """Constraints without span and origin, comparable."""
    return {
        json.dumps([each["attribute"], each["op"], each["value"]], sort_keys=True, ensure_ascii=False)
        for each in constraints
    }


def differences(expect: dict[str, Any], got: Intent) -> list[str]:
    """What is not as expected, by name: empty when the whole parse is right."""
    wrong: list[str] = []
    if got["kind"] != expect["kind"]:
        wrong.append(f"kind {got['kind']} for {expect['kind']}")
    if constraint_keys(got["constraints"]) != constraint_keys(expect["constraints"]):  # type: ignore[arg-type]
        wrong.append("constraints")
    if "quantity" in expect and got["quantity"] != expect["quantity"]:
        wrong.append(f"quantity {got['quantity']}")
    if "references" in expect:
        said = [{"where": each["where"], "positions": each["positions"]} for each in got.get("references", [])]
        if said != expect["references"]:
            wrong.append(f"references {said}")
    for key in ("sort", "drop", "order_id"):
        if key in expect and got.get(key) != expect[key]:
            wrong.append(f"{key} {got.get(key)}")
    if "cap" in expect and (got.get("cap") or {}).get("minor") != expect["cap"]:
        wrong.append("cap")
    return wrong


def score(rows: list[dict[str, Any]], parse: Callable[[str, dict[str, Any]], Intent]) -> dict[str, Any]:
    """`kind` and `whole` accuracy (0..1), micro `f1` of constraints, and the cases that went wrong."""
    kinds = whole = hits = expected = found = 0
    failures: list[dict[str, Any]] = []
    for row in rows:
        got = parse(row["text"], row.get("context", {}))
        wrong = differences(row["expect"], got)
        kinds += got["kind"] == row["expect"]["kind"]
        whole += not wrong
        want, have = constraint_keys(row["expect"]["constraints"]), constraint_keys(got["constraints"])  # type: ignore[arg-type]
        hits, expected, found = hits + len(want & have), expected + len(want), found + len(have)
        if wrong:
            failures.append({"id": row["id"], "text": row["text"], "wrong": wrong})
    f1 = 2 * hits / (expected + found) if expected + found else 1.0
    return {"n": len(rows), "kind": kinds / len(rows), "whole": whole / len(rows), "f1": f1, "failures": failures}
