"""Written messages and what they mean: the embedded parser, and the model's too when an endpoint is set.

The first cases and the utterances have figures of their own; the utterances that are set aside are not read here
(evals/cases/README.md).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from agents.intent import parse
from evals import intent_cases
from evals.langsmith_offline import Example, Row, run_examples
from evals.results import Failure, Metric, SuiteResult
from evals.scores import matches, micro_f1, rate
from evals.suite import Surroundings
from tools.llm.contract import Intent

Json = dict[str, Any]
Parse = Callable[[str, Any], Intent]

UTTERANCES = "utterances"  # the part of a row that evals/cases/utterances.jsonl holds


def run(around: Surroundings) -> SuiteResult:
    vocabulary = intent_cases.vocabulary()
    embedded = _rows(around, "embedded", lambda text, context: parse(text, vocabulary, context))
    result = SuiteResult(
        "intent",
        len(embedded),
        _metrics(embedded),
        [_failure(row) for row in embedded if not row.passed],
        latencies_ms={"embedded parser": [row.milliseconds for row in embedded]},
    )
    if around.settings.llm_base_url:
        _add_model(around, result)
    else:
        result.skipped.append("model: TRUECART_LLM_BASE_URL is not set")
    return result


def _add_model(around: Surroundings, result: SuiteResult) -> None:
    from agents.intent.model.parser import parse_with_model
    from evals.model_cache import cached_model_calls
    from graph.services import Services

    vocabulary, client = intent_cases.vocabulary(), Services(around.settings).model
    assert client is not None, "an endpoint is set"
    seconds = around.settings.llm_seconds
    with cached_model_calls():
        rows = _rows(around, "model", lambda *given: parse_with_model(client, given[0], vocabulary, given[1], seconds))
    result.cases += len(rows)
    result.metrics += _metrics(rows, "model_")
    result.failures += [_failure(row, "model ") for row in rows if not row.passed]
    result.latencies_ms["model parser"] = [row.milliseconds for row in rows]


def _rows(around: Surroundings, name: str, parser: Parse) -> list[Row]:
    cases = [*intent_cases.load(), *({**row, "part": UTTERANCES} for row in intent_cases.utterances())]
    examples = [
        Example(
            row["id"], {"text": row["text"], "context": row.get("context", {})}, {**row["expect"], "part": row["part"]}
        )
        for row in cases
    ]

    def understand(inputs: Json) -> Json:
        return dict(parser(inputs["text"], inputs["context"]))

    evaluators = {"kind": kind, "whole": whole, "spans": spans}
    return run_examples(f"intent-{name}", examples, understand, evaluators, around.counter(name, len(examples)))


def kind(_inputs: Json, got: Json, want: Json) -> bool:
    return bool(got["kind"] == want["kind"])


def whole(_inputs: Json, got: Json, want: Json) -> bool:
    """Kind, every constraint, and each further thing that the case names."""
    return not intent_cases.differences(want, got)  # type: ignore[arg-type]


def spans(inputs: Json, got: Json, _want: Json) -> bool:
    """Each constraint points at words of the message."""
    length = len(inputs["text"])
    return all(0 <= each["span"][0] < each["span"][1] <= length for each in got["constraints"])


def _metrics(rows: list[Row], prefix: str = "") -> list[Metric]:
    first = [row for row in rows if row.example.expected["part"] != UTTERANCES]
    held_out = [row for row in first if row.example.expected["part"] == "held_out"]
    spoken = [row for row in rows if row.example.expected["part"] == UTTERANCES]
    parts = (("", first, "all first cases"), ("held_out_", held_out, "their held-out part"))
    found: list[Metric] = []
    for name, part, about in (*parts, ("utterance_", spoken, "the utterances")):
        found += [
            rate(f"{prefix}{name}accuracy", [row.scores["kind"] == 1.0 for row in part], about=f"kind, {about}"),
            rate(f"{prefix}{name}whole", [row.scores["whole"] == 1.0 for row in part], about=f"everything, {about}"),
            micro_f1(f"{prefix}{name}constraint_f1", [_counts(row) for row in part], unit="score", about=about),
        ]
    pointed = [row.scores["spans"] == 1.0 for row in rows]
    return [*found, rate(f"{prefix}spans_right", pointed, about="constraints point at words of the message")]


def _counts(row: Row) -> tuple[int, int, int]:
    expected = intent_cases.constraint_keys(row.example.expected["constraints"])
    return matches(intent_cases.found_keys(row.example.expected, {"constraints": [], **row.outputs}), expected)


def _failure(row: Row, prefix: str = "") -> Failure:
    got = {key: value for key, value in row.outputs.items() if value not in (None, [], "")}
    wrong = row.error or "; ".join(intent_cases.differences(row.example.expected, row.outputs))  # type: ignore[arg-type]
    return Failure(prefix + row.example.id, row.example.inputs, row.example.expected, got, wrong or "a span is off")
