"""Rows of a feed with their line numbers, from JSON lines or from a delimited table."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tools.catalog.feeds.source import Source, is_broken
from tools.catalog.types import Rejection

MAX_ROW = 2_000_000  # characters; one product never needs more


@dataclass(frozen=True)
class FeedRow:
    """`values` by field name: text from a table; any JSON, with exact decimals, from JSON lines."""

    line: int
    values: Mapping[str, Any]


def json_rows(source: Source) -> Iterator[FeedRow | Rejection]:
    """One object a line. A line that is none is rejected and the next goes on."""
    last = len(source.lines)
    for line, text in enumerate(source.lines, 1):
        if not text.strip():
            continue
        value = _json(text)
        if isinstance(value, dict):
            yield FeedRow(line, value)
        else:
            cut = source.cut and line >= last - 1
            yield Rejection("bad_row", line, "The file ends in the middle of this row." if cut else str(value))


def table_rows(source: Source, delimiter: str) -> Iterator[FeedRow | Rejection]:
    """Rows below the header, keys as `column` spells them. A quote that is never closed costs its own line only."""
    lines = source.lines
    header, at = _header(lines, delimiter)
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        cells, used = _record(lines, at, delimiter)
        if cells is None:
            yield Rejection("bad_row", at + 1, "The row's quotes do not match.")
            at += 1
            continue
        yield _table_row(at + 1, header, cells)
        at += used


def column(name: str) -> str:
    """A column's key: lower case, words joined by "_", without Google's "g:" prefix."""
    return re.sub(r"[^a-z0-9]+", "_", name.strip().lower().removeprefix("g:")).strip("_")


def delimiter_of(header: str) -> str:
    """The likeliest delimiter of a header line."""
    return max("\t,;|", key=header.count)


def _json(text: str) -> Any:
    if len(text) > MAX_ROW:
        return f"The row has more than {MAX_ROW:,} characters."
    if is_broken(text):
        return "The row is not UTF-8."
    try:
        value = json.loads(text, parse_float=Decimal, parse_constant=_no_constant)
    except (ValueError, RecursionError) as problem:
        return f"The row is no JSON: {problem}"
    return value if isinstance(value, dict) else "The row is no JSON object."


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number")


def _header(lines: list[str], delimiter: str) -> tuple[list[str], int]:
    at = next(number for number, line in enumerate(lines) if line.strip())
    cells, used = _record(lines, at, delimiter)
    return [column(cell) for cell in cells or lines[at].split(delimiter)], at + used


def _record(lines: list[str], at: int, delimiter: str) -> tuple[list[str] | None, int]:
    """The record that starts at a line and how many lines it takes; None where its quotes do not match."""
    csv.field_size_limit(MAX_ROW)
    reader = csv.reader(_following(lines, at), delimiter=delimiter, strict=True)
    try:
        return next(reader), reader.line_num
    except (csv.Error, StopIteration):
        return None, 1


def _following(lines: list[str], at: int) -> Iterator[str]:
    return (lines[number] + "\n" for number in range(at, len(lines)))


def _table_row(line: int, header: list[str], cells: list[str]) -> FeedRow | Rejection:
    if any(is_broken(cell) for cell in cells):
        return Rejection("bad_row", line, "The row holds bytes that are no UTF-8.")
    if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
        return Rejection("bad_row", line, f"The row has {len(cells)} cells, the header {len(header)}.")
    return FeedRow(line, dict(zip(header, cells, strict=False)))
