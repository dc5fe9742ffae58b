"""The input guard on texts that it has not seen: attacks it blocks, harmless ones it wrongly blocks.

`python -m evals.guard_text` prints one table. The weights that ship have learned from the development part of
`guard_text`, so its figures come from other weights, made by the same recipe from what is left when the judged texts
are taken out: five folds with near-duplicates together; then, harder, one category or family at a time; then one of
our own families at a time. Limits are chosen inside the training folds. The rules were written with the development
part in sight: no fold can take that out. What the shipped weights have not seen (the held-out halves, catalogue
texts) is judged by them.

Not everything can be told. Some families of "attacks" are ordinary questions ("Explain the theory of relativity"),
an attack only by their place inside another text, while other ordinary questions count as harmless.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from evals.injection_rows import lines, root
from evals.injection_train import Table, fitted, grouped, learned, refused, rows_to_learn
from evals.intervals import wilson
from guards.injection_score import Weights
from guards.message import Origin, screen

if TYPE_CHECKING:
    from rich.table import Table as Printed

FOLDS = 5
LONGEST = 4000
PRODUCTS = 2000  # at most, of each catalogue
SENTENCE = re.compile(r"[^.!?。！？\n]+[.!?。！？]*")


@dataclass
class Family:
    """Texts of one family: how many there are, and how many were not let in."""

    n: int = 0
    stopped: int = 0
    codes: Counter[str] = field(default_factory=Counter[str])

    def add(self, *codes: str) -> None:
        self.n += 1
        self.stopped += bool(codes)
        self.codes.update(codes)


@dataclass
class Figures:
    """Families by how they were judged and what they are."""

    found: dict[tuple[str, str], dict[str, Family]] = field(default_factory=dict[tuple[str, str], dict[str, Family]])

    def add(self, how: str, kind: str, family: str, code: str | None) -> None:
        families = self.found.setdefault((how, kind), {})
        families.setdefault(family, Family()).add(*([code] if code else []))

    def print_to(self, table: Printed) -> None:
        for (how, kind), families in self.found.items():
            for name, each in sorted(families.items(), key=lambda each: -each[1].n):
                _print(table, how, kind, name, each)
            for name, chosen in _sums(kind, families):
                _print(table, how, kind, name, _sum(chosen), last=name.startswith("all"))


def measure(file: Path, *, origin: Origin = "shopper", max_chars: int = LONGEST) -> dict[str, Family]:
    """What `screen` makes of each text of a JSON-lines file of {"text", "family"}, by family, the largest first."""
    found: dict[str, Family] = {}
    for row in lines(file):
        screened = screen(row["text"], origin=origin, max_chars=max_chars)
        found.setdefault(root(row["family"]), Family()).add(*screened["codes"])
    return dict(sorted(found.items(), key=lambda each: -each[1].n))


def cross_validated(table: Table, figures: Figures) -> None:
    """Each text of `guard_text` judged by weights that saw neither it nor anything like it."""
    groups = grouped(table.rows)
    learn = np.array([not row.held_out for row in table.rows])
    foreign = np.array([row.source == "guard_text" for row in table.rows])
    for fold in range(FOLDS):
        judged = foreign & (groups // 7 % FOLDS == fold)
        weights = learned(table, learn & ~judged, groups)
        _judge(table, weights, judged, "5 folds", figures)
        _say(f"fold {fold + 1} of {FOLDS}")


def families_out(table: Table, figures: Figures) -> None:
    """Each family judged by weights that saw nothing of it; limits from everything."""
    learn = np.array([not row.held_out for row in table.rows])
    limits = learned(table, learn, grouped(table.rows)).limits
    named = {
        "category unseen": [row.family for row in table.rows],
        "family unseen": [root(row.family) for row in table.rows],
    }
    named["own family unseen"] = named["category unseen"]
    for how, names in named.items():
        source = "generator" if how.startswith("own") else "guard_text"
        ours = table.labels() & (np.array([row.source for row in table.rows]) == source)
        families = list(dict.fromkeys(np.array(names)[ours]))
        for family in families:
            judged = ours & (np.array(names) == family)
            weights = fitted(table, learn & ~judged)._replace(limits=limits)
            _judge(table, weights, judged, how, figures)
        _say(f"{how}: {len(families)}")


def held_out(figures: Figures, table: Table) -> None:
    """Texts that the shipped weights have not learned from."""
    for row in table.rows:
        if row.held_out:
            figures.add("shipped, unseen", "benign", row.family, _code(row.text))


def catalogues(data: Path, figures: Figures) -> None:
    """Products by their texts as data, whole and by the sentence, as an import judges them."""
    kinds = {
        "demo": _demo,
        "magento_luma": _magento,
        "its reviews": _reviews,
        "pc_parts": _parts,
        "chorus_icecat": _icecat,
    }
    for name, products in kinds.items():
        for texts in islice(products(data), PRODUCTS):
            code = next((code for text in texts if (code := _code(text, "data"))), None)
            figures.add("shipped, unseen", "benign data", name, code)


def _demo(_data: Path) -> Iterator[list[str]]:
    from tools.catalog.demo.plan import drafts

    for draft in drafts(7):
        yield _pieces(draft.product.title, draft.product.description)


def _magento(data: Path) -> Iterator[list[str]]:
    for each in lines(data / "magento_luma" / "products.jsonl"):
        yield _pieces(each["name"], each["description"] or "")


def _reviews(data: Path) -> Iterator[list[str]]:
    with (data / "magento_luma" / "products_reviews.csv").open(encoding="utf-8", newline="") as file:
        for each in csv.DictReader(file):
            yield _pieces(each["title"] or "", each["review"] or "")


def _parts(data: Path) -> Iterator[list[str]]:
    for each in _spread_out(data / "pc_parts" / "products_20250723.jsonl.gz"):
        yield _pieces(each["name"], each["category"], str(each.get("type") or ""), str(each.get("color") or ""))


def _icecat(data: Path) -> Iterator[list[str]]:
    for each in _spread_out(data / "chorus_icecat" / "products.jsonl.gz"):
        yield _pieces(
            each["title"], each.get("short_description") or "", " ".join(map(str, each["attributes"].values()))
        )


def _spread_out(path: Path) -> Iterator[dict[str, Any]]:
    """At most PRODUCTS rows, from all over the file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = file.readlines()
    for line in rows[:: max(1, len(rows) // PRODUCTS)]:
        yield json.loads(line)


def _pieces(*texts: str) -> list[str]:
    whole = [each[:LONGEST] for each in texts if each.strip()]
    return whole + [
        each
        for text in whole
        if len(text) < LONGEST
        for each in SENTENCE.findall(text)
        if each.strip() and each != text
    ]


def _code(text: str, origin: Origin = "shopper") -> str | None:
    screened = screen(text, origin=origin, max_chars=LONGEST)
    return None if screened["outcome"] == "allow" else (screened["codes"] or ["internal"])[0]


def _judge(table: Table, weights: Weights, judged: NDArray[np.bool_], how: str, figures: Figures) -> None:
    places = [int(each) for each in np.flatnonzero(judged)]
    for place, code in zip(places, refused(table, weights, places), strict=True):
        row = table.rows[place]
        if len(row.text) > LONGEST:
            code = "message_too_long"  # refused for its size, whatever it says
        figures.add(how, "attacks" if row.attack else "benign", root(row.family), code)


def _say(done: str) -> None:
    print(f"  {done}", file=sys.stderr, flush=True)


def _sums(kind: str, families: dict[str, Family]) -> Iterator[tuple[str, list[Family]]]:
    """The sums that are asked for: attacks; benign texts without an attack's words; shopping alone."""
    triggered = [name for name in families if name.startswith(("notinject", "talk_with_triggers", "two_triggers"))]
    if kind == "benign" and any(name.startswith("shopping_w") for name in families):
        yield "shopping", [each for name, each in families.items() if name.startswith("shopping_")]
        yield "all without trigger words", [each for name, each in families.items() if name not in triggered]
    else:
        yield "all", list(families.values())


def _sum(families: Sequence[Family]) -> Family:
    codes: Counter[str] = Counter()
    for each in families:
        codes.update(each.codes)
    return Family(sum(each.n for each in families), sum(each.stopped for each in families), codes)


def _print(table: Printed, how: str, kind: str, name: str, family: Family, *, last: bool = False) -> None:
    low, high = wilson(family.stopped, family.n)
    codes = ", ".join(f"{code} {n}" for code, n in family.codes.most_common())
    table.add_row(
        how, kind, name, str(family.n), f"{family.stopped / family.n:.1%}", f"{low:.1%} to {high:.1%}", codes,
        end_section=last,
    )  # fmt: skip


def main() -> int:
    from rich.console import Console
    from rich.table import Table as Printed

    from tools.settings import current

    data = current().data
    if not (data / "guard_text").is_dir():
        raise SystemExit(f"TRUECART_DATA is not here: {data / 'guard_text'}")
    asked = argparse.ArgumentParser(description="What the input guard lets in, and what it does not.")
    asked.add_argument("--quick", action="store_true", help="only the five folds and the texts held out")
    quick = asked.parse_args().quick
    figures, table, started = Figures(), Table(rows_to_learn(data)), time.perf_counter()
    cross_validated(table, figures)
    if not quick:
        families_out(table, figures)
        catalogues(data, figures)
    held_out(figures, table)
    printed = Printed("judged by", "texts", "family", "n", "not let in", "95 % interval", "codes")
    figures.print_to(printed)
    Console(width=170).print(printed, f"{time.perf_counter() - started:.0f} s; {_pace(table)}")
    return 0


def _pace(table: Table) -> str:
    texts = [row.text for row in table.rows if row.source == "guard_text"]
    started = time.perf_counter()
    for text in texts:
        screen(text)
    return f"screen: {(time.perf_counter() - started) / len(texts) * 1e3:.2f} ms a text of guard_text"


if __name__ == "__main__":
    raise SystemExit(main())
