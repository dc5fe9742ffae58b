"""The answer to the one question that a cart can ask: "Which size?" – "M"."""

from __future__ import annotations

from typing import TypedDict

from agents.cart.variant import key
from guards.violations import Violation
from tools.llm.contract import Intent

ANSWERS = frozenset({"refine", "search", "unclear", "add", "change"})


class Asked(TypedDict):
    """What was about to be done when the question came up, and the option that it was about."""

    intent: Intent
    option: str


def question_of(intent: Intent, violations: list[Violation]) -> Asked | None:
    """The question that these violations of a cart change amount to, if they do."""
    for each in violations:
        option = each.get("details", {}).get("option")
        if each["code"] in ("ambiguous_variant", "no_such_option") and option:
            return {"intent": intent, "option": str(option)}
    return None


def completed(answer: Intent, asked: Asked | None, text: str) -> Intent:
    """The earlier intent with the option that the answer names; the answer itself when it is about something else."""
    if asked is None or answer["kind"] not in ANSWERS or answer.get("query") or answer.get("references"):
        return answer
    named = [each for each in answer["constraints"] if key(each["attribute"]) == key(asked["option"])]
    if not named or len(named) != len(answer["constraints"]):
        return answer
    earlier = asked["intent"]
    kept = [each for each in earlier["constraints"] if key(each["attribute"]) != key(asked["option"])]
    return {
        **earlier,
        "constraints": [*kept, *named],
        "references": [{**each, "span": [0, len(text)]} for each in earlier.get("references", [])],
        "confidence": min(answer["confidence"], earlier["confidence"]),
        "source": answer["source"],
        "language": answer["language"],
    }
