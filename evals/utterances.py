"""How well the embedded parser understands the written utterances: `python -m evals.utterances`.

Prints the figures of each language and, below them, the rows that came out wrong. `--set-aside` scores the part that
nobody looks at while a parser is made: figures and counts by kind, never a text. `--write` makes the generated rows
of both parts anew from their frames; written rows stay as they are. evals/cases/README.md tells how they were made.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from agents.intent import parse
from evals import intent_cases
from evals.results import Metric
from evals.scores import bootstrapped, matches, micro_f1, percentile, rate
from evals.utterance_frames import generated

Json = dict[str, Any]
Counts = tuple[int, int, int]  # true positives, false positives, false negatives
PARTS = ("", "_set_aside")


class Outcome(NamedTuple):
    row: Json
    kind_right: bool
    counts: Counts
    wrong: list[str]
    got: Json
    milliseconds: float


def main() -> None:
    reader = argparse.ArgumentParser(prog="python -m evals.utterances", description=__doc__)
    reader.add_argument("--set-aside", action="store_true", help="score the part set aside; no texts are printed")
    reader.add_argument("--write", action="store_true", help="make the generated rows of both parts anew")
    chosen = reader.parse_args()
    if chosen.write:
        write()
        return
    outcomes = measured("_set_aside" if chosen.set_aside else "")
    for line in [*figures(outcomes), *(by_kind(outcomes) if chosen.set_aside else failures(outcomes))]:
        print(line)


def measured(part: str) -> list[Outcome]:
    """Each row of the part, parsed once; the lexicon is compiled before the clock runs."""
    words, rows = intent_cases.vocabulary(), intent_cases.utterances(part)
    parse("ready?", words, {})
    return [_outcome(row, lambda row: parse(row["text"], words, row.get("context", {}))) for row in rows]


def _outcome(row: Json, understand: Callable[[Json], Any]) -> Outcome:
    started = time.perf_counter()
    got = understand(row)
    spent = (time.perf_counter() - started) * 1e3
    expect = row["expect"]
    counts = matches(intent_cases.found_keys(expect, got), intent_cases.constraint_keys(expect["constraints"]))
    return Outcome(row, got["kind"] == expect["kind"], counts, intent_cases.differences(expect, got), got, spent)


def figures(outcomes: Sequence[Outcome]) -> list[str]:
    """A block of lines for each language, and one for both."""
    lines: list[str] = []
    for language in ("en", "zh", None):
        of = [each for each in outcomes if language in (None, each.row["lang"])]
        spent = [each.milliseconds for each in of]
        lines.append(f"{language or 'all'}: {len(of)} utterances")
        lines += [_figure(metric) for metric in metrics(of)]
        lines.append(f"  ms a parse            median {percentile(spent, 0.5):.2f}, p99 {percentile(spent, 0.99):.2f}")
    return lines


def metrics(of: Sequence[Outcome]) -> list[Metric]:
    """Intent and whole-parse accuracy with Wilson's interval; constraints, micro-averaged, bootstrapped over rows."""
    counts = [each.counts for each in of]
    return [
        rate("intent accuracy", [each.kind_right for each in of]),
        bootstrapped("constraint precision", counts, lambda rows: _share(rows, 1)),
        bootstrapped("constraint recall", counts, lambda rows: _share(rows, 2)),
        micro_f1("constraint F1", counts),
        rate("whole parse", [not each.wrong for each in of]),
    ]


def _share(rows: Sequence[Counts], missed: int) -> float:
    hits = sum(row[0] for row in rows)
    return hits / (hits + sum(row[missed] for row in rows)) if hits else 0.0


def _figure(metric: Metric) -> str:
    return f"  {metric.name:22}{metric.value:.3f} [{metric.low:.3f}, {metric.high:.3f}]"


def by_kind(outcomes: Sequence[Outcome]) -> list[str]:
    """How many rows of each kind had their kind and their whole parse right."""
    total, kind, whole = Counter[str](), Counter[str](), Counter[str]()
    for each in outcomes:
        name = f"{each.row['lang']} {each.row['expect']['kind']}"
        total[name] += 1
        kind[name] += each.kind_right
        whole[name] += not each.wrong
    return [f"{name:16} n {n:3}  kind {kind[name]:3}  whole {whole[name]:3}" for name, n in sorted(total.items())]


def failures(outcomes: Sequence[Outcome]) -> list[str]:
    return [line for each in outcomes if each.wrong for line in _failure(each)]


def _failure(outcome: Outcome) -> list[str]:
    """The row, and for constraints what is too much (+) and what is missing (-)."""
    row, wrong = outcome.row, [each for each in outcome.wrong if each != "constraints"]
    got = intent_cases.found_keys(row["expect"], outcome.got)
    want = intent_cases.constraint_keys(row["expect"]["constraints"])
    wrong += [f"+{each}" for each in sorted(got - want)] + [f"-{each}" for each in sorted(want - got)]
    return [f"{row['id']}: {row['text']}", f"    {'; '.join(wrong)}"]


def write() -> None:
    """The written rows of each part as they are, then its generated rows."""
    currency = intent_cases.vocabulary().currency
    for part in PARTS:
        path = intent_cases.CASES / f"utterances{part}.jsonl"
        lines = [line for line in path.read_text().split("\n") if line and json.loads(line)["made"] == "hand"]
        lines += [json.dumps(row, ensure_ascii=False) for row in generated(part, currency)]
        path.write_text("".join(f"{line}\n" for line in lines))


if __name__ == "__main__":
    main()
