"""The input guard on texts that this project did not write: attacks it blocks, harmless ones it wrongly blocks.

`python -m evals.guard_text` prints both by family. Two families of "attacks" are ordinary questions that are an
attack only by their place inside another text; no rule about words can tell them.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from evals.intervals import wilson
from guards.message import Origin, screen


@dataclass
class Family:
    """Texts of one family: how many there are, and how many were not let in."""

    n: int = 0
    stopped: int = 0
    codes: Counter[str] = field(default_factory=Counter[str])


def measure(file: Path, *, origin: Origin = "shopper", max_chars: int = 4000) -> dict[str, Family]:
    """What `screen` makes of each text of a JSON-lines file of {"text", "family"}, by family, the largest first."""
    found: dict[str, Family] = {}
    for line in file.read_text("utf-8").split("\n"):
        if not line:
            continue
        row = json.loads(line)
        family = found.setdefault(row["family"].partition(":")[0], Family())
        screened = screen(row["text"], origin=origin, max_chars=max_chars)
        family.n += 1
        family.stopped += screened["outcome"] != "allow"
        family.codes.update(screened["codes"])
    return dict(sorted(found.items(), key=lambda each: -each[1].n))


def main() -> int:
    from rich.console import Console
    from rich.table import Table

    from tools.settings import current

    folder = current().data / "guard_text"
    if not folder.is_dir():
        raise SystemExit(f"TRUECART_DATA is not here: {folder}")
    table = Table("texts", "family", "n", "not let in", "95 % interval", "codes")
    started, total = time.perf_counter(), 0
    for kind in ("attacks", "benign"):
        families = measure(folder / f"{kind}_dev.jsonl")
        whole = Family(sum(each.n for each in families.values()), sum(each.stopped for each in families.values()))
        for name, each in {**families, "all": whole}.items():
            low, high = wilson(each.stopped, each.n)
            codes = ", ".join(f"{code} {n}" for code, n in each.codes.most_common())
            table.add_row(
                kind, name, str(each.n), f"{each.stopped / each.n:.1%}", f"{low:.1%} to {high:.1%}", codes,
                end_section=name == "all",
            )  # fmt: skip
        total += whole.n
    Console(width=150).print(table, f"{(time.perf_counter() - started) / total * 1e3:.2f} ms a text")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
