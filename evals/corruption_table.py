"""The recipe of `guards/spaghetti_table.py`: English as this project writes it, as letter pairs and word stems.

`python -m evals.corruption_table` reads the project's own documents and the texts in its product's code (docstrings,
phrases, the demo catalogue's words). Nothing that the firewall is measured on is read: no evals, cases or tests.
"""

from __future__ import annotations

import ast
import math
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from guards.spaghetti import LETTERS, PER_BIT, STEPS, stem
from tools.settings import CHECKOUT

SOURCES = ("agents", "graph", "guards", "tools", "web", "cli")
DOCUMENTS = ("README.md", "CHANGELOG.md")
WRITTEN = CHECKOUT / "guards" / "spaghetti_table.py"
_WORD = re.compile(r"(?<![^\W_])[a-z]{2,18}(?![^\W_])")
_NOISE = ("spaghetti_table.py", "corruption_signs.py", "mojibake.py", "weights.py")


def texts(root: Path = CHECKOUT) -> Iterator[str]:
    """The project's own running text."""
    for name in DOCUMENTS:
        if (root / name).is_file():
            yield (root / name).read_text("utf-8").lower()
    for package in SOURCES:
        for path in sorted((root / package).rglob("*.py")):
            if path.name in _NOISE:
                continue
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value


def counted(root: Path = CHECKOUT) -> Counter[str]:
    """How often each lower-case word stands there."""
    words: Counter[str] = Counter()
    for text in texts(root):
        words.update(_WORD.findall(text))
    return words


def table(words: Counter[str]) -> tuple[str, ...]:
    """Row by row how surprising a letter is behind another, in quarter bits, one digit of `STEPS` each.

    Distinct words count by the logarithm of their frequency, so that "the" does not drown the rest; one is added to
    every pair.
    """
    pairs: Counter[tuple[str, str]] = Counter()
    for word, often in words.items():
        weight = 1 + math.log2(often)
        for first, second in zip(f" {word}", f"{word} ", strict=True):
            pairs[first, second] += weight  # type: ignore[assignment]
    rows = []
    for first in LETTERS:
        total = sum(pairs[first, second] for second in LETTERS) + len(LETTERS)
        bits = [-math.log2((pairs[first, second] + 1) / total) for second in LETTERS]
        rows.append("".join(STEPS[min(round(each * PER_BIT), len(STEPS) - 1)] for each in bits))
    return tuple(rows)


def stems(words: Counter[str]) -> list[str]:
    """Stems of every word; a short one must stand there twice."""
    found = Counter[str]()
    for word, often in words.items():
        found[stem(word)] += often
    return sorted(each for each, often in found.items() if often >= 2 or len(each) >= 5)


def written(words: Counter[str]) -> str:
    """The table as a module."""
    lines, line = [], ""
    for each in stems(words):
        if len(line) + len(each) > 112:
            lines, line = [*lines, line], ""
        line += each + " "
    body = "".join(f'    "{each}"\n' for each in [*lines, line])
    rows = "".join(f'    "{row}",\n' for row in table(words))
    return (
        '"""Made by `python -m evals.corruption_table` of the project\'s own text; change the recipe, not this."""\n\n'
        f"PAIRS = (\n{rows})\n\nSTEMS = (\n{body})\n"
    )


def main() -> int:
    words = counted()
    WRITTEN.write_text(written(words), "utf-8")
    print(f"{WRITTEN.relative_to(CHECKOUT)}: {len(words)} words, {len(stems(words))} stems")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
