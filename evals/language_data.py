"""Figures of the language agents on real data that this project did not write: `python -m evals.language_data`.

How yes and no are read has its own command, `python -m evals.confirm`.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

from agents.intent import parse
from agents.intent.money import amounts
from evals.intent_cases import vocabulary
from tools import settings
from tools.llm.contract import Amount
from tools.money import exponent

_TEXTS = (
    ("webshop_goals/goals_dev.jsonl", "text"),
    ("shoppingbench/product_dev.jsonl", "query"),
    ("shoppingbench/shop_dev.jsonl", "query"),
    ("shoppingbench/voucher_dev.jsonl", "query"),
    ("guard_text/attacks_dev.jsonl", "text"),
    ("guard_text/benign_dev.jsonl", "text"),
    ("crosswoz_zh/user_turns_dev.jsonl", "text"),
)
_HUNDREDTHS = frozenset({"Cent", "Pence", "Penny"})


def main() -> None:
    data = settings.current().data
    if not data.is_dir():
        print(f"TRUECART_DATA is not here: {data}")
        return
    for line in (*_parsing(data), *_recognizers(data), _price_parser(data)):
        print(line, flush=True)


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().split("\n") if line]


def _parsing(data: Path) -> list[str]:
    words, longest = vocabulary(), settings.current().max_message_chars
    lines: list[str] = []
    for name, key in _TEXTS:
        spent: list[float] = []
        kinds: Counter[str] = Counter()
        for row in _rows(data / name):
            started = time.perf_counter()
            kinds[parse(row[key][:longest], words, {})["kind"]] += 1
            spent.append((time.perf_counter() - started) * 1e3)
        spent.sort()
        median, late = spent[len(spent) // 2], spent[int(len(spent) * 0.99)]
        lines.append(
            f"{name}: {len(spent)} parsed, median {median:.2f} ms, p99 {late:.2f} ms, {dict(kinds.most_common(4))}"
        )
    return lines


def _major(amount: Amount) -> Decimal:
    return Decimal(amount["minor"]).scaleb(-exponent(amount["currency"]))


def _recognizers(data: Path) -> list[str]:
    """Rows in which every amount, in order, has the stated value; those with another currency name count too."""
    lines: list[str] = []
    for spoken, currency in (("english", "USD"), ("chinese", "CNY")):
        rows = _rows(data / "recognizers_specs" / f"{spoken}_CurrencyModel_dev.jsonl")
        right = 0
        for row in rows:
            stated = [each["resolution"] for each in row["results"] if each["resolution"].get("value")]
            want = [Decimal(each["value"]) / (100 if each["unit"] in _HUNDREDTHS else 1) for each in stated]
            right += want == [_major(each) for each in amounts(row["input"], currency)]
        lines.append(f"recognizers_specs {spoken} currency: {right}/{len(rows)} = {right / len(rows):.3f}")
    return lines


def _price_parser(data: Path) -> str:
    """The first amount of each text, to the cent."""
    right = total = 0
    for row in _rows(data / "price_parser" / "examples_dev.jsonl"):
        if not row["text"]:
            continue
        found = amounts(row["text"], "USD")
        want = None if row["amount"] is None else Decimal(str(row["amount"]))
        got = _major(found[0]) if found else None
        right += got == want or (got is not None and want is not None and abs(got - want) <= Decimal("0.01"))
        total += 1
    return f"price_parser: {right}/{total} = {right / total:.3f}"


if __name__ == "__main__":
    main()
