"""A Chinese message while it is read: its simplified text, and which characters some stage has used."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

HAN = re.compile(r"[\u3400-\u9fff]")
_CLAUSE = re.compile(r"[，。；！？,;!?\n…~～]+")


@dataclass
class Page:
    """The folded, simplified text, as long as the message; `used[i]` is 1 where character i has a meaning already."""

    text: str
    used: bytearray = field(init=False)
    refused: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])  # not wanted, and no value for it
    goods_sought: bool = False  # whether one of them names goods
    dated: bool = False  # whether a day to come is said
    article: bool = False  # the quantity is an "一" that a wish does not mean as a number
    sought: list[str] = field(default_factory=list[str])  # English for words that the catalogue has no value for

    def __post_init__(self) -> None:
        self.used = bytearray(len(self.text))

    def free(self, start: int, end: int) -> bool:
        return not any(self.used[start:end])

    def take(self, start: int, end: int) -> None:
        self.used[start:end] = b"\1" * (end - start)

    def clause_start(self, at: int) -> int:
        """Where the clause begins that holds the place `at`."""
        ends = [found.end() for found in _CLAUSE.finditer(self.text, 0, at)]
        return ends[-1] if ends else 0

    def clause_end(self, at: int) -> int:
        """Where the clause ends that holds the place `at`."""
        found = _CLAUSE.search(self.text, at)
        return found.start() if found else len(self.text)

    def left(self) -> str:
        """The text with a space for every used character."""
        return "".join(" " if used else char for char, used in zip(self.text, self.used, strict=True))
