"""Whether an answer agrees to what was asked. A "yes, but …" or a restated term with another value is not a yes.

What can be seen in the answer (`signs`) is weighed into a probability with fitted weights
(`python -m evals.confirm --fit`). A yes needs a high one, and nothing that forbids it (`Signs.barred`).
"""

from __future__ import annotations

import math
import re
from typing import Literal, NamedTuple, TypedDict

from agents.intent.confirm import weights as confirm_weights
from agents.intent.confirm.chinese import chinese
from agents.intent.confirm.signs import Question, Signs, english

Decision = Literal["affirm", "negate", "unclear"]
_HAN = re.compile(r"[\u3400-\u9fff]+")
_LATIN = re.compile(r"[^\u3000-\u9fff\uff00-\uffef]+")


class Confirmation(TypedDict):
    """`p` is the probability, 0..1, that the answer agrees to exactly what was asked."""

    decision: Decision
    p: float


class Weights(NamedTuple):
    """A logistic regression over `Signs.weighed()`, and where its probability becomes a yes or a no."""

    weights: tuple[float, ...]
    offset: float
    affirm_from: float
    negate_to: float


FITTED = Weights(
    confirm_weights.WEIGHTS, confirm_weights.OFFSET, confirm_weights.AFFIRM_FROM, confirm_weights.NEGATE_TO
)


def read(question: str, answer: str) -> Confirmation:
    """The decision in `answer` about `question`; "unclear" whenever a plain yes or no cannot be read.

    Conservative: what is affirmed must be what was asked, so an answer with another number, colour, day, size or with
    a condition is never an affirmation.
    """
    return decide(signs(question, answer), FITTED)


def signs(question: str, answer: str) -> Signs:
    """What can be seen in the answer, in English, in Chinese, or in both."""
    asked = Question(question)
    if not _HAN.search(answer):
        return english(asked, answer)
    found = chinese(asked, answer)
    latin = " ".join(_LATIN.findall(answer))
    return _both(found, english(asked, latin)) if re.search(r"[A-Za-z]", latin) else found


def probability(seen: Signs, by: Weights) -> float:
    """The chance that an answer with these signs agrees."""
    odds = by.offset + sum(weight * value for weight, value in zip(by.weights, seen.weighed(), strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def decide(seen: Signs, by: Weights) -> Confirmation:
    """The decision; where something forbids a yes, the probability stays below that of one."""
    p = probability(seen, by)
    if seen.barred:
        p = min(p, by.affirm_from - 0.01)
        against = seen.no or seen.no_start or seen.changed or seen.turn or seen.leaving
        return {"decision": "negate" if p <= by.negate_to and against else "unclear", "p": round(p, 4)}
    return {"decision": "affirm" if p >= by.affirm_from else "unclear", "p": round(p, 4)}


def _both(first: Signs, second: Signs) -> Signs:
    """Of an answer in two languages: a yes in either, whatever forbids it in either."""
    merged = {name: max(values) for name, *values in zip(Signs._fields, first, second, strict=True)}
    if any(part.fresh and not part.strong_yes for part in (first, second)):
        merged["strong_yes"] = 0
    for name in ("plain", "only_asks"):
        merged[name] = min(getattr(first, name), getattr(second, name))
    return Signs(**merged)
