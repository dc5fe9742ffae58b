"""Where messages are cut into requests, measured: `python -m evals.several_requests`.

A wrong cut makes two wishes of one. It is counted on texts of other hands that each hold one request, once as a first
message and once in the middle of a conversation, where words such as "add" and "change" mean more. The written cases
say how many of the messages with several requests are cut as they should be.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from agents.intent import parse
from agents.intent.requests import all_of, split
from evals.intent_cases import CASES, vocabulary
from tools import settings
from tools.llm.contract import IntentContext

SINGLE = (
    ("webshop_goals/goals_dev.jsonl", "text"),
    ("shoppingbench/product_dev.jsonl", "query"),
    ("shoppingbench/shop_dev.jsonl", "query"),
)
WRITTEN = "utterances.jsonl"
_THING: Any = {"product_id": "p", "variant_id": "v", "title": "Harbour Jacket", "price_minor": 5400, "color": "navy"}
_OTHER: Any = {**_THING, "product_id": "q", "variant_id": "w", "title": "Storm Parka", "color": "red"}
CONVERSATION: IntentContext = {
    "constraints": [{"attribute": "category", "op": "is", "value": "jacket", "span": [0, 1]}],
    "query": "",
    "shown": [_THING, _OTHER],
    "cart": [_THING],
    "focus": _THING,
    "last": "add",
}


def main() -> None:
    data = settings.current().data
    if data.is_dir():
        for name, key in SINGLE:
            print(_wrong_cuts(data / name, key), flush=True)
    else:
        print(f"TRUECART_DATA is not here: {data}")
    print(_written(CASES / WRITTEN), flush=True)


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().split("\n") if line]


def _wrong_cuts(path: Path, key: str) -> str:
    words, longest = vocabulary(), settings.current().max_message_chars
    texts = [row[key][:longest] for row in _rows(path)]
    contexts: list[tuple[str, IntentContext]] = [("first message", {}), ("in a conversation", CONVERSATION)]
    said = [f"{path.parent.name}/{path.name}: {len(texts)} texts of one request"]
    for name, context in contexts:
        cut = sum(len(split(text, words, context)) > 1 for text in texts)
        said.append(f"{name} {cut} cut ({cut / len(texts):.2%})")
    return ", ".join(said)


def _written(path: Path) -> str:
    words, rows = vocabulary(), _rows(path)
    right = wrong = several = 0
    for row in rows:
        want = [row["expect"]["kind"], *[each["kind"] for each in row["expect"].get("then", [])]]
        got = [each["kind"] for each in all_of(parse(row["text"], words, row.get("context", {})))]
        several += len(want) > 1
        right += len(want) > 1 and got == want
        wrong += len(want) == 1 and len(got) > 1
    single = len(rows) - several
    return f"{path.name}: {right} of {several} with several requests cut right, {wrong} of {single} others cut"


if __name__ == "__main__":
    main()
