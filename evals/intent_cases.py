"""Scoring the parser against written cases: kind, constraints, quantity, references and what else a case names."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tools.catalog.types import Vocabulary
from tools.llm.contract import Intent

CASES = Path(__file__).parent / "cases"

_WORDED = ("sort", "drop", "order_id", "coupon")
_NOTHING: dict[str, Any] = dict.fromkeys(("quantity", "cap", "drop", "order_id", "coupon")) | {"then": []}


def vocabulary() -> Vocabulary:
    """The fixed vocabulary that the cases were written for."""
    body = json.loads((CASES / "vocabulary.json").read_text())
    values = {name: tuple(each) for name, each in body["values"].items()}
    return Vocabulary(body["catalog"], body["currency"], values, body["version"])


def load(part: str | None = None) -> list[dict[str, Any]]:
    """The cases of a part ("dev", "held_out"), or all of them."""
    rows = _rows("intent")
    return [row for row in rows if part in (None, row["part"])]


def utterances(part: str = "") -> list[dict[str, Any]]:
    """The written utterances; `part` "_set_aside" gives those that nobody looks at while a parser is made.

    Unlike in the older cases a row tells all: what its `expect` does not name must not be in the parse, but for
    `references`, which are compared where they are named.
    """
    return [{**row, "expect": _told(row["expect"])} for row in _rows(f"utterances{part}")]


def _told(expect: dict[str, Any]) -> dict[str, Any]:
    """With what is not there said to be absent. "Buy the cheapest" may sort or not."""
    sort = {} if expect["kind"] not in ("search", "refine") else {"sort": None}
    return {**_NOTHING, **sort, **expect}


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CASES / f"{name}.jsonl").read_text().split("\n") if line]


def constraint_keys(constraints: list[dict[str, Any]]) -> set[str]:
    """Constraints without span and origin, comparable; a hyphen is a space ("polka-dot")."""
    return {
        json.dumps([each["attribute"], each["op"], _spelt(each["value"])], sort_keys=True, ensure_ascii=False)
        for each in constraints
    }


def _spelt(value: Any) -> Any:
    dated = isinstance(value, str) and value[:4].isdigit()
    return value.replace("-", " ") if isinstance(value, str) and not dated else value


def found_keys(expect: dict[str, Any], got: Any) -> set[str]:
    """The constraints of a parse without those that are right either way: what describes the thing pointed at."""
    optional = constraint_keys(expect.get("optional", [])) - constraint_keys(expect["constraints"])
    return constraint_keys(got["constraints"]) - optional


def differences(expect: dict[str, Any], got: Intent) -> list[str]:
    """What is not as expected, by name: empty when the whole parse is right.

    Only what `expect` names is compared. Its `ignored` wordings must come back as ignored or as words to search for,
    its `compared` are the relations that lack their other side, each of its `then` is compared like the whole.
    """
    wrong: list[str] = []
    if got["kind"] != expect["kind"]:
        wrong.append(f"kind {got['kind']} for {expect['kind']}")
    if found_keys(expect, got) != constraint_keys(expect["constraints"]):
        wrong.append("constraints")
    if expect.get("quantity", "any") not in ("any", got.get("quantity")):
        wrong.append(f"quantity {got.get('quantity')}")
    if "references" in expect:
        said = _places(got.get("references", []))
        if said != _places(expect["references"]):
            wrong.append(f"references {said}")
    wrong += [f"{key} {got.get(key)}" for key in _WORDED if key in expect and (got.get(key) or None) != expect[key]]
    return [*wrong, *_cap(expect, got), *_unused(expect, got), *_further(expect, got)]


def _places(references: list[Any]) -> list[tuple[str, list[int]]]:
    """Where each points, as a set: "the first" and "the third" in one list are the same as in two."""
    places: dict[str, set[int]] = {}
    for each in references:
        places.setdefault(each["where"], set()).update(each["positions"])
    return sorted((where, sorted(positions)) for where, positions in places.items())


def _cap(expect: dict[str, Any], got: Intent) -> list[str]:
    """A cap is written as its minor units, or with its currency."""
    if "cap" not in expect:
        return []
    cap, wanted = got.get("cap"), expect["cap"]
    said = {"minor": cap["minor"], "currency": cap["currency"]} if cap else None
    return [] if (said and said["minor"] if isinstance(wanted, int) else said) == wanted else [f"cap {said}"]


def _unused(expect: dict[str, Any], got: Intent) -> list[str]:
    wrong: list[str] = []
    if "compared" in expect and [each["op"] for each in got.get("compared", [])] != expect["compared"]:
        wrong.append("compared")
    heard = " ".join([*got.get("ignored", []), got.get("query", "")]).casefold()
    lost = [words for words in expect.get("ignored", []) if words.casefold() not in heard]
    return [*wrong, *(f"dropped silently: {words}" for words in lost)]


def _further(expect: dict[str, Any], got: Intent) -> list[str]:
    """The further requests of the message, in order."""
    if "then" not in expect:
        return []
    wanted, said = expect["then"], got.get("then", [])
    if len(wanted) != len(said):
        return [f"then {[each['kind'] for each in said]}"]
    return [f"then {wrong}" for pair in zip(wanted, said, strict=True) for wrong in differences(*pair)]


def score(rows: list[dict[str, Any]], parse: Callable[[str, dict[str, Any]], Intent]) -> dict[str, Any]:
    """`kind` and `whole` accuracy (0..1), micro `f1` of constraints, and the cases that went wrong."""
    kinds = whole = hits = expected = found = 0
    failures: list[dict[str, Any]] = []
    for row in rows:
        got = parse(row["text"], row.get("context", {}))
        wrong = differences(row["expect"], got)
        kinds += got["kind"] == row["expect"]["kind"]
        whole += not wrong
        want, have = constraint_keys(row["expect"]["constraints"]), found_keys(row["expect"], got)
        hits, expected, found = hits + len(want & have), expected + len(want), found + len(have)
        if wrong:
            failures.append({"id": row["id"], "text": row["text"], "wrong": wrong})
    f1 = 2 * hits / (expected + found) if expected + found else 1.0
    return {"n": len(rows), "kind": kinds / len(rows), "whole": whole / len(rows), "f1": f1, "failures": failures}
