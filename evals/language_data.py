"""Figures of the language agents on real data that this project did not write: `python -m evals.language_data`.

Ends with how many of all texts broke the parser, and with exit code 1 if any did.

How yes and no are read has its own command, `python -m evals.confirm`.
"""

from __future__ import annotations

import json
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from agents.intent import parse
from agents.intent.money.running_text import amounts
from evals.intent_cases import vocabulary
from tools import settings
from tools.llm.contract import Amount, Intent
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


def main(data: Path | None = None) -> int:
    """0, or 1 when a text broke the parser. `data` is TRUECART_DATA unless given."""
    data = data or settings.current().data
    if not data.is_dir():
        print(f"TRUECART_DATA is not here: {data}")
        return 0
    texts = broken = 0
    for name, key in _TEXTS:
        line, count, crashes = _parsing(data / name, name, key, parse)
        texts, broken = texts + count, broken + crashes
        print(line, flush=True)
    for line in (*_recognizers(data), _price_parser(data)):
        print(line, flush=True)
    print(f"{broken} of {texts} texts broke the parser")
    return 1 if broken else 0


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().split("\n") if line]


def _parsing(path: Path, name: str, key: str, parser: Callable[..., Intent]) -> tuple[str, int, int]:
    """What to print of one file, how many texts it holds and how many of them raised."""
    words, longest = vocabulary(), settings.current().max_message_chars
    spent: list[float] = []
    kinds: Counter[str] = Counter()
    crashes: Counter[str] = Counter()
    for row in _rows(path):
        started = time.perf_counter()
        try:
            kinds[parser(row[key][:longest], words, {})["kind"]] += 1
        except Exception as problem:  # counted, and told by the exit code
            crashes[_place(problem)] += 1
        spent.append((time.perf_counter() - started) * 1e3)
    spent.sort()
    median, late, broken = spent[len(spent) // 2], spent[int(len(spent) * 0.99)], crashes.total()
    most = dict(kinds.most_common(4))
    line = f"{name}: {len(spent)} parsed, {broken} crashed, median {median:.2f} ms, p99 {late:.2f} ms, {most}"
    return "\n    ".join([line, *(f"{count} x {where}" for where, count in crashes.most_common())]), len(spent), broken


def _place(problem: Exception) -> str:
    """The error and the line that raised it: enough to find it, without the text that did."""
    last = traceback.extract_tb(problem.__traceback__)[-1]
    return f"{type(problem).__name__} at {Path(last.filename).name}:{last.lineno}"


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
    sys.exit(main())
