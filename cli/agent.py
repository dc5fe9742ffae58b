"""Agents over JSON lines: a row in, its answer out, whatever the rows before it were."""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from cli import terminal
from tools.errors import TruecartError

NAMES = ("intent", "money", "search", "verify", "screen", "confirm")
NEED_A_CATALOG = ("intent", "search", "verify")
MAX_ROW_BYTES = 4_000_000  # a row above this is refused without being read into memory as a whole
ID = re.compile(rb'"id"\s*:\s*("(?:[^"\\]|\\.){0,200}"|-?\d{1,18})')

Answerer = Callable[[dict[str, Any]], dict[str, Any]]


@dataclass(frozen=True)
class Line:
    """The beginning of an input line, and whether it went on beyond the limit."""

    text: bytes
    too_long: bool


def run(name: str, catalog: str | None, rows: BinaryIO, answers: BinaryIO) -> int:
    """Answer every row in order; 0 unless the reader goes away in the middle."""
    try:
        loop(answerer(name, catalog), rows, answers)
    except BrokenPipeError:
        terminal.hush()
        return 1
    return 0


def answerer(name: str, catalog: str | None) -> Answerer:
    """The named agent. A catalogue is opened, and the demo's built, only for those that need one."""
    from graph.services import Services
    from tools.settings import load

    services = Services(load(catalog=catalog) if catalog else load())
    if name in NEED_A_CATALOG:
        from cli.demo import ensure

        ensure(services)
    made: Answerer = importlib.import_module(f"cli.agent_{name}").answerer(services)
    return made


def loop(answer: Answerer, rows: BinaryIO, answers: BinaryIO) -> None:
    """Each answer is flushed, so that a caller may wait for it before sending the next row."""
    for line in lines(rows):
        if line.text.strip():
            answers.write(_encoded(_answered(answer, line)))
            answers.flush()


def lines(rows: BinaryIO) -> Iterator[Line]:
    """Lines without their end; of an over-long one only the beginning."""
    while True:
        text = rows.readline(MAX_ROW_BYTES + 1)
        if not text:
            return
        too_long = len(text) > MAX_ROW_BYTES and not text.endswith(b"\n")
        if too_long:
            rest = text
            while rest and not rest.endswith(b"\n"):
                rest = rows.readline(MAX_ROW_BYTES)
        yield Line(text.removeprefix(b"\xef\xbb\xbf"), too_long)


def _answered(answer: Answerer, line: Line) -> dict[str, Any]:
    known: dict[str, Any] = {}
    try:
        row = _row(line, known)
        return {**known, **answer({key: value for key, value in row.items() if key != "id"})}
    except TruecartError as problem:
        return {**known, **problem.as_json()}
    except Exception as problem:  # one row's fault must not cost the rows after it
        terminal.say(f"truecart: a row could not be answered: {type(problem).__name__}: {problem}")
        return {**known, **TruecartError("internal", "This row could not be answered.").as_json()}


def _row(line: Line, known: dict[str, Any]) -> dict[str, Any]:
    """The row as an object; puts its id into `known` as soon as it can be read. Raises `bad_row`."""
    if line.too_long:
        known |= _id_within(line.text)
        raise TruecartError("bad_row", f"The row is longer than {MAX_ROW_BYTES:,} bytes.")
    try:
        row = json.loads(line.text)
    except (ValueError, RecursionError) as problem:
        known |= _id_within(line.text)
        why = "nested too deeply" if isinstance(problem, RecursionError) else str(problem)
        raise TruecartError("bad_row", f"The row is not JSON: {why}") from problem
    if not isinstance(row, dict):
        raise TruecartError("bad_row", f"The row is not an object but {type(row).__name__}.")
    if "id" in row:
        known["id"] = row["id"]
    return row


def _id_within(text: bytes) -> dict[str, Any]:
    found = ID.search(text[:100_000])
    if found is None:
        return {}
    try:
        return {"id": json.loads(found.group(1))}
    except ValueError:
        return {}


def _encoded(answer: dict[str, Any]) -> bytes:
    try:
        return json.dumps(answer, ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError:  # half a surrogate pair came in and goes out again: escaped it is valid
        return json.dumps(answer).encode() + b"\n"
