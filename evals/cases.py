"""Case files: JSON lines that can be read and edited by hand. Blank lines and lines that start with # are skipped."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tools.errors import TruecartError

FOLDER = Path(__file__).parent / "cases"


def load_cases(name: str) -> list[dict[str, Any]]:
    """The rows of `evals/cases/<name>.jsonl`, each with its own `id` (made from its line when it has none).

    Raises TruecartError `bad_row` that names the file and line of what is no JSON object or an id that came before.
    """
    path = FOLDER / f"{name}.jsonl"
    rows: dict[str, dict[str, Any]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        row = _object(line, f"{path.name}:{number}")
        row.setdefault("id", f"{name}-{number}")
        if row["id"] in rows:
            raise TruecartError("bad_row", f"{path.name}:{number}: the id {row['id']!r} came before.")
        rows[row["id"]] = row
    return list(rows.values())


def _object(line: str, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as problem:
        raise TruecartError("bad_row", f"{where}: {problem}") from problem
    if not isinstance(row, dict):
        raise TruecartError("bad_row", f"{where}: a case is a JSON object.")
    return row
