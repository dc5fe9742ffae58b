"""LangSmith's `evaluate` without LangSmith: no key, no upload, no look-up. The one module that knows how."""

from __future__ import annotations

import contextlib
import io
import os
import uuid
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Target = Callable[[dict[str, Any]], dict[str, Any]]
Evaluator = Callable[[dict[str, Any], dict[str, Any], dict[str, Any]], float | bool | None]
OnDone = Callable[[], None]

NO_UPLOAD = uuid.UUID(int=0)  # an example needs a data set's id, also when there is none


@dataclass(frozen=True)
class Example:
    """A case as `evaluate` takes it: what goes in and what should come out."""

    id: str
    inputs: dict[str, Any]
    expected: dict[str, Any]


@dataclass
class Row:
    """A case that was run. `scores` has one entry for each evaluator; None means that it does not apply."""

    example: Example
    outputs: dict[str, Any]
    error: str | None  # the target's exception: its scores are then all 0
    milliseconds: float
    scores: dict[str, float | None] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        return self.error is None and all(score is None or score >= 1.0 for score in self.scores.values())


def run_examples(
    name: str,
    examples: Sequence[Example],
    target: Target,
    evaluators: Mapping[str, Evaluator],
    on_done: OnDone = lambda: None,
) -> list[Row]:
    """Runs the target over the examples one after the other, in their order.

    An evaluator is called with (inputs, outputs, expected) and answers 0..1, a bool, or None when it does not apply.
    An exception of the target becomes the row's `error`; one of an evaluator is a fault of ours and is raised.
    """
    faults: list[Exception] = []
    by_key = {str(uuid.uuid5(NO_UPLOAD, each.id)): each for each in examples}

    def scored(run: Any, example: Any) -> dict[str, Any]:
        on_done()
        results = []
        for key, evaluator in evaluators.items() if run.error is None else ():
            try:
                score = evaluator(example.inputs, run.outputs or {}, example.outputs or {})
            except Exception as problem:  # LangSmith would only log it
                faults.append(problem)
                score = None
            results.append({"key": key, "score": score})
        return {"results": results}

    rows = [_row(by_key[str(each["example"].id)], each, evaluators) for each in _evaluate(name, by_key, target, scored)]
    if faults:
        raise faults[0]
    return rows


def _evaluate(name: str, by_key: dict[str, Example], target: Target, evaluator: Callable[..., Any]) -> list[Any]:
    os.environ["LANGSMITH_TRACING"] = "false"
    from langsmith import Client, evaluate
    from langsmith.schemas import Example as LangSmithExample
    from langsmith.schemas import LangSmithInfo

    client = Client(
        api_url="http://127.0.0.1:9", api_key="offline", info=LangSmithInfo(version="0"), auto_batch_tracing=False
    )
    data = [
        LangSmithExample(id=uuid.UUID(key), inputs=each.inputs, outputs=each.expected, dataset_id=NO_UPLOAD)
        for key, each in by_key.items()
    ]
    chatter = io.StringIO()  # its own progress bar and each target's traceback, which the row keeps
    with warnings.catch_warnings(), contextlib.redirect_stdout(chatter), contextlib.redirect_stderr(chatter):
        warnings.filterwarnings("ignore", message=".*upload_results.*")  # LangSmith calls the parameter beta
        return list(
            evaluate(
                target,
                data=data,
                evaluators=[evaluator],
                client=client,
                upload_results=False,
                max_concurrency=0,
                experiment_prefix=name,
                blocking=True,
            )
        )


def _row(example: Example, answered: Any, evaluators: Mapping[str, Evaluator]) -> Row:
    run = answered["run"]
    milliseconds = (run.end_time - run.start_time).total_seconds() * 1000
    if run.error is not None:
        error = str(run.error).partition("\n")[0]
        return Row(example, {}, error, milliseconds, dict.fromkeys(evaluators, 0.0))
    given = {each.key: each.score for each in answered["evaluation_results"]["results"]}
    scores = {key: None if given[key] is None else float(given[key]) for key in evaluators}
    return Row(example, run.outputs or {}, None, milliseconds, scores)
