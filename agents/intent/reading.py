"""What has been read of one message so far: each stage takes the words it understands."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import Any

from agents.intent.lexicon import Lexicon
from agents.intent.tokens import Token
from tools.catalog.types import Vocabulary
from tools.llm.contract import Amount, Constraint, IntentContext, Op, Reference

MOST_TOKENS = 900  # a message of 4,000 characters in words has fewer; one of signs and digits is read up to here


@dataclass
class Reading:
    """The utterance as tokens, and what the stages made of them. `taken[i]` names what token i was used for."""

    text: str
    folded: str
    tokens: list[Token]
    vocabulary: Vocabulary
    lexicon: Lexicon
    context: IntentContext
    taken: list[str] = field(init=False)
    constraints: list[Constraint] = field(default_factory=list[Constraint])
    compared: list[Constraint] = field(default_factory=list[Constraint])  # relations without their other side
    references: list[Reference] = field(default_factory=list[Reference])
    quantity: int | None = None
    fraction: str = ""  # a number of pieces that is no whole number, as said
    ignored: list[str] = field(default_factory=list[str])
    drop: list[str] = field(default_factory=list[str])
    sort: str = ""
    cap: Amount | None = None
    order_id: str = ""
    rest: str = ""  # of a Chinese message: what no stage has used

    def __post_init__(self) -> None:
        self.taken = [""] * len(self.tokens)

    def word(self, at: int) -> str:
        """Token `at`, "" outside the text."""
        return self.tokens[at].text if 0 <= at < len(self.tokens) else ""

    def free(self, first: int, behind: int) -> bool:
        return not any(self.taken[first:behind])

    def take(self, first: int, behind: int, label: str) -> list[int]:
        """Marks tokens [first, behind) as used and answers their span."""
        for at in range(first, behind):
            self.taken[at] = label
        return [self.tokens[first].start, self.tokens[behind - 1].end]

    def take_span(self, start: int, end: int, label: str) -> None:
        for at in range(*self.inside(start, end)):
            self.taken[at] = label

    def inside(self, start: int, end: int) -> tuple[int, int]:
        """The tokens [first, behind) within a span of the text."""
        first = bisect_left(self.tokens, start, key=lambda token: token.start)
        behind = bisect_right(self.tokens, end, key=lambda token: token.end)
        return (first, behind) if first < behind else (0, 0)

    def constrain(self, attribute: str, op: Op, value: Any, span: list[int], *, known: bool = True) -> None:
        """Adds a constraint unless the same one is there already."""
        for each in self.constraints:
            if each["attribute"] == attribute and each["value"] == value and each["op"] == op:
                return
        new: Constraint = {"attribute": attribute, "op": op, "value": value, "span": span}
        new["text"] = self.text[span[0] : span[1]]
        if not known:
            new["known"] = False
        self.constraints.append(new)
